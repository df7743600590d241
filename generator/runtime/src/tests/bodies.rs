//! Request bodies: the exact bytes of each kind.

use bytes::Bytes;
use serde_json::{Value, json};

use super::support::{CREATE, Mock, wait};
use crate::runtime::json::{from_str, to_string};
use crate::runtime::{
    Checker, Encode, ErrorKind, File, Limits, Parameter, Part, RawCall, Style, Writer,
};

const DONE: &str = r#"{"result":7,"success":true,"errors":[],"messages":[]}"#;

/// Returns the media type and the bytes that are sent, or the error.
fn sent(set: impl FnOnce(&mut RawCall)) -> Result<(String, Bytes), String> {
    let mock = Mock::json(200, DONE);
    let mut call = mock.client().call(&CREATE);
    call.parameter(&Parameter::path("account_id"), "a1");
    set(&mut call);
    match wait(call.send::<i32>()) {
        Ok(_) => Ok((mock.only().header("content-type"), mock.only().body)),
        Err(error) => {
            assert_eq!(mock.count(), 0);
            assert_eq!(error.kind(), ErrorKind::InvalidRequest);
            Err(error.to_string())
        }
    }
}

fn form(parts: &[Part], value: Value) -> String {
    let (media_type, body) =
        sent(|call| call.form("application/x-www-form-urlencoded", parts, &value)).expect("sent");
    assert_eq!(media_type, "application/x-www-form-urlencoded");
    String::from_utf8(body.to_vec()).expect("UTF-8")
}

fn multipart<T: Encode>(parts: &[Part], value: &T) -> String {
    let (media_type, body) =
        sent(|call| call.multipart("multipart/form-data", parts, value)).expect("sent");
    assert_eq!(
        media_type,
        "multipart/form-data; boundary=form-boundary-0-end"
    );
    String::from_utf8(body.to_vec()).expect("UTF-8")
}

/// Returns a body of these parts, each with its headers, an empty line and its content.
fn parts(parts: &[&[&str]]) -> String {
    let mut text = String::new();
    for part in parts {
        text.push_str("--form-boundary-0-end\r\n");
        text.push_str(&part.join("\r\n"));
        text.push_str("\r\n");
    }
    text + "--form-boundary-0-end--\r\n"
}

/// An upload, like a generated type.
#[derive(Default)]
struct Upload {
    purpose: &'static str,
    file: Option<File>,
    more: Vec<File>,
}

impl Encode for Upload {
    fn write(&self, writer: &mut Writer) {
        writer.object();
        writer.member("purpose", self.purpose);
        writer.optional("file", &self.file);
        writer.member("more", &self.more);
        writer.end_object();
    }

    fn check(&self, _: &Limits, checker: &mut Checker<'_>) {
        checker.members(&[("purpose", &self.purpose, &Limits::NONE.max_length(9))]);
    }
}

#[test]
fn form_without_styles() {
    let value = json!({
        "absent": null, "empty": "", "flag": true, "list": ["a b", null, 2], "none": [], "number": 1.5,
        "object": {"a": 1, "b": [true]}, "nested": [{"a": "é"}], "signs": "*-._~!'()&=+%\r\n",
    });
    assert_eq!(
        form(&[], value),
        "empty=&flag=true&list=a+b&list=2&nested=%7B%22a%22%3A%22%C3%A9%22%7D&number=1.5\
         &object=%7B%22a%22%3A1%2C%22b%22%3A%5Btrue%5D%7D&signs=*-._%7E%21%27%28%29%26%3D%2B%25%0D%0A"
    );
    assert_eq!(form(&[], json!({})), "");
    assert_eq!(form(&[], json!({"a[b] c": 1})), "a%5Bb%5D+c=1");
}

#[test]
fn form_with_styles() {
    let value = || json!({"list": ["a,b", "c d"], "object": {"R": 100, "G": "x,y", "N": null}});
    let with = |style: Style, explode: bool| {
        let part = |name| Part::new(name).style(style).explode(explode);
        form(&[part("list"), part("object")], value())
    };
    assert_eq!(with(Style::Form, true), "list=a%2Cb&list=c+d&G=x%2Cy&R=100");
    assert_eq!(
        with(Style::Form, false),
        "list=a%2Cb,c+d&object=G,x%2Cy,R,100"
    );
    assert_eq!(
        with(Style::Space, false),
        "list=a%2Cb+c+d&object=G+x%2Cy+R+100"
    );
    assert_eq!(
        with(Style::Pipe, false),
        "list=a%2Cb%7Cc+d&object=G%7Cx%2Cy%7CR%7C100"
    );
    assert_eq!(
        with(Style::Deep, true),
        "list%5B0%5D=a%2Cb&list%5B1%5D=c+d&object%5BG%5D=x%2Cy&object%5BR%5D=100"
    );
}

#[test]
fn deep_object_of_any_depth() {
    let items = Part::new("items").style(Style::Deep);
    let value = json!({"items": [{"price": {"unit": 5, "tags": ["a"]}}, {"id": "x", "gone": null}], "n": []});
    assert_eq!(
        form(&[items], value),
        "items%5B0%5D%5Bprice%5D%5Btags%5D%5B0%5D=a&items%5B0%5D%5Bprice%5D%5Bunit%5D=5&items%5B1%5D%5Bid%5D=x"
    );
    assert_eq!(form(&[items], json!({"items": ""})), "items=");
}

#[test]
fn allow_reserved_keeps_reserved_characters() {
    let value = json!({"a": "/?:@,; &=+", "b": "/"});
    assert_eq!(
        form(&[Part::new("a").allow_reserved()], value),
        "a=/?:@,;+%26%3D%2B&b=%2F"
    );
}

#[test]
fn form_must_be_an_object() {
    let error = sent(|call| call.form("application/x-www-form-urlencoded", &[], &json!([1])));
    assert!(
        error
            .unwrap_err()
            .contains("the body: a form must be an object")
    );
}

#[test]
fn multipart_defaults() {
    let value = json!({
        "flag": true, "gone": null, "list": ["a", "b"], "object": {"a": [1]}, "text": "é\r\n", "lists": [[1, 2]],
    });
    assert_eq!(
        multipart(&[], &value),
        parts(&[
            &[
                "Content-Disposition: form-data; name=\"flag\"",
                "Content-Type: text/plain",
                "",
                "true"
            ],
            &[
                "Content-Disposition: form-data; name=\"list\"",
                "Content-Type: text/plain",
                "",
                "a"
            ],
            &[
                "Content-Disposition: form-data; name=\"list\"",
                "Content-Type: text/plain",
                "",
                "b"
            ],
            &[
                "Content-Disposition: form-data; name=\"lists\"",
                "Content-Type: application/json",
                "",
                "[1,2]"
            ],
            &[
                "Content-Disposition: form-data; name=\"object\"",
                "Content-Type: application/json",
                "",
                "{\"a\":[1]}"
            ],
            &[
                "Content-Disposition: form-data; name=\"text\"",
                "Content-Type: text/plain",
                "",
                "é\r\n"
            ],
        ])
    );
    assert_eq!(multipart(&[], &json!({})), parts(&[]));
}

#[test]
fn multipart_encoding() {
    const HEADERS: &[(&str, &str)] = &[("X-Kind", "1"), ("X-Other", "2")];
    let value = json!({"a": "x", "b": "y", "c": {"d": 1}, "e": {"f": "g h"}, "i": [1, 2]});
    let said = [
        Part::new("a").content_type("text/csv").headers(HEADERS),
        Part::new("b").content_type("application/json"),
        Part::new("c").content_type("application/ld+json"),
        Part::new("e").style(Style::Deep),
        Part::new("i").style(Style::Form).explode(false),
    ];
    assert_eq!(
        multipart(&said, &value),
        parts(&[
            &[
                "Content-Disposition: form-data; name=\"a\"",
                "Content-Type: text/csv",
                "X-Kind: 1",
                "X-Other: 2",
                "",
                "x"
            ],
            &[
                "Content-Disposition: form-data; name=\"b\"",
                "Content-Type: application/json",
                "",
                "\"y\""
            ],
            &[
                "Content-Disposition: form-data; name=\"c\"",
                "Content-Type: application/ld+json",
                "",
                "{\"d\":1}"
            ],
            &[
                "Content-Disposition: form-data; name=\"e[f]\"",
                "Content-Type: text/plain",
                "",
                "g h"
            ],
            &[
                "Content-Disposition: form-data; name=\"i\"",
                "Content-Type: text/plain",
                "",
                "1,2"
            ],
        ])
    );
}

#[test]
fn files_have_names_and_types() {
    let upload = Upload {
        purpose: "null",
        file: Some(
            File::new("a,b")
                .file_name("a \"b\"\r\nc.csv")
                .content_type("text/csv"),
        ),
        more: vec![
            File::from(vec![b'x']),
            File::from(b"y").content_type("image/png"),
        ],
    };
    let said = [
        Part::new("file").content_type("text/tab-separated-values"),
        Part::new("more").content_type("image/webp"),
    ];
    assert_eq!(
        multipart(&said, &upload),
        parts(&[
            &[
                "Content-Disposition: form-data; name=\"purpose\"",
                "Content-Type: text/plain",
                "",
                "null"
            ],
            &[
                "Content-Disposition: form-data; name=\"file\"; filename=\"a %22b%22%0D%0Ac.csv\"",
                "Content-Type: text/csv",
                "",
                "a,b"
            ],
            &[
                "Content-Disposition: form-data; name=\"more\"; filename=\"more\"",
                "Content-Type: image/webp",
                "",
                "x"
            ],
            &[
                "Content-Disposition: form-data; name=\"more\"; filename=\"more\"",
                "Content-Type: image/png",
                "",
                "y"
            ],
        ])
    );
    let plain = Upload {
        file: Some(File::new(&b"\x00\xff"[..])),
        ..Upload::default()
    };
    let (_, body) = sent(|call| call.multipart("multipart/form-data", &[], &plain)).expect("sent");
    let expected = b"name=\"file\"; filename=\"file\"\r\nContent-Type: application/octet-stream\r\n\r\n\x00\xff\r\n--";
    assert!(
        body.windows(expected.len())
            .any(|window| window == expected)
    );
}

#[test]
fn invalid_header_values_are_rejected() {
    let upload = Upload {
        purpose: "longer than that",
        file: Some(File::new("x").content_type("text/plain\r\nX: y")),
        ..Upload::default()
    };
    let error = sent(|call| call.multipart("multipart/form-data", &[], &upload)).unwrap_err();
    assert!(error.contains("the media type of a file contains a control character"));
    assert!(error.contains("purpose: is 16 characters long"), "{error}");
    let error = sent(|call| call.form("application/x-www-form-urlencoded", &[], &upload));
    assert!(
        error
            .unwrap_err()
            .contains("a URL-encoded form cannot contain files")
    );
}

#[test]
fn boundary_does_not_occur_in_parts() {
    let boundary = |file: &'static str| {
        let upload = Upload {
            file: Some(File::new(file)),
            ..Upload::default()
        };
        let set = |call: &mut RawCall| call.multipart("multipart/mixed", &[], &upload);
        let (media_type, body) = sent(set).expect("sent");
        let same = sent(set).expect("sent");
        assert_eq!(same, (media_type.clone(), body));
        media_type
    };
    assert_eq!(
        boundary("--form-boundary-1-end"),
        "multipart/mixed; boundary=form-boundary-0-end"
    );
    assert_eq!(
        boundary(
            "\r\n--form-boundary-0-end\r\n--form-boundary-1-end--form-boundary-form-boundary-3"
        ),
        "multipart/mixed; boundary=form-boundary-2-end"
    );
    assert_eq!(
        boundary("form-boundary-00000000000000000000000001form-boundary-0"),
        "multipart/mixed; boundary=form-boundary-1-end"
    );
}

#[test]
fn related_parts_have_no_names() {
    let value = json!({"data": {"a": 1}});
    let (_, body) = sent(|call| call.multipart("multipart/related", &[], &value)).expect("sent");
    assert_eq!(
        body,
        parts(&[&["Content-Type: application/json", "", "{\"a\":1}"]])
    );
}

#[test]
fn one_value_per_line() {
    let value = json!([{"a": "x\ny"}, 2, [null]]);
    let body = sent(|call| call.lines("application/x-ndjson", &value)).expect("sent");
    assert_eq!(
        body,
        (
            "application/x-ndjson".to_owned(),
            "{\"a\":\"x\\ny\"}\n2\n[null]\n".into()
        )
    );
    let body = sent(|call| call.sequence("application/json-seq", &value)).expect("sent");
    assert_eq!(body.1, "\u{1e}{\"a\":\"x\\ny\"}\n\u{1e}2\n\u{1e}[null]\n");
    let body = sent(|call| call.lines("application/x-ndjson", &json!([]))).expect("sent");
    assert_eq!(body.1, "");
}

#[test]
fn a_file_in_json_is_base64() {
    for (content, text) in [
        ("", ""),
        ("f", "Zg=="),
        ("fo", "Zm8="),
        ("foo", "Zm9v"),
        ("foob", "Zm9vYg=="),
        ("\u{ff}\u{fffd}", "w7/vv70="),
    ] {
        assert_eq!(to_string(&File::new(content)).unwrap(), format!("{text:?}"));
        let read: File = from_str(&format!("{text:?}")).unwrap();
        assert_eq!(read, File::new(content));
        let unpadded = text.trim_end_matches('=');
        assert_eq!(from_str::<File>(&format!("{unpadded:?}")).unwrap(), read);
    }
    for odd in [
        "\"Zg=\"",
        "\"Z\"",
        "\"Zm9v=\"",
        "\"Zm 9v\"",
        "\"Z===\"",
        "1",
        "null",
    ] {
        assert!(from_str::<File>(odd).is_err(), "{odd}");
    }
}

#[test]
fn debug_shows_the_length_of_a_file() {
    let file = File::new("secret").file_name("a.txt");
    assert_eq!(
        format!("{file:?}"),
        "File { content: [6 bytes], file_name: Some(\"a.txt\"), content_type: None }"
    );
    assert_eq!(
        (file.content(), file.name()),
        (Some(&Bytes::from("secret")), Some("a.txt"))
    );
    assert_eq!(file.media_type(), None);
}
