//! Names of members and parameters, compared without regard to spelling.

/// Returns a name in lowercase and without punctuation, in which documents differ: `next_page_token` and `nextPageToken` are both
/// `nextpagetoken`.
pub(crate) fn normalized(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
