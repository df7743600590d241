use std::collections::BTreeSet;

use super::super::document::Summary;
use super::*;
use crate::rustc::Record;

fn document() -> Document {
    Document {
        id: "a".to_owned(),
        root: "a.yaml".to_owned(),
        path: "a.yaml".into(),
        bytes: 0,
        operations: Some(2),
    }
}

fn generated(summary: Summary) -> Generated {
    Generated {
        summary: Some(summary),
        failure: None,
        seconds: 0.5,
        peak_mebibytes: None,
    }
}

fn valid() -> Summary {
    Summary {
        operations_declared: 2,
        operations: 2,
        ..Summary::default()
    }
}

fn refused() -> Summary {
    Summary {
        codes: BTreeSet::from(["x".to_owned()]),
        error: "error[x]: y (a.yaml:1:1)".to_owned(),
        ..valid()
    }
}

fn outcome_of(summary: Summary, checked: Option<&Checked>, refusals: &Refusals) -> String {
    Row::new(&document(), &generated(summary), checked, refusals).outcome
}

/// Returns a list that has the document with these codes.
fn refusals_with(codes: &[&str]) -> Refusals {
    let file = std::env::temp_dir().join(format!(
        "xtask-listed-{}-{}.tsv",
        std::process::id(),
        codes.join("-")
    ));
    let rows: String = codes
        .iter()
        .map(|code| format!("a\t{code}\twhy\n"))
        .collect();
    std::fs::write(&file, format!("id\tcode\treason\n{rows}")).expect("files can be written");
    let read = Refusals::read(&file, &[document()]);
    std::fs::remove_file(&file).expect("the file is there");
    read.expect("the list can be read")
}

#[test]
fn refusals_must_be_listed_exactly() {
    let none = Refusals::default();
    assert_eq!(
        outcome_of(refused(), None, &refusals_with(&["x"])),
        "refused"
    );
    assert_eq!(outcome_of(refused(), None, &none), "unlisted refusal");
    assert_eq!(
        outcome_of(refused(), None, &refusals_with(&["z"])),
        "unlisted refusal"
    );
    assert_eq!(
        outcome_of(refused(), None, &refusals_with(&["x", "w"])),
        "unlisted refusal"
    );
    assert_eq!(
        outcome_of(valid(), None, &refusals_with(&["x"])),
        "not refused"
    );
    let without_location = Summary {
        unlocated: BTreeSet::from(["x".to_owned()]),
        ..refused()
    };
    assert_eq!(
        outcome_of(without_location, None, &refusals_with(&["x"])),
        "no location"
    );
}

#[test]
fn missing_operations_and_schemas_are_reported() {
    let none = Refusals::default();
    assert_eq!(outcome_of(valid(), None, &none), "generated");
    let lost = Summary {
        schemas_declared: 1,
        ..valid()
    };
    assert_eq!(outcome_of(lost, None, &none), "incomplete");
    let unseen = Summary {
        operations_declared: 1,
        operations: 1,
        ..Summary::default()
    };
    assert_eq!(outcome_of(unseen, None, &none), "incomplete");
}

#[test]
fn warnings_and_errors_of_the_compiler_are_reported() {
    let none = Refusals::default();
    let accepted = Checked {
        accepted: true,
        ..Checked::default()
    };
    assert_eq!(outcome_of(valid(), Some(&accepted), &none), "ok");
    let warned = Checked {
        warnings: 1,
        ..accepted
    };
    assert_eq!(outcome_of(valid(), Some(&warned), &none), "rustc warning");
    let wrong = Checked {
        errors: 2,
        warnings: 1,
        ..Checked::default()
    };
    assert_eq!(outcome_of(valid(), Some(&wrong), &none), "rustc error");
    let stopped = Checked {
        record: Some(Record {
            seconds: 9.0,
            peak_mebibytes: None,
            stopped: Some("stopped after 9 s".to_owned()),
        }),
        ..Checked::default()
    };
    let row = Row::new(&document(), &generated(valid()), Some(&stopped), &none);
    assert_eq!(row.outcome, "rustc stopped");
    assert_eq!(row.message, "rustc was stopped after 9 s");
    assert_eq!(
        outcome_of(valid(), Some(&Checked::default()), &none),
        "rustc error"
    );
}

fn row(id: &str) -> Row {
    Row {
        id: id.to_owned(),
        outcome: "ok".to_owned(),
        operations_declared: 3,
        operations: 3,
        schemas_declared: 4,
        schemas: 4,
        free_form: 1,
        warnings: 2,
        generate_seconds: 1.5,
        lines: 1000,
        rustc_seconds: Some(20.0),
        rustc_mebibytes: None,
        message: String::new(),
    }
}

#[test]
fn tables_survive_a_round_trip() {
    let rows = [
        row("a"),
        Row {
            outcome: "panic".to_owned(),
            rustc_seconds: None,
            rustc_mebibytes: Some(7),
            message: "it\tsaid".to_owned(),
            ..row("b")
        },
    ];
    let file = std::env::temp_dir().join(format!("xtask-results-{}.tsv", std::process::id()));
    std::fs::write(&file, to_tsv(&rows)).expect("files can be written");
    let read = read(&file).expect("the table can be read");
    std::fs::remove_file(&file).expect("the file is there");
    assert_eq!(read[0], rows[0]);
    assert_eq!(read[1].message, "it said");
    assert_eq!(read[1].rustc_mebibytes, Some(7));
}

#[test]
fn regressions_are_reported() {
    let earlier = [row("a"), row("b"), row("c"), row("d")];
    let now = [
        Row {
            outcome: "rustc error".to_owned(),
            ..row("a")
        },
        Row {
            operations: 2,
            free_form: 5,
            ..row("b")
        },
        Row {
            generate_seconds: 6.0,
            rustc_seconds: Some(90.0),
            free_form: 0,
            ..row("c")
        },
        Row {
            generate_seconds: 4.0,
            ..row("d")
        },
        row("e"),
    ];
    assert_eq!(
        compare(&earlier, &now),
        Comparison {
            regressions: vec![
                "a was ok, now rustc error".to_owned(),
                "b had 3 operations, now 2".to_owned(),
                "b had 1 free-form values, now 5".to_owned(),
            ],
            notes: vec![
                "c: generation took 1.5 s, now 6.0 s".to_owned(),
                "c: rustc took 20.0 s, now 90.0 s".to_owned(),
            ],
        }
    );
    assert_eq!(compare(&now, &now), Comparison::default());
}

#[test]
fn rendered_tables_have_columns_and_totals() {
    let rows = [
        row("a"),
        Row {
            outcome: "incomplete".to_owned(),
            operations: 2,
            message: "why".to_owned(),
            ..row("bb")
        },
    ];
    assert_eq!(
        render(&rows),
        "\
id  outcome     ops  schemas  free  warnings  gen s  lines  rustc s  MiB  message
a   ok            3        4     1         2   1.50   1000     20.0    -
bb  incomplete  2/3        4     1         2   1.50   1000     20.0    -  why

2 documents: 1 incomplete, 1 ok
operations 5/6, schemas 8/8, 2 free-form values (25.00 per 100 schemas), 4 warnings
generation 3 s, 2000 lines, rustc 40 s, at most 0 MiB
"
    );
}
