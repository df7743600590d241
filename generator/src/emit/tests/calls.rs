//! Tests of the emission of resources: methods, calls, descriptors.

use super::sample::{self, body, krate, live_inputs, method, parameter, resource};
use super::{assert_holds, emitted};
use crate::rust::{BodyEncoding, ParameterLocation, Response, SuccessEncoding, Ty};

#[test]
fn an_operation_is_a_method_a_call_and_a_descriptor() {
    let text = emitted(&live_inputs(), "src/resources/live_inputs.rs");
    assert_holds(
        &text,
        &[
            "    pub fn create(&self, account_id: &str, body: &CreateLiveInput) -> Create<M> {\n        Create {\n            call: self\n                .client\n                .call(&CREATE)\n                .with(&ACCOUNT_ID, account_id)\n                .with_body(\"application/json\", body),\n        }\n    }\n",
            "static ACCOUNT_ID: Parameter = Parameter::path(\"account_id\").max_length(32);\n",
            "    pub fn limit(mut self, limit: i64) -> Self {\n        self.call.parameter(&LIMIT, &limit);\n",
            "let idempotency_key: String = idempotency_key.into();",
            "call_methods!(Create<M> => LiveInput);",
            "static CREATE: Operation = Operation::post(",
        ],
    );
    assert_holds(
        &emitted(&live_inputs(), "src/resources/live_inputs/outputs.rs"),
        &[
            "use crate::client::API_TOKEN;",
            ".security(&[&[&API_TOKEN]])",
            ".response(ResponseKind::EnvelopeOnly)",
            "call_methods!(Create<M> => ());",
        ],
    );
}

#[test]
fn too_many_arguments_become_a_struct() {
    let mut many = method("many", "Many", "MANY");
    many.required = ["a", "b", "c", "d", "e", "call"]
        .map(|name| parameter(name, name, ParameterLocation::Query, Ty::String))
        .into();
    many.body = Some(body(Ty::Vec(Box::new(Ty::String)), true));
    many.arguments = Some(sample::id("ManyRequired"));
    assert_holds(
        &emitted(
            &krate(
                Vec::new(),
                vec![resource(&["things"], "Things", vec![many], Vec::new())],
            ),
            "src/resources/things.rs",
        ),
        &[
            "pub fn many(&self, required: ManyRequired<'_>) -> Many<M> {",
            "let ManyRequired { a, b, c, d, e, call, body } = required;",
            "let mut call_ = self.client.call(&MANY);",
            "call_.typed()",
            "pub struct ManyRequired<'a> {",
            "pub body: &'a [String],",
        ],
    );
}

#[test]
fn raw_bodies_and_raw_responses_are_passed_on() {
    let mut upload = method("upload", "Upload", "UPLOAD");
    upload.body = Some(body(Ty::Bytes, true));
    upload.body.as_mut().unwrap().contents[0].encoding = BodyEncoding::Bytes;
    upload.response = Response {
        ty: Some(Ty::String),
        encoding: SuccessEncoding::Text,
        ..Response::default()
    };
    upload.http_method = "COPY".to_owned();
    assert_holds(
        &emitted(
            &krate(
                Vec::new(),
                vec![resource(&["things"], "Things", vec![upload], Vec::new())],
            ),
            "src/resources/things.rs",
        ),
        &[
            "pub fn upload(&self, body: impl Into<File>) -> Upload<M> {",
            "call.raw_body(\"application/json\", body);",
            "call_methods!(Upload<M> => text);",
            "static UPLOAD: LazyLock<Operation> = LazyLock::new(|| {\n    Operation::new(",
        ],
    );
}

#[test]
fn complex_types_get_an_alias() {
    let deep = (0..6).fold(Ty::F64, |ty, _| Ty::Map(Box::new(ty)));
    let mut get = method("get", "Get", "GET");
    get.response.ty = Some(deep);
    assert_holds(
        &emitted(
            &krate(
                Vec::new(),
                vec![resource(&["things"], "Things", vec![get], Vec::new())],
            ),
            "src/resources/things.rs",
        ),
        &[
            "pub type Get<M = Async> = Call<GetValue, M>;",
            "pub type GetValue = BTreeMap<",
        ],
    );
}
