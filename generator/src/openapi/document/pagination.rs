//! `x-rust-pagination`: how the pages of an operation follow each other, as the document says it.

use crate::diagnostic::Location;

/// The value of `x-rust-pagination`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pagination {
    /// `false`: there is one page, whatever the operation looks like.
    Never,
    /// An object.
    By(Box<PaginationRule>),
}

/// How pages follow each other. A path is a list of member names, of the whole body of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaginationRule {
    /// `style`
    pub style: PaginationStyle,
    /// `parameter`: what says which page is meant; there for each style but [`Url`](PaginationStyle::Url).
    pub parameter: Option<String>,
    /// `items`: where the list is.
    pub items: Option<Vec<String>>,
    /// `first`: the number of the first page.
    pub first: Option<u64>,
    /// `pages`: where the number of all pages is.
    pub pages: Option<Vec<String>>,
    /// `total`: where the number of all items is.
    pub total: Option<Vec<String>>,
    /// `next`: where the cursor or the address of the next page is.
    pub next: Option<Vec<String>>,
    /// `header`: the answer's header that has it instead.
    pub header: Option<String>,
    /// `last`: where a page's last item has what is the cursor of the next page; a path of the item.
    pub last: Option<Vec<String>>,
    /// `more`: where a flag says whether another page follows.
    pub more: Option<Vec<String>>,
    /// Where it stands.
    pub location: Location,
}

/// What the next page is asked for by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaginationStyle {
    /// Its number.
    Page,
    /// The number of items before it.
    Offset,
    /// A text that the page before it gives.
    Cursor,
    /// An address that the page before it gives.
    Url,
}
