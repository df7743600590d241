//! Limits: how much work a document may cause, by stage, each with the reason for its size.
//!
//! A document may be large, or made to do harm. Every loop whose length it controls beyond its own size has a limit here;
//! what exceeds a limit is reported, or left as it is where that is always correct.

/// Limits of reading files.
pub(crate) mod source {
    /// How many bytes all files of a run may have together, unless the caller sets another limit.
    pub(crate) const BYTES: u64 = 256 * 1024 * 1024;

    /// How many files a run may read, unless the caller sets another limit.
    pub(crate) const FILES: usize = 10_000;

    /// How many values any file may have, whatever its size. Without aliases a file has fewer values than bytes, so only a
    /// file whose aliases expand to far more than it contains can exceed the limit.
    pub(crate) const VALUES: usize = 1_000_000;

    /// How many values a file may have in addition, for each of its bytes.
    pub(crate) const VALUES_PER_BYTE: usize = 10;

    /// How deep brackets or indentation may be nested in YAML. The parser's time grows with the square of the depth.
    pub(crate) const NESTING: usize = 512;

    /// How many findings about one file are kept: an aliased object repeats its own at each alias.
    pub(crate) const FINDINGS: usize = 1_000;

    /// How many values all overlays of a run may add: an action that copies the document into itself doubles it.
    pub(crate) const OVERLAY_VALUES: usize = 1_000_000;

    /// How long a JSONPath expression may be, in bytes.
    pub(crate) const JSON_PATH_BYTES: usize = 4_096;

    /// How deep brackets and parentheses of a JSONPath expression may be nested. The time of its parser doubles with each level of
    /// nested filters: an action with 16 levels takes about a second.
    pub(crate) const JSON_PATH_NESTING: usize = 12;

    /// How many members an object may have before they are looked up through an index. Below that, a linear search is as
    /// fast.
    pub(crate) const UNINDEXED_MEMBERS: usize = 16;

    /// How much of the beginning of a file is searched for signs that it is a web page or XML, in characters.
    pub(crate) const SNIFFED_CHARACTERS: usize = 1_000;
}

/// Limits of reading the objects of OpenAPI.
pub(crate) mod openapi {
    /// How many names are compared with unknown ones, in all. Comparing thousands of unknown names with thousands of known
    /// ones would take minutes.
    pub(crate) const NAME_COMPARISONS: usize = 100_000;

    /// How many requests of callbacks are read. Many operations can refer to one large callback, which is read for each of
    /// them.
    pub(crate) const CALLBACK_REQUESTS: usize = 10_000;

    /// How often the percent-encoding of a path segment is decoded, as often as the client does before it sends a request.
    /// Each round makes the segment shorter; one that is still encoded after that is refused.
    pub(crate) const DECODING_ROUNDS: usize = 8;
}

/// Limits of messages.
pub(crate) mod diagnostic {
    /// How many errors of one code are rendered in full; the others are counted.
    pub(crate) const ERRORS_PER_CODE: usize = 100;

    /// How many warnings and notes of one code are rendered in full, unless all are requested. One shows what the code is
    /// about, and a hundred would hide the others.
    pub(crate) const WARNINGS_PER_CODE: usize = 3;

    /// How many warnings or notes of one code are so many that one of them is rendered in full.
    pub(crate) const MANY_WARNINGS: usize = 20;

    /// How many lines apart two locations may be to share an excerpt.
    pub(crate) const EXCERPT_LINES: usize = 100;

    /// How many characters a line of an excerpt may have before it is cut around what is marked.
    pub(crate) const LINE_CHARACTERS: usize = 120;

    /// How many characters are kept before the mark in a line that is cut.
    pub(crate) const CHARACTERS_BEFORE_MARK: usize = 40;

    /// The largest edit distance that still counts as a misspelling.
    pub(crate) const EDIT_DISTANCE: usize = 2;

    /// How many characters a misspelt word may have. The time of a comparison grows with the square of the length.
    pub(crate) const MISSPELT_CHARACTERS: usize = 100;

    /// How many operations the advice on pagination names; the others are counted.
    pub(crate) const ADVISED_OPERATIONS: usize = 3;
}
