//! Parameters in the path, the query, headers and cookies.

use api::CallOptions;
use api::jiff::Timestamp;
use api::jiff::civil::date;
use api::resources::path::ScalarsRequired;
use api::serde_json::json;
use api::types::{PathScalarsSize, QueryGetLists, QueryGetSelectItem, Rgb};

use crate::support::{refused, sent};

const COLORS: [&str; 3] = ["blue", "black", "brown"];

fn rgb() -> Rgb {
    Rgb::new().r(100).g(200).b(150)
}

fn time() -> Timestamp {
    "2014-01-02T02:07:15+01:00".parse().expect("a time")
}

#[test]
fn texts_in_the_path_stay_in_their_segment() {
    let simple = |text: &str| sent(|client| client.path().simple(text));
    assert_eq!(simple("blue"), "GET /simple/blue");
    assert_eq!(
        simple("a/b?c#d%e é"),
        "GET /simple/a%2Fb%3Fc%23d%25e%20%C3%A9"
    );
    assert_eq!(simple("a\\b\tc\0"), "GET /simple/a%5Cb%09c%00");
    assert_eq!(simple("a.b..c~-_"), "GET /simple/a.b..c~-_");
    assert_eq!(simple("..."), "GET /simple/...");
    assert_eq!(
        simple("!$&'()*+,;=:@[]"),
        "GET /simple/%21%24%26%27%28%29%2A%2B%2C%3B%3D%3A%40%5B%5D"
    );
}

#[test]
fn texts_that_would_lead_to_another_path_are_not_sent() {
    let simple = |text: &str| refused(|client| client.path().simple(text));
    assert_eq!(
        simple(""),
        "GET /simple/{color}: invalid request: color: must not be empty, because it is part of the path"
    );
    for text in [
        ".",
        "..",
        "%2e%2e",
        "%2E.",
        "../x",
        "a/../b",
        "..;a",
        "..\\",
        "%252e%252e",
    ] {
        assert_eq!(
            simple(text),
            "GET /simple/{color}: invalid request: color: creates a path segment `.` or `..`, which would change the path",
            "{text}"
        );
    }
}

#[test]
fn scalars_in_canonical_text() {
    let scalars = |integer, ratio, size| {
        sent(|client| {
            client.path().scalars(ScalarsRequired {
                integer,
                boolean: true,
                uuid: "123e4567-e89b-12d3-a456-426614174000",
                day: date(2024, 2, 29),
                time: time(),
                ratio,
                size: &size,
            })
        })
    };
    assert_eq!(
        scalars(-7, 1.0, PathScalarsSize::AB),
        "GET /simple/-7/true/123e4567-e89b-12d3-a456-426614174000/2024-02-29/2014-01-02T01%3A07%3A15Z/1/a%2Fb"
    );
    assert_eq!(
        scalars(i64::MIN, 0.1, PathScalarsSize::from("new")),
        "GET /simple/-9223372036854775808/true/123e4567-e89b-12d3-a456-426614174000/2024-02-29/2014-01-02T01%3A07%3A15Z/0.1/new"
    );
}

#[test]
fn numbers_that_are_none_are_not_sent() {
    assert_eq!(
        refused(|client| client.query().get().ratio(f64::NAN)),
        "GET /query: invalid request: ratio: JSON cannot represent infinite numbers or NaN"
    );
}

#[test]
fn several_parameters_in_a_segment() {
    // Arguments in the order of the template.
    assert_eq!(
        sent(|client| client.path().file(2, "a.b,c", "tar")),
        "GET /files/v2,a.b%2Cc.tar/raw"
    );
    assert_eq!(
        sent(|client| client.path().twice("x", "y")),
        "GET /twice/x/x/y"
    );
    assert_eq!(
        sent(|client| client
            .path()
            .prefixed(&COLORS.map(str::to_owned), "", &rgb())),
        "GET /label.blue.black.brown/matrix;color;R=100;G=200;B=150"
    );
    assert_eq!(
        refused(|client| client.path().prefixed(&[], "", &rgb())),
        "GET /label{list}/matrix{color}{members}: invalid request: list: must not be empty, because it is part of the path"
    );
}

#[test]
fn json_in_the_path() {
    assert_eq!(
        sent(|client| client.path().json(&rgb())),
        "GET /json/%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D"
    );
}

#[test]
fn a_query_in_the_template_is_kept_and_a_fragment_is_not_sent() {
    assert_eq!(
        sent(|client| client.path().fixed().color("b")),
        "GET /fixed?kind=a&color=b"
    );
}

#[test]
fn what_is_not_set_is_not_sent() {
    assert_eq!(sent(|client| client.query().get()), "GET /query");
}

#[test]
fn every_style_of_the_query() {
    assert_eq!(
        sent(|client| client.query().get().colors(COLORS)),
        "GET /query?colors=blue&colors=black&colors=brown"
    );
    assert_eq!(
        sent(|client| client.query().get().commas(COLORS)),
        "GET /query?commas=blue,black,brown"
    );
    assert_eq!(
        sent(|client| client.query().get().spaces(COLORS)),
        "GET /query?spaces=blue%20black%20brown"
    );
    assert_eq!(
        sent(|client| client.query().get().pipes([1, 2])),
        "GET /query?pipes=1%7C2"
    );
    assert_eq!(
        sent(|client| client.query().get().deep(rgb())),
        "GET /query?deep%5BR%5D=100&deep%5BG%5D=200&deep%5BB%5D=150"
    );
    assert_eq!(
        sent(|client| client.query().get().spread(rgb())),
        "GET /query?R=100&G=200&B=150"
    );
    assert_eq!(
        sent(|client| client.query().get().joined(rgb())),
        "GET /query?joined=R,100,G,200,B,150"
    );
    assert_eq!(
        sent(|client| client.query().get().lists(QueryGetLists::new().x([1, 2]))),
        "GET /query?lists%5Bx%5D=1&lists%5Bx%5D=2"
    );
    assert_eq!(
        sent(|client| client.query().get().f(Rgb::new().r(1))),
        "GET /query?f=%7B%22R%22%3A1%7D"
    );
}

#[test]
fn a_delimiter_in_a_value_is_encoded() {
    assert_eq!(
        sent(|client| client.query().get().commas(["a,b", "c"])),
        "GET /query?commas=a%2Cb,c"
    );
}

#[test]
fn texts_in_the_query() {
    assert_eq!(
        sent(|client| client.query().get().color("a b&c=d+e~é")),
        "GET /query?color=a%20b%26c%3Dd%2Be~%C3%A9"
    );
    assert_eq!(
        sent(|client| client.query().get().color("")),
        "GET /query?color="
    );
    assert_eq!(
        sent(|client| client.query().get().reserved("a/b?c:d&e")),
        "GET /query?reserved=a/b?c:d%26e"
    );
    assert_eq!(
        sent(|client| client.query().get().reserved("a+b#c%20d%zz e")),
        "GET /query?reserved=a%2Bb%23c%20d%25zz%20e"
    );
    assert_eq!(
        sent(|client| client.query().get().filter_x("y")),
        "GET /query?filter%5Bx%5D=y"
    );
    assert_eq!(
        sent(|client| client.query().get().plain("a,b")),
        "GET /query?plain=a%2Cb"
    );
    assert_eq!(
        sent(|client| client
            .query()
            .get()
            .select([QueryGetSelectItem::A, QueryGetSelectItem::from("c d")])),
        "GET /query?%24select=a,c%20d"
    );
}

#[test]
fn scalars_in_the_query() {
    assert_eq!(
        sent(|client| client.query().get().flag(false).ratio(1e-7).time(time())),
        "GET /query?flag=false&ratio=1e-7&time=2014-01-02T01%3A07%3A15Z"
    );
    assert_eq!(
        sent(|client| client.query().get().ratio(1e300)),
        "GET /query?ratio=1e%2B300"
    );
    assert_eq!(
        sent(|client| client.query().get().anything(json!({"a": 1, "b": [1]}))),
        "GET /query?a=1&b=%5B1%5D"
    );
}

#[test]
fn empty_lists_are_absent_or_empty() {
    let none: [&str; 0] = [];
    assert_eq!(
        sent(|client| client.query().get().colors(none)),
        "GET /query"
    );
    assert_eq!(
        sent(|client| client.query().get().empty(none)),
        "GET /query?empty="
    );
}

#[test]
fn the_operations_own_parameter_wins_over_its_paths() {
    assert_eq!(
        sent(|client| client.query().get().shared("a").replaced(1)),
        "GET /query?shared=a&replaced=1"
    );
}

#[test]
fn parameters_that_are_set_twice_are_sent_once() {
    assert_eq!(
        sent(|client| client.query().get().color("a").flag(true).color("b")),
        "GET /query?color=b&flag=true"
    );
}

#[test]
fn options_replace_and_add() {
    let options = CallOptions::new()
        .query("color", "c&d")
        .query("more", "")
        .header("x-color", "red");
    assert_eq!(
        sent(|client| client.query().get().color("a").flag(true).options(options)),
        "GET /query?flag=true&color=c%26d&more=\nx-color: red"
    );
}

#[test]
fn required_parameters_are_always_sent() {
    assert_eq!(
        sent(|client| client.query().required("", &["a".to_owned()], "")),
        "GET /required?color=&colors=a&nothing="
    );
}

#[test]
fn headers_are_not_percent_encoded() {
    assert_eq!(
        sent(|client| client
            .headers()
            .get()
            .x_color("50% off, é")
            .x_colors(COLORS)
            .x_count(3)
            .x_rgb(rgb())
            .x_pairs(rgb())
            .x_json(Rgb::new().r(1))),
        "GET /headers
x-color: 50% off, é
x-colors: blue,black,brown
x-count: 3
x-json: {\"R\":1}
x-pairs: R=100,G=200,B=150
x-rgb: R,100,G,200,B,150"
    );
}

#[test]
fn headers_cannot_be_broken_out_of() {
    for text in ["a\r\nb: c", "a\nb", "a\rb", "a\0b", "\u{7f}"] {
        assert_eq!(
            refused(|client| client.headers().get().x_color(text)),
            "GET /headers: invalid request: X-Color: contains a control character, which is not allowed in a header"
        );
        assert_eq!(
            refused(|client| client.headers().get().a(text)),
            "GET /headers: invalid request: a: contains a character that is not allowed in a cookie"
        );
    }
    assert_eq!(
        refused(|client| client.headers().get().a("x; b=1")),
        "GET /headers: invalid request: a: contains a character that is not allowed in a cookie"
    );
}

#[test]
fn cookies_share_a_header() {
    assert_eq!(
        sent(|client| client.headers().get().b(2).a("1")),
        "GET /headers\ncookie: b=2; a=1"
    );
    assert_eq!(
        sent(|client| client.headers().get().list(COLORS).object(rgb())),
        "GET /headers\ncookie: list=blue,black,brown; object=R,100,G,200,B,150"
    );
}

#[test]
fn names_of_what_the_printed_code_uses() {
    let call = |client: &api::Client| {
        client
            .names()
            .get("s", "c", "x")
            .options_("1")
            .request("2")
            .query("3")
            .send_("4")
            .with_response_("5")
            .new_("6")
            .into_future_("7")
            .r#type("8")
            .type_header("9")
            .type_cookie("10")
            .plus_1(11)
            .minus_1(12)
    };
    assert_eq!(
        sent(call),
        "GET /names/s/c?call=x&options=1&request=2&query=3&send=4&with_response=5&new=6&into_future=7&type=8&%2B1=11&-1=12
cookie: type=10
type: 9"
    );
}
