//! Pagination.
//!
//! In: a call, and the pagination of its operation as a static descriptor of generated code. Out: an iteration over pages
//! or items (see `pages`). `next` decides which page follows a page.

pub mod link;
pub mod next;
pub mod pages;
#[cfg(test)]
mod tests;

use crate::runtime::descriptor::Parameter;

/// A path in JSON: the names of nested members.
pub type Path = &'static [&'static str];

/// The pagination of an operation.
#[derive(Debug)]
pub struct Pagination {
    /// The path of the list of items, relative to the value.
    pub items: Path,
    /// How the next page is requested.
    pub strategy: PageStrategy,
    /// The path of a flag that is true if another page follows, relative to the body.
    pub more: Option<Path>,
    /// The number of items of a full page, if pages are numbered and it is known.
    pub size: Option<PageSize>,
}

/// The number of items of a full page. The sources are tried in this order.
#[derive(Debug)]
pub struct PageSize {
    /// The path of the number, relative to the body.
    pub in_body: Option<Path>,
    /// The query parameter that sets the number.
    pub parameter: Option<&'static str>,
    /// The default of that parameter.
    pub default: Option<u64>,
}

/// How the next page is requested. Paths are relative to the body.
#[derive(Debug)]
pub enum PageStrategy {
    /// By its page number.
    Page {
        /// The parameter for the page number.
        parameter: Parameter,
        /// The number of the first page.
        first: u64,
        /// The path of the number of pages.
        pages: Option<Path>,
        /// The path of the number of items of all pages.
        total: Option<Path>,
    },
    /// By the number of items before it.
    Offset {
        /// The parameter for the offset.
        parameter: Parameter,
        /// The offset of the first page.
        first: u64,
        /// The path of the number of items of all pages.
        total: Option<Path>,
    },
    /// By a cursor from the previous page.
    Cursor {
        /// The parameter for the cursor.
        parameter: Parameter,
        /// Where the cursor is found.
        source: CursorSource,
    },
    /// By a URL from the previous page.
    Url(CursorSource),
}

/// Where the cursor or URL of the next page is found in a response.
#[derive(Debug)]
pub enum CursorSource {
    /// At this path, relative to the body.
    Body(Path),
    /// In this header, in lowercase. In the header `link`, the URL with the relation `next`.
    Header(&'static str),
    /// At this path, relative to the last item of the page.
    LastItem(Path),
}

impl Pagination {
    /// Returns the parameter that selects a page.
    pub(crate) fn parameter(&self) -> Option<&Parameter> {
        match &self.strategy {
            PageStrategy::Page { parameter, .. }
            | PageStrategy::Offset { parameter, .. }
            | PageStrategy::Cursor { parameter, .. } => Some(parameter),
            PageStrategy::Url(_) => None,
        }
    }

    /// Returns the number of the first page, or the offset of the first item.
    pub(crate) fn first(&self) -> Option<u64> {
        match self.strategy {
            PageStrategy::Page { first, .. } | PageStrategy::Offset { first, .. } => Some(first),
            PageStrategy::Cursor { .. } | PageStrategy::Url(_) => None,
        }
    }
}
