//! Bodies of every media type.

use std::collections::BTreeMap;

use api::bytes::Bytes;
use api::jiff::Timestamp;
use api::resources::several::{PatchCallBody, PictureBody, PostBody};
use api::serde_json::{Map, json};
use api::types::{
    FormsPostBody, FormsStylesBody, Nested, PartsEncodedBody, PartsUploadBody, Pet,
    SingleBase64Body,
};
use api::{File, Patch};

use crate::support::{refused, sent};

fn rex() -> Pet {
    Pet::new("Rex").age(3)
}

/// Returns what follows the head, which must hold this content type and nothing else.
#[track_caller]
fn body<'a>(request: &'a str, first_line: &str, content_type: &str) -> &'a str {
    let head = format!("{first_line}\ncontent-type: {content_type}");
    let rest = request.strip_prefix(&head).expect(request);
    rest.strip_prefix("\n\n").unwrap_or(rest)
}

#[test]
fn json_has_no_space() {
    assert_eq!(
        sent(|client| client.single().json(&rex())),
        "POST /json\ncontent-type: application/json\n\n{\"name\":\"Rex\",\"age\":3}"
    );
    assert_eq!(
        sent(|client| client.single().any(&json!({"a": [1.0, null, "é\u{1}\"/"]}))),
        "POST /any\ncontent-type: application/json\n\n{\"a\":[1.0,null,\"é\\u0001\\\"/\"]}"
    );
    assert_eq!(
        sent(|client| client.single().any(&json!(null))),
        "POST /any\ncontent-type: application/json\n\nnull"
    );
}

#[test]
fn media_types_of_json_are_kept_as_they_are() {
    assert_eq!(
        sent(|client| client.single().merge(&rex())),
        "PATCH /json\ncontent-type: application/merge-patch+json\n\n{\"name\":\"Rex\",\"age\":3}"
    );
    assert_eq!(
        sent(|client| client.single().maybe().body(&rex())),
        "PUT /json\ncontent-type: application/vnd.pets.v2+json\n\n{\"name\":\"Rex\",\"age\":3}"
    );
}

#[test]
fn a_body_that_is_not_given_has_no_media_type() {
    assert_eq!(sent(|client| client.single().maybe()), "PUT /json");
    assert_eq!(sent(|client| client.single().csv()), "PUT /text");
    assert_eq!(sent(|client| client.forms().styles()), "PUT /form");
    assert_eq!(sent(|client| client.parts().encoded()), "PUT /parts");
    assert_eq!(sent(|client| client.several().patch()), "PATCH /several");
}

#[test]
fn a_body_may_be_empty() {
    assert_eq!(
        sent(|client| client.single().text("")),
        "POST /text\ncontent-type: text/plain"
    );
    assert_eq!(
        sent(|client| client.single().bytes(Bytes::new())),
        "POST /bytes\ncontent-type: application/octet-stream"
    );
    assert_eq!(
        sent(|client| client.single().lines(&[])),
        "POST /lines\ncontent-type: application/x-ndjson"
    );
    assert_eq!(
        sent(|client| client.forms().styles().body(&FormsStylesBody::new())),
        "PUT /form\ncontent-type: application/x-www-form-urlencoded"
    );
    let request = sent(|client| client.parts().encoded().body(&PartsEncodedBody::new()));
    assert_eq!(
        request,
        "PUT /parts\ncontent-type: multipart/form-data; boundary=form-boundary-0-end\n\n--form-boundary-0-end--\r\n"
    );
}

#[test]
fn any_method_may_have_one() {
    assert_eq!(
        sent(|client| client.single().delete(&["ab".to_owned()])),
        "DELETE /json\ncontent-type: application/json\n\n[\"ab\"]"
    );
    assert_eq!(
        refused(|client| client.single().delete(&["ab".to_owned(), "a".to_owned()])),
        "DELETE /json: invalid request: body[1]: is 1 character long; the minimum is 2"
    );
}

#[test]
fn text_and_bytes_are_sent_as_they_are() {
    assert_eq!(
        sent(|client| client.single().text("\"a\"\r\n é")),
        "POST /text\ncontent-type: text/plain\n\n\"a\"\r\n é"
    );
    assert_eq!(
        sent(|client| client.single().csv().body("a,b\n1,2\n")),
        "PUT /text\ncontent-type: text/csv\n\na,b\n1,2\n"
    );
    assert_eq!(
        sent(|client| client.single().bytes(Bytes::from_static(b"\x00\xff\r\n"))),
        "POST /bytes\ncontent-type: application/octet-stream\n\n\\x00\\xff\\r\\n"
    );
    // In JSON, bytes are the text that the document says.
    let base64 = SingleBase64Body::new().picture("AP8=").pictures(["AA=="]);
    assert_eq!(
        sent(|client| client.single().base64(&base64)),
        "PUT /any\ncontent-type: application/json\n\n{\"picture\":\"AP8=\",\"pictures\":[\"AA==\"]}"
    );
}

#[test]
fn values_on_lines_and_in_a_sequence() {
    let pets = [Pet::new("a\nb"), rex()];
    assert_eq!(
        sent(|client| client.single().lines(&pets)),
        "POST /lines\ncontent-type: application/x-ndjson\n\n{\"name\":\"a\\nb\"}\n{\"name\":\"Rex\",\"age\":3}\n"
    );
    assert_eq!(
        sent(|client| client.single().sequence().body(&pets)),
        "PUT /lines\ncontent-type: application/json-seq\n\n\u{1e}{\"name\":\"a\\nb\"}\n\u{1e}{\"name\":\"Rex\",\"age\":3}\n"
    );
    assert_eq!(
        refused(|client| client.single().lines(&[rex().age(-1)])),
        "POST /lines: invalid request: body[0].age: -1 is less than the minimum 0"
    );
}

#[test]
fn forms_are_pairs() {
    let time: Timestamp = "2014-01-02T02:07:15+01:00".parse().expect("a time");
    let form = FormsPostBody::new(7)
        .currency("a b&c=d+e~é")
        .ratio(0.5)
        .live(true)
        .at(time)
        .note(Patch::Null)
        .tags(["x", "y z"])
        .pet(rex())
        .pets([Pet::new("a")]);
    let request = sent(|client| client.forms().post(&form));
    assert_eq!(
        body(&request, "POST /form", "application/x-www-form-urlencoded"),
        "amount=7&currency=a+b%26c%3Dd%2Be%7E%C3%A9&ratio=0.5&live=true&at=2014-01-02T01%3A07%3A15Z&tags=x&tags=y+z&pet=%7B%22name%22%3A%22Rex%22%2C%22age%22%3A3%7D&pets=%7B%22name%22%3A%22a%22%7D"
    );
    assert_eq!(
        refused(|client| client.forms().post(&FormsPostBody::new(0))),
        "POST /form: invalid request: amount: 0 is less than the minimum 1"
    );
    let free = BTreeMap::from([
        ("a[b]".to_owned(), "é".to_owned()),
        ("c".to_owned(), String::new()),
    ]);
    let request = sent(|client| client.forms().free(&free));
    assert_eq!(
        body(&request, "PATCH /form", "application/x-www-form-urlencoded"),
        "a%5Bb%5D=%C3%A9&c="
    );
}

#[test]
fn members_of_forms_have_styles() {
    let form = |form: FormsStylesBody| {
        let request = sent(|client| client.forms().styles().body(&form));
        body(&request, "PUT /form", "application/x-www-form-urlencoded").to_owned()
    };
    let empty = FormsStylesBody::new;
    assert_eq!(form(empty().spread(rex())), "name=Rex&age=3");
    assert_eq!(form(empty().joined(rex())), "joined=name,Rex,age,3");
    assert_eq!(form(empty().commas(["a", "b,c"])), "commas=a,b%2Cc");
    assert_eq!(form(empty().spaces(["a", "b"])), "spaces=a+b");
    assert_eq!(form(empty().pipes([1, 2])), "pipes=1%7C2");
    assert_eq!(form(empty().url("a/b?c:d&e f")), "url=a/b?c:d%26e+f");
    assert_eq!(form(empty().json([1, 2])), "json=1&json=2");
    let deep = Nested::new()
        .text("t")
        .list(["x", "y"])
        .pet(rex())
        .pets([Pet::new("a"), Pet::new("b")])
        .map(BTreeMap::from([("k".to_owned(), 1)]));
    assert_eq!(
        form(empty().deep(deep))
            .replace("%5B", "[")
            .replace("%5D", "]"),
        "deep[text]=t&deep[list][0]=x&deep[list][1]=y&deep[pet][name]=Rex&deep[pet][age]=3&deep[pets][0][name]=a&deep[pets][1][name]=b&deep[map][k]=1"
    );
}

/// Returns the parts of a request to this address: the lines between the boundaries.
fn parts(request: &str, first_line: &str) -> Vec<String> {
    const BOUNDARY: &str = "form-boundary-0-end";
    let media_type = format!("multipart/form-data; boundary={BOUNDARY}");
    let body = body(request, first_line, &media_type);
    let body = body
        .strip_suffix(&format!("--{BOUNDARY}--\r\n"))
        .expect("the last boundary");
    let boundary = format!("--{BOUNDARY}\r\n");
    let parts = body.split(&boundary).skip(1);
    parts.map(|part| part.replace("\r\n", "\n")).collect()
}

#[test]
fn parts_of_a_form() {
    let photo = File::new("%PDF")
        .file_name("a \"b\".pdf")
        .content_type("application/pdf");
    let form = PartsUploadBody::new(b"raw", "a b\"é")
        .count(7)
        .pages([File::new("one"), File::new("two").file_name("2.txt"), photo])
        .tags(["x", ""])
        .pet(rex())
        .pets([Pet::new("a"), Pet::new("b")])
        .absent(Patch::Null);
    let request = sent(|client| client.parts().upload(&form));
    assert_eq!(
        parts(&request, "POST /parts"),
        [
            "Content-Disposition: form-data; name=\"file\"; filename=\"file\"\nContent-Type: application/octet-stream\n\nraw\n",
            "Content-Disposition: form-data; name=\"purpose\"\nContent-Type: text/plain\n\na b\"é\n",
            "Content-Disposition: form-data; name=\"count\"\nContent-Type: text/plain\n\n7\n",
            "Content-Disposition: form-data; name=\"pages\"; filename=\"pages\"\nContent-Type: application/octet-stream\n\none\n",
            "Content-Disposition: form-data; name=\"pages\"; filename=\"2.txt\"\nContent-Type: application/octet-stream\n\ntwo\n",
            "Content-Disposition: form-data; name=\"pages\"; filename=\"a %22b%22.pdf\"\nContent-Type: application/pdf\n\n%PDF\n",
            "Content-Disposition: form-data; name=\"tags\"\nContent-Type: text/plain\n\nx\n",
            "Content-Disposition: form-data; name=\"tags\"\nContent-Type: text/plain\n\n\n",
            "Content-Disposition: form-data; name=\"pet\"\nContent-Type: application/json\n\n{\"name\":\"Rex\",\"age\":3}\n",
            "Content-Disposition: form-data; name=\"pets\"\nContent-Type: application/json\n\n{\"name\":\"a\"}\n",
            "Content-Disposition: form-data; name=\"pets\"\nContent-Type: application/json\n\n{\"name\":\"b\"}\n",
        ]
    );
}

#[test]
fn what_the_document_says_of_a_part_is_sent() {
    let form = PartsEncodedBody::new()
        .picture(b"i")
        .pixels(b"p")
        .pet(rex())
        .note("*n*")
        .text("t")
        .deep(Nested::new().text("d").list(["x"]));
    let request = sent(|client| client.parts().encoded().body(&form));
    assert_eq!(
        parts(&request, "PUT /parts"),
        [
            "Content-Disposition: form-data; name=\"picture\"; filename=\"picture\"\nContent-Type: image/png\n\ni\n",
            "Content-Disposition: form-data; name=\"pixels\"; filename=\"pixels\"\nContent-Type: image/png\n\np\n",
            "Content-Disposition: form-data; name=\"pet\"\nContent-Type: application/vnd.pets.v2+json\n\n{\"name\":\"Rex\",\"age\":3}\n",
            "Content-Disposition: form-data; name=\"note\"\nContent-Type: text/markdown\nX-Note: short\n\n*n*\n",
            "Content-Disposition: form-data; name=\"text\"\nContent-Type: application/json\n\n\"t\"\n",
            "Content-Disposition: form-data; name=\"deep[text]\"\nContent-Type: text/plain\n\nd\n",
            "Content-Disposition: form-data; name=\"deep[list][0]\"\nContent-Type: text/plain\n\nx\n",
        ]
    );
    assert_eq!(
        refused(|client| client
            .parts()
            .encoded()
            .body(&PartsEncodedBody::new().note("12345678901"))),
        "PUT /parts: invalid request: note: is 11 characters long; the maximum is 10"
    );
}

#[test]
fn no_part_can_be_broken_out_of() {
    let files = |name: &str, file: File| BTreeMap::from([(name.to_owned(), file)]);
    let form = files(
        "a\r\n\"",
        File::new("--form-boundary-0-end--").file_name("\r\nX: y"),
    );
    let request = sent(|client| client.parts().free().body(&form));
    assert_eq!(
        request,
        "PATCH /parts
content-type: multipart/form-data; boundary=form-boundary-1-end

--form-boundary-1-end\r
Content-Disposition: form-data; name=\"a%0D%0A%22\"; filename=\"%0D%0AX: y\"\r
Content-Type: application/octet-stream\r
\r
--form-boundary-0-end--\r
--form-boundary-1-end--\r\n"
    );
    let form = files("a", File::new("").content_type("text/plain\r\nX: y"));
    assert_eq!(
        refused(|client| client.parts().free().body(&form)),
        "PATCH /parts: invalid request: the body: the media type of a file contains a control character"
    );
}

#[test]
fn the_media_type_is_chosen_by_the_variant() {
    let post = |body: PostBody<'_>| sent(|client| client.several().post(body));
    let pet = rex();
    assert_eq!(
        sent(|client| client.several().post(&pet)),
        "POST /several\ncontent-type: application/json\n\n{\"name\":\"Rex\",\"age\":3}"
    );
    assert_eq!(
        post(PostBody::Json(&pet)),
        sent(|client| client.several().post(&pet))
    );
    assert_eq!(
        post(PostBody::Xml(b"<pet/>".into())),
        "POST /several\ncontent-type: application/xml\n\n<pet/>"
    );
    assert_eq!(
        post(PostBody::Form(&pet)),
        "POST /several\ncontent-type: application/x-www-form-urlencoded\n\nname=Rex&age=3"
    );
    assert_eq!(
        parts(&post(PostBody::Multipart(&Pet::new("R"))), "POST /several"),
        ["Content-Disposition: form-data; name=\"name\"\nContent-Type: text/plain\n\nR\n"]
    );
    assert_eq!(
        post(PostBody::Ndjson(&[pet])),
        "POST /several\ncontent-type: application/x-ndjson\n\n{\"name\":\"Rex\",\"age\":3}\n"
    );
    assert_eq!(
        post(PostBody::Text("Rex")),
        "POST /several\ncontent-type: text/plain\n\nRex"
    );
    assert_eq!(
        refused(|client| client.several().post(PostBody::Form(&rex().age(-1)))),
        "POST /several: invalid request: age: -1 is less than the minimum 0"
    );
}

#[test]
fn a_choice_may_be_left_out_or_be_of_files() {
    let pet = rex();
    assert_eq!(
        sent(|client| client
            .several()
            .patch()
            .body(PatchCallBody::MergePatch(&pet))),
        "PATCH /several\ncontent-type: application/merge-patch+json\n\n{\"name\":\"Rex\",\"age\":3}"
    );
    let steps = [Map::from_iter([("op".to_owned(), json!("remove"))])];
    assert_eq!(
        sent(|client| client
            .several()
            .patch()
            .body(PatchCallBody::JsonPatch(&steps))),
        "PATCH /several\ncontent-type: application/json-patch+json\n\n[{\"op\":\"remove\"}]"
    );
    assert_eq!(
        sent(|client| client.several().picture(Bytes::from_static(b"png"))),
        "PUT /several\ncontent-type: image/png\n\npng"
    );
    assert_eq!(
        sent(|client| client.several().picture(PictureBody::Jpeg(b"jpg".into()))),
        "PUT /several\ncontent-type: image/jpeg\n\njpg"
    );
}
