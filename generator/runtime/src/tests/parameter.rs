//! All combinations of location, style, explode and type.

use std::borrow::Cow;

use crate::runtime::Parameter;
use crate::runtime::descriptor::Style;
use crate::runtime::json::Reader;
use crate::runtime::request::parameter::{JsonTree, write};

const STRING: &str = r#""blue""#;
const LIST: &str = r#"["blue","black","brown"]"#;
const OBJECT: &str = r#"{"R":100,"G":200,"B":150}"#;
const NAME: &str = "color";

#[track_caller]
fn check(parameter: Parameter, json: &str, expected: &str) {
    assert_eq!(
        text(parameter, json).as_deref(),
        Ok(expected),
        "{parameter:?} {json}"
    );
}

/// Serializes a value. Several pairs are joined with `&`; `-` means none.
fn text(parameter: Parameter, json: &str) -> Result<String, Cow<'static, str>> {
    let tree = JsonTree::read(&mut Reader::new(json)).expect("the JSON of the test is valid");
    let pieces = write(&parameter, &tree, json)?;
    Ok(if pieces.is_empty() {
        "-".to_owned()
    } else {
        pieces.join("&")
    })
}

fn path(style: Style, explode: bool) -> Parameter {
    Parameter::path(NAME).style(style).explode(explode)
}

fn query(style: Style, explode: bool) -> Parameter {
    Parameter::query(NAME).style(style).explode(explode)
}

#[test]
fn path_simple() {
    for explode in [false, true] {
        check(path(Style::Simple, explode), STRING, "blue");
        check(path(Style::Simple, explode), LIST, "blue,black,brown");
    }
    check(path(Style::Simple, false), OBJECT, "R,100,G,200,B,150");
    check(path(Style::Simple, true), OBJECT, "R=100,G=200,B=150");
}

#[test]
fn path_label() {
    check(path(Style::Label, false), STRING, ".blue");
    check(path(Style::Label, true), STRING, ".blue");
    check(path(Style::Label, false), LIST, ".blue,black,brown");
    check(path(Style::Label, true), LIST, ".blue.black.brown");
    check(path(Style::Label, false), OBJECT, ".R,100,G,200,B,150");
    check(path(Style::Label, true), OBJECT, ".R=100.G=200.B=150");
}

#[test]
fn path_matrix() {
    check(path(Style::Matrix, false), STRING, ";color=blue");
    check(path(Style::Matrix, true), STRING, ";color=blue");
    check(path(Style::Matrix, false), LIST, ";color=blue,black,brown");
    check(
        path(Style::Matrix, true),
        LIST,
        ";color=blue;color=black;color=brown",
    );
    check(
        path(Style::Matrix, false),
        OBJECT,
        ";color=R,100,G,200,B,150",
    );
    check(path(Style::Matrix, true), OBJECT, ";R=100;G=200;B=150");
    check(path(Style::Matrix, false), r#""""#, ";color");
    check(path(Style::Matrix, true), r#"["",1]"#, ";color;color=1");
}

#[test]
fn path_value_is_one_encoded_segment() {
    let simple = Parameter::path(NAME);
    check(simple, r#""a/b?c#d%e é""#, "a%2Fb%3Fc%23d%25e%20%C3%A9");
    check(simple, r#""a,b""#, "a%2Cb");
    check(simple, r#"["a,b","c"]"#, "a%2Cb,c");
    check(simple, r#""\\\t\u0000\r\n""#, "%5C%09%00%0D%0A");
    check(simple, "-42", "-42");
    check(simple, "18446744073709551615", "18446744073709551615");
    check(simple, "0.1", "0.1");
    check(simple, "true", "true");
    check(
        simple,
        r#""0190163d-8694-739b-aea5-966c26f8ad91""#,
        "0190163d-8694-739b-aea5-966c26f8ad91",
    );
    check(simple, r#""2026-07-01""#, "2026-07-01");
    check(
        simple.style(Style::Json),
        r#"{"a":[1]}"#,
        "%7B%22a%22%3A%5B1%5D%7D",
    );
    check(
        simple.allow_reserved(),
        r#""a:b/c?d@e%2Cf%""#,
        "a:b%2Fc%3Fd@e%2Cf%25",
    );
}

#[test]
fn reserved_characters_in_a_path() {
    let reserved = path(Style::Simple, false).allow_reserved();
    for (json, expected) in [
        (r#""NYSE:BRK,b@x/y?z#w%20""#, "NYSE:BRK,b@x%2Fy%3Fz%23w%20"),
        (r#""!$&'()*+,;=:@""#, "!$&'()*+,;=:@"),
        (r#""[a] {b}|\\é""#, "%5Ba%5D%20%7Bb%7D%7C%5C%C3%A9"),
        (r#""%2F%zz%4""#, "%2F%25zz%254"),
        (r#"["a:1","b/2"]"#, "a:1,b%2F2"),
    ] {
        check(reserved, json, expected);
    }
    check(
        reserved.segments("**"),
        r#""a:1/b?/c%2Fd""#,
        "a:1/b%3F/c%2Fd",
    );
}

#[test]
fn multi_segment_values_keep_slashes() {
    let any = path(Style::Simple, false).segments("**");
    for (json, expected) in [
        (r#""a""#, "a"),
        (r#""a b/c""#, "a%20b/c"),
        (r#""docs/2024/r?1#x.txt""#, "docs/2024/r%3F1%23x.txt"),
        (r#""a%2Fb/c""#, "a%252Fb/c"),
        // The template may lack the slash before it.
        (r#""/a/b""#, "/a/b"),
        ("7", "7"),
    ] {
        check(any, json, expected);
    }
    for json in [
        r#""a//b""#,
        r#""a/""#,
        r#""//a""#,
        r#""/""#,
        r#""""#,
        "null",
    ] {
        assert!(text(any, json).is_err(), "{json}");
    }
}

#[test]
fn multi_segment_values_match_the_pattern() {
    let check_form = |form: &'static str, taken: &[&str], refused: &[&str]| {
        let parameter = path(Style::Simple, false).segments(form);
        for value in taken {
            check(parameter, &format!("{value:?}"), value);
        }
        for value in refused {
            let problem = text(parameter, &format!("{value:?}")).expect_err(value);
            assert!(problem.contains(&format!("`{form}`")), "{problem}");
        }
    };
    check_form(
        "projects/*/topics/*",
        &["projects/p/topics/t"],
        &[
            "projects/p",
            "t",
            "projects/p/topics/t/u",
            "Projects/p/topics/t",
            "/projects/p/topics/t",
        ],
    );
    check_form(
        "folders/*/**",
        &["folders/a", "folders/a/b", "folders/a/b/c"],
        &["folders", "files/a"],
    );
    check_form("**/raw", &["a/raw", "a/b/raw", "raw"], &["a/b", "raw/a"]);
    let secret = text(path(Style::Simple, false).segments("a/*"), r#""s3cret""#);
    assert_eq!(
        secret.expect_err("refused"),
        "must match `a/*`, where `*` is one path segment"
    );
    let fixed = path(Style::Simple, false).segments("a b/*");
    check(fixed, r#""a b/c""#, "a%20b/c");
}

#[test]
fn empty_path_parameters_are_rejected() {
    for json in [r#""""#, "null", "[]", "[null]", "{}", r#"{"a":null}"#] {
        assert!(text(Parameter::path(NAME), json).is_err(), "{json}");
    }
    for style in [Style::Label, Style::Matrix] {
        for json in ["null", "[]", "{}"] {
            assert!(text(path(style, true), json).is_err(), "{style:?} {json}");
        }
    }
}

#[test]
fn query_form() {
    check(query(Style::Form, true), STRING, "color=blue");
    check(query(Style::Form, false), STRING, "color=blue");
    check(
        query(Style::Form, true),
        LIST,
        "color=blue&color=black&color=brown",
    );
    check(query(Style::Form, false), LIST, "color=blue,black,brown");
    check(query(Style::Form, true), OBJECT, "R=100&G=200&B=150");
    check(query(Style::Form, false), OBJECT, "color=R,100,G,200,B,150");
}

#[test]
fn query_delimited() {
    let space = Parameter::query(NAME).style(Style::Space);
    let pipe = Parameter::query(NAME).style(Style::Pipe);
    assert!(!space.explode && !pipe.explode);
    check(space, LIST, "color=blue%20black%20brown");
    check(space, OBJECT, "color=R%20100%20G%20200%20B%20150");
    check(space, STRING, "color=blue");
    check(pipe, LIST, "color=blue%7Cblack%7Cbrown");
    check(pipe, OBJECT, "color=R%7C100%7CG%7C200%7CB%7C150");
    check(pipe, STRING, "color=blue");
    for exploded in [space.explode(true), pipe.explode(true)] {
        check(exploded, LIST, "color=blue&color=black&color=brown");
        check(exploded, OBJECT, "R=100&G=200&B=150");
    }
}

#[test]
fn query_deep() {
    for explode in [false, true] {
        let deep = query(Style::Deep, explode);
        check(
            deep,
            OBJECT,
            "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
        );
        check(deep, r#"{"x":[1,2]}"#, "color%5Bx%5D=1&color%5Bx%5D=2");
        check(
            deep,
            r#"{"a":{"b":"c d"},"n":null}"#,
            "color%5Ba%5D%5Bb%5D=c%20d",
        );
        check(deep, STRING, "color=blue");
        check(deep, LIST, "color=blue&color=black&color=brown");
        check(deep, r#"{"x":[[1,2]]}"#, "color%5Bx%5D=%5B1%2C2%5D");
    }
}

#[test]
fn nested_values_are_json() {
    let json = r#"[{"a":"é\"","b":[1.50,null]},["x"],null]"#;
    check(
        Parameter::header("X"),
        json,
        r#"{"a":"é\"","b":[1.50,null]},["x"]"#,
    );
    check(
        Parameter::query("q"),
        r#"[{"a":true},"b"]"#,
        "q=%7B%22a%22%3Atrue%7D&q=b",
    );
    check(
        Parameter::query("q").explode(false),
        r#"{"a":[1,2]}"#,
        "q=a,%5B1%2C2%5D",
    );
    check(Parameter::path("p"), r#"[[1,2]]"#, "%5B1%2C2%5D");
}

#[test]
fn query_absent_values() {
    let form = Parameter::query(NAME);
    check(form, r#""""#, "color=");
    for parameter in [form, form.explode(false)] {
        check(parameter, "null", "-");
        check(parameter, "[]", "-");
        check(parameter, "{}", "-");
        check(parameter.allow_empty(), "[]", "color=");
        check(parameter.allow_empty(), "null", "-");
    }
    check(form, "[null,1]", "color=1");
    check(form.explode(false), r#"["",1]"#, "color=,1");
    check(form.style(Style::Json), "null", "-");
}

#[test]
fn query_encoding() {
    let form = Parameter::query("q");
    check(form, r#""a b&c=d+e~é""#, "q=a%20b%26c%3Dd%2Be~%C3%A9");
    check(form.allow_reserved(), r#""a/b?c:d&e""#, "q=a/b?c:d%26e");
    check(
        form.allow_reserved(),
        r##""a+b#c[d]%2F%zz é""##,
        "q=a%2Bb%23c%5Bd%5D%2F%25zz%20%C3%A9",
    );
    check(Parameter::query("filter[x]"), r#""""#, "filter%5Bx%5D=");
    check(
        Parameter::query("f").style(Style::Json),
        r#"{"a":1}"#,
        "f=%7B%22a%22%3A1%7D",
    );
    check(form, "7", "q=7");
    check(form, "false", "q=false");
    check(form, "1.5", "q=1.5");
    check(
        form,
        r#""2026-07-01T10:00:00Z""#,
        "q=2026-07-01T10%3A00%3A00Z",
    );
}

#[test]
fn headers() {
    let simple = Parameter::header("X");
    check(simple, LIST, "blue,black,brown");
    check(simple, OBJECT, "R,100,G,200,B,150");
    check(simple.explode(true), OBJECT, "R=100,G=200,B=150");
    check(simple, r#""a b%c/é""#, "a b%c/é");
    check(simple, r#""""#, "");
    check(simple, "[]", "-");
    check(simple, "null", "-");
    check(simple.style(Style::Json), r#"{"a":1}"#, r#"{"a":1}"#);
    for json in [
        r#""a\r\nb""#,
        r#""a\nb""#,
        r#""a\rb""#,
        r#""a\u0000b""#,
        r#"["a","\r"]"#,
    ] {
        assert!(text(simple, json).is_err(), "{json}");
    }
}

#[test]
fn cookies() {
    let form = Parameter::cookie(NAME);
    check(form, STRING, "color=blue");
    check(form, LIST, "color=blue&color=black&color=brown");
    check(form, OBJECT, "R=100&G=200&B=150");
    check(form.explode(false), LIST, "color=blue,black,brown");
    check(form.explode(false), OBJECT, "color=R,100,G,200,B,150");
    check(form, "null", "-");
    check(form, "[]", "-");
    check(form.style(Style::Json), r#"{"a":1}"#, r#"color={"a":1}"#);
    for json in [
        r#""a; b=c""#,
        r#""a\r\nb""#,
        r#""a\u0000b""#,
        r#"{"a;b":1}"#,
        r#"{"":1}"#,
    ] {
        assert!(text(form, json).is_err(), "{json}");
    }
}

/// Every combination gives a value or an error, and locations reject styles that they do not support.
#[test]
fn every_combination_has_a_result_or_an_error() {
    use Style::{Deep, Form, Json, Label, Matrix, Pipe, Simple, Space};
    let makers = [
        (Parameter::path(NAME), vec![Simple, Label, Matrix, Json]),
        (Parameter::query(NAME), vec![Form, Space, Pipe, Deep, Json]),
        (Parameter::header(NAME), vec![Simple, Json]),
        (Parameter::cookie(NAME), vec![Form, Json]),
    ];
    for (parameter, allowed) in makers {
        for style in [Simple, Label, Matrix, Form, Space, Pipe, Deep, Json] {
            for explode in [false, true] {
                for json in [
                    STRING,
                    LIST,
                    OBJECT,
                    "1",
                    "true",
                    "[[1]]",
                    r#"[{"a":1}]"#,
                    r#"{"a":[[1]]}"#,
                ] {
                    let result = text(parameter.style(style).explode(explode), json);
                    assert_eq!(
                        result.is_ok(),
                        allowed.contains(&style),
                        "{parameter:?} {style:?} {json}"
                    );
                    assert!(
                        result.is_err() || result.is_ok_and(|text| text != "-" && !text.is_empty())
                    );
                }
            }
        }
    }
}
