//! URLs: what is kept, and what is rejected.

use crate::runtime::descriptor::Segment::{self, Literal, Parameter};
use crate::runtime::request::parameter::encode_component;
use crate::runtime::request::url::BaseUrl;

fn base(text: &str) -> BaseUrl {
    BaseUrl::parse(text).expect("the base URL of the test is valid")
}

fn join(
    segments: &[Segment],
    values: &[(&'static str, &str)],
    query: &[&str],
) -> Result<String, &'static str> {
    let values: Vec<(&'static str, String)> = values
        .iter()
        .map(|(name, value)| (*name, encode_component(value)))
        .collect();
    let query: Vec<String> = query.iter().map(|pair| (*pair).to_owned()).collect();
    base("https://h/v4/")
        .join(segments, &values, &query)
        .map(|uri| uri.to_string())
        .map_err(|(name, _)| name)
}

const PATH: &[Segment] = &[Literal("/a/"), Parameter("x"), Literal("/b")];

#[test]
fn base_url_keeps_its_path_and_query() {
    let join = |text: &str, query: &[&str]| {
        let query: Vec<String> = query.iter().map(|pair| (*pair).to_owned()).collect();
        let uri = base(text).join(&[Literal("/pets")], &[], &query);
        uri.expect("nothing is wrong").to_string()
    };
    assert_eq!(join("https://h/client/v4", &[]), "https://h/client/v4/pets");
    assert_eq!(
        join("https://h/client/v4/", &["a=1", "b=2"]),
        "https://h/client/v4/pets?a=1&b=2"
    );
    assert_eq!(join("https://h", &[]), "https://h/pets");
    assert_eq!(join("http://[::1]:8080/", &[]), "http://[::1]:8080/pets");
    assert_eq!(
        join("https://h/v1?key=1&z", &["a=1"]),
        "https://h/v1/pets?key=1&z&a=1"
    );
    assert_eq!(join("https://h/v1?", &[]), "https://h/v1/pets");
}

#[test]
fn invalid_base_urls() {
    for text in [
        "",
        "/v1",
        "h/v1",
        "ftp://h/",
        "file:///etc/passwd",
        "https://",
        "https:///v1",
        "https://user:password@h/",
        "https://h/v1#f",
        "https://h/a/../b",
        "https://h/a/%2e%2E/b",
        "https://h\\evil/",
        "https://h /",
        "https://h\r\n/",
        "https://h:/",
        "https://h:99999/",
        "https://h:abc/",
        "https://[::1]:x/",
        "//h/v1",
    ] {
        assert!(BaseUrl::parse(text).is_err(), "{text}");
    }
}

#[test]
fn encoded_value_stays_in_its_segment() {
    for (value, encoded) in [
        ("a/b", "a%2Fb"),
        ("a?x=1", "a%3Fx%3D1"),
        ("a#f", "a%23f"),
        ("a\\b", "a%5Cb"),
        ("\t", "%09"),
        ("\0", "%00"),
        ("...", "..."),
        (";", "%3B"),
        ("a..;", "a..%3B"),
        ("a..b", "a..b"),
        ("100%", "100%25"),
        (" ", "%20"),
        ("@host", "%40host"),
        ("//evil", "%2F%2Fevil"),
    ] {
        assert_eq!(
            join(PATH, &[("x", value)], &[]),
            Ok(format!("https://h/v4/a/{encoded}/b"))
        );
    }
}

#[test]
fn dot_segments_are_rejected() {
    for value in [
        "",
        ".",
        "..",
        "%2e",
        "%2e%2e",
        "%2E.",
        ".%2e",
        "%252e%252e",
        "../x",
        "x/..",
        "..\\x",
        "a/./b",
        "%2e%2e%2fx",
        "..;",
        "..;x",
        ".;",
        "%2e%2e%3bx",
        "..;/x",
        "%25252525252525252525252525252525",
    ] {
        assert_eq!(join(PATH, &[("x", value)], &[]), Err("x"), "{value}");
    }
    assert_eq!(join(PATH, &[], &[]), Err("x"));
}

#[test]
fn adjacent_parameters_cannot_form_a_dot_segment() {
    let adjacent: &[Segment] = &[
        Literal("/a/"),
        Parameter("x"),
        Parameter("y"),
        Literal("/b"),
    ];
    assert_eq!(join(adjacent, &[("x", "."), ("y", ".")], &[]), Err("x"));
    assert_eq!(join(adjacent, &[("x", "."), ("y", "")], &[]), Err("x"));
    assert_eq!(join(adjacent, &[("x", ""), ("y", "")], &[]), Err("x"));
    assert_eq!(join(adjacent, &[("x", "%2"), ("y", "e")], &[]), Err("x"));
    assert_eq!(
        join(adjacent, &[("x", "1"), ("y", "2")], &[]),
        Ok("https://h/v4/a/12/b".to_owned())
    );
    let with_text: &[Segment] = &[Literal("/a/."), Parameter("x")];
    assert_eq!(join(with_text, &[("x", ".")], &[]), Err("x"));
    assert_eq!(join(with_text, &[("x", "")], &[]), Err("x"));
    assert_eq!(
        join(with_text, &[("x", "git")], &[]),
        Ok("https://h/v4/a/.git".to_owned())
    );
    let at_the_end: &[Segment] = &[Literal("/a/"), Parameter("x")];
    assert_eq!(join(at_the_end, &[("x", "")], &[]), Err("x"));
}

#[test]
fn multi_segment_values_cannot_leave_the_path() {
    let join = |segments: &[Segment], value: &str| {
        base("https://h/v4")
            .join(segments, &[("x", value.to_owned())], &[])
            .map(|uri| uri.to_string())
            .map_err(|(name, _)| name)
    };
    assert_eq!(join(PATH, "c/d%20e"), Ok("https://h/v4/a/c/d%20e/b".into()));
    for value in [
        "/c",
        "..",
        "c/..",
        "../c",
        "c/../d",
        "c/./d",
        "c/%2e%2E/d",
        "c/%252e./d",
        "c/..;x/d",
        "c/.%2e",
        "%2e",
        "c/d\\..",
    ] {
        assert_eq!(join(PATH, value), Err("x"), "{value}");
    }
    // The value contains the slash if the template lacks it.
    let glued: &[Segment] = &[Literal("/files"), Parameter("x")];
    assert_eq!(join(glued, "/c/d"), Ok("https://h/v4/files/c/d".into()));
    assert_eq!(join(glued, "/c/.."), Err("x"));
    let pair: &[Segment] = &[Literal("/a/"), Parameter("x"), Parameter("y")];
    let both = |x: &str, y: &str| {
        let values = [("x", x.to_owned()), ("y", y.to_owned())];
        let uri = base("https://h").join(pair, &values, &[]);
        uri.map(|uri| uri.to_string()).map_err(|(name, _)| name)
    };
    assert_eq!(both("c/.", "."), Err("x"));
    assert_eq!(both("c/.", "d"), Ok("https://h/a/c/.d".into()));
}

#[test]
fn argument_replaces_a_parameter_of_the_template_query() {
    let search: &[Segment] = &[Literal("/search?mode=all&q=&mode=any&flag")];
    assert_eq!(
        join(search, &[], &[]),
        Ok("https://h/v4/search?mode=all&q=&mode=any&flag".to_owned())
    );
    assert_eq!(
        join(search, &[], &["q=x", "q=y"]),
        Ok("https://h/v4/search?mode=all&mode=any&flag&q=x&q=y".to_owned())
    );
    assert_eq!(
        join(search, &[], &["mode=one", "flag=1"]),
        Ok("https://h/v4/search?q=&mode=one&flag=1".to_owned())
    );
}

#[test]
fn unusual_templates() {
    let fixed: &[Segment] = &[Literal("/a b/ü?action=x#Target="), Parameter("x")];
    assert_eq!(
        join(fixed, &[("x", "1")], &["q=2"]),
        Ok("https://h/v4/a%20b/%C3%BC?action=x&q=2".to_owned())
    );
    assert_eq!(
        join(&[Literal("pets/")], &[], &[]),
        Ok("https://h/v4/pets/".to_owned())
    );
    assert_eq!(join(&[Literal("/a/../b")], &[], &[]), Err(""));
    assert_eq!(
        join(&[Literal("/\r\n{x}\u{202e}")], &[], &[]),
        Ok("https://h/v4/%0D%0A%7Bx%7D%E2%80%AE".to_owned())
    );
    assert_eq!(join(PATH, &[("x", &"a".repeat(70_000))], &[]), Err(""));
}

#[test]
fn http_is_insecure_except_on_loopback() {
    for (text, is_insecure) in [
        ("https://h/", false),
        ("http://h/", true),
        ("http://localhost:1/", false),
        ("http://LOCALHOST./", false),
        ("http://a.localhost/", true),
        ("http://127.0.0.1:80/", false),
        ("http://127.9.9.9/", false),
        ("http://[::1]:3/", false),
        ("http://[::2]/", true),
        ("http://localhost.evil.com/", true),
        ("http://127.0.0.1.evil.com/", true),
        ("http://0x7f.1/", true),
    ] {
        assert_eq!(base(text).is_insecure(), is_insecure, "{text}");
    }
}
