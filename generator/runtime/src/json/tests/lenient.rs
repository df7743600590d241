//! An optional member with the wrong shape does not fail the whole response, and messages do not contain values.

use super::*;

fn read(text: &str) -> (Input, Vec<String>) {
    let (value, warnings) = Reader::new(text).read::<Input>().expect(text);
    (value, warnings.iter().map(ToString::to_string).collect())
}

fn named(uid: &str) -> Input {
    Input {
        uid: uid.to_owned(),
        ..Input::default()
    }
}

#[test]
fn wrong_shape_is_absent_with_warning() {
    let (value, warnings) =
        read(r#"{"mode":{"secret":[1,"x"]},"days":"soon","uid":"a","timeout":1.5,"owner":null}"#);
    assert_eq!(value, named("a"));
    assert_eq!(
        warnings,
        [
            "mode: expected a string, found an object",
            "days: expected a number, found a string",
            "timeout: expected a 32-bit integer, found a number",
        ]
    );
}

#[test]
fn innermost_optional_member_is_absent() {
    let (value, warnings) =
        read(r#"{"uid":"a","owner":null,"parent":{"uid":"b","owner":null,"mode":[]}}"#);
    let mut expected = named("a");
    expected.parent = Some(Box::new(named("b")));
    assert_eq!(value, expected);
    assert_eq!(warnings, ["parent.mode: expected a string, found an array"]);
}

#[test]
fn invalid_required_member_makes_the_optional_parent_absent() {
    let (value, warnings) = read(
        r#"{"uid":"a","owner":null,"items":[{"uid":"b","owner":null,"mode":1},{"uid":null}],"mode":"m"}"#,
    );
    let mut expected = named("a");
    expected.mode = Some("m".to_owned());
    assert_eq!(value, expected);
    assert_eq!(
        warnings,
        ["items[1].uid: expected a string, found null; `items` is read as absent"]
    );
    let (_, warnings) = read(r#"{"uid":"a","owner":null,"parent":{"mode":"x"}}"#);
    assert_eq!(
        warnings,
        ["parent: expected an object with `uid`, found an object"]
    );
}

#[test]
fn missing_required_nullable_member_is_null() {
    let (value, warnings) = read(r#"{"uid":"a"}"#);
    assert_eq!(value, named("a"));
    assert_eq!(
        warnings,
        ["expected an object with `owner`, found an object"]
    );
}

#[test]
fn additional_member_with_wrong_shape_is_dropped() {
    #[derive(Debug, PartialEq)]
    struct Counts(BTreeMap<String, u32>);
    impl Json for Counts {
        fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
            let mut map = BTreeMap::new();
            reader.object()?;
            while let Some(key) = reader.key()? {
                reader.additional(key, &mut map)?;
            }
            Ok(Self(map))
        }
        fn encode(&self, writer: &mut Writer) {
            writer.object();
            writer.additional(&self.0);
            writer.end_object();
        }
    }
    let (value, warnings) = Reader::new(r#"{"a":1,"b":-1,"c":"x","d":2}"#)
        .read::<Counts>()
        .unwrap();
    assert_eq!(to_string(&value).unwrap(), r#"{"a":1,"d":2}"#);
    let paths: Vec<_> = warnings
        .iter()
        .map(|warning| (&*warning.path, &*warning.problem))
        .collect();
    assert_eq!(
        paths,
        [
            ("b", "expected an unsigned 32-bit integer, found a number"),
            ("c", "expected an unsigned 32-bit integer, found a string")
        ]
    );
}

#[test]
fn invalid_json_is_always_an_error() {
    for text in [
        r#"{"uid":"a","mode":{"x":}}"#,
        r#"{"uid":"a","mode":[01]}"#,
        r#"{"uid":"a","mode":1e}"#,
        r#"{"uid":"a","mode":nul}"#,
        r#"{"uid":"a","mode":"\ud80"}"#,
        r#"{"uid":"a","unknown":"\ud800\ud8zz"}"#,
    ] {
        let error = from_str::<Input>(text).expect_err(text);
        assert!(error.is_syntax(), "{text}: {error}");
    }
}

#[test]
fn messages_do_not_contain_values() {
    let marker = "MARKER";
    for text in [
        r#"{"uid":["MARKER"]}"#,
        r#"{"uid":"a","mode":{"x":"MARKER"}}"#,
        r#"{"uid":"MARKER"#,
        r#"{"uid":"MARKER\q"}"#,
        r#"{"uid":"a","timeout":"MARKER","parent":"MARKER"}"#,
        r#"["MARKER"]"#,
        r#"MARKER"#,
    ] {
        for strict in [false, true] {
            let printed = match Reader::new(text).strict(strict).read::<Input>() {
                Ok((_, warnings)) => format!("{warnings:?}"),
                Err(error) => format!("{error} {error:?}"),
            };
            assert!(
                !printed.is_empty() && !printed.contains(marker),
                "{printed}"
            );
        }
    }
}

#[test]
fn warnings_are_limited() {
    let wrong = r#"{"uid":"b","owner":null,"mode":1}"#;
    let text = format!(
        r#"{{"uid":"a","owner":null,"items":[{}]}}"#,
        vec![wrong; 5000].join(",")
    );
    let (value, warnings) = read(&text);
    assert_eq!(value.items.map(|items| items.len()), Some(5000));
    assert_eq!(warnings.len(), 100);
    assert_eq!(
        warnings[99],
        "items[99].mode: expected a string, found a number"
    );
}

#[test]
fn long_names_are_truncated_in_paths() {
    let text = format!(r#"{{"{}":1}}"#, "é".repeat(100));
    let error = from_str::<BTreeMap<String, bool>>(&text).unwrap_err();
    assert_eq!(error.path(), format!("[\"{}\"…]", "é".repeat(32)));
    for (name, printed) in [
        ("a".repeat(64), "a".repeat(64)),
        ("a".repeat(65), format!("[\"{}\"…]", "a".repeat(64))),
        // The limit applies to the unescaped name.
        ("\\u0061".repeat(64), "a".repeat(64)),
        ("\\u0061".repeat(65), format!("[\"{}\"…]", "a".repeat(64))),
        (
            format!("a{}", "\\ud83d\\ude00".repeat(16)),
            format!("[\"a{}\"…]", "😀".repeat(15)),
        ),
        (
            format!("a{}", "😀".repeat(16)),
            format!("[\"a{}\"…]", "😀".repeat(15)),
        ),
        (
            format!("{}\\n", "a".repeat(63)),
            format!("[\"{}\\n\"]", "a".repeat(63)),
        ),
    ] {
        let text = format!(r#"{{"{name}":1}}"#);
        let error = from_str::<BTreeMap<String, bool>>(&text).unwrap_err();
        assert_eq!(error.path(), printed, "{name}");
    }
}

/// A hundred warnings below a name of half a megabyte, which is part of both of their paths.
#[test]
fn long_name_in_many_paths_is_cheap() {
    let name = "\\n".repeat(1 << 18);
    let timed = |item: &str| {
        let text = format!(r#"{{"{name}":[{}]}}"#, vec![item; 100].join(","));
        let started = std::time::Instant::now();
        let (_, warnings) = Reader::new(&text)
            .read::<BTreeMap<String, Vec<Input>>>()
            .unwrap();
        (warnings, started.elapsed())
    };
    let (_, once) = timed(r#"{"uid":"b","owner":null}"#);
    let (warnings, elapsed) = timed(r#"{"uid":"b","owner":null,"mode":1}"#);
    assert_eq!(warnings.len(), 100);
    let path = format!("[\"{}\"…][99].mode", "\\n".repeat(64));
    assert_eq!(warnings[99].path, path);
    // Decoding the whole name for each path would take two hundred times as long.
    assert!(
        elapsed < once * 50,
        "{elapsed:?}, {once:?} without warnings"
    );
}

/// 250 nested optional objects. The innermost is invalid, and therefore all others are too. Each is skipped in turn,
/// over a megabyte in the innermost.
#[test]
fn repeated_skipping_is_cheap() {
    let levels = 500;
    let padding = format!(r#""pad":[{}0],"#, "0,".repeat(500_000));
    let text = format!(
        r#"{{"uid":"","owner":null,{}{}{}{}}}"#,
        r#""parent":{"mode":1,"#.repeat(levels),
        padding,
        r#""x":0"#,
        r#"},"days":"x""#.repeat(levels),
    );
    let started = std::time::Instant::now();
    let (value, warnings) = Reader::new(&text).read::<Input>().unwrap();
    assert_eq!((value, warnings.len()), (named(""), 2));
    assert_eq!(warnings[0].member, "parent");
    // Without remembering skipped spans, this takes a minute.
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
}
