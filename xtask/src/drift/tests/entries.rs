//! Accepted differences: which still apply, and what `--accept` writes.

use super::super::accepted::judge;
use super::{DOCUMENT, compared, edited};
use crate::upstream::Upstream;

fn file(entries: &[(&str, &str, &str, &str)]) -> Upstream {
    let entries = entries.iter().map(|(at, kind, upstream, reason)| {
        format!("[[accepted]]\nat = {at:?}\nkind = {kind:?}\nupstream = {upstream:?}\nreason = {reason:?}\n")
    });
    Upstream::parse(&entries.collect::<Vec<_>>().join("\n")).expect("the file is valid")
}

#[test]
fn an_accepted_difference_states_what_upstream_says() {
    let upstream = edited("maxItems: 9", "maxItems: 8").replace("deprecated: true", "tags: []");
    let differences = compared(DOCUMENT, &upstream).differences;
    let nothing = Upstream::default();
    let verdict = judge(&differences, &nothing.accepted, false);
    assert_eq!(verdict.open.len(), 2);
    assert!(verdict.problems.is_empty());

    // What `--accept` writes accepts them, but for the reasons.
    let text = nothing.edited(&verdict.edit);
    let accepted = Upstream::parse(&text).expect("the file is valid");
    let verdict = judge(&differences, &accepted.accepted, false);
    assert!(verdict.open.is_empty());
    assert_eq!(
        verdict.problems,
        [
            (
                1,
                "`maxItems` of `Animal.tags` is accepted without a reason; write one".to_owned()
            ),
            (
                7,
                "`deprecated` of `DELETE /pets/{id}` is accepted without a reason; write one"
                    .to_owned()
            ),
        ]
    );
    let text = text.replace("reason = \"\"", "reason = \"It is so.\"");
    let accepted = Upstream::parse(&text).expect("the file is valid");
    let verdict = judge(&differences, &accepted.accepted, false);
    assert!(verdict.open.is_empty() && verdict.problems.is_empty());
    assert_eq!(verdict.accepted.len(), 2);
    assert_eq!(accepted.edited(&verdict.edit), text);

    // Upstream changes again.
    let upstream = edited("maxItems: 9", "maxItems: 7").replace("deprecated: true", "tags: []");
    let differences = compared(DOCUMENT, &upstream).differences;
    let verdict = judge(&differences, &accepted.accepted, false);
    assert_eq!(verdict.open.len(), 1);
    let [(1, problem)] = &verdict.problems[..] else {
        panic!("{:?}", verdict.problems);
    };
    assert!(problem.starts_with(
        "upstream has changed `maxItems` of `Animal.tags` since it was accepted, and now says 7;"
    ));
    let replaced = Upstream::parse(&accepted.edited(&verdict.edit)).expect("the file is valid");
    assert_eq!(replaced.accepted.len(), 2);
    assert!(
        judge(&differences, &replaced.accepted, false)
            .open
            .is_empty()
    );
}

#[test]
fn entries_that_no_longer_apply_are_reported() {
    let entries = file(&[
        ("Id", "maxLength", "none", "It is so."),
        ("Id", "maxLength", "none", "It is so."),
    ]);
    let verdict = judge(&[], &entries.accepted, false);
    assert_eq!(
        verdict.problems,
        [
            (
                1,
                "there is no difference in `maxLength` of `Id` any more; remove this entry"
                    .to_owned()
            ),
            (
                7,
                "`maxLength` of `Id` is accepted twice; remove this entry".to_owned()
            ),
        ]
    );
    assert_eq!(entries.edited(&verdict.edit), "");
    // If only some operations are compared, it may be about others.
    assert_eq!(judge(&[], &entries.accepted, true).problems.len(), 1);
}

#[test]
fn the_hash_covers_all_that_upstream_says() {
    // Both read `object {a}` in the report.
    let hash = |schema: &str| {
        let property = format!(
            "        name: {{type: string}}\n        more: {{type: object, properties: {{a: {schema}}}}}\n"
        );
        let from = "        name: {type: string, description: Its name., minLength: 1, pattern: '^[A-Z]'}\n";
        let differences = compared(DOCUMENT, &edited(from, &property)).differences;
        let mut found = differences.iter().filter(|it| it.kind == "property");
        let it = found.next().expect("there is a new property");
        assert_eq!(it.upstream.as_deref(), Some("object {a}"));
        it.hash()
    };
    assert_ne!(hash("{type: string}"), hash("{type: integer}"));
    assert_eq!(
        hash("{type: string}"),
        hash("{type: string, description: d}")
    );
}

#[test]
fn an_accepted_value_of_ours_is_decided_again_when_upstream_drops_another() {
    let hash = |values: &str| {
        let upstream = edited("enum: [small, large]", &format!("enum: [{values}]"));
        let differences = compared(DOCUMENT, &upstream).differences;
        let it = differences.first().expect("the values differ");
        assert_eq!((it.kind, it.upstream.as_deref()), ("enum", None));
        it.hash()
    };
    assert_ne!(hash("small"), hash("large"));
}
