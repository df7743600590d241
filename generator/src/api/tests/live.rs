//! The document of the client that this workspace contains.

use super::*;
use crate::api::{SuccessEncoding, TypeName};

#[test]
fn our_own_document_loses_nothing() {
    let (api, diagnostics) = lowered(include_str!("../../../../schema/openapi.yaml"));
    assert_eq!(diagnostics, []);
    assert_eq!(api.operations.len(), 12);
    assert_eq!(api.components.len(), 22);
    assert_ne!(
        component(&api, "CreateLiveInput"),
        component(&api, "UpdateLiveInput")
    );
    let days = field(&api, "CreateLiveInput", "deleteRecordingAfterDays");
    assert!(days.ty.nullable && days.constraints.minimum.is_some());
    assert!(field(&api, "CreateOutput", "url").required && !field(&api, "Output", "url").required);
    assert!(field(&api, "Output", "url").sensitive);
    assert_eq!(
        field_names(&api, "LiveInput")[..3],
        ["created", "deleteRecordingAfterDays", "enabled"]
    );
    let status = field(&api, "LiveInput", "status");
    assert_eq!(status.ty.id, component(&api, "LiveInputStatus").id);
    assert!(status.ty.nullable && !component(&api, "LiveInputStatus").nullable);
    let rtmps = field(&api, "LiveInput", "rtmps");
    assert_eq!(rtmps.docs.description, ty(&api, "Rtmps").docs.description);
    assert!(ty(&api, "CreateLiveInput").in_request && !ty(&api, "CreateLiveInput").in_response);
    assert!(!ty(&api, "LiveInput").in_request && ty(&api, "LiveInput").in_response);
    assert!(ty(&api, "Recording").in_request && ty(&api, "Recording").in_response);

    let value = |id: &str| {
        let operation = api
            .operations
            .iter()
            .find(|operation| operation.id.as_deref() == Some(id))
            .expect("the operation is there");
        assert_eq!(operation.success.encoding, SuccessEncoding::Envelope);
        assert_eq!(operation.security, [vec![0], vec![1, 2]]);
        operation.success.value
    };
    assert_eq!(
        value("stream.live_inputs.create"),
        Some(component(&api, "LiveInput"))
    );
    assert_eq!(
        value("stream.live_inputs.list"),
        Some(component(&api, "LiveInputList"))
    );
    assert_eq!(value("stream.live_inputs.delete"), None);
    let outputs = value("stream.live_inputs.outputs.list").expect("a value");
    assert_eq!(
        api.get(outputs.id).name,
        TypeName::Response("OutputList".to_owned())
    );
    assert_eq!(
        api.get(outputs.id).shape,
        Shape::List(component(&api, "Output"))
    );
}
