//! Small edits of a small document.

mod edits;
mod reports;

use crate::options::{Options, Package};

use super::{Comparison, Detail, Revision, Rule, compare, rules};

/// The document that is edited.
const DOCUMENT: &str = include_str!("document.yaml");

fn revision(name: &str, document: &str) -> Revision {
    let package = Package::new("pets", None).expect("it is a name");
    let options = Options::new("openapi.yaml", package);
    Revision::from_texts(name, &[("openapi.yaml", document)], &options)
        .unwrap_or_else(|why| panic!("{}", why.0))
}

/// Returns the document with replaced texts, each of which must occur once.
fn edited(edits: &[(&str, &str)]) -> String {
    let mut document = DOCUMENT.to_owned();
    for (old, new) in edits {
        assert_eq!(document.matches(old).count(), 1, "{old:?}");
        document = document.replace(old, new);
    }
    document
}

fn compared(edits: &[(&str, &str)]) -> Comparison {
    let (old, new) = (revision("v1", DOCUMENT), revision("", &edited(edits)));
    compare(&old, &new, Detail::Grouped)
}

/// Returns the rules of all changes of a comparison.
fn found(comparison: &Comparison) -> Vec<Rule> {
    let kinds = comparison.sections.values().flatten();
    let mut found: Vec<Rule> = kinds.map(|kind| kind.rule).collect();
    if comparison.documentation > 0 {
        found.push(Rule::Documentation);
    }
    found
}

#[test]
fn each_rule_has_one_row() {
    for entry in rules::RULES {
        assert!(std::ptr::eq(entry.rule.entry(), entry), "{:?}", entry.rule);
    }
    // The last rule of the enum.
    assert_eq!(rules::RULES.len(), Rule::Documentation as usize + 1);
}

#[test]
fn the_readme_has_the_table_of_rules() {
    let readme = include_str!("../../../../README.md");
    let table = rules::table();
    assert!(
        readme.replace("\r\n", "\n").contains(&table),
        "put this table into README.md, \"What makes a schema change breaking\":\n\n{table}"
    );
}
