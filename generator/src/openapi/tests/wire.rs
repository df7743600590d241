//! What HTTP cannot carry is said while the document is read, and not by a client that fails.

use super::{lines, read};

#[test]
fn additional_methods_are_tokens_and_none_of_those_with_members_of_their_own() {
    let (document, remarks) = read(
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
        lines(&remarks),
        [
            format!("error invalid-method {place}/bad method#: `bad method` is no method of HTTP {help}"),
            format!("error invalid-method {place}/#: `` is no method of HTTP {help}"),
            format!("error invalid-method {place}/X\ny#: `X\\ny` is no method of HTTP {help}"),
            format!(
                "warning invalid-method {place}/post#: `post` has no place among additional operations; read as `POST` (write \
                 it as the member `post` of the path item)"
            ),
            format!(
                "warning invalid-method {place}/Get#: `Get` has no place among additional operations; read as `GET` (write it \
                 as the member `get` of the path item)"
            ),
            "warning duplicate-operation /paths/~1a/get#: this path has `GET` already; the first is used".to_owned(),
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
