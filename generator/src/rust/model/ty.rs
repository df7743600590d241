//! Rust types of the generated crate.

use super::ident::Ident;

/// A Rust type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Ty {
    /// `bool`
    Bool,
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `u32`
    U32,
    /// `u64`
    U64,
    /// `f64`
    F64,
    /// The runtime's `Number`: an integer of 64 bits or an `f64`.
    Number,
    /// `String`
    String,
    /// The runtime's `Parsed` of a type of another crate with this path.
    Parsed(String),
    /// `jiff::Timestamp`
    Timestamp,
    /// `jiff::civil::Date`
    Date,
    /// `bytes::Bytes`
    Bytes,
    /// The runtime's `File`.
    File,
    /// `serde_json::Value`
    Json,
    /// `serde_json::Map<String, serde_json::Value>`
    JsonMap,
    /// `Vec<T>`
    Vec(Box<Ty>),
    /// `(A, B)`
    Tuple(Vec<Ty>),
    /// `BTreeMap<String, T>`
    Map(Box<Ty>),
    /// `Option<T>`: a value that may be null inside a list or map.
    Option(Box<Ty>),
    /// `Box<T>`
    Box(Box<Ty>),
    /// An item of this crate's `types` module.
    Item(Ident),
}

impl Ty {
    /// Returns the item inside of a type, if there is exactly one: a list or the like of it, or the item itself.
    pub fn named(&self) -> Option<&Ident> {
        let mut ty = self;
        loop {
            ty = match ty {
                Ty::Vec(inner) | Ty::Map(inner) | Ty::Option(inner) | Ty::Box(inner) => inner,
                Ty::Item(name) => return Some(name),
                _ => return None,
            };
        }
    }

    /// Returns the types inside of a type that have no others inside, in order: more than one for a tuple.
    pub fn leaves(&self) -> Vec<&Ty> {
        match self {
            Ty::Vec(inner) | Ty::Map(inner) | Ty::Option(inner) | Ty::Box(inner) => inner.leaves(),
            Ty::Tuple(elements) => elements.iter().flat_map(Ty::leaves).collect(),
            leaf => vec![leaf],
        }
    }
}
