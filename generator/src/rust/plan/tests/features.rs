//! Cases for the features of resources.

use super::*;
use crate::rust::{Features, Ident, MANY_OPERATIONS, TypeGroup};

/// Returns an API of some operations, each of the next of some groups.
fn of(operations: usize, groups: &[&str]) -> Draft {
    let mut draft = Draft::default();
    for (number, group) in (0..operations).zip(groups.iter().cycle()) {
        let id = format!("{group}.get_{number}");
        draft.operations.push(operation("GET", Some(&id), "/x"));
    }
    draft
}

fn planned(draft: Draft, choice: ResourceFeatures) -> Option<Features> {
    let options = PlanOptions {
        package: "pet-store".to_owned(),
        resource_features: choice,
    };
    plan(&draft.api(), &options, &mut Diagnostics::default()).features
}

#[test]
fn large_crates_have_features_by_default() {
    let groups = ["live_pets", "toys"];
    let names = |operations, groups: &[&str], choice| {
        let features = planned(of(operations, groups), choice)?;
        Some(features.names().collect::<Vec<_>>().join(" "))
    };
    let both = Some("live-pets toys".to_owned());
    let many = MANY_OPERATIONS;
    assert_eq!(names(many, &groups, ResourceFeatures::Auto), both);
    assert_eq!(names(many - 1, &groups, ResourceFeatures::Auto), None);
    assert_eq!(names(many, &groups[..1], ResourceFeatures::Auto), None);
    assert_eq!(names(many, &groups, ResourceFeatures::Never), None);
    assert_eq!(names(2, &groups, ResourceFeatures::Always), both);
    assert_eq!(names(0, &groups, ResourceFeatures::Always), None);
}

#[test]
fn types_belong_to_the_resources_that_use_them() {
    let mut draft = of(3, &["a", "b", "c"]);
    let leaf = draft.component("Leaf", texts(&["x"]));
    let problem = draft.component("Problem", texts(&["y"]));
    let shared = draft.component("Shared", object(vec![member("leaf", to(leaf), false)]));
    let own = draft.component("Own", object(vec![member("shared", to(shared), false)]));
    draft.component("Orphan", object(vec![member("own", to(own), false)]));
    draft.operations[0].body = body(own);
    draft.operations[1].body = body(shared);
    for operation in &mut draft.operations {
        operation.failures.push(Failure {
            status: StatusRange::Default,
            body: Some(to(problem)),
            description: None,
        });
    }
    let features = planned(draft, ResourceFeatures::Always).expect("it was asked for");
    let group = |module: &str, features: &[&str], types: &[usize]| TypeGroup {
        module: Ident::new_unchecked(module),
        features: features.iter().map(|name| (*name).to_owned()).collect(),
        types: types.to_vec(),
    };
    assert_eq!(features.common, [1]);
    assert_eq!(
        features.groups,
        [
            group("for_all_resources", &["all-resources"], &[4]),
            group("for_a", &["a"], &[3]),
            group("for_a_and_b", &["a", "b"], &[0, 2]),
        ]
    );
}
