//! The names by which pages are recognized, all normalized by [`normalized`](crate::api::http::member_names::normalized).
//!
//! Taken from many services. A name that is not here costs an operation its `items()`; a name that means something else in some
//! service would lose items there, so a name is only listed where that is unlikely.

/// Parameters that take a page number.
pub(super) const PAGES: &[&str] = &[
    "currentpage",
    "page",
    "pageindex",
    "pageno",
    "pagenr",
    "pagenum",
    "pagenumber",
];

/// Parameters that take the number of items to skip.
pub(super) const OFFSETS: &[&str] = &["offset", "skip", "start", "startat", "startindex"];

/// Parameters that take the number of items of a page.
pub(super) const SIZES: &[&str] = &[
    "count",
    "itemsperpage",
    "limit",
    "maxpagesize",
    "maxresults",
    "pagelimit",
    "pagesize",
    "perpage",
    "resultsperpage",
    "rows",
    "size",
    "take",
    "top",
];

/// Members that hold the number of items of a full page. Names that can also mean the number of items of this page, such as
/// `count`, are not among them.
pub(super) const FULL_PAGE_SIZES: &[&str] = &[
    "itemsperpage",
    "limit",
    "pagelimit",
    "pagesize",
    "perpage",
    "resultsperpage",
];

/// Parameters that take a cursor, with the members that hold it.
pub(super) struct CursorNames {
    pub(super) parameters: &'static [&'static str],
    pub(super) members: &'static [&'static str],
}

/// The most specific names come first: see [`PAGE_CURSORS`].
pub(super) const CURSORS: &[CursorNames] = &[
    CursorNames {
        parameters: &["cursor", "nextcursor", "pagecursor", "startcursor"],
        members: &[
            "nextcursor",
            "nextpagecursor",
            "nextpage",
            "endcursor",
            "cursor",
        ],
    },
    CursorNames {
        parameters: &["pagetoken", "nextpagetoken", "paginationtoken"],
        members: &["nextpagetoken", "nexttoken", "nextpage", "paginationtoken"],
    },
    CursorNames {
        parameters: &["nexttoken"],
        members: &["nexttoken"],
    },
    CursorNames {
        parameters: &["continue"],
        members: &["continue"],
    },
    CursorNames {
        parameters: &["continuation", "continuationtoken"],
        members: &["nextcontinuationtoken", "continuationtoken", "continuation"],
    },
    CursorNames {
        parameters: &["after", "aftercursor", "pageafter"],
        members: &["endcursor", "aftercursor", "nextcursor", "nextafter"],
    },
    CursorNames {
        parameters: &["marker"],
        members: &["nextmarker"],
    },
];

/// How many of [`CURSORS`], from the first, have names of parameters that cannot mean anything but a page.
pub(super) const PAGE_CURSORS: usize = 3;

/// Headers that hold a cursor.
pub(super) const CURSOR_HEADERS: &[&str] = &[
    "continuationtoken",
    "nextcursor",
    "nextpagetoken",
    "xcontinuationtoken",
    "xcursor",
    "xmscontinuation",
    "xnextcursor",
    "xnextpagetoken",
];

/// Members that hold the number of pages.
pub(super) const PAGE_TOTALS: &[&str] = &[
    "lastpage",
    "numpages",
    "pagecount",
    "pages",
    "pagestotal",
    "totalpages",
];

/// Members that hold the number of all items.
pub(super) const TOTALS: &[&str] = &[
    "total",
    "totalcount",
    "totalelements",
    "totalentries",
    "totalitems",
    "totalrecords",
    "totalresults",
    "totalrows",
];

/// Flags that are true where another page follows.
pub(super) const MORE: &[&str] = &[
    "hasmore",
    "hasmoreitems",
    "hasmorepages",
    "hasmoreresults",
    "hasnext",
    "hasnextpage",
    "istruncated",
    "more",
    "moreavailable",
    "truncated",
];

/// Members that hold the URL of the next page, beside `nextpage`, which can be a cursor as well.
pub(super) const URLS: &[&str] = &[
    "nexthref",
    "nextlink",
    "nextpagelink",
    "nextpageuri",
    "nextpageurl",
    "nexturi",
    "nexturl",
    "odatanextlink",
];
