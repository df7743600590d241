//! From words to the forms of Rust names: `live_inputs`, `LiveInputs`, `LIVE_INPUTS`.
//!
//! In: words. Out: a name in one of the forms; not yet valid as an identifier (see `scope`).

use super::words::words;

/// Returns words as `live_inputs`. A leading digit takes an underscore; digits alone take a word, because clippy rejects names
/// without letters.
pub(in crate::rust) fn snake(words: &[String]) -> String {
    let name = words.join("_");
    if !name.contains(char::is_alphabetic) {
        format!("value_{name}")
    } else if !starts_identifier(&name) {
        format!("_{name}")
    } else {
        name
    }
}

/// Returns words as `LIVE_INPUTS`.
pub(in crate::rust) fn constant(words: &[String]) -> String {
    snake(words).to_uppercase()
}

/// Returns words as `LiveInputs`; a leading digit is preceded by `prefix`, a name in the same form.
pub(in crate::rust) fn pascal(words: &[String], prefix: &str) -> String {
    let mut name = String::new();
    for word in words {
        if name.is_empty() && !starts_identifier(word) {
            name.push_str(prefix);
        }
        join(&mut name, &capitalise(word));
    }
    name
}

/// Returns the name of a part: the owner's name and the part's words.
pub(in crate::rust) fn part_name(owner: &str, part: &str) -> String {
    let mut name = owner.to_owned();
    for word in words(part) {
        join(&mut name, &capitalise(&word));
    }
    name
}

/// Returns whether an identifier can begin with the first character.
fn starts_identifier(name: &str) -> bool {
    name.starts_with(unicode_ident::is_xid_start)
}

/// Appends a word in `UpperCamelCase`. An underscore separates two digits, so that `1.5` does not become `15`.
fn join(name: &mut String, word: &str) {
    let digits_meet = name.ends_with(|last: char| last.is_ascii_digit())
        && word.starts_with(|first: char| first.is_ascii_digit());
    if digits_meet {
        name.push('_');
    }
    name.push_str(word);
}

fn capitalise(word: &str) -> String {
    if let Some(rest) = word.strip_prefix("oauth") {
        return format!("OAuth{rest}");
    }
    let mut letters = word.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
