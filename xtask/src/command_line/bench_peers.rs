//! The options of `bench-peers`.

use std::ffi::OsString;

use super::arguments::{Arguments, did_you_mean};
use crate::bench_peers::{BenchPeers, PEERS, Step};

/// How many times each step is measured by default.
const RUNS: u64 = 5;

/// Makes a value of the arguments of `bench-peers`.
pub(super) fn bench_peers(
    documents: &[OsString],
    arguments: &Arguments,
) -> Result<BenchPeers, String> {
    let steps = Step::ALL.map(|step| (step.name(), step));
    let mut only = Vec::new();
    for name in arguments.list("--only")? {
        only.push(find("--only", "step", &name, &steps)?);
    }
    let peers: Vec<_> = PEERS.iter().map(|peer| (peer.name, peer.name)).collect();
    let mut skip = Vec::new();
    for name in arguments.list("--skip")? {
        skip.push(find("--skip", "peer", &name, &peers)?);
    }
    let runs = arguments.number("--runs")?.unwrap_or(RUNS);
    Ok(BenchPeers {
        documents: documents.iter().map(Into::into).collect(),
        steps: Step::ALL
            .into_iter()
            .filter(|step| only.is_empty() || only.contains(step))
            .collect(),
        runs: usize::try_from(runs).unwrap_or(usize::MAX),
        skip,
    })
}

/// Returns the meaning of an element of a list.
fn find<T: Copy>(
    option: &str,
    kind: &str,
    name: &str,
    known: &[(&'static str, T)],
) -> Result<T, String> {
    let found = known.iter().find(|(word, _)| *word == name);
    found.map(|(_, meaning)| *meaning).ok_or_else(|| {
        let near = did_you_mean(name, known.iter().map(|(word, _)| *word));
        format!("`{option}`: unknown {kind} `{name}`{near}")
    })
}
