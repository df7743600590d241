//! How the pages of a method follow each other.

use crate::api::{Advance, PageSize};

use super::ident::Ident;
use super::parameters::Parameter;
use super::ty::Ty;

/// How the pages of a method follow each other.
#[derive(Clone, Debug)]
pub struct PaginationPlan {
    /// The static descriptor, such as `LIST_PAGES`.
    pub constant: Ident,
    /// The type of an item.
    pub item: Ty,
    /// The path from the value to the list of items.
    pub items: Vec<String>,
    /// How the next page is requested.
    pub advance: Advance,
    /// The parameter that selects the page.
    pub parameter: Option<Parameter>,
    /// The path from the whole body to a flag that is true if another page follows.
    pub more: Option<Vec<String>>,
    /// How many items a full page has, if that is needed.
    pub size: Option<PageSize>,
    /// Lines of a compiled example, like those of `Method::example`: statements that visit all items.
    pub example: Vec<String>,
}
