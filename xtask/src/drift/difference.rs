//! One difference between our schema and upstream's.

use generator::diagnostic::Location;

/// What two documents say differently about one part of the API.
#[derive(Clone, Debug)]
pub(super) struct Difference {
    /// The keyword or the object of the specification that differs, as OpenAPI spells it.
    pub(super) kind: &'static str,
    /// The place in our words: `LiveInput.status`, `response 200.result`. Places begin at the nearest component, so that a component
    /// that many operations use has one place.
    pub(super) at: String,
    /// What ours says; `None` if only upstream has it.
    pub(super) ours: Option<String>,
    /// What upstream says; `None` if only ours has it.
    pub(super) upstream: Option<String>,
    /// All that upstream says about it, of which [`hash`](Self::hash) is made: more than what people read. Empty if that is nothing.
    pub(super) detail: String,
    /// Where ours says it, or where it would stand.
    pub(super) our_location: Location,
    /// Where upstream says it, or where it would stand.
    pub(super) upstream_location: Location,
    /// Whether it is only about documentation.
    pub(super) is_documentation: bool,
    /// The operations that it is about, as `GET /pets`.
    pub(super) operations: Vec<String>,
}

/// What an accepted difference states in place of a hash if upstream says nothing.
const NOTHING: &str = "none";

impl Difference {
    /// Returns a difference in a part that both have. A side that says nothing has `None`.
    pub(super) fn new(
        kind: &'static str,
        at: &str,
        (ours, our_location): (Option<String>, &Location),
        (upstream, upstream_location): (Option<String>, &Location),
    ) -> Self {
        Self {
            kind,
            at: at.to_owned(),
            detail: upstream.clone().unwrap_or_default(),
            ours,
            upstream,
            our_location: our_location.clone(),
            upstream_location: upstream_location.clone(),
            is_documentation: false,
            operations: Vec::new(),
        }
    }

    /// Adds what upstream says beyond the text that people read.
    pub(super) fn detail(mut self, detail: String) -> Self {
        self.detail = detail;
        self
    }

    /// Marks a difference of documentation.
    pub(super) fn documentation(mut self) -> Self {
        self.is_documentation = true;
        self
    }

    /// Returns a hash of what upstream says, which is the same on every machine and in every version of the compiler.
    pub(super) fn hash(&self) -> String {
        if self.detail.is_empty() {
            return NOTHING.to_owned();
        }
        // FNV-1a: the hash finds changes; it does not resist attacks.
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        for byte in self.detail.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        format!("{hash:016x}")
    }

    fn is_same(&self, other: &Self) -> bool {
        self.kind == other.kind
            && self.at == other.at
            && self.ours == other.ours
            && self.upstream == other.upstream
            && self.detail == other.detail
    }
}

/// Differences in the order in which they were found, each once.
#[derive(Debug, Default)]
pub(super) struct Differences {
    all: Vec<Difference>,
    by_place: std::collections::HashMap<String, Vec<usize>>,
}

impl Differences {
    /// Adds a difference of an operation. One that another operation has too gets a further operation.
    pub(super) fn add(&mut self, difference: Difference, operation: Option<&str>) {
        let known = self.by_place.entry(difference.at.clone()).or_default();
        let same = known
            .iter()
            .copied()
            .find(|index| self.all[*index].is_same(&difference));
        let index = same.unwrap_or_else(|| {
            known.push(self.all.len());
            self.all.push(difference);
            self.all.len() - 1
        });
        let operations = &mut self.all[index].operations;
        if let Some(operation) = operation
            && operations.last().is_none_or(|last| last != operation)
        {
            operations.push(operation.to_owned());
        }
    }

    /// Returns the differences.
    pub(super) fn into_vec(self) -> Vec<Difference> {
        self.all
    }
}
