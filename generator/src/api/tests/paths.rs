//! Path templates: expressions, queries in them, and parameters whose values are several segments.

use super::operations::paths;
use super::*;
use crate::api::{Operation, ParameterLocation, PathSegment, Style};

/// Returns an operation's path as a string, each parameter as `<name>`, or `<name: form>` if it has several segments.
fn rendered(operation: &Operation) -> String {
    let pieces = operation.path.iter().map(|segment| match segment {
        PathSegment::Text(text) => text.clone(),
        PathSegment::Parameter(index) => {
            let parameter = &operation.parameters[*index];
            assert_eq!(parameter.encoding.location_in, ParameterLocation::Path);
            match &parameter.segments {
                Some(form) => format!("<{}: {form}>", parameter.name),
                None => format!("<{}>", parameter.name),
            }
        }
    });
    pieces.collect()
}

/// Returns the names of an operation's parameters outside of the path, with `!` after those that are required.
fn outside_of_path(operation: &Operation) -> Vec<String> {
    let parameters = operation.parameters.iter();
    parameters
        .filter(|parameter| parameter.encoding.location_in != ParameterLocation::Path)
        .map(|parameter| {
            let mark = if parameter.required { "!" } else { "" };
            format!("{}{mark}", parameter.name)
        })
        .collect()
}

fn one(path: &str, parameters: &str) -> (String, Vec<String>, Vec<&'static str>) {
    let (api, diagnostics) = paths(&format!(
        "  '{path}':\n    get:\n      parameters: [{parameters}]\n      responses: {{}}\n"
    ));
    let operation = &api.operations[0];
    (
        rendered(operation),
        outside_of_path(operation),
        codes(&diagnostics),
    )
}

/// Returns whether the first parameter is exploded.
fn is_exploded(path: &str, parameters: &str) -> bool {
    let (api, _) = paths(&format!(
        "  '{path}':\n    get:\n      parameters: [{parameters}]\n      responses: {{}}\n"
    ));
    api.operations[0].parameters[0].encoding.explode
}

/// Returns the declaration of a string parameter.
fn text(name: &str, place: &str) -> String {
    format!("{{name: '{name}', in: {place}, required: true, schema: {{type: string}}}}")
}

#[test]
fn expressions_refer_to_declared_parameters() {
    for (path, name, expected) in [
        (
            "/v2/{parent=shelves/*}/books",
            "parent",
            "/v2/<parent: shelves/*>/books",
        ),
        (
            "/v2/{name=shelves/*/books/**}:copy",
            "name",
            "/v2/<name: shelves/*/books/**>:copy",
        ),
        ("/blobs/{key+}", "key", "/blobs/<key: **>"),
        ("/blobs/{+key}/meta", "key", "/blobs/<key: **>/meta"),
        ("/blobs/{*key}", "key", "/blobs/<key: **>"),
        ("/blobs/{key*}", "key", "/blobs/<key: **>"),
        ("/blobs/{key...}", "key", "/blobs/<key: **>"),
        ("/blobs/{key:path}", "key", "/blobs/<key: **>"),
        ("/users/{id:[0-9]{1,9}}", "id", "/users/<id>"),
        ("/users/{id:int}", "id", "/users/<id>"),
        ("/users/{id=*}", "id", "/users/<id>"),
        // A parameter that is declared under the whole expression is used, whatever its characters mean elsewhere.
        ("/blobs/{key+}", "key+", "/blobs/<key+: **>"),
        ("/users/{urn:id}", "urn:id", "/users/<urn:id>"),
    ] {
        let (shown, _, codes) = one(path, &text(name, "path"));
        assert_eq!(shown, expected);
        assert!(!is_exploded(path, &text(name, "path")), "{path}");
        assert_eq!(codes, Vec::<&str>::new(), "{path}");
    }
}

#[test]
fn undeclared_expressions_become_parameters() {
    for (path, expected) in [
        (
            "/v2/{parent=shelves/*}/books",
            "/v2/<parent: shelves/*>/books",
        ),
        ("/blobs/{key+}", "/blobs/<key: **>"),
        ("/users/{id:[a-z/]+}", "/users/<id>"),
    ] {
        let (shown, _, codes) = one(path, "");
        assert_eq!(shown, expected);
        assert_eq!(codes, ["undeclared-path-parameter"]);
    }
}

#[test]
fn extension_keys_of_other_tools_allow_several_segments() {
    for (key, reserved) in [
        ("x-multi-segment: true", false),
        ("x-multiSegment: true", false),
        ("x-ms-skip-url-encoding: true", true),
        ("x-speakeasy-param-encoding-override: allowReserved", true),
    ] {
        let declared =
            format!("{{name: ref, in: path, required: true, schema: {{type: string}}, {key}}}");
        let (api, diagnostics) = paths(&format!(
            "  /git/{{ref}}:\n    get:\n      parameters: [{declared}]\n      responses: {{}}\n"
        ));
        assert_eq!(rendered(&api.operations[0]), "/git/<ref: **>", "{key}");
        assert_eq!(
            api.operations[0].parameters[0].encoding.allow_reserved, reserved,
            "{key}"
        );
        assert_eq!(codes(&diagnostics), Vec::<&str>::new());
    }
    for key in [
        "x-multi-segment: false",
        "x-ms-skip-url-encoding: 'true'",
        "x-other: true",
    ] {
        let declared =
            format!("{{name: ref, in: path, required: true, schema: {{type: string}}, {key}}}");
        assert_eq!(one("/git/{ref}", &declared).0, "/git/<ref>", "{key}");
    }
}

#[test]
fn lists_and_objects_keep_their_style() {
    let list = "{name: ids, in: path, required: true, explode: true, schema: {type: array, items: {type: string}}}";
    assert_eq!(one("/x/{ids*}", list).0, "/x/<ids>");
    let object = "{name: at, in: path, required: true, schema: {type: object, properties: {x: {type: integer}}}}";
    assert_eq!(one("/x/{at*}", object).0, "/x/<at>");
}

#[test]
fn operators_set_the_style_unless_the_parameter_does() {
    let list = |more: &str| {
        format!(
            "{{name: ids, in: path, required: true, schema: {{type: array, items: {{type: string}}}}{more}}}"
        )
    };
    for (path, more, style, explode) in [
        ("/x{.ids}", "", Style::Label, false),
        ("/x{.ids*}", "", Style::Label, true),
        ("/x{;ids*}", "", Style::Matrix, true),
        ("/x/{ids*}", "", Style::Simple, true),
        ("/x/{ids}", "", Style::Simple, false),
        ("/x{;ids}", ", style: label", Style::Label, false),
    ] {
        let (api, _) = paths(&format!(
            "  '{path}':\n    get:\n      parameters: [{}]\n      responses: {{}}\n",
            list(more)
        ));
        let parameter = &api.operations[0].parameters[0];
        let encoding = (parameter.encoding.style, parameter.encoding.explode);
        assert_eq!(encoding, (style, explode), "{path}{more}");
        assert_eq!(parameter.segments, None);
    }
}

#[test]
fn parameters_of_a_query_in_the_path_are_sent_once() {
    let two = [text("since", "query"), text("until", "query")].join(", ");
    let names = ["since!".to_owned(), "until!".to_owned()];
    for (path, expected) in [
        ("/logs?since={since}&until={until}", "/logs"),
        ("/logs/?since={since}", "/logs/"),
        ("/logs?{since}&{until}", "/logs"),
        ("/logs{?since,until}", "/logs"),
        ("/logs?view=all{&since,until*}", "/logs?view=all"),
        ("/logs?view=all&since={since}&tail", "/logs?view=all&tail"),
        ("/logs?since=&until=", "/logs"),
        // The name on the wire is that of the pair, whatever is between its braces.
        ("/logs?since={start}&until={end}", "/logs"),
    ] {
        let (shown, beside, codes) = one(path, &two);
        assert_eq!(shown, expected);
        assert_eq!(beside, names, "{path}");
        assert_eq!(codes, Vec::<&str>::new(), "{path}");
    }
}

#[test]
fn a_query_with_more_than_parameters_stays_in_the_path() {
    let span = [text("since", "query"), text("until", "query")].join(", ");
    let (shown, beside, codes) = one("/logs?span={since}..{until}", &span);
    assert_eq!(shown, "/logs?span=<since>..<until>");
    assert_eq!((beside, codes), (Vec::new(), Vec::new()));
    let (shown, beside, codes) = one("/logs?s={since}&until={until}", &span);
    assert_eq!(shown, "/logs?s=<since>");
    assert_eq!((beside, codes), (vec!["until!".to_owned()], Vec::new()));
    // Declared for the path, it is part of the path.
    let (shown, beside, codes) = one("/logs?since={since}", &text("since", "path"));
    assert_eq!(shown, "/logs?since=<since>");
    assert_eq!((beside, codes), (Vec::new(), Vec::new()));
    // Only the value in the path can be sent.
    let fixed = "{name: view, in: query, required: true, schema: {type: string, enum: [all]}}";
    let (shown, beside, codes) = one("/logs?view=all", fixed);
    assert_eq!(shown, "/logs?view=all");
    assert_eq!((beside, codes), (Vec::new(), Vec::new()));
    let free = "{name: view, in: query, schema: {type: string, enum: [all, new]}}";
    let (shown, beside, _) = one("/logs?view=all", free);
    assert_eq!(shown, "/logs?view=all");
    assert_eq!(beside, ["view"]);
}

#[test]
fn undeclared_names_in_a_query_become_query_parameters() {
    let (shown, beside, codes) = one("/logs?since={start}&view=all{&more}", "");
    assert_eq!(shown, "/logs?view=all");
    assert_eq!(beside, ["since!", "more"]);
    assert_eq!(codes, ["undeclared-path-parameter"; 2]);
    // Declared for the path, although the template has it in the query.
    let (shown, beside, codes) = one("/logs{?since}", &text("since", "path"));
    assert_eq!(shown, "/logs");
    assert_eq!(beside.len(), 1);
    assert_eq!(codes, Vec::<&str>::new());
}

#[test]
fn patterns_distinguish_paths() {
    let (_, _, codes) = {
        let (api, diagnostics) = paths(
            "  '/v1/{name=shelves/*}': {get: {parameters: [{name: name, in: path, required: true, schema: {type: string}}], responses: {}}}
  '/v1/{name=rooms/*}': {get: {parameters: [{name: name, in: path, required: true, schema: {type: string}}], responses: {}}}
",
        );
        (api.operations.len(), (), codes(&diagnostics))
    };
    assert_eq!(codes, Vec::<&str>::new());
}
