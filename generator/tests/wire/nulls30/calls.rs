//! The calls of `nulls`: other spellings, the same types.

#[path = "../nulls/calls.rs"]
mod calls;

use api::Patch;
use api::json::{from_str, to_string};
use api::types::Values;

#[test]
fn null_is_read_where_nullable_is_beside_a_reference() {
    let json = r#"{"required":1,"required_nullable":null,"described":null}"#;
    let values: Values = from_str(json).expect("it can be read");
    assert_eq!(values.described, Patch::Null);
    assert_eq!(to_string(&values).expect("it can be written"), json);
}
