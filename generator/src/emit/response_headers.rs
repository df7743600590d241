//! Emits the struct of the documented headers of a response.
//!
//! In: planned headers. Out: tokens, with a line for each field. The runtime decodes headers.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::literal::{alias, deprecated, docs, ident, string_literal};
use super::names::Names;
use super::ty;
use crate::rust::{HeaderField, HeaderForm, ResponseHeaders};

/// Emits the struct of the documented headers of a method.
pub(super) fn emit(names: &Names<'_>, headers: &ResponseHeaders, path: &str) -> TokenStream {
    let name = ident(&headers.name);
    let struct_docs = docs(&[format!("The documented response headers of [`{path}`].")]);
    let fields = headers.fields.iter().map(|field| {
        let (name, docs) = (ident(&field.name), docs(&field.docs));
        let (alias, deprecated) = (alias(field.alias.as_ref()), deprecated(field.deprecated));
        let type_alias = format!("{}{}", headers.name.as_str(), field.name.plain());
        let value = ty::in_signature(names, &field.ty, 1, &type_alias);
        let value = if field.required {
            value
        } else {
            let option = names.get("Option");
            quote!(#option<#value>)
        };
        quote!(#docs #alias #deprecated pub #name: #value,)
    });
    let reads = headers.fields.iter().map(|field| read(names, field));
    let reader = names.get("HeaderReader");
    let (map, error, result) = (
        names.get("HeaderMap"),
        names.get("Error"),
        names.get("Result"),
    );
    quote! {
        #struct_docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
        }

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
                    #(#reads)*
                })
            }
        }
    }
}

/// Emits the decoding of a header into its field.
fn read(names: &Names<'_>, field: &HeaderField) -> TokenStream {
    let (name, form) = (ident(&field.name), names.get("HeaderForm"));
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
    let (kind, presence) = (format_ident!("{kind}"), format_ident!("{presence}"));
    quote!(#name: headers.#presence(#wire, #form::#kind)?,)
}
