//! Responses that look like an envelope that the document does not state.

use super::*;
use crate::api::{Envelope, UnstatedEnvelope};

/// Returns the unstated envelope of a document with these response schemas, one for each operation.
fn unstated(responses: &[&str], more: &str) -> Option<UnstatedEnvelope> {
    let paths: String = responses
        .iter()
        .enumerate()
        .map(|(index, schema)| {
            format!(
                "  /p{index}:\n    get:\n      responses:\n        '200':\n          description: d\n          \
                 content: {{application/json: {{schema: {schema}}}}}\n"
            )
        })
        .collect();
    let (api, diagnostics) = lowered(&format!(
        "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths:\n{paths}{more}"
    ));
    // A document without the key is valid.
    assert_eq!(codes(&diagnostics), [""; 0]);
    api.unstated_envelope
}

fn names(found: Option<UnstatedEnvelope>) -> Option<[String; 4]> {
    let Envelope {
        result,
        success,
        errors,
        messages,
    } = found?.envelope;
    let or_none = |name: Option<String>| name.unwrap_or_default();
    Some([result, or_none(success), or_none(errors), or_none(messages)])
}

const LISTS: &str = "faults: {type: array, items: {type: string}}";

#[test]
fn members_are_found_under_various_names() {
    let of = |members: &str| {
        let schema = format!("{{type: object, properties: {{{members}}}}}");
        names(unstated(&[&schema], ""))
    };
    let list = "{type: array, items: {type: object, properties: {code: {type: integer}}}}";
    let found = |names: [&str; 4]| Some(names.map(str::to_owned));
    assert_eq!(
        of(&format!(
            "success: {{type: boolean}}, errors: {list}, messages: {list}, result: {{type: string}}, result_info: {{type: object}}"
        )),
        found(["result", "success", "errors", "messages"])
    );
    assert_eq!(
        of("ok: {type: boolean}, data: {type: integer}, error: {type: object}"),
        found(["data", "ok", "error", ""])
    );
    assert_eq!(
        of("Success: {type: [boolean, 'null']}, Mailbox: {type: object}"),
        found(["Mailbox", "Success", "", ""])
    );
    // The name of the flag alone is not enough.
    assert_eq!(of("success: {type: boolean}"), None);
    assert_eq!(of("success: {type: string}, data: {type: integer}"), None);
    assert_eq!(
        of("success: {type: boolean}, id: {type: string}, name: {type: string}"),
        None
    );
    // A second flag is not a list of errors.
    assert_eq!(
        of("ok: {type: boolean}, data: {type: integer}, error: {type: boolean}"),
        found(["data", "ok", "", ""])
    );
    assert_eq!(of(LISTS), None);
}

#[test]
fn an_envelope_that_is_extended_is_found() {
    let extended = |result: &str| {
        format!(
            "{{allOf: [{{$ref: '#/components/schemas/Reply'}}, {{properties: {{result: {{{result}}}}}}}]}}"
        )
    };
    let (one, other) = (extended("type: string"), extended("type: array, items: {}"));
    let reply = "'#/components/schemas/Reply'";
    let plain = format!("{{$ref: {reply}}}");
    let more = "components: {schemas: {Reply: {type: object, properties: {success: {type: boolean}, errors: {type: array, items: {type: string}}}}}}\n";
    let found = unstated(&[&plain, &one, &other], more).expect("all three have it");
    assert_eq!((found.operations, found.json_operations), (3, 3));
    assert_eq!(
        found.location.pointer,
        "/paths/~1p1/get/responses/200/content/application~1json/schema"
    );
    assert_eq!(
        names(Some(found)),
        Some(["result", "success", "errors", ""].map(str::to_owned))
    );
}

#[test]
fn an_envelope_of_few_responses_is_not_reported() {
    let wrapped = "{type: object, properties: {success: {type: boolean}, result: {type: string}}}";
    let other = "{type: object, properties: {success: {type: boolean}, user: {type: string}}}";
    let value = "{type: object, properties: {id: {type: string}}}";
    let mut responses = [value; 10];
    responses[3] = wrapped;
    assert_eq!(unstated(&responses, ""), None);
    assert_eq!(unstated(&[wrapped, value], ""), None);
    assert!(unstated(&[wrapped, value, wrapped], "").is_some());
    // The value has a different name in each response, so no envelope could be stated.
    let others = ["a", "b", "c"].map(|name| other.replace("user", name));
    assert_eq!(unstated(&[&others[0], &others[1], &others[2]], ""), None);
    // The document states its envelope.
    let stated = "x-rust-envelope: {result: result, success: success}\n";
    assert_eq!(unstated(&[wrapped], stated), None);
}
