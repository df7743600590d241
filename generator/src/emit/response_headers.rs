//! Emits the struct of the documented headers of a response.
//!
//! In: planned headers. Out: code, with a line for each field. The runtime decodes headers.

use super::layout::{Code, Name, code};
use super::literal::{alias, deprecated, docs, string_literal};
use super::names::Names;
use super::redacted::{RedactedField, debug_struct};
use super::ty;
use crate::rust::{HeaderField, HeaderForm, ResponseHeaders};

/// Emits the struct of the documented headers of a method.
pub(super) fn emit(names: &Names<'_>, headers: &ResponseHeaders, path: &str) -> Code {
    let name = &headers.name;
    let struct_docs = docs(&[format!("The documented response headers of [`{path}`].")]);
    let fields = headers.fields.iter().map(|field| {
        let (name, docs) = (&field.name, docs(&field.docs));
        let (alias, deprecated) = (alias(field.alias.as_ref()), deprecated(field.deprecated));
        let type_alias = format!("{}{}", headers.name.as_str(), field.name.plain());
        let value = ty::in_signature(names, &field.ty, 1, &type_alias);
        let value = if field.required {
            value
        } else {
            let option = names.get("Option");
            code!(#option<#value>)
        };
        code!(#docs #alias #deprecated pub #name: #value,)
    });
    let reads = headers.fields.iter().map(|field| read(names, field));
    let (fields, reads): (Code, Code) = (fields.collect(), reads.collect());
    let reader = names.get("HeaderReader");
    let (map, error, result) = (
        names.get("HeaderMap"),
        names.get("Error"),
        names.get("Result"),
    );
    let redacted = headers.fields.iter().map(|field| RedactedField {
        name: &field.name,
        secret: field.secret,
        optional: !field.required,
    });
    let secret = headers.fields.iter().any(|field| field.secret);
    let derived = (!secret).then(|| code!(Debug,));
    let written = secret.then(|| debug_struct(names, name, None, redacted));
    code! {
        #struct_docs
        #[derive(Clone, #derived PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #fields
        }

        #written

        impl #name {
            /// Reads the headers of a response, which [`Response::headers`](crate::Response::headers) returns.
            ///
            /// # Errors
            ///
            /// Returns an error that names the header if a value is not what the API documents, or if a required
            /// header is missing.
            pub fn read(headers: &#map) -> #result<Self, #error> {
                let headers = #reader::new(headers);
                Ok(Self {
                    #reads
                })
            }
        }
    }
}

/// Emits the decoding of a header into its field.
fn read(names: &Names<'_>, field: &HeaderField) -> Code {
    let (name, form) = (&field.name, names.get("HeaderForm"));
    let wire = string_literal(&field.wire.to_ascii_lowercase());
    let kind = match field.form {
        HeaderForm::String => "String",
        HeaderForm::Scalar => "Scalar",
        HeaderForm::StringList => "Strings",
        HeaderForm::ScalarList => "Scalars",
        HeaderForm::Repeated => "Repeated",
        HeaderForm::Json => "Json",
    };
    let presence = if field.required {
        "required"
    } else {
        "optional"
    };
    let (kind, presence) = (Name::new(kind), Name::new(presence));
    code!(#name: headers.#presence(#wire, #form::#kind)?,)
}
