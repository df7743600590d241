//! Applies [OpenAPI overlays](https://spec.openapis.org/overlay/v1.1.0.html), versions 1.0 and 1.1, to a document.
//!
//! In: the content of the document and of an overlay. Out: the changed document with the [`Origins`] of its parts; an error for each
//! action that cannot be applied, and for each that matches nothing. Knows nothing of OpenAPI itself, and follows no reference.
//!
//! | Module | Owns |
//! | --- | --- |
//! | `read` | the objects of an overlay, and what is wrong with them |
//! | `query` | JSONPath: the nodes that a target matches |
//! | `json_path` | the crate `serde_json_path`; only with the feature `overlay` |
//! | `apply` | the actions: which of them apply to what they match |
//! | `merge` | an update of one value |
//! | `unmatched` | why a target matches nothing |

mod apply;
#[cfg(feature = "overlay")]
mod json_path;
mod merge;
mod query;
mod read;
mod unmatched;

pub(super) use apply::{Overlaid, apply};

#[cfg(all(test, feature = "overlay"))]
mod tests;
