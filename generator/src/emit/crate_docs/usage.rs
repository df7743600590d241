//! Which paragraphs of the documentation a crate needs.
//!
//! In: the crate. Out: flags.

use std::collections::HashSet;

use super::super::sample_call;
use crate::rust::{BodyEncoding, Crate, Ident, SuccessEncoding, Ty};

/// Which responses can be read as they arrive.
#[derive(Clone, Copy, Default)]
pub(super) struct Streams {
    /// Events and JSON lines.
    pub(super) many: bool,
    /// Bytes and strings.
    pub(super) raw: bool,
}

impl Streams {
    pub(super) fn in_crate(krate: &Crate) -> Self {
        let mut streams = Self::default();
        for (_, method) in sample_call::methods(krate) {
            let response = &method.response;
            let views = response.views.iter().map(|view| view.encoding);
            let own = response.several.is_none().then_some(response.encoding);
            for encoding in own.into_iter().chain(views) {
                match encoding {
                    SuccessEncoding::Events | SuccessEncoding::Lines => streams.many = true,
                    SuccessEncoding::Bytes | SuccessEncoding::Text => streams.raw = true,
                    SuccessEncoding::Json | SuccessEncoding::Envelope => {}
                }
            }
        }
        streams
    }
}

/// Which requests send files.
#[derive(Clone, Copy, Default)]
pub(super) struct Uploads {
    /// As the body.
    pub(super) bodies: bool,
    /// In forms.
    pub(super) forms: bool,
}

impl Uploads {
    pub(super) fn in_crate(krate: &Crate) -> Self {
        let items = krate.types.iter().flat_map(|module| &module.items);
        let with_files: HashSet<&Ident> = items
            .filter(|item| item.types().into_iter().any(holds_file))
            .map(|item| item.name())
            .collect();
        let methods = sample_call::methods(krate).into_iter();
        let contents = methods
            .filter_map(|(_, method)| method.body.as_ref())
            .flat_map(|body| &body.contents);
        let mut uploads = Self::default();
        for content in contents {
            match content.encoding {
                BodyEncoding::Bytes => uploads.bodies = true,
                BodyEncoding::Multipart(_) => {
                    let named = content.ty.named();
                    uploads.forms |= named.is_some_and(|name| with_files.contains(name));
                }
                _ => {}
            }
        }
        uploads
    }
}

/// Returns whether values of a type are files, or lists, maps or the like of files.
fn holds_file(ty: &Ty) -> bool {
    ty.leaves().contains(&&Ty::File)
}
