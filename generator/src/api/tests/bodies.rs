//! Request bodies: contents, encodings of parts, files, and types that several contents share.

use super::codes;
use super::operations::paths;
use crate::api::{
    Api, BodyEncoding, Content, Format, OperationPart, Part, PartStyle, Shape, Style, TypeName,
    TypeRef,
};

fn contents(api: &Api) -> Vec<&Content> {
    let bodies = api
        .operations
        .iter()
        .filter_map(|operation| operation.body.as_ref());
    bodies.flat_map(|body| &body.contents).collect()
}

fn shape(api: &Api, ty: TypeRef) -> &Shape {
    &api.get(ty.id).shape
}

fn field<'a>(api: &'a Api, ty: TypeRef, name: &str) -> &'a Shape {
    let Shape::Struct(object) = shape(api, ty) else {
        panic!("an object");
    };
    let field = object.fields.iter().find(|field| field.name == name);
    shape(api, field.expect("the field").ty)
}

#[test]
fn each_media_type_has_its_encoding() {
    let (api, diagnostics) = paths(
        "  /a:
    post: {requestBody: {required: true, content: {'application/merge-patch+json': {schema: {type: object, properties: {x: {}}}}}}}
    put: {requestBody: {content: {application/octet-stream: {schema: {type: string, format: binary}}}}}
    patch: {requestBody: {content: {multipart/form-data: {schema: {type: object}}}}}
    delete: {requestBody: {content: {'text/csv; charset=utf-8': {}}}}
    get: {requestBody: {content: {'*/*': {schema: {type: object}}}}}
    head: {requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {x: {}}}}}}}
  /b:
    post: {requestBody: {content: {application/x-ndjson: {schema: {type: object}}}}}
    put: {requestBody: {content: {application/json-seq: {schema: {type: array, items: {type: integer}}}}}}
    patch: {requestBody: {content: {application/xml: {schema: {type: object}}}}}
    delete: {requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: string}}}}}
    get: {requestBody: {content: {multipart/form-data: {schema: {type: array, items: {}}}}}}
    head: {requestBody: {content: {image/*: {}}}}
",
    );
    let found: Vec<(&str, &BodyEncoding)> = contents(&api)
        .into_iter()
        .map(|content| (content.media_type.as_str(), &content.encoding))
        .collect();
    assert_eq!(
        found,
        [
            ("application/merge-patch+json", &BodyEncoding::Json),
            ("application/octet-stream", &BodyEncoding::Bytes),
            ("multipart/form-data", &BodyEncoding::Multipart(Vec::new())),
            ("text/csv; charset=utf-8", &BodyEncoding::Text),
            ("application/json", &BodyEncoding::Json),
            (
                "application/x-www-form-urlencoded",
                &BodyEncoding::Form(Vec::new())
            ),
            ("application/x-ndjson", &BodyEncoding::Lines),
            ("application/json-seq", &BodyEncoding::Sequence),
            ("application/xml", &BodyEncoding::Bytes),
            ("application/x-www-form-urlencoded", &BodyEncoding::Text),
            ("multipart/form-data", &BodyEncoding::Bytes),
            ("application/octet-stream", &BodyEncoding::Bytes),
        ]
    );
    assert_eq!(
        codes(&diagnostics),
        ["unsupported-body", "unsupported-body"]
    );
}

#[test]
fn sequences_are_lists_of_their_items() {
    let (api, diagnostics) = paths(
        "  /a:
    put: {requestBody: {content: {application/json-seq: {schema: {type: array, items: {type: integer}}}}}}
    post: {requestBody: {content: {application/x-ndjson: {schema: {type: boolean}}}}}
    delete: {requestBody: {content: {application/jsonl: {}}}}
",
    );
    let items: Vec<&Shape> = contents(&api)
        .into_iter()
        .map(|content| match shape(&api, content.ty) {
            Shape::List(item) => shape(&api, *item),
            _ => panic!("a list"),
        })
        .collect();
    assert_eq!(diagnostics, []);
    assert!(items.contains(&&Shape::Boolean) && items.contains(&&Shape::Any));
    assert!(items.iter().any(|item| matches!(item, Shape::Integer(_))));
}

#[test]
fn the_names_of_sequences_are_the_same_in_both_directions() {
    let names = [
        ("application/stream+json", BodyEncoding::Lines),
        ("application/x-ldjson", BodyEncoding::Lines),
        ("application/x-json-stream", BodyEncoding::Lines),
        ("application/vnd.example+ndjson", BodyEncoding::Lines),
        ("text/jsonl", BodyEncoding::Lines),
        ("application/vnd.example+json-seq", BodyEncoding::Sequence),
    ];
    for (name, encoding) in names {
        let (api, diagnostics) = paths(&format!(
            "  /a:\n    post: {{requestBody: {{content: {{{name}: {{schema: {{type: object}}}}}}}}}}\n"
        ));
        assert_eq!(diagnostics, [], "{name}");
        let content = contents(&api)[0];
        assert_eq!(content.encoding, encoding, "{name}");
        assert!(matches!(shape(&api, content.ty), Shape::List(_)), "{name}");
    }
}

#[test]
fn duplicates_and_ranges_cannot_be_chosen() {
    let (api, diagnostics) = paths(
        "  /a:
    post: {requestBody: {content: {application/json: {schema: {}}, 'application/JSON; charset=utf-8': {schema: {}}, 'application/*+json': {schema: {type: string}}}}}
    put: {requestBody: {content: {image/*: {}, video/*: {}}}}
",
    );
    let found: Vec<&str> = contents(&api)
        .into_iter()
        .map(|content| content.media_type.as_str())
        .collect();
    assert_eq!(found, ["application/json", "application/octet-stream"]);
    assert_eq!(codes(&diagnostics), ["several-media-types"]);
}

#[test]
fn leaving_out_the_same_body_under_another_media_type_is_not_reported() {
    let (api, diagnostics) = paths(
        "  /a:
    post: {requestBody: {content: {application/json: {schema: {type: string}}, '*/*': {schema: {type: string}}}}}
    put: {requestBody: {content: {text/plain: {}, 'text/plain; charset=utf-8': {}}}}
",
    );
    assert_eq!(diagnostics, []);
    assert_eq!(contents(&api).len(), 2);
}

#[test]
fn equal_contents_have_one_type() {
    let (api, diagnostics) = paths(
        "  /a:
    post:
      requestBody:
        content:
          application/json: {schema: {type: object, properties: {x: {type: array, items: {type: object, properties: {y: {type: string}}}}}}}
          application/x-www-form-urlencoded: {schema: {type: object, properties: {x: {type: array, items: {type: object, properties: {y: {type: string}}}}}}}
          multipart/form-data: {schema: {type: object, properties: {x: {type: string}}}}
",
    );
    let found = contents(&api);
    assert_eq!(diagnostics, []);
    assert_eq!(found[0].ty, found[1].ty);
    assert_ne!(found[0].ty, found[2].ty);
    let part = |content: &Content| match &api.get(content.ty.id).name {
        TypeName::Operation { part, .. } => part.clone(),
        _ => panic!("the part of an operation"),
    };
    assert_eq!(part(found[0]), OperationPart::Request);
    assert_eq!(
        part(found[2]),
        OperationPart::Content("multipart/form-data".to_owned())
    );
}

#[test]
fn encodings_belong_to_parts() {
    let (api, diagnostics) = paths(
        "  /a:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema: {type: object, properties: {a: {type: string}, b: {type: object}, c: {type: array, items: {type: string}}, d: {}}}
            encoding:
              a:
                contentType: image/*, text/csv, text/plain
                headers: {X-A: {schema: {type: string, enum: [x]}}, X-B: {schema: {type: string}}, Content-Type: {schema: {type: string}}}
              b: {style: deepObject}
              c: {explode: false}
              d: {contentType: 'image/*'}
              e: {contentType: text/plain}
    put:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, properties: {a: {type: string}, b: {type: string}}}
            encoding: {a: {allowReserved: true}, b: {contentType: text/plain}}
",
    );
    let part = |name: &str| Part {
        name: name.to_owned(),
        ..Part::default()
    };
    let mut found: Vec<&BodyEncoding> = contents(&api)
        .into_iter()
        .map(|content| &content.encoding)
        .collect();
    found.sort_by_key(|encoding| matches!(encoding, BodyEncoding::Form(_)));
    let BodyEncoding::Multipart(parts) = found[0] else {
        panic!("parts");
    };
    assert_eq!(
        parts[..3],
        [
            Part {
                content_type: Some("text/csv".to_owned()),
                headers: vec![("X-A".to_owned(), "x".to_owned())],
                ..part("a")
            },
            Part {
                style: Some(PartStyle {
                    style: Style::Deep,
                    explode: false
                }),
                ..part("b")
            },
            Part {
                style: Some(PartStyle {
                    style: Style::Form,
                    explode: false
                }),
                ..part("c")
            },
        ]
    );
    assert_eq!(
        found[1],
        &BodyEncoding::Form(vec![Part {
            style: Some(PartStyle {
                style: Style::Form,
                explode: true
            }),
            allow_reserved: true,
            ..part("a")
        }])
    );
    let mut codes = codes(&diagnostics);
    codes.sort_unstable();
    assert_eq!(codes, ["encoding-without-property", "part-header"]);
}

#[test]
fn bytes_in_forms_are_files() {
    let (api, diagnostics) = paths(
        "  /a:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema:
              type: object
              properties:
                a: {type: string, format: binary}
                b: {type: array, items: {type: string, format: binary}}
                c: {contentMediaType: application/octet-stream}
                d: {type: string}
                e: {}
                f: {type: object, properties: {g: {type: string, format: binary}}}
                h: {type: string, contentEncoding: base64, contentMediaType: image/png}
              additionalProperties: {type: string, format: binary}
            encoding: {d: {contentType: 'image/png, image/jpeg'}}
",
    );
    assert_eq!(diagnostics, []);
    let content = contents(&api)[0];
    for name in ["a", "c", "d", "e"] {
        assert_eq!(field(&api, content.ty, name), &Shape::File, "{name}");
    }
    let Shape::List(item) = field(&api, content.ty, "b") else {
        panic!("a list");
    };
    assert_eq!(shape(&api, *item), &Shape::File);
    let Shape::Struct(object) = shape(&api, content.ty) else {
        panic!("an object");
    };
    assert_eq!(
        object.additional.map(|value| shape(&api, value)),
        Some(&Shape::File)
    );
    assert_eq!(field(&api, content.ty, "h"), &Shape::String(None));
    let inner = object.fields.iter().find(|field| field.name == "f");
    let inner = inner.expect("the field").ty;
    assert_eq!(
        field(&api, inner, "g"),
        &Shape::String(Some(Format::Binary))
    );
    let BodyEncoding::Multipart(parts) = &content.encoding else {
        panic!("parts");
    };
    let types: Vec<(&str, Option<&str>)> = parts
        .iter()
        .map(|part| (part.name.as_str(), part.content_type.as_deref()))
        .collect();
    assert_eq!(
        types,
        [
            ("c", Some("application/octet-stream")),
            ("d", Some("image/png")),
            ("h", Some("image/png")),
        ]
    );
}

#[test]
fn a_file_that_json_carries_too_is_a_string_there() {
    let (api, diagnostics) = paths(
        "  /a:
    post:
      requestBody: {content: {multipart/form-data: {schema: {$ref: '#/components/schemas/Upload'}}, application/json: {schema: {$ref: '#/components/schemas/Upload'}}}}
    put:
      requestBody: {content: {multipart/form-data: {schema: {$ref: '#/components/schemas/Upload'}}}}
components: {schemas: {Upload: {type: object, properties: {a: {type: string, format: binary}, b: {type: array, items: {type: string, format: binary}}, c: {type: string}}}}}
",
    );
    assert_eq!(diagnostics, []);
    let found = contents(&api);
    let text = Shape::String(Some(Format::Binary));
    assert_eq!(field(&api, found[1].ty, "a"), &text);
    assert_eq!(field(&api, found[0].ty, "a"), &Shape::File);
    let Shape::List(item) = field(&api, found[0].ty, "b") else {
        panic!("a list");
    };
    assert_eq!(shape(&api, *item), &Shape::File);
    assert_eq!(found[0].ty, found[2].ty);
    assert_eq!(
        api.get(found[0].ty.id).name,
        TypeName::Operation {
            operation: 0,
            part: OperationPart::Content("multipart/form-data".to_owned())
        }
    );
}

#[test]
fn a_map_that_json_carries_too_stays_strings() {
    let (_, diagnostics) = paths(
        "  /a:
    post:
      requestBody: {content: {multipart/form-data: {schema: {$ref: '#/components/schemas/Files'}}, application/json: {schema: {$ref: '#/components/schemas/Files'}}}}
components: {schemas: {Files: {type: object, additionalProperties: {type: string, format: binary}}}}
",
    );
    assert_eq!(codes(&diagnostics), ["file-in-json"]);
}
