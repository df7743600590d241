//! What came of the examples, of one document and of all.
//!
//! In: counts and failures. Out: lines of a table, the list of what did not survive, and whether that is enough.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The least share of agreeing examples that must survive, in percent.
const LEAST: usize = 98;

/// An example that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    /// Where it stands.
    pub(crate) pointer: String,
    /// The type that it was read as.
    pub(crate) ty: String,
    /// What is wrong with it.
    pub(crate) cause: String,
}

/// What came of the examples of one document, or of several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Report {
    /// The document's id.
    pub(crate) id: String,
    /// How many examples were held against a type.
    pub(crate) examples: usize,
    /// How many of these agree with their schema and survived.
    pub(crate) survived: usize,
    /// How many of all were held against a free-form type, which everything survives.
    pub(crate) free_form: usize,
    /// Those that agree with their schema and did not survive.
    pub(crate) failures: Vec<Failure>,
    /// Those that contradict their schema: what they contradict.
    pub(crate) contradictions: Vec<Failure>,
    /// Members of which no schema speaks, and which are not kept.
    pub(crate) undocumented: usize,
    /// Members that only the other way has, and which are not kept.
    pub(crate) other_direction: usize,
    /// Optional members that were null, and are not kept.
    pub(crate) nulls: usize,
    /// How many examples were not held against a type, by reason.
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

    /// Returns how many examples agree with their schema.
    pub(crate) fn agreeing(&self) -> usize {
        self.survived + self.failures.len()
    }

    /// Returns whether too few of the agreeing examples survived.
    pub(crate) fn is_too_little(&self) -> bool {
        self.survived * 100 < self.agreeing() * LEAST
    }

    /// Returns the share of agreeing examples that survived, in percent.
    fn share(&self) -> String {
        match self.agreeing() {
            0 => "-".to_owned(),
            all => format!("{:.2}", 100.0 * self.survived as f64 / all as f64),
        }
    }

    /// Returns the head of the table.
    pub(crate) fn head() -> String {
        [
            "id",
            "examples",
            "agreeing",
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

    /// Returns this report's line of the table.
    pub(crate) fn line(&self) -> String {
        let skipped: Vec<String> = self
            .skipped
            .iter()
            .map(|(reason, count)| format!("{reason}: {count}"))
            .collect();
        let numbers = [self.examples, self.agreeing(), self.survived];
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

    /// Returns the report as lines that are read back: a word, a tab, values.
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

    /// Reads what [`Report::to_text`] wrote; `None` where it is not whole.
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

    /// Returns all that is not as it should be, a line each: what did not survive first, then contradictions.
    pub(crate) fn details(&self) -> String {
        let mut text = String::new();
        for (kind, list) in [
            ("lost", &self.failures),
            ("contradiction", &self.contradictions),
        ] {
            for failure in list {
                let cause = failure.cause.replace(['\n', '\t'], " ");
                // A text grows without failing.
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
    fn what_is_printed_is_read_back() {
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
    fn shares_are_those_of_agreeing_examples() {
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
        assert!(!report.is_too_little());
        let other = Report {
            failures: vec![failure],
            ..Report::new("d2")
        };
        report.add(&other);
        assert_eq!(report.agreeing(), 51);
        assert!(report.is_too_little());
        assert!(!Report::new("d3").is_too_little());
        assert_eq!(other.details(), "lost\td2\t/a example 1\tString\tlost\n");
    }
}
