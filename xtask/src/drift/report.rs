//! The report, as text for people and as JSON for scripts.

use std::collections::{BTreeSet, HashMap};

use generator::diagnostic::{Location, escape};
use generator::source::Sources;
use serde_json::{Value, json};

use super::accepted::Verdict;
use super::difference::Difference;
use super::operations::Comparison;

/// All that a report is about.
pub(super) struct Report<'r> {
    pub(super) comparison: &'r Comparison,
    pub(super) verdict: &'r Verdict<'r>,
    pub(super) ours: &'r Sources,
    pub(super) upstream: &'r Sources,
    /// Whether differences of documentation are listed.
    pub(super) docs: bool,
    /// The name of the file with accepted differences.
    pub(super) accepted: &'r str,
}

/// The lines of differences, as people read them.
struct Places {
    ours: HashMap<Location, String>,
    upstream: HashMap<Location, String>,
}

impl<'r> Report<'r> {
    fn documentation(&self) -> Vec<&'r Difference> {
        let all = self.comparison.differences.iter();
        all.filter(|it| it.is_documentation).collect()
    }

    fn places(&self, of: &[&Difference]) -> Places {
        // Many differences share a place, such as `paths`, and finding a place takes time.
        let each = |location: fn(&Difference) -> &Location| {
            let locations: BTreeSet<&Location> = of.iter().map(|it| location(it)).collect();
            locations.into_iter().collect::<Vec<_>>()
        };
        let ours = each(|it| &it.our_location);
        let upstream = each(|it| &it.upstream_location);
        Places {
            ours: self.ours.positions(&ours),
            upstream: self.upstream.positions(&upstream),
        }
    }

    /// Returns the report as text.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        let documentation = self.documentation();
        let (only_upstream, rest): (Vec<_>, Vec<_>) = (self.verdict.open.iter().copied())
            .partition(|it| it.ours.is_none() && it.upstream.is_some());
        let (only_ours, different): (Vec<_>, Vec<_>) =
            rest.into_iter().partition(|it| it.upstream.is_none());
        let listed = if self.docs {
            documentation.clone()
        } else {
            Vec::new()
        };
        for (heading, differences) in [
            ("Only upstream", only_upstream),
            ("Only ours", only_ours),
            ("Different", different),
            ("Documentation", listed),
        ] {
            self.push_section(&mut text, heading, &differences);
        }
        for (line, message) in &self.verdict.problems {
            text.push_str(&format!("{}:{line}: {}\n", self.accepted, escape(message)));
        }
        if !self.verdict.problems.is_empty() {
            text.push('\n');
        }
        text.push_str(&self.summary(documentation.len()));
        text
    }

    fn push_section(&self, text: &mut String, heading: &str, differences: &[&Difference]) {
        if differences.is_empty() {
            return;
        }
        let places = self.places(differences);
        text.push_str(&format!("{heading} ({})\n", differences.len()));
        for it in differences {
            text.push_str(&format!("  {} {}", it.kind, escape(&it.at)));
            match (&it.ours, &it.upstream) {
                (Some(ours), Some(upstream)) => {
                    let values = format!("ours {}, upstream {}", escape(ours), escape(upstream));
                    text.push_str(&format!(": {values}\n"));
                }
                (Some(one), None) | (None, Some(one)) => {
                    text.push_str(&format!(": {}\n", escape(one)));
                }
                (None, None) => text.push('\n'),
            }
            for (name, found) in [
                ("ours", places.ours.get(&it.our_location)),
                ("upstream", places.upstream.get(&it.upstream_location)),
            ] {
                if let Some(place) = found {
                    text.push_str(&format!("      {name} {}\n", escape(place)));
                }
            }
            if let [first, others @ ..] = &it.operations[..] {
                let more = match others.len() {
                    0 => String::new(),
                    1 => " and 1 more operation".to_owned(),
                    more => format!(" and {more} more operations"),
                };
                text.push_str(&format!("      in {}{more}\n", escape(first)));
            }
        }
        text.push('\n');
    }

    fn summary(&self, documentation: usize) -> String {
        let Comparison {
            operations,
            matched,
            others,
            ..
        } = self.comparison;
        let mut summary = format!(
            "compared {matched} of {operations} operations: {} to decide, {} accepted, {documentation} in documentation",
            counted(self.verdict.open.len(), "difference"),
            self.verdict.accepted.len()
        );
        if *others > 0 {
            let others = counted(*others, "other operation");
            summary.push_str(&format!("\nupstream has {others}, outside our paths"));
        }
        if documentation > 0 && !self.docs {
            summary.push_str("\n`--docs` lists differences of documentation");
        }
        summary.push('\n');
        summary
    }

    /// Returns the report as JSON.
    pub(super) fn json(&self) -> String {
        let documentation = self.documentation();
        let accepted = self.verdict.accepted.iter();
        let accepted: Vec<&Difference> = accepted.map(|(it, _)| *it).collect();
        let mut all: Vec<&Difference> = self.verdict.open.clone();
        all.extend(&accepted);
        all.extend(&documentation);
        let places = self.places(&all);
        let value = |it: &Difference, reason: Option<&str>| {
            json!({
                "kind": it.kind,
                "at": it.at,
                "ours": it.ours,
                "upstream": it.upstream,
                "hash": it.hash(),
                "ours_at": places.ours.get(&it.our_location),
                "upstream_at": places.upstream.get(&it.upstream_location),
                "operations": it.operations,
                "reason": reason,
            })
        };
        let open = self.verdict.open.iter().map(|it| value(it, None));
        let accepted = self.verdict.accepted.iter();
        let accepted = accepted.map(|(it, reason)| value(it, Some(reason)));
        let problems = self.verdict.problems.iter();
        let problems = problems.map(|(line, message)| json!({"line": line, "message": message}));
        let mut report = json!({
            "operations": self.comparison.operations,
            "compared": self.comparison.matched,
            "other_operations": self.comparison.others,
            "differences": open.collect::<Vec<Value>>(),
            "accepted": accepted.collect::<Vec<Value>>(),
            "problems": problems.collect::<Vec<Value>>(),
            "documentation_count": documentation.len(),
        });
        if self.docs {
            let listed = documentation.iter().map(|it| value(it, None));
            report["documentation"] = listed.collect();
        }
        format!("{report:#}\n")
    }
}

fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}
