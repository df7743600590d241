//! Compares strict decoding with `serde_json`: both accept the same input, with the same values. Everything that
//! lenient decoding accepts beyond that has a warning, and nothing else is decoded differently.
//!
//! The input is generated and then damaged at random, with a fixed seed. Without its feature `float_roundtrip`,
//! `serde_json` can be wrong in the last digit of an `f64`, so numbers are compared with the standard library.

use super::*;

/// Knuth's linear congruential generator. The upper bits are random enough.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

const STRINGS: &[&str] = &[
    "",
    "a",
    "uid",
    "mode",
    "é",
    "😀",
    "a b",
    r"\n",
    r#"\""#,
    r"\\",
    r"\/",
    r"\u0041",
    r"\ud83d\ude00",
    r"\ud800",
    r"\udc00",
    r"\u12",
    r"\x",
    "\u{1}",
    "\t",
    "\u{7f}",
    "\u{2028}",
    "0123456789abcdef0123456789",
    "\u{feff}",
    r"\uD83D\u0041",
];

const NUMBERS: &[&str] = &[
    "0",
    "-0",
    "1",
    "-1",
    "45",
    "45.0",
    "0.1",
    "1e3",
    "1E+3",
    "1e-3",
    "-1.5e300",
    "1e308",
    "1e309",
    "-1e400",
    "1e999999999",
    "1e-999999999",
    "0e999999999",
    "01",
    "-",
    "+1",
    ".5",
    "1.",
    "1.e1",
    "1e",
    "1e+",
    "0x1",
    "9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "18446744073709551615",
    "18446744073709551616",
    "123456789012345678901234567890",
    "0.000000000000000000000000000001",
    "2.2250738585072011e-308",
    "1.7976931348623159e308",
    "3.141592653589793238462643383279",
    "NaN",
    "Infinity",
    "-00",
    "1_0",
];

const LITERALS: &[&str] = &[
    "null", "true", "false", "nul", "True", "nullx", "", "<", "//", "'a'",
];

const SPACES: &[&str] = &["", "", "", "", " ", "\n", "\t\r", "\u{b}", "\u{a0}"];

fn make(random: &mut Random, depth: usize, text: &mut String) {
    text.push_str(random.pick(&SPACES[..7]));
    match random.below(if depth == 0 { 3 } else { 6 }) {
        // Rarely invalid, so that most inputs as a whole are valid.
        0 => {
            let sound = if random.below(100) == 0 {
                NUMBERS.len()
            } else {
                12
            };
            text.push_str(random.pick(&NUMBERS[..sound]));
        }
        1 => {
            let sound = if random.below(100) == 0 {
                LITERALS.len()
            } else {
                3
            };
            text.push_str(random.pick(&LITERALS[..sound]));
        }
        2 => string(random, text),
        3 | 4 => {
            text.push('{');
            for index in 0..random.below(4) {
                if index > 0 {
                    text.push(',');
                }
                text.push_str(random.pick(&SPACES[..7]));
                string(random, text);
                text.push_str(random.pick(&SPACES[..7]));
                text.push(':');
                make(random, depth - 1, text);
            }
            text.push('}');
        }
        _ => {
            text.push('[');
            for index in 0..random.below(4) {
                if index > 0 {
                    text.push(',');
                }
                make(random, depth - 1, text);
            }
            text.push(']');
        }
    }
    let all = if random.below(200) == 0 {
        SPACES.len()
    } else {
        7
    };
    text.push_str(random.pick(&SPACES[..all]));
}

fn string(random: &mut Random, text: &mut String) {
    text.push('"');
    for _ in 0..random.below(3) {
        let sound = if random.below(100) == 0 {
            STRINGS.len()
        } else {
            13
        };
        text.push_str(random.pick(&STRINGS[..sound]));
    }
    text.push('"');
}

fn damage(random: &mut Random, text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    if characters.is_empty() {
        return String::new();
    }
    let at = random.below(characters.len());
    let (before, after): (String, String) = (
        characters[..at].iter().collect(),
        characters[at..].iter().collect(),
    );
    let tail: String = characters[at + 1..].iter().collect();
    match random.below(5) {
        0 => before,
        1 => before + &tail,
        2 => {
            before
                + random.pick(&[
                    "{", "}", "[", "]", ",", ":", "\"", "\\", "0", "-", ".", "e", " ", "\u{0}",
                ])
                + &after
        }
        3 => before + random.pick(NUMBERS) + &tail,
        _ => before + random.pick(LITERALS) + &after,
    }
}

/// Compares values. Floats may differ in the last digit, because of `serde_json`.
fn same(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Number(a), Value::Number(b)) if a.is_f64() && b.is_f64() => {
            let (Some(a), Some(b)) = (a.as_f64(), b.as_f64()) else {
                return false;
            };
            a.to_bits().abs_diff(b.to_bits()) <= 1
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|((a, x), (b, y))| a == b && same(x, y))
        }
        _ => ours == theirs,
    }
}

/// Decodes strictly.
fn strictly<T: Json>(text: &str) -> Result<T, DecodeError> {
    let read = Reader::new(text).strict(true).read();
    read.map(|(value, _)| value)
}

/// Checks that lenient decoding differs from strict decoding only with a warning.
fn compare_lenient<T: Json + PartialEq + std::fmt::Debug>(text: &str) {
    let lenient = Reader::new(text).read::<T>();
    match (strictly::<T>(text), lenient) {
        (Ok(strict), Ok((lenient, _))) => assert_eq!(strict, lenient, "{text:?}"),
        (Err(_), Ok((lenient, warnings))) => {
            assert!(!warnings.is_empty(), "{text:?}");
            let written = to_string(&lenient).expect("what was read can be written");
            assert!(strictly::<Value>(&written).is_ok(), "{text:?}: {written}");
        }
        (Ok(_), Err(error)) => panic!("{text:?}: {error}"),
        (Err(_), Err(_)) => {}
    }
}

fn compare(text: &str) -> bool {
    let theirs = serde_json::from_str::<Value>(text);
    let ours = strictly::<Value>(text);
    assert_eq!(
        ours.is_ok(),
        theirs.is_ok(),
        "{text:?}: {ours:?} {theirs:?}"
    );
    assert_eq!(
        strictly::<()>(text).is_ok(),
        ours.is_ok(),
        "skipped: {text:?}"
    );
    let accepted = theirs.is_ok();
    if let (Ok(ours), Ok(theirs)) = (&ours, &theirs) {
        assert!(same(ours, theirs), "{text:?}: {ours:?} {theirs:?}");
        let written = to_string(ours).expect("what was read can be written");
        assert_eq!(
            written,
            serde_json::to_string(ours).expect("what was read can be written")
        );
        assert_eq!(from_str(&written).as_ref(), Ok(ours), "{text:?}");
    }
    // Types accept and reject the same values.
    compare_integers::<i64>(text, |value| value as f64);
    compare_integers::<u32>(text, f64::from);
    assert_eq!(
        strictly::<String>(text).ok(),
        serde_json::from_str(text).ok(),
        "{text:?}"
    );
    assert_eq!(
        strictly::<Vec<Option<bool>>>(text).ok(),
        serde_json::from_str(text).ok(),
        "{text:?}"
    );
    let (ours, theirs) = (strictly::<f64>(text), serde_json::from_str::<f64>(text));
    assert_eq!(ours.is_ok(), theirs.is_ok(), "{text:?}");
    if let Ok(ours) = ours {
        assert_eq!(text.trim().parse(), Ok(ours), "{text:?}");
    }
    compare_lenient::<Value>(text);
    compare_lenient::<()>(text);
    compare_lenient::<i64>(text);
    compare_lenient::<f64>(text);
    compare_lenient::<BTreeMap<String, Vec<String>>>(text);
    compare_lenient::<Input>(text);
    // An error always has a path, even if the input is not JSON.
    if let Err(error) = from_str::<Input>(text) {
        assert!(error.offset() <= text.len());
        assert!(!error.to_string().is_empty());
    }
    accepted
}

/// Compares integers. Only this codec accepts integers with a fraction or an exponent; they must be equal to the float.
fn compare_integers<T>(text: &str, float: fn(T) -> f64)
where
    T: Json + for<'de> serde::Deserialize<'de> + Copy + PartialEq + std::fmt::Debug,
{
    let ours = strictly::<T>(text).ok();
    match serde_json::from_str::<T>(text).ok() {
        Some(theirs) => assert_eq!(ours, Some(theirs), "{text:?}"),
        None => {
            if let Some(ours) = ours {
                assert!(
                    text.contains(['.', 'e', 'E']) || text.trim() == "-0",
                    "{text:?}"
                );
                assert_eq!(text.trim().parse(), Ok(float(ours)), "{text:?}");
            }
        }
    }
}

#[test]
fn random_input_matches_serde_json() {
    let mut random = Random(1);
    let (mut accepted, mut refused) = (0, 0);
    let mut count = |is_accepted: bool| {
        if is_accepted {
            accepted += 1
        } else {
            refused += 1
        }
    };
    for _ in 0..4000 {
        let mut text = String::new();
        make(&mut random, 4, &mut text);
        count(compare(&text));
        for _ in 0..3 {
            text = damage(&mut random, &text);
            count(compare(&text));
        }
    }
    // The test is meaningful only if both cases are frequent.
    assert!(accepted > 3000 && refused > 3000, "{accepted} {refused}");
}

#[test]
fn selected_input_matches_serde_json() {
    for list in [STRINGS, NUMBERS, LITERALS, SPACES] {
        for text in list {
            compare(text);
            compare(&format!("\"{text}\""));
            compare(&format!("[{text}]"));
            compare(&format!("{{\"{text}\":{text}}}"));
            compare(&format!("{text} "));
            compare(&format!("[1{text},2]"));
        }
    }
}

/// Random bits as floats round trip exactly, with both libraries.
#[test]
fn floats_round_trip_exactly() {
    let mut random = Random(7);
    for _ in 0..20_000 {
        let bits = (random.below(1 << 31) as u64) << 33
            ^ (random.below(1 << 31) as u64) << 11
            ^ random.below(1 << 31) as u64;
        let value = f64::from_bits(bits);
        if !value.is_finite() {
            continue;
        }
        let text = to_string(&value).expect("the number is finite");
        assert_eq!(from_str::<f64>(&text).map(f64::to_bits), Ok(bits), "{text}");
        if value.fract() != 0.0 {
            assert_eq!(
                Ok(text),
                serde_json::to_string(&value).map_err(|error| error.to_string())
            );
        }
    }
}
