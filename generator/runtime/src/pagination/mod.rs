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
    pub(crate) items: Path,
    /// How the next page is requested.
    pub(crate) strategy: PageStrategy,
    /// The path of a flag that is true if another page follows, relative to the body.
    pub(crate) more: Option<Path>,
    /// The number of items of a full page, if pages are numbered and it is known.
    pub(crate) size: Option<PageSize>,
}

/// The number of items of a full page. The sources are tried in this order.
#[derive(Clone, Copy, Debug, Default)]
pub struct PageSize {
    /// The path of the number, relative to the body.
    pub(crate) in_body: Option<Path>,
    /// The query parameter that sets the number.
    pub(crate) parameter: Option<&'static str>,
    /// The default of that parameter.
    pub(crate) default: Option<u64>,
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
    /// Describes pages that are requested by number. `items` is the path of the list of items, and `first` the number
    /// of the first page.
    pub const fn pages(items: Path, parameter: Parameter, first: u64) -> Self {
        Self::new(
            items,
            PageStrategy::Page {
                parameter,
                first,
                pages: None,
                total: None,
            },
        )
    }

    /// Describes pages that are requested by the number of items before them.
    pub const fn offsets(items: Path, parameter: Parameter, first: u64) -> Self {
        Self::new(
            items,
            PageStrategy::Offset {
                parameter,
                first,
                total: None,
            },
        )
    }

    /// Describes pages that are requested by a cursor from the previous page.
    pub const fn cursors(items: Path, parameter: Parameter, source: CursorSource) -> Self {
        Self::new(items, PageStrategy::Cursor { parameter, source })
    }

    /// Describes pages that are requested by a URL from the previous page.
    pub const fn urls(items: Path, source: CursorSource) -> Self {
        Self::new(items, PageStrategy::Url(source))
    }

    /// Sets the path of the number of pages, relative to the body. Has no effect on pages without numbers.
    pub const fn page_count(mut self, path: Path) -> Self {
        if let PageStrategy::Page { pages, .. } = &mut self.strategy {
            *pages = Some(path);
        }
        self
    }

    /// Sets the path of the number of items of all pages, relative to the body. Has no effect with cursors and URLs.
    pub const fn item_count(mut self, path: Path) -> Self {
        if let PageStrategy::Page { total, .. } | PageStrategy::Offset { total, .. } =
            &mut self.strategy
        {
            *total = Some(path);
        }
        self
    }

    /// Sets the path of a flag that is true if another page follows, relative to the body.
    pub const fn more(mut self, path: Path) -> Self {
        self.more = Some(path);
        self
    }

    /// Sets where the number of items of a full page is found.
    pub const fn size(mut self, size: PageSize) -> Self {
        self.size = Some(size);
        self
    }

    const fn new(items: Path, strategy: PageStrategy) -> Self {
        Self {
            items,
            strategy,
            more: None,
            size: None,
        }
    }

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

impl PageSize {
    /// Describes a number of items that is not known.
    pub const fn new() -> Self {
        Self {
            in_body: None,
            parameter: None,
            default: None,
        }
    }

    /// Sets the path of the number, relative to the body.
    pub const fn in_body(mut self, path: Path) -> Self {
        self.in_body = Some(path);
        self
    }

    /// Sets the query parameter that sets the number.
    pub const fn parameter(mut self, name: &'static str) -> Self {
        self.parameter = Some(name);
        self
    }

    /// Sets the default of that parameter.
    pub const fn default_size(mut self, number: u64) -> Self {
        self.default = Some(number);
        self
    }
}
