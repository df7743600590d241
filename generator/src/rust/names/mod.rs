//! Every Rust name, and the rules they follow.
//!
//! In: names of the document, and what `analysis` finds. Out: identifiers that are valid and distinct. Knows nothing of the items
//! that bear the names.
//!
//! * `scope`: makes identifiers, and resolves clashes
//! * `words`: splits a document's name into words
//! * `case`: joins words as `snake_case`, `UpperCamelCase` or `UPPER_CASE`
//! * `reserved`: keywords, and names that the crate uses itself
//! * `types`: names structs, enums, unions and aliases, and the modules that hold them
//! * `variants`: names the variants of enums and unions
//! * `packages`: shortens component names that are package paths
//! * `operations`: names accessors and methods
//! * `media_types`: the words of a media type
//! * `statuses`: the names of HTTP statuses

pub(super) mod case;
pub(super) mod media_types;
pub(super) mod operations;
mod packages;
pub(super) mod reserved;
pub(super) mod scope;
pub(super) mod statuses;
pub(super) mod types;
pub(super) mod variants;
pub(super) mod words;
