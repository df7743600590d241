//! Depth, size and range limits: errors instead of stack overflows and hangs.

use super::*;

/// Nested objects.
#[derive(Debug, Default)]
struct Chain {
    next: Option<Box<Chain>>,
}

crate::object! {
    Chain {
        "next" => optional next,
    }
}

/// Nested arrays.
#[derive(Debug)]
struct Nested(Vec<Nested>);

impl Json for Nested {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Vec::decode(reader).map(Self)
    }

    fn encode(&self, writer: &mut Writer) {
        self.0.encode(writer);
    }
}

/// Runs on a stack of the default size of threads.
fn on_two_mebibytes(test: fn()) {
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(test);
    thread
        .expect("a thread starts")
        .join()
        .expect("the test passes");
}

/// A struct with many members, one of them required, and a union with it.
macro_rules! wide {
    ($($field:ident = $name:literal)*) => {
        #[derive(Debug)]
        struct Wide {
            id: String,
            next: Option<Box<Wide>>,
            either: Option<Box<Either>>,
            $($field: Option<String>,)*
        }

        crate::object! {
            Wide {
                "id" => required id,
                "next" => optional next,
                "either" => optional either,
                $($name => optional $field,)*
            }
        }
    };
}

wide! {
    a0 = "a0" a1 = "a1" a2 = "a2" a3 = "a3" a4 = "a4" a5 = "a5" a6 = "a6" a7 = "a7" a8 = "a8" a9 = "a9"
    b0 = "b0" b1 = "b1" b2 = "b2" b3 = "b3" b4 = "b4" b5 = "b5" b6 = "b6" b7 = "b7" b8 = "b8" b9 = "b9"
    c0 = "c0" c1 = "c1" c2 = "c2" c3 = "c3" c4 = "c4" c5 = "c5" c6 = "c6" c7 = "c7" c8 = "c8" c9 = "c9"
    d0 = "d0" d1 = "d1" d2 = "d2" d3 = "d3" d4 = "d4" d5 = "d5" d6 = "d6" d7 = "d7" d8 = "d8" d9 = "d9"
    e0 = "e0" e1 = "e1" e2 = "e2" e3 = "e3" e4 = "e4" e5 = "e5" e6 = "e6" e7 = "e7" e8 = "e8" e9 = "e9"
    f0 = "f0" f1 = "f1" f2 = "f2" f3 = "f3" f4 = "f4" f5 = "f5" f6 = "f6" f7 = "f7" f8 = "f8" f9 = "f9"
    g0 = "g0" g1 = "g1" g2 = "g2" g3 = "g3" g4 = "g4" g5 = "g5" g6 = "g6" g7 = "g7" g8 = "g8" g9 = "g9"
    h0 = "h0" h1 = "h1" h2 = "h2" h3 = "h3" h4 = "h4" h5 = "h5" h6 = "h6" h7 = "h7" h8 = "h8" h9 = "h9"
}

#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "so that it needs much of the stack"
)]
enum Either {
    Wide(Wide),
    Unrecognized(Value),
}

crate::union! {
    Either {
        Wide(WireShape::Object { required: &["id"], optional: &[], constants: &[] }),
        ..Unrecognized
    }
}

fn nested(open: &str, middle: &str, close: &str, depth: usize) -> String {
    [&open.repeat(depth), middle, &close.repeat(depth)].concat()
}

fn holds_the_limit<T: Json + std::fmt::Debug>(open: &str, middle: &str, close: &str) {
    assert!(from_str::<T>(&nested(open, middle, close, 511)).is_ok());
    for depth in [512, 10_000, 100_000] {
        let error = from_str::<T>(&nested(open, middle, close, depth)).unwrap_err();
        assert!(error.is_syntax());
        assert!(
            error
                .to_string()
                .contains("nested too deeply; the limit is 512 levels")
        );
        assert_eq!(error.offset(), open.len() * 512);
    }
}

#[test]
fn large_types_count_as_several_levels() {
    on_two_mebibytes(|| {
        let next = |depth| nested(r#"{"id":"","next":"#, r#"{"id":""}"#, "}", depth);
        let either = |depth| nested(r#"{"id":"","either":"#, r#"{"id":""}"#, "}", depth);
        assert!(from_str::<Wide>(&next(50)).is_ok());
        assert!(from_str::<Wide>(&either(25)).is_ok());
        // Whether these are accepted depends on the size of the struct; none of them overflows the stack.
        for depth in 25..512 {
            let _ = from_str::<Wide>(&next(depth));
            let _ = from_str::<Wide>(&either(depth));
        }
        let error = from_str::<Wide>(&next(300)).unwrap_err();
        assert!(error.to_string().contains("nested too deeply"), "{error}");
    });
}

#[test]
fn depth_is_limited_in_types() {
    on_two_mebibytes(|| {
        holds_the_limit::<Chain>(r#"{"next":"#, "{}", "}");
        holds_the_limit::<Nested>("[", "[]", "]");
        holds_the_limit::<Input>(
            r#"{"uid":"","owner":null,"parent":"#,
            r#"{"uid":"","owner":null}"#,
            "}",
        );
    });
}

#[test]
fn depth_is_limited_in_free_form_and_skipped_values() {
    on_two_mebibytes(|| {
        holds_the_limit::<Value>("[", "[]", "]");
        holds_the_limit::<Value>(r#"{"a":"#, "{}", "}");
        holds_the_limit::<()>("[", "[]", "]");
        holds_the_limit::<()>(r#"{"a":"#, "[]", "}");
    });
}

#[test]
fn only_the_depth_is_limited_not_the_number() {
    let text = format!("[{}[]]", "[[]],{\"a\":[]},".repeat(2000));
    assert!(from_str::<Value>(&text).is_ok());
    assert!(from_str::<()>(&text).is_ok());
}

#[test]
fn too_deep_value_is_not_encoded() {
    on_two_mebibytes(|| {
        let mut chain = Chain::default();
        let mut tree = Nested(Vec::new());
        for _ in 0..511 {
            chain = Chain {
                next: Some(Box::new(chain)),
            };
            tree = Nested(vec![tree]);
        }
        assert_eq!(
            to_string(&chain).unwrap(),
            nested(r#"{"next":"#, "{}", "}", 511)
        );
        assert_eq!(to_string(&tree).unwrap(), nested("[", "[]", "]", 511));
        for _ in 0..5000 {
            chain = Chain {
                next: Some(Box::new(chain)),
            };
            tree = Nested(vec![tree]);
        }
        assert_eq!(to_vec(&chain), Err(EncodeError::TooDeep));
        assert_eq!(to_vec(&tree), Err(EncodeError::TooDeep));
    });
}

#[test]
fn out_of_range_numbers_are_errors_in_strict_mode() {
    let digits = "7".repeat(5000);
    assert_eq!(
        strict_error::<i64>(&digits),
        "number out of range at byte 0"
    );
    assert_eq!(
        strict_error::<f64>("1e999999999"),
        "number out of range at byte 0"
    );
    assert_eq!(
        strict_error::<f64>("-1e999999999"),
        "number out of range at byte 0"
    );
    assert_eq!(
        strict_error::<Value>(&digits),
        "number out of range at byte 0"
    );
    assert_eq!(strict_error::<()>(&digits), "number out of range at byte 0");
    assert_eq!(
        strict_error::<Value>("[1e400]"),
        "[0]: number out of range at byte 1"
    );
    assert_eq!(
        from_str(&format!("0.{digits}")),
        Ok(0.777_777_777_777_777_8)
    );
    assert_eq!(from_str("0e999999999"), Ok(0.0));
    assert_eq!(from_str("1e-999999999"), Ok(0.0));
    let huge = "7".repeat(5_000_000);
    assert_eq!(strict_error::<f64>(&huge), "number out of range at byte 0");
}

#[test]
fn integers_fit_their_type_or_are_errors() {
    assert_eq!(from_str("9223372036854775807"), Ok(i64::MAX));
    assert_eq!(from_str("-9223372036854775808"), Ok(i64::MIN));
    assert_eq!(from_str("18446744073709551615"), Ok(u64::MAX));
    assert_eq!(from_str("-2147483648"), Ok(i32::MIN));
    assert_eq!(from_str("4294967295"), Ok(u32::MAX));
    assert_eq!(
        strict_error::<i64>("9223372036854775808"),
        "expected a 64-bit integer, found a number"
    );
    assert_eq!(
        strict_error::<i64>("-9223372036854775809"),
        "expected a 64-bit integer, found a number"
    );
    assert_eq!(
        strict_error::<u64>("18446744073709551616"),
        "expected an unsigned 64-bit integer, found a number"
    );
    assert_eq!(
        error::<u64>("-1"),
        "expected an unsigned 64-bit integer, found a number"
    );
    assert_eq!(
        error::<i32>("2147483648"),
        "expected a 32-bit integer, found a number"
    );
    assert_eq!(
        error::<i64>("45.5"),
        "expected a 64-bit integer, found a number"
    );
    assert_eq!(
        error::<i64>("1e-2"),
        "expected a 64-bit integer, found a number"
    );
    assert_eq!(
        error::<i64>("\"1\""),
        "expected a 64-bit integer, found a string"
    );
    assert_eq!(
        from_str("18446744073709551616"),
        Ok(Value::from(18446744073709551616.0))
    );
}
