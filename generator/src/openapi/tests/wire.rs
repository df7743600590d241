//! What HTTP cannot carry is reported when the document is read.

use super::{lines, read, read_operation};
use crate::openapi::document::SecuritySchemeKind;

#[test]
fn additional_methods_are_tokens_without_a_fixed_member() {
    let (document, diagnostics) = read(
        r#"openapi: 3.2.0
info: { title: T, version: '1' }
paths:
  /a:
    additionalOperations: { "bad method": {}, "": {}, "X\ny": {}, post: {}, Get: {}, LINK: {}, link: {} }
    get: {}
"#,
    );
    let place = "/paths/~1a/additionalOperations";
    let help = "(a method is a word of letters, digits and `-`, such as `COPY`)";
    assert_eq!(
        lines(&diagnostics),
        [
            format!("error invalid-method {place}/bad method#: `bad method` is not a valid HTTP method {help}"),
            format!("error invalid-method {place}/#: `` is not a valid HTTP method {help}"),
            format!("error invalid-method {place}/X\ny#: `X\\ny` is not a valid HTTP method {help}"),
            format!(
                "warning invalid-method {place}/post#: `post` is not allowed in `additionalOperations`; read as `POST` (write \
                 it as the member `post` of the path item)"
            ),
            format!(
                "warning invalid-method {place}/Get#: `Get` is not allowed in `additionalOperations`; read as `GET` (write it \
                 as the member `get` of the path item)"
            ),
            "warning duplicate-operation /paths/~1a/get#: this path already has `GET`; the first is used".to_owned(),
        ]
    );
    let methods: Vec<&str> = document.paths[0]
        .operations
        .iter()
        .map(|operation| operation.method.as_str())
        .collect();
    assert_eq!(methods, ["POST", "GET", "LINK", "link"]);
    assert_eq!(document.operation_count, 4);
}

#[test]
fn strings_that_no_message_can_carry_are_reported() {
    let (document, diagnostics) = read(
        r#"openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /../x/./y: { get: {} }
  /a/%2e%2E/b: { get: {} }
  /{..}/v1.0/...: { get: {} }
  /b:
    post:
      requestBody:
        content:
          "text/plain\r\nX: 1": {}
          multipart/form-data:
            schema: { properties: { p: {} } }
            encoding: { p: { contentType: "a/b\n" } }
      responses: { '200': { content: { "a/b\nc": {} } } }
components:
  securitySchemes:
    a: { type: http, scheme: "Foo\r\nBar: x" }
    b: { type: http, scheme: digest }
"#,
    );
    let path = "a segment `.` or `..` would lead to another path; the client refuses to send these requests";
    let media = "is not a valid media type; messages of this type cannot be sent";
    let content = "/paths/~1b/post/requestBody/content";
    let mut found = lines(&diagnostics);
    found.sort();
    let mut expected = [
        "warning invalid-name /components/securitySchemes/a/scheme: `Foo\\r\\nBar: x` is not a valid scheme name; the scheme is \
         left out, and with it each alternative that needs it"
            .to_owned(),
        format!("warning malformed-path /paths/~1..~1x~1.~1y#: {path}"),
        format!("warning malformed-path /paths/~1a~1%2e%2E~1b#: {path}"),
        format!("warning invalid-media-type {content}/text~1plain\r\nX: 1#: `text/plain\\r\\nX: 1` {media}"),
        format!(
            "warning invalid-media-type {content}/multipart~1form-data/encoding/p/contentType: `a/b\\n` {media}"
        ),
        format!("warning invalid-media-type /paths/~1b/post/responses/200/content/a~1b\nc#: `a/b\\nc` {media}"),
    ];
    expected.sort();
    assert_eq!(found, expected);
    assert_eq!(document.security_schemes.len(), 1);
}

#[test]
fn an_empty_operation_id_counts_as_absent() {
    let (document, diagnostics) = read_operation("3.1.0", "      operationId: ''\n");
    assert_eq!(document.paths[0].operations[0].operation_id, None);
    assert_eq!(
        lines(&diagnostics),
        [
            "warning missing-member /paths/~1/get/operationId: `operationId` is empty; the operation is named after its method and path"
        ]
    );
}

#[test]
fn unusable_token_urls_are_reported_and_dropped() {
    for (url, problem) in [
        (
            "https://user:pw@login.example/token",
            Some("it contains a user name or password"),
        ),
        (
            "//user@login.example/token",
            Some("it contains a user name or password"),
        ),
        (
            "HTTPS://login.example:99999/token",
            Some("its port is not a number up to 65535"),
        ),
        ("https:///token", Some("it has no host")),
        ("https://?a=1", Some("it has no host")),
        ("https://a%20b/", Some("its host is not a valid host name")),
        ("mailto:a@b.example", Some("it is not an HTTP URL")),
        ("login.example:443/token", Some("it is not an HTTP URL")),
        ("https://login.example/token#a", Some("it has a fragment")),
        ("https://login.example/a b", Some("it is not a URL")),
        ("https://login.example:8443/a:b/../token?c=d@e", None),
        ("https://[::1]:80", None),
        ("HTTP://login.example", None),
        ("//login.example/token", None),
        ("/oauth/token:x", None),
        ("?token=a:b", None),
        ("token", None),
    ] {
        let (document, diagnostics) = read(&format!(
            "openapi: 3.1.0\ninfo: {{ title: T, version: '1' }}\npaths: {{}}\ncomponents:\n  securitySchemes:\n    \
             s: {{ type: oauth2, flows: {{ clientCredentials: {{ tokenUrl: '{url}', scopes: {{}} }} }} }}\n"
        ));
        let SecuritySchemeKind::OAuth2(flow) = &document.security_schemes[0].kind else {
            panic!("{url}");
        };
        let kept = flow.as_ref().map(|flow| flow.token_url.as_str());
        assert_eq!(kept, problem.is_none().then_some(url));
        let place = "/components/securitySchemes/s/flows/clientCredentials/tokenUrl";
        let diagnostic = problem.map(|problem| {
            format!(
                "warning invalid-url {place}: this `tokenUrl` cannot be requested: {problem}; client credentials need a token URL \
                 set by hand"
            )
        });
        assert_eq!(lines(&diagnostics), Vec::from_iter(diagnostic), "{url}");
    }
}
