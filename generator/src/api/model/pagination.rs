//! How the pages of an operation follow each other, in terms of neither OpenAPI nor Rust.
//!
//! Part of the [`Api`](super::Api), and like it made by [`lower`](fn@crate::api::lower) alone. A path is a list of member names;
//! an empty path is the whole.

/// How the pages of an operation follow each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pagination {
    /// The path from the value to the list of items.
    pub items: Vec<String>,
    /// The path from the whole body to that list: the same, unless the value is wrapped.
    pub list: Vec<String>,
    /// How the next page is requested.
    pub advance: Advance,
    /// The path from the whole body to a flag that is true if another page follows.
    pub more: Option<Vec<String>>,
    /// How many items a full page has, where the number of pages or items in the response may be wrong.
    pub size: Option<PageSize>,
}

/// How many items a full page has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageSize {
    /// The path from the whole body to the number.
    pub in_body: Option<Vec<String>>,
    /// The name of the query parameter that asks for a number.
    pub parameter: Option<String>,
    /// The number if none is requested.
    pub default: Option<u64>,
}

/// How the next page is requested. Parameters are indices into [`Operation::parameters`](super::Operation::parameters); paths
/// begin at the whole body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Advance {
    /// Its number.
    Page {
        /// The parameter that takes the number.
        parameter: usize,
        /// The number of the page that is returned if none is requested.
        first: u64,
        /// Where the number of all pages is.
        pages: Option<Vec<String>>,
        /// Where the number of all items is.
        total: Option<Vec<String>>,
    },
    /// The number of items before it.
    Offset {
        /// The parameter that takes the number.
        parameter: usize,
        /// The number where none is sent.
        first: u64,
        /// Where the number of all items is.
        total: Option<Vec<String>>,
    },
    /// A string that the previous page contains.
    Cursor {
        /// The parameter that takes the string.
        parameter: usize,
        /// Where it is in the previous page.
        source: PageSource,
    },
    /// A URL that the previous page contains.
    Url(PageSource),
}

impl Advance {
    /// Returns the index of the parameter that identifies the page.
    pub fn parameter(&self) -> Option<usize> {
        match self {
            Advance::Page { parameter, .. }
            | Advance::Offset { parameter, .. }
            | Advance::Cursor { parameter, .. } => Some(*parameter),
            Advance::Url(_) => None,
        }
    }
}

/// Where a response contains what the next page is requested with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageSource {
    /// At this path of the whole body.
    Body(Vec<String>),
    /// In the header of this name; an address in the header `Link` is that of the relation `next`.
    Header(String),
    /// At this path of the page's last item.
    LastItem(Vec<String>),
}
