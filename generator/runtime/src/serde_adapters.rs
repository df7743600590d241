//! Implements `serde::Serialize` and `serde::Deserialize` for generated types with the crate's own JSON codec.
//!
//! In: a list of types. Out: impls that call the two functions here. Each value is converted to or from [`Value`], so
//! this works with self-describing formats (JSON, YAML, TOML, MessagePack, …).

use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::runtime::json::{self, Json};

/// Implements `Serialize` and `Deserialize` for these types.
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_adapters {
    ($($name:ident),* $(,)?) => {$(
        impl $crate::runtime::serde::Serialize for $name {
            fn serialize<S: $crate::runtime::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::runtime::serde_adapters::serialize(self, serializer)
            }
        }

        impl<'de> $crate::runtime::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::runtime::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                $crate::runtime::serde_adapters::deserialize(deserializer)
            }
        }
    )*};
}

pub use __serde_adapters as serde_adapters;

/// Serializes a value.
///
/// # Errors
///
/// Fails if JSON cannot represent the value, or if the serializer fails.
pub fn serialize<T: Json, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    json::to_json_value(value)
        .map_err(S::Error::custom)?
        .serialize(serializer)
}

/// Deserializes a value.
///
/// # Errors
///
/// Fails if the deserializer fails, or if the value does not have the shape of `T`.
pub fn deserialize<'de, T: Json, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let text = json::to_string(&value).map_err(D::Error::custom)?;
    json::from_str(&text).map_err(D::Error::custom)
}

#[cfg(test)]
mod tests {
    #[derive(Debug, Default, PartialEq)]
    struct Pair {
        name: Option<String>,
        size: Option<f64>,
    }

    crate::object! {
        Pair {
            "name" => optional name,
            "size" => optional size,
        }
    }

    crate::runtime::serde_adapters!(Pair);

    #[test]
    fn values_round_trip_through_serde() {
        let pair = Pair {
            name: Some("a\"b".to_owned()),
            size: Some(45.0),
        };
        let text = serde_json::to_string_pretty(&[&pair]).expect("valid");
        assert_eq!(
            text.replace([' ', '\n'], ""),
            r#"[{"name":"a\"b","size":45}]"#
        );
        assert_eq!(
            serde_json::from_str::<Vec<Pair>>(&text).expect("it can be read"),
            [pair]
        );
    }

    #[test]
    fn errors_are_passed_on() {
        let pair = Pair {
            size: Some(f64::NAN),
            ..Pair::default()
        };
        let error = serde_json::to_string(&pair).expect_err("JSON cannot represent it");
        assert_eq!(
            error.to_string(),
            "JSON cannot represent infinite numbers or NaN"
        );
        let error = serde_json::from_str::<Pair>("[1]").expect_err("it is not an object");
        assert_eq!(error.to_string(), "expected an object, found an array");
    }
}
