//! Unions, with types like generated ones.

use std::cell::Cell;

use super::*;

/// A tagged alternative that declares its tag as a member.
#[derive(Clone, Debug, PartialEq)]
struct Dog {
    kind: String,
    barks: Option<bool>,
}

crate::object! {
    Dog {
        "kind" => required kind,
        "barks" => optional barks,
    }
}

/// A tagged alternative that does not declare its tag.
#[derive(Clone, Debug, Default, PartialEq)]
struct Cat {
    lives: Option<i64>,
    friend: Option<Box<Pet>>,
}

crate::object! {
    Cat {
        "lives" => optional lives,
        "friend" => optional friend,
    }
}

/// A union with a tag.
#[derive(Clone, Debug, PartialEq)]
enum Pet {
    Dog(Dog),
    Cat(Cat),
    Seventh(BTreeMap<String, i64>),
    Unrecognized(Value),
}

crate::union! {
    Pet by "kind" {
        Dog(WireShape::Tagged(&["dog"])),
        Cat(WireShape::OneOf(&[
            WireShape::Tagged(&["cat"]),
            WireShape::object().required(&["lives"]),
        ]), tagged "cat"),
        Seventh(tagged raw "7"),
        ..Unrecognized
    }
}

thread_local! {
    /// The number of nodes that were started.
    static NODES: Cell<usize> = const { Cell::new(0) };
}

/// An object that contains a union.
#[derive(Clone, Debug, Default, PartialEq)]
struct Node {
    left: Option<Box<Shape>>,
    right: Option<Box<Shape>>,
    size: Option<i64>,
}

impl Json for Node {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        NODES.set(NODES.get() + 1);
        let mut value = Self::default();
        reader.object()?;
        while let Some(key) = reader.key()? {
            match &*key {
                "left" => reader.optional(&mut value.left)?,
                "right" => reader.optional(&mut value.right)?,
                "size" => reader.optional(&mut value.size)?,
                _ => reader.skip()?,
            }
        }
        Ok(value)
    }

    fn encode(&self, writer: &mut Writer) {
        writer.object();
        writer.optional("left", &self.left);
        writer.optional("right", &self.right);
        writer.optional("size", &self.size);
        writer.end_object();
    }
}

/// An object with the same members, one of them with another type.
#[derive(Clone, Debug, Default, PartialEq)]
struct Named {
    left: Option<Box<Shape>>,
    size: Option<String>,
}

impl Json for Named {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        NODES.set(NODES.get() + 1);
        let mut value = Self::default();
        reader.object()?;
        while let Some(key) = reader.key()? {
            match &*key {
                "left" => reader.optional(&mut value.left)?,
                "size" => reader.optional(&mut value.size)?,
                _ => reader.skip()?,
            }
        }
        Ok(value)
    }

    fn encode(&self, writer: &mut Writer) {
        writer.object();
        writer.optional("left", &self.left);
        writer.optional("size", &self.size);
        writer.end_object();
    }
}

/// A union without a tag.
#[derive(Clone, Debug, PartialEq)]
enum Shape {
    Node(Node),
    Named(Named),
    Dog(Dog),
    Text(String),
    Number(f64),
    Integer(i64),
    Texts(Vec<String>),
    Integers(Vec<i64>),
    Unrecognized(Value),
}

crate::union! {
    Shape {
        Node(WireShape::object().optional(&["left", "right", "size"])),
        Named(WireShape::object().optional(&["left", "size"])),
        Dog(
            WireShape::object()
                .required(&["kind"])
                .optional(&["barks"])
                .constants(&[("kind", &["dog", "hound"])])
        ),
        Text(WireShape::String),
        Number(WireShape::Number),
        Integer(WireShape::Integer),
        Texts(WireShape::Array(&[WireShape::String])),
        Integers(WireShape::Array(&[WireShape::Integer])),
        ..Unrecognized
    }
}

fn read<T: Json>(text: &str) -> (T, Vec<String>) {
    let (value, warnings) = Reader::new(text).read::<T>().expect(text);
    (value, warnings.iter().map(ToString::to_string).collect())
}

fn strictly<T: Json + std::fmt::Debug>(text: &str) -> String {
    let read = Reader::new(text).strict(true).read::<T>();
    read.expect_err(text).to_string()
}

fn dog() -> Dog {
    Dog {
        kind: "dog".to_owned(),
        barks: Some(true),
    }
}

#[test]
fn tag_decides_at_any_position() {
    for text in [
        r#"{"kind":"dog","barks":true}"#,
        r#" {"x":{"kind":"cat"}, "barks":true, "kind" : "dog"}"#,
    ] {
        assert_eq!(read::<Pet>(text), (Pet::Dog(dog()), vec![]));
    }
    let (pet, warnings) = read::<Pet>(r#"{"lives":9,"kind":"\u0063at"}"#);
    assert_eq!(
        pet,
        Pet::Cat(Cat {
            lives: Some(9),
            friend: None
        })
    );
    assert!(warnings.is_empty());
}

#[test]
fn untagged_value_is_identified_by_its_members() {
    let cat = Cat {
        lives: Some(9),
        friend: None,
    };
    assert_eq!(
        read::<Pet>(r#"{"lives":9}"#),
        (Pet::Cat(cat.clone()), vec![])
    );
    // An object with another tag does not match.
    assert!(matches!(
        read::<Pet>(r#"{"lives":9,"kind":"lion"}"#),
        (Pet::Unrecognized(_), warnings) if warnings.is_empty()
    ));
    assert!(matches!(
        read::<Pet>(r#"{"lives":9,"kind":null}"#).0,
        Pet::Cat(_)
    ));
}

#[test]
fn base_alternative_needs_no_tag() {
    // The number of declared members decides, and among equals the alternative with fewer names.
    static SHAPES: [WireShape; 3] = [
        WireShape::OneOf(&[
            WireShape::Tagged(&["long"]),
            WireShape::Object {
                required: &["a"],
                optional: &["b", "c", "d"],
                constants: &[],
            },
        ]),
        WireShape::OneOf(&[
            WireShape::Tagged(&["base"]),
            WireShape::Object {
                required: &[],
                optional: &["a", "b"],
                constants: &[],
            },
        ]),
        WireShape::OneOf(&[
            WireShape::Tagged(&["other"]),
            WireShape::Object {
                required: &[],
                optional: &["a", "b", "e"],
                constants: &[],
            },
        ]),
    ];
    fn read(reader: &mut Reader<'_>, index: usize) -> Result<usize, DecodeError> {
        reader.skip()?;
        Ok(index)
    }
    for (text, expected) in [
        (r#"{"a":1}"#, 1),
        (r#"{"b":1,"x":2}"#, 1),
        (r#"{"a":1,"c":1}"#, 0),
        (r#"{"b":1,"e":1}"#, 2),
        (r#"{"kind":"other","a":1}"#, 2),
        // No declared members.
        (r#"{"x":1}"#, 3),
        ("{}", 3),
        // Neither of the two extends the other.
        (r#"{"a":1,"c":1,"e":1}"#, 3),
    ] {
        let chosen = Reader::new(text).choose(Some("kind"), &SHAPES, read);
        assert_eq!(chosen.unwrap(), expected, "{text}");
    }
}

#[test]
fn tag_can_be_a_number() {
    let text = r#"{"a":1,"kind":7}"#;
    let map = BTreeMap::from([("a".to_owned(), 1), ("kind".to_owned(), 7)]);
    for number in ["7", "7.0", "70e-1"] {
        let text = text.replace('7', number);
        assert_eq!(read::<Pet>(&text), (Pet::Seventh(map.clone()), vec![]));
    }
    assert_eq!(number::canonical("-0.50"), "-0.5");
}

#[test]
fn unknown_tag_keeps_the_raw_value_without_warning() {
    let text = r#"{"kind":"parrot","words":["a",1.50,{"b":null}]}"#;
    let (pet, warnings) = read::<Pet>(text);
    assert_eq!(pet, Pet::Unrecognized(serde_json::from_str(text).unwrap()));
    assert!(warnings.is_empty());
    let written: Value = from_str(&to_string(&pet).unwrap()).unwrap();
    assert_eq!(written, from_str::<Value>(text).unwrap());
    assert_eq!(
        strictly::<Pet>(text),
        "expected an object whose `kind` is `dog`, `cat` or `7`, found an object"
    );
}

#[test]
fn value_of_another_type_is_kept_raw_with_warning() {
    for (text, found) in [("true", "a boolean"), ("[1]", "an array"), ("null", "null")] {
        let (pet, warnings) = read::<Pet>(text);
        assert_eq!(pet, Pet::Unrecognized(serde_json::from_str(text).unwrap()));
        assert_eq!(
            warnings,
            [format!(
                "expected an object whose `kind` is `dog`, `cat` or `7`, found {found}; it is kept as raw JSON"
            )]
        );
    }
}

#[test]
fn undecodable_tagged_value_is_kept_raw_with_warning() {
    let text = r#"[{"kind":7,"a":1},{"kind":7,"a":"b"}]"#;
    let (pets, warnings) = read::<Vec<Pet>>(text);
    assert!(matches!(&pets[..], [Pet::Seventh(_), Pet::Unrecognized(_)]));
    assert_eq!(
        warnings,
        ["[1].a: expected a 64-bit integer, found a string; `[1]` is kept as raw JSON"]
    );
    assert_eq!(
        to_string(&pets).unwrap(),
        r#"[{"a":1,"kind":7},{"a":"b","kind":7}]"#
    );
    assert_eq!(
        strictly::<Vec<Pet>>(text),
        "[1].a: expected a 64-bit integer, found a string"
    );
}

#[test]
fn invalid_optional_member_of_an_alternative_is_absent() {
    let (pet, warnings) = read::<Pet>(r#"{"kind":"cat","lives":"nine"}"#);
    assert_eq!(pet, Pet::Cat(Cat::default()));
    assert_eq!(
        warnings,
        ["lives: expected a 64-bit integer, found a string"]
    );
}

#[test]
fn invalid_json_is_an_error() {
    assert_eq!(
        error::<Pet>(r#"{"kind":"dog",}"#),
        "expected a member name at byte 14"
    );
    assert_eq!(
        error::<Pet>(r#"{"a":[1"#),
        "a[0]: unexpected end of input at byte 7"
    );
    assert_eq!(error::<Shape>(""), "unexpected end of input at byte 0");
    assert_eq!(
        strict_error::<Shape>(r#"{"size":1,"size":2}"#),
        "size: duplicate member"
    );
}

#[test]
fn json_type_decides() {
    for (text, shape) in [
        ("\"a\"", Shape::Text("a".to_owned())),
        ("1.5", Shape::Number(1.5)),
        ("1", Shape::Integer(1)),
        ("1.0", Shape::Number(1.0)),
        // Out of range for integer types.
        (
            "18446744073709551616",
            Shape::Number(18446744073709551616.0),
        ),
        ("[\"a\"]", Shape::Texts(vec!["a".to_owned()])),
        ("[1,2]", Shape::Integers(vec![1, 2])),
        ("[]", Shape::Texts(vec![])),
    ] {
        assert_eq!(read::<Shape>(text), (shape, vec![]), "{text}");
    }
}

#[test]
fn error_lists_the_alternatives() {
    let (shape, warnings) = read::<Shape>("true");
    assert_eq!(shape, Shape::Unrecognized(Value::Bool(true)));
    let expected = "expected an object, an object with `kind`, a string, a number, an integer or an array, found a boolean";
    assert_eq!(warnings, [format!("{expected}; it is kept as raw JSON")]);
    assert_eq!(strictly::<Shape>("true"), expected);
    // The first element decides; the others are only decoded.
    let (shape, warnings) = read::<Shape>("[1,\"a\"]");
    assert_eq!(shape, Shape::Unrecognized(serde_json::json!([1, "a"])));
    assert_eq!(
        warnings,
        ["[1]: expected a 64-bit integer, found a string; the value is kept as raw JSON"]
    );
}

#[test]
fn object_with_most_declared_members_wins() {
    // One more member, and among equals the first.
    assert!(matches!(read(r#"{"right":1}"#).0, Shape::Node(_)));
    assert!(matches!(read(r#"{"size":1}"#).0, Shape::Node(_)));
    assert!(matches!(read(r#"{"other":1}"#).0, Shape::Node(_)));
    // A matching constant counts, and another value excludes the alternative.
    assert_eq!(
        read::<Shape>(r#"{"barks":true,"kind":"dog"}"#).0,
        Shape::Dog(dog())
    );
    assert!(matches!(
        read(r#"{"barks":true,"kind":"cow"}"#).0,
        Shape::Node(_)
    ));
}

#[test]
fn strict_match_takes_precedence_over_lenient_match() {
    let (shape, warnings) = read::<Shape>(r#"{"size":"large"}"#);
    let named = Named {
        left: None,
        size: Some("large".to_owned()),
    };
    assert_eq!((shape, warnings), (Shape::Named(named), vec![]));
    // If none matches strictly, the first is decoded leniently.
    let (shape, warnings) = read::<Shape>(r#"{"size":[]}"#);
    assert_eq!(shape, Shape::Node(Node::default()));
    assert_eq!(
        warnings,
        ["size: expected a 64-bit integer, found an array"]
    );
}

#[test]
fn missing_tag_is_written() {
    let dog = Box::new(Pet::Dog(dog()));
    let cat = |friend| {
        Pet::Cat(Cat {
            lives: None,
            friend,
        })
    };
    let pet = cat(Some(Box::new(cat(Some(dog)))));
    let text = r#"{"friend":{"friend":{"kind":"dog","barks":true},"kind":"cat"},"kind":"cat"}"#;
    assert_eq!(to_string(&pet).unwrap(), text);
    assert_eq!(read::<Pet>(text).0, pet);
    let empty = Pet::Seventh(BTreeMap::new());
    assert_eq!(
        to_string(&[empty.clone(), cat(None)][..]).unwrap(),
        r#"[{"kind":7},{"kind":"cat"}]"#
    );
}

#[test]
fn wrong_tag_is_replaced() {
    let members = |kind: &str| {
        BTreeMap::from([
            ("a".to_owned(), "1".to_owned()),
            ("kind".to_owned(), kind.to_owned()),
            ("z".to_owned(), "2".to_owned()),
        ])
    };
    let text = |tags, kind| {
        let mut writer = Writer::new();
        writer.tagged("kind", tags, &members(kind));
        String::from_utf8(writer.finish().unwrap()).unwrap()
    };
    let wolf = r#"{"a":"1","kind":"wolf","z":"2"}"#;
    assert_eq!(text(&["dog", "wolf"], "wolf"), wolf);
    assert_eq!(text(&["wolf", "dog"], "kind"), wolf);
    assert_eq!(text(&["wolf"], "\"wolf"), wolf);
    assert_eq!(
        text(&["\"wolf\n"], "\"wolf\n"),
        r#"{"a":"1","kind":"\"wolf\n","z":"2"}"#
    );
    // First, last and alone. The tag of a nested object is independent.
    let own = |kind| Pet::Seventh(BTreeMap::from([("kind".to_owned(), kind)]));
    assert_eq!(to_string(&own(7)).unwrap(), r#"{"kind":7}"#);
    assert_eq!(to_string(&own(8)).unwrap(), r#"{"kind":7}"#);
    let inner = BTreeMap::from([("kind".to_owned(), members("dog"))]);
    let mut writer = Writer::new();
    writer.tagged(
        "kind",
        &["cat"],
        &BTreeMap::from([("in".to_owned(), inner)]),
    );
    assert_eq!(
        String::from_utf8(writer.finish().unwrap()).unwrap(),
        r#"{"in":{"kind":{"a":"1","kind":"dog","z":"2"}},"kind":"cat"}"#
    );
}

#[test]
fn tag_is_written_only_to_its_own_object() {
    let mut writer = Writer::new();
    writer.array();
    if writer.next_element() {
        writer.tagged(
            "kind",
            &["list"],
            &vec![BTreeMap::from([("a".to_owned(), 1)])],
        );
    }
    if writer.next_element() {
        writer.tagged("kind", &["text"], &"a".to_owned());
    }
    writer.element(&BTreeMap::from([("b".to_owned(), 2)]));
    writer.end_array();
    assert_eq!(
        String::from_utf8(writer.finish().unwrap()).unwrap(),
        r#"[[{"a":1}],"a",{"b":2}]"#
    );
}

/// Decodes nested objects that no alternative accepts strictly, because of the innermost one, and returns the number of
/// objects that were started.
fn nodes_of_chain(depth: usize, count: usize) -> usize {
    let chain = [
        &r#"{"left":"#.repeat(depth),
        r#"{"size":[]}"#,
        &"}".repeat(depth),
    ]
    .concat();
    let text = format!("[{}]", vec![chain; count].join(","));
    NODES.set(0);
    let read = Reader::new(&text).read::<Vec<Shape>>();
    assert_eq!(read.expect("it is JSON").0.len(), count);
    NODES.get()
}

#[test]
fn nested_unions_take_linear_time() {
    // Without a limit, the number of attempts would be exponential in the depth.
    let nodes = nodes_of_chain(400, 1);
    assert!(nodes < 40_000, "{nodes}");
    let (few, many) = (nodes_of_chain(100, 20), nodes_of_chain(100, 80));
    assert!(many < few * 5, "{few} {many}");
    assert!(many < 100 * 80 * 40, "{many}");
}

#[test]
fn values_beyond_the_reread_limit_are_kept_raw() {
    let text = [
        &r#"{"left":"#.repeat(400),
        r#"{"size":[]}"#,
        &"}".repeat(400),
    ]
    .concat();
    let (shape, _) = read::<Shape>(&text);
    assert_eq!(to_string(&shape).unwrap().len(), text.len());
}

#[test]
fn deep_unions_fit_the_stack() {
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(|| {
        for (open, middle) in [
            (r#"{"kind":"cat","friend":"#, r#"{"kind":"cat"}"#),
            (r#"{"friend":"#, "1"),
        ] {
            let text = |depth: usize| [&open.repeat(depth), middle, &"}".repeat(depth)].concat();
            assert!(from_str::<Pet>(&text(511)).is_ok());
            assert!(from_str::<Pet>(&text(513)).is_err());
        }
        let text = |depth: usize| [&r#"{"left":"#.repeat(depth), "1", &"}".repeat(depth)].concat();
        assert!(from_str::<Shape>(&text(511)).is_ok());
        assert!(from_str::<Shape>(&text(513)).is_err());
    });
    thread.unwrap().join().expect("the stack is enough");
}

/// Most JSON parsers see only the last one.
#[test]
fn last_of_duplicate_tags_decides() {
    let twice = "kind: duplicate member; the last value is used";
    let text = r#"{"kind":"dog","kind":"7"}"#;
    let (pet, warnings) = read::<Pet>(text);
    // Its map cannot hold one of the members, so it is kept raw.
    assert_eq!(pet, Pet::Unrecognized(serde_json::json!({"kind": "7"})));
    assert!(warnings.contains(&twice.to_owned()), "{warnings:?}");

    let (pet, warnings) = read::<Pet>(r#"{"kind":"dog","lives":9,"kind":"cat"}"#);
    let lives = Some(9);
    assert_eq!(
        pet,
        Pet::Cat(Cat {
            lives,
            friend: None
        })
    );
    assert_eq!(warnings, [twice]);

    let (pet, warnings) = read::<Pet>(r#"{"kind":"dog","barks":true,"kind":"dog"}"#);
    assert_eq!(pet, Pet::Dog(dog()));
    assert_eq!(warnings, [twice]);

    // The first alternative fails before the second tag is reached, so it is kept raw.
    let text = r#"{"kind":"7","kind":"dog","barks":true}"#;
    assert!(matches!(read::<Pet>(text).0, Pet::Unrecognized(_)));
    let text = r#"{"kind":"dog","kind":"cat","barks":1"#;
    assert!(from_str::<Pet>(text).is_err());

    // An unknown tag, and a nested value.
    let text = r#"{"kind":"dog","kind":"lion"}"#;
    assert!(matches!(read::<Pet>(text).0, Pet::Unrecognized(_)));
    let (pet, _) = read::<Pet>(r#"{"kind":"cat","friend":{"kind":"dog","kind":"cat"}}"#);
    let friend = Some(Box::new(Pet::Cat(Cat::default())));
    assert_eq!(
        pet,
        Pet::Cat(Cat {
            lives: None,
            friend
        })
    );
    assert_eq!(
        strictly::<Pet>(r#"{"kind":"dog","kind":"cat"}"#),
        "kind: duplicate member"
    );
}

/// Each of the nested unions searches for its tag again, up to the limit.
#[test]
fn search_for_duplicate_tags_is_limited() {
    let open = r#"{"kind":"cat","lives":1,"lives":2,"friend":"#;
    let text = [&open.repeat(500), "null", &"}".repeat(500)].concat();
    let mut reader = Reader::new(&text);
    let before = reader.reread;
    assert!(matches!(Pet::decode(&mut reader), Ok(Pet::Cat(_))));
    let spent = before - reader.reread;
    assert!(spent > 10 * text.len() && spent <= before, "{spent}");
}
