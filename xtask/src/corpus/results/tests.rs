use std::collections::BTreeSet;

use super::super::document::Made;
use super::super::rustc::Record;
use super::*;

fn document() -> Document {
    Document {
        id: "a".to_owned(),
        root: "a.yaml".to_owned(),
        path: "a.yaml".into(),
        bytes: 0,
        operations: Some(2),
    }
}

fn generated(made: Made) -> Generated {
    Generated {
        made: Some(made),
        failure: None,
        seconds: 0.5,
        peak: None,
    }
}

fn sound() -> Made {
    Made {
        operations_declared: 2,
        operations: 2,
        ..Made::default()
    }
}

fn refused() -> Made {
    Made {
        codes: BTreeSet::from(["x".to_owned()]),
        error: "error[x]: y (a.yaml:1:1)".to_owned(),
        ..sound()
    }
}

fn outcome_of(made: Made, checked: Option<&Checked>, refusals: &Refusals) -> String {
    Row::new(&document(), &generated(made), checked, refusals).outcome
}

/// The list that names the document with these codes.
fn listed(codes: &[&str]) -> Refusals {
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
    assert_eq!(outcome_of(refused(), None, &listed(&["x"])), "refused");
    assert_eq!(outcome_of(refused(), None, &none), "unlisted refusal");
    assert_eq!(
        outcome_of(refused(), None, &listed(&["z"])),
        "unlisted refusal"
    );
    assert_eq!(
        outcome_of(refused(), None, &listed(&["x", "w"])),
        "unlisted refusal"
    );
    assert_eq!(outcome_of(sound(), None, &listed(&["x"])), "not refused");
    let without_place = Made {
        unlocated: BTreeSet::from(["x".to_owned()]),
        ..refused()
    };
    assert_eq!(outcome_of(without_place, None, &listed(&["x"])), "no place");
}

#[test]
fn nothing_may_be_missing() {
    let none = Refusals::default();
    assert_eq!(outcome_of(sound(), None, &none), "generated");
    let lost = Made {
        schemas_declared: 1,
        ..sound()
    };
    assert_eq!(outcome_of(lost, None, &none), "incomplete");
    let unseen = Made {
        operations_declared: 1,
        operations: 1,
        ..Made::default()
    };
    assert_eq!(outcome_of(unseen, None, &none), "incomplete");
}

#[test]
fn the_compiler_must_have_nothing_to_say() {
    let none = Refusals::default();
    let accepted = Checked {
        accepted: true,
        ..Checked::default()
    };
    assert_eq!(outcome_of(sound(), Some(&accepted), &none), "ok");
    let warned = Checked {
        warnings: 1,
        ..accepted
    };
    assert_eq!(outcome_of(sound(), Some(&warned), &none), "rustc warning");
    let wrong = Checked {
        errors: 2,
        warnings: 1,
        ..Checked::default()
    };
    assert_eq!(outcome_of(sound(), Some(&wrong), &none), "rustc error");
    let stopped = Checked {
        record: Some(Record {
            seconds: 9.0,
            peak: None,
            stopped: Some("stopped after 9 s".to_owned()),
        }),
        ..Checked::default()
    };
    let row = Row::new(&document(), &generated(sound()), Some(&stopped), &none);
    assert_eq!(row.outcome, "rustc stopped");
    assert_eq!(row.message, "rustc was stopped after 9 s");
    assert_eq!(
        outcome_of(sound(), Some(&Checked::default()), &none),
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
fn tables_are_read_back() {
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
    std::fs::write(&file, to_text(&rows)).expect("files can be written");
    let read = read(&file).expect("the table can be read");
    std::fs::remove_file(&file).expect("the file is there");
    assert_eq!(read[0], rows[0]);
    assert_eq!(read[1].message, "it said");
    assert_eq!(read[1].rustc_mebibytes, Some(7));
}

#[test]
fn what_is_worse_is_named() {
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
                "a was ok, and is rustc error now".to_owned(),
                "b had 3 operations, and has 2 now".to_owned(),
                "b had 1 free-form values, and has 5 now".to_owned(),
            ],
            notes: vec![
                "c: generation took 1.5 s, and takes 6.0 s now".to_owned(),
                "c: rustc took 20.0 s, and takes 90.0 s now".to_owned(),
            ],
        }
    );
    assert_eq!(compare(&now, &now), Comparison::default());
}

#[test]
fn people_see_columns_and_sums() {
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
        shown(&rows),
        "\
id  outcome     ops  schemas  free  warnings  gen s  lines  rustc s  MiB  message
a   ok            3        4     1         2   1.50   1000     20.0    -
bb  incomplete  2/3        4     1         2   1.50   1000     20.0    -  why

2 documents: 1 incomplete, 1 ok
operations 5/6, schemas 8/8, 2 free-form values (25.00 for 100 schemas), 4 warnings
generation 3 s, 2000 lines, rustc 40 s, at most 0 MiB
"
    );
}
