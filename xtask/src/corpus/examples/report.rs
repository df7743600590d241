//! The results of examples, of one document and of all.
//!
//! In: counts and failures. Out: lines of a table, the list of examples that did not survive, and whether enough survived.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The share of valid examples that must survive, in percent.
const MINIMUM_PERCENT: usize = 98;

/// An example that did not survive or contradicts its schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    /// Its location.
    pub(crate) pointer: String,
    /// The type that it was decoded as.
    pub(crate) ty: String,
    /// What is wrong.
    pub(crate) cause: String,
}

/// The results of the examples of one document, or of several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Report {
    /// The document's id.
    pub(crate) id: String,
    /// The number of examples that have a type.
    pub(crate) examples: usize,
    /// The number of those that match their schema and survived.
    pub(crate) survived: usize,
    /// The number of examples whose type is free-form, which everything survives.
    pub(crate) free_form: usize,
    /// The examples that match their schema and did not survive.
    pub(crate) failures: Vec<Failure>,
    /// The examples that contradict their schema.
    pub(crate) contradictions: Vec<Failure>,
    /// The number of lost members that no schema documents.
    pub(crate) undocumented: usize,
    /// The number of lost members of the other direction.
    pub(crate) other_direction: usize,
    /// The number of lost optional members that were `null`.
    pub(crate) nulls: usize,
    /// The number of examples that were not tested, by reason.
    pub(crate) skipped: BTreeMap<String, usize>,
}

impl Report {
    /// Returns the report of a document without examples.
    pub(crate) fn new(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            ..Self::default()
        }
    }

    /// Adds the counts of another report.
    pub(crate) fn add(&mut self, other: &Report) {
        self.examples += other.examples;
        self.survived += other.survived;
        self.free_form += other.free_form;
        self.failures.extend(other.failures.iter().cloned());
        self.contradictions
            .extend(other.contradictions.iter().cloned());
        self.undocumented += other.undocumented;
        self.other_direction += other.other_direction;
        self.nulls += other.nulls;
        for (reason, count) in &other.skipped {
            *self.skipped.entry(reason.clone()).or_default() += count;
        }
    }

    /// Returns the number of examples that match their schema.
    pub(crate) fn valid(&self) -> usize {
        self.survived + self.failures.len()
    }

    /// Returns whether too few of the valid examples survived.
    pub(crate) fn lost_too_many(&self) -> bool {
        self.survived * 100 < self.valid() * MINIMUM_PERCENT
    }

    /// Returns the share of valid examples that survived, in percent.
    fn share(&self) -> String {
        match self.valid() {
            0 => "-".to_owned(),
            all => format!("{:.2}", 100.0 * self.survived as f64 / all as f64),
        }
    }

    /// Returns the first line of the table.
    pub(crate) fn head() -> String {
        [
            "id",
            "examples",
            "valid",
            "survived",
            "percent",
            "free-form",
            "contradicting",
            "undocumented-members",
            "other-direction-members",
            "null-members",
            "skipped",
        ]
        .join("\t")
    }

    /// Returns the line of this report in the table.
    pub(crate) fn line(&self) -> String {
        let skipped: Vec<String> = self
            .skipped
            .iter()
            .map(|(reason, count)| format!("{reason}: {count}"))
            .collect();
        let numbers = [self.examples, self.valid(), self.survived];
        let rest = [
            self.free_form,
            self.contradictions.len(),
            self.undocumented,
            self.other_direction,
            self.nulls,
        ];
        let mut line = self.id.clone();
        for number in numbers {
            line.push_str(&format!("\t{number}"));
        }
        line.push_str(&format!("\t{}", self.share()));
        for number in rest {
            line.push_str(&format!("\t{number}"));
        }
        line.push('\t');
        line.push_str(&skipped.join(", "));
        line
    }

    /// Returns the report as lines that [`Report::parse`] reads: a name, a tab, values.
    pub(super) fn to_text(&self) -> String {
        let mut text = format!("id\t{}\n", self.id);
        for (name, count) in [
            ("examples", self.examples),
            ("survived", self.survived),
            ("free-form", self.free_form),
            ("undocumented", self.undocumented),
            ("other-direction", self.other_direction),
            ("nulls", self.nulls),
        ] {
            text.push_str(&format!("{name}\t{count}\n"));
        }
        for (reason, count) in &self.skipped {
            text.push_str(&format!("skipped\t{count}\t{reason}\n"));
        }
        text.push_str(&self.details());
        text.push_str("end\t\n");
        text
    }

    /// Parses the text of [`Report::to_text`]; `None` if it is incomplete.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut report = Self::default();
        for line in text.lines() {
            let (name, value) = line.split_once('\t')?;
            let failure = || {
                let mut cells = value.splitn(4, '\t').skip(1).map(str::to_owned);
                Some(Failure {
                    pointer: cells.next()?,
                    ty: cells.next()?,
                    cause: cells.next()?,
                })
            };
            match name {
                "id" => report.id = value.to_owned(),
                "examples" => report.examples = value.parse().ok()?,
                "survived" => report.survived = value.parse().ok()?,
                "free-form" => report.free_form = value.parse().ok()?,
                "undocumented" => report.undocumented = value.parse().ok()?,
                "other-direction" => report.other_direction = value.parse().ok()?,
                "nulls" => report.nulls = value.parse().ok()?,
                "skipped" => {
                    let (count, reason) = value.split_once('\t')?;
                    report
                        .skipped
                        .insert(reason.to_owned(), count.parse().ok()?);
                }
                "lost" => report.failures.push(failure()?),
                "contradiction" => report.contradictions.push(failure()?),
                "end" => return Some(report),
                _ => return None,
            }
        }
        None
    }

    /// Returns a line for each example that did not survive, and then for each that contradicts its schema.
    pub(crate) fn details(&self) -> String {
        let mut text = String::new();
        for (kind, list) in [
            ("lost", &self.failures),
            ("contradiction", &self.contradictions),
        ] {
            for failure in list {
                let cause = failure.cause.replace(['\n', '\t'], " ");
                // Writing to a string cannot fail.
                let _ = writeln!(
                    text,
                    "{kind}\t{}\t{}\t{}\t{cause}",
                    self.id, failure.pointer, failure.ty
                );
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_survive_a_round_trip() {
        let failure = |cause: &str| Failure {
            pointer: "a.yaml#/b c example 2".to_owned(),
            ty: "Vec<i64>".to_owned(),
            cause: cause.to_owned(),
        };
        let mut report = Report {
            examples: 9,
            survived: 4,
            free_form: 1,
            failures: vec![failure("one"), failure("two")],
            contradictions: vec![failure("three: four")],
            undocumented: 5,
            other_direction: 6,
            nulls: 7,
            ..Report::new("d1")
        };
        report.skipped.insert("no schema".to_owned(), 8);
        let text = report.to_text();
        assert_eq!(Report::parse(&text), Some(report));
        assert_eq!(Report::parse(text.trim_end_matches("end\t\n")), None);
        assert_eq!(Report::parse(""), None);
    }

    #[test]
    fn percentages_are_shares_of_valid_examples() {
        let failure = Failure {
            pointer: "/a example 1".to_owned(),
            ty: "String".to_owned(),
            cause: "lost".to_owned(),
        };
        let mut report = Report {
            examples: 60,
            survived: 49,
            failures: vec![failure.clone()],
            contradictions: vec![failure.clone(); 10],
            nulls: 3,
            free_form: 5,
            ..Report::new("d1")
        };
        report.skipped.insert("not JSON".to_owned(), 2);
        assert_eq!(
            report.line(),
            "d1\t60\t50\t49\t98.00\t5\t10\t0\t0\t3\tnot JSON: 2"
        );
        assert!(!report.lost_too_many());
        let other = Report {
            failures: vec![failure],
            ..Report::new("d2")
        };
        report.add(&other);
        assert_eq!(report.valid(), 51);
        assert!(report.lost_too_many());
        assert!(!Report::new("d3").lost_too_many());
        assert_eq!(other.details(), "lost\td2\t/a example 1\tString\tlost\n");
    }
}
