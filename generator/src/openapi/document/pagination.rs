//! `x-rust-pagination`: how the pages of an operation follow each other.

use crate::diagnostic::Location;

/// The value of `x-rust-pagination`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pagination {
    /// `false`: there is one page, whatever the operation looks like.
    Never,
    /// An object.
    By(Box<PaginationRule>),
}

/// How pages follow each other. A path is a list of member names, from the whole body of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaginationRule {
    /// `style`
    pub style: PaginationStyle,
    /// `parameter`: the parameter that selects the page; present for every style but [`Url`](PaginationStyle::Url).
    pub parameter: Option<String>,
    /// `items`: the path of the list.
    pub items: Option<Vec<String>>,
    /// `first`: the number of the first page.
    pub first: Option<u64>,
    /// `pages`: the path of the number of all pages.
    pub pages: Option<Vec<String>>,
    /// `total`: the path of the number of all items.
    pub total: Option<Vec<String>>,
    /// `next`: the path of the cursor or the URL of the next page.
    pub next: Option<Vec<String>>,
    /// `header`: the response header with the cursor or the URL instead.
    pub header: Option<String>,
    /// `last`: the path, from the last item of a page, of the cursor of the next page.
    pub last: Option<Vec<String>>,
    /// `more`: the path of a boolean that is true if another page follows.
    pub more: Option<Vec<String>>,
    /// The location.
    pub location: Location,
}

/// How the next page is requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaginationStyle {
    /// Its number.
    Page,
    /// The number of items before it.
    Offset,
    /// By a cursor from the page before it.
    Cursor,
    /// By a URL from the page before it.
    Url,
}
