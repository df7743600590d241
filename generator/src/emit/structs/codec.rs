//! Emits the codec of structs.
//!
//! In: a struct. Out: its implementation of `Json`, with a line for each field.

use super::super::layout::{Code, Name, code};
use super::super::literal::string_literal;
use super::super::names::Names;
use super::{additional_map, empty, initializer};
use crate::rust::{Field, Ident, Presence, Struct};

/// Emits the codec of a struct.
pub(super) fn emit(names: &Names<'_>, item: &Struct) -> Code {
    let name = &item.name;
    let (json, reader, writer, result) = (
        names.get("Json"),
        names.get("Reader"),
        names.get("Writer"),
        names.get("Result"),
    );
    let error = names.get("DecodeError");
    let decode = if item.fields.iter().any(Field::is_always_sent) {
        decode_into_locals(names, item)
    } else {
        decode_into_value(item)
    };
    let fields = item.fields.iter().map(|field| {
        let (name, wire) = (&field.name, string_literal(&field.wire));
        let method = match field.presence {
            Presence::Required | Presence::RequiredNullable => code!(member),
            Presence::Optional => code!(optional),
            Presence::Patch => code!(patch),
        };
        code!(writer.#method(#wire, &self.#name);)
    });
    let fields: Code = fields.collect();
    let additional = item.additional.as_ref().map(|additional| {
        let name = &additional.name;
        code!(writer.additional(&self.#name);)
    });
    code! {
        impl #json for #name {
            #[inline]
            fn decode(reader: &mut #reader<'_>) -> #result<Self, #error> {
                #decode
            }

            #[inline]
            fn encode(&self, writer: &mut #writer) {
                writer.object();
                #fields
                #additional
                writer.end_object();
            }
        }
    }
}

/// Emits the decoding of a struct without required members: values are decoded into its fields.
fn decode_into_value(item: &Struct) -> Code {
    if item.fields.is_empty() && item.additional.is_none() {
        return code! {
            reader.object()?;
            while reader.key()?.is_some() {
                reader.skip()?;
            }
            Ok(Self::default())
        };
    }
    let members = members(item, |name| {
        let name = name;
        code!(value.#name)
    });
    code! {
        let mut value = Self::default();
        reader.object()?;
        #members
        Ok(value)
    }
}

/// Emits the decoding of a struct with required members: values are decoded into variables, until all of them are known.
fn decode_into_locals(names: &Names<'_>, item: &Struct) -> Code {
    let locals = item.fields.iter().map(|field| {
        let local = local(&field.name, item);
        let empty = match field.presence {
            Presence::Patch => empty(names, field),
            Presence::Required | Presence::RequiredNullable | Presence::Optional => code!(None),
        };
        code!(let mut #local = #empty;)
    });
    let locals: Code = locals.collect();
    let additional_local = item.additional.as_ref().map(|additional| {
        let (local, map) = (
            local(&additional.name, item),
            additional_map(names, &additional.value),
        );
        code!(let mut #local = #map::new();)
    });
    let members = members(item, |name| {
        let local = local(name, item);
        code!(#local)
    });
    let values = item.fields.iter().map(|field| {
        let (name, local, wire) = (
            &field.name,
            local(&field.name, item),
            string_literal(&field.wire),
        );
        match field.presence {
            Presence::Required => code!(#name: reader.member(#wire, #local)?,),
            Presence::RequiredNullable => code!(#name: reader.nullable_member(#wire, #local)?,),
            Presence::Optional | Presence::Patch => {
                let value = initializer(name, code!(#local));
                code!(#value,)
            }
        }
    });
    let values: Code = values.collect();
    let additional = item.additional.as_ref().map(|additional| {
        let (name, local) = (&additional.name, local(&additional.name, item));
        initializer(name, code!(#local))
    });
    code! {
        #locals
        #additional_local
        reader.object()?;
        #members
        Ok(Self { #values #additional })
    }
}

/// Emits the loop over the members. `place` returns the place into which a field is decoded.
fn members(item: &Struct, place: impl Fn(&Ident) -> Code) -> Code {
    let rest = match &item.additional {
        Some(additional) => {
            let place = place(&additional.name);
            code!(reader.additional(key, &mut #place))
        }
        None => code!(reader.skip()),
    };
    if item.fields.is_empty() {
        return code! {
            while let Some(key) = reader.key()? {
                #rest?;
            }
        };
    }
    let arms = item.fields.iter().map(|field| {
        let (wire, place) = (string_literal(&field.wire), place(&field.name));
        let method = match field.presence {
            Presence::Required | Presence::RequiredNullable => code!(required),
            Presence::Optional => code!(optional),
            Presence::Patch => code!(patch),
        };
        code!(#wire => reader.#method(&mut #place),)
    });
    let arms: Code = arms.collect();
    code! {
        while let Some(key) = reader.key()? {
            match &*key {
                #arms
                _ => #rest,
            }?;
        }
    }
}

/// Returns the variable of a field: its name, unless `decode` uses that otherwise.
fn local(field: &Ident, item: &Struct) -> Name {
    let used = |text: &str| ["reader", "key"].contains(&text);
    if !used(field.as_str()) {
        return Name::new(field.as_str());
    }
    let mut local = format!("{}_member", field.as_str());
    while item.fields.iter().any(|other| local == other.name.as_str()) {
        local.push('_');
    }
    Name::new(&local)
}
