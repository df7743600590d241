//! Tests of validation, with types like generated ones.

use super::*;

/// A number, a secret string, a list, a map and a nested value of the same type.
#[derive(Default)]
struct Input {
    days: Option<f64>,
    key: Option<String>,
    tags: Vec<String>,
    counts: BTreeMap<String, i64>,
    inner: Patch<Vec<Input>>,
}

impl Validate for Input {
    fn check(&self, violations: &mut Violations) {
        if let Some(value) = self.days.as_ref() {
            violations.at("days").number(
                *value,
                NumberRange {
                    minimum: Some(30.0),
                    exclusive_maximum: Some(99.5),
                    ..NumberRange::ANY
                },
            );
        }
        if let Some(value) = self.key.as_ref() {
            violations.at("streamKey").length(value, Some(2), Some(4));
        }
        let mut list = violations.at("tags");
        list.items(self.tags.len(), None, Some(3));
        list.unique(&self.tags);
        for (index, item) in self.tags.iter().enumerate() {
            list.index(index).length(item, None, Some(1));
        }
        drop(list);
        let mut map = violations.at("counts");
        map.properties(self.counts.len(), None, Some(1));
        for (name, value) in &self.counts {
            map.entry(name).integer(
                i128::from(*value),
                IntegerRange {
                    minimum: Some(0),
                    multiple_of: Some(5),
                    ..IntegerRange::ANY
                },
            );
        }
        drop(map);
        if let Patch::Value(value) = &self.inner {
            let mut place = violations.at("inner");
            for (index, item) in value.iter().enumerate() {
                place.index(index).nested(item);
            }
        }
    }
}

fn violations(value: &Input) -> Vec<String> {
    match value.validate() {
        Ok(()) => Vec::new(),
        Err(error) => error.violations.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn valid_values_pass() {
    let value = Input {
        days: Some(30.0),
        // Four code points in fourteen bytes.
        key: Some("é😀😀😀".to_owned()),
        tags: vec!["a".to_owned(), "b".to_owned()],
        counts: BTreeMap::from([("x".to_owned(), 10)]),
        inner: Patch::Value(vec![Input::default()]),
    };
    assert_eq!(value.validate(), Ok(()));
    assert_eq!(Input::default().validate(), Ok(()));
}

#[test]
fn all_violations_are_reported_with_paths_and_without_values() {
    let inner = Input {
        key: Some("SECRET".to_owned()),
        ..Input::default()
    };
    let value = Input {
        days: Some(7.0),
        key: Some("S".to_owned()),
        tags: ["a", "SECRET", "a", "d"].map(str::to_owned).to_vec(),
        counts: BTreeMap::from([("a b".to_owned(), -1), ("x".to_owned(), 5)]),
        inner: Patch::Value(vec![Input::default(), inner]),
    };
    let expected = [
        "days: 7 is less than the minimum 30",
        "streamKey: is 1 character long; the minimum is 2",
        "tags: has 4 items; the maximum is 3",
        "tags: items 0 and 2 are equal",
        "tags[1]: is 6 characters long; the maximum is 1",
        "counts: has 2 members; the maximum is 1",
        "counts[\"a b\"]: -1 is less than the minimum 0",
        "counts[\"a b\"]: -1 is not a multiple of 5",
        "inner[1].streamKey: is 6 characters long; the maximum is 4",
    ];
    assert_eq!(violations(&value), expected);
    let error = value.validate().expect_err("there are violations");
    assert_eq!(error.to_string(), expected.join("; "));
}

#[test]
fn bounds_are_inclusive_or_exclusive() {
    let mut violations = Violations::default();
    assert!(violations.is_empty());
    let range = IntegerRange {
        minimum: Some(1),
        maximum: Some(3),
        exclusive_minimum: Some(1),
        exclusive_maximum: Some(3),
        multiple_of: Some(0),
    };
    for value in 0..=4 {
        violations.at("n").integer(value, range);
    }
    violations.at("n").integer(
        i128::MIN,
        IntegerRange {
            multiple_of: Some(-1),
            ..IntegerRange::ANY
        },
    );
    violations.at("n").number(
        f64::NAN,
        NumberRange {
            minimum: Some(1.0),
            ..NumberRange::ANY
        },
    );
    let messages: Vec<String> = match violations.finish() {
        Ok(()) => Vec::new(),
        Err(error) => error
            .violations
            .into_iter()
            .map(|violation| violation.message)
            .collect(),
    };
    assert_eq!(
        messages,
        [
            "0 is less than the minimum 1",
            "0 is not greater than 1",
            "1 is not greater than 1",
            "3 is not less than 3",
            "4 is greater than the maximum 3",
            "4 is not less than 3",
        ]
    );
}

#[test]
fn items_are_compared_as_json() {
    let mut violations = Violations::default();
    let items: Vec<Value> =
        json::from_str(r#"[1,1.0,"1",{"a":1,"b":2},{"b":2.0,"a":1},true]"#).expect("it is JSON");
    violations.at("list").unique(&items);
    violations.at("list").unique(&[0.5, f64::NAN, f64::NAN]);
    let error = violations.finish().expect_err("two pairs are equal");
    assert_eq!(
        error.to_string(),
        "list: items 0 and 1 are equal; list: items 3 and 4 are equal"
    );
}

#[test]
fn deeply_nested_values_do_not_overflow_the_stack() {
    struct Chain(Option<Box<Chain>>);
    impl Validate for Chain {
        fn check(&self, violations: &mut Violations) {
            if let Some(next) = &self.0 {
                violations.at("next").nested(next);
            }
        }
    }
    let mut chain = Chain(None);
    for _ in 0..5000 {
        chain = Chain(Some(Box::new(chain)));
    }
    assert_eq!(chain.validate(), Ok(()));
}
