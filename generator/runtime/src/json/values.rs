//! `Json` impls for types of the standard library.

use std::collections::BTreeMap;

use super::number::Bounds;
use super::{DecodeError, Json, Reader, Writer};
use crate::runtime::validate::{Checker, Limits};

const I64: Bounds<i64> = Bounds {
    lowest: Some(i64::MIN),
    highest: i64::MAX,
    limit: 9_223_372_036_854_775_808.0,
};

const U64: Bounds<u64> = Bounds {
    lowest: None,
    highest: u64::MAX,
    limit: 18_446_744_073_709_551_616.0,
};

/// Accepts and ignores any value; encoded as null.
impl Json for () {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.skip()
    }

    fn encode(&self, writer: &mut Writer) {
        writer.null();
    }
}

impl Json for bool {
    #[inline]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.boolean()
    }

    #[inline]
    fn encode(&self, writer: &mut Writer) {
        writer.boolean(*self);
    }
}

impl Json for i32 {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.integer("a 32-bit integer", None)
    }

    #[inline]
    fn encode(&self, writer: &mut Writer) {
        writer.signed(i64::from(*self));
    }

    fn check(&self, limits: &Limits, checker: &mut Checker<'_>) {
        checker.integer(i128::from(*self), limits);
    }
}

impl Json for i64 {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.integer("a 64-bit integer", Some(I64))
    }

    #[inline]
    fn encode(&self, writer: &mut Writer) {
        writer.signed(*self);
    }

    fn check(&self, limits: &Limits, checker: &mut Checker<'_>) {
        checker.integer(i128::from(*self), limits);
    }
}

impl Json for u32 {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.integer("an unsigned 32-bit integer", None)
    }

    #[inline]
    fn encode(&self, writer: &mut Writer) {
        writer.unsigned(u64::from(*self));
    }

    fn check(&self, limits: &Limits, checker: &mut Checker<'_>) {
        checker.integer(i128::from(*self), limits);
    }
}

impl Json for u64 {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.integer("an unsigned 64-bit integer", Some(U64))
    }

    #[inline]
    fn encode(&self, writer: &mut Writer) {
        writer.unsigned(*self);
    }

    fn check(&self, limits: &Limits, checker: &mut Checker<'_>) {
        checker.integer(i128::from(*self), limits);
    }
}

impl Json for f64 {
    #[inline]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.float()
    }

    #[inline]
    fn encode(&self, writer: &mut Writer) {
        writer.float(*self);
    }

    fn check(&self, limits: &Limits, checker: &mut Checker<'_>) {
        checker.number(*self, limits);
    }
}

impl Json for String {
    #[inline]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.owned_string()
    }

    #[inline]
    fn encode(&self, writer: &mut Writer) {
        writer.string(self);
    }

    fn check(&self, limits: &Limits, checker: &mut Checker<'_>) {
        checker.string(self, limits);
    }
}

impl<T: Json> Json for Vec<T> {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        if let Err(error) = reader.array() {
            return reader.empty(error).map(|()| Vec::new());
        }
        let mut list = Vec::new();
        while reader.element()? {
            list.push(T::decode(reader)?);
        }
        Ok(list)
    }

    fn encode(&self, writer: &mut Writer) {
        writer.list(self);
    }

    fn check(&self, limits: &Limits, checker: &mut Checker<'_>) {
        checker.list(self, limits);
    }
}

impl<T: Json> Json for BTreeMap<String, T> {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        if let Err(error) = reader.object() {
            return reader.empty(error).map(|()| BTreeMap::new());
        }
        let mut map = BTreeMap::new();
        while let Some(name) = reader.key()? {
            if map.insert(name.into_owned(), T::decode(reader)?).is_some() {
                reader.replaced();
            }
        }
        Ok(map)
    }

    fn encode(&self, writer: &mut Writer) {
        writer.object();
        for (name, value) in self {
            writer.member(name, value);
        }
        writer.end_object();
    }

    fn check(&self, limits: &Limits, checker: &mut Checker<'_>) {
        checker.map(self, limits);
    }
}

impl<T: Json> Json for Option<T> {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        if reader.null()? {
            return Ok(None);
        }
        T::decode(reader).map(Some)
    }

    fn encode(&self, writer: &mut Writer) {
        match self {
            Some(value) => value.encode(writer),
            None => writer.null(),
        }
    }

    fn check(&self, limits: &Limits, checker: &mut Checker<'_>) {
        if let Some(value) = self {
            value.check(limits, checker);
        }
    }
}

impl<T: Json> Json for Box<T> {
    #[inline]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        T::decode(reader).map(Box::new)
    }

    #[inline]
    fn encode(&self, writer: &mut Writer) {
        T::encode(self, writer);
    }

    fn check(&self, limits: &Limits, checker: &mut Checker<'_>) {
        T::check(self, limits, checker);
    }
}
