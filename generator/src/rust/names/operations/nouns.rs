//! English nouns in paths and ids: singular, plural, and the prepositions between them.
//!
//! In: words in lowercase. Out: their forms, by their spelling and short lists. In doubt two words are different, so that a name
//! keeps a word more.

use std::ops::Range;

/// Words that end in `s` but are not plural.
const UNCOUNTED: &[&str] = &[
    "access",
    "address",
    "alias",
    "analysis",
    "analytics",
    "atlas",
    "basis",
    "bus",
    "business",
    "campus",
    "canvas",
    "chaos",
    "class",
    "compass",
    "consensus",
    "corpus",
    "cors",
    "css",
    "diagnosis",
    "dns",
    "focus",
    "gas",
    "genius",
    "gps",
    "https",
    "ios",
    "kms",
    "lens",
    "metadata",
    "mts",
    "news",
    "nexus",
    "os",
    "progress",
    "prometheus",
    "radius",
    "redis",
    "rss",
    "saas",
    "series",
    "sms",
    "sns",
    "species",
    "sqs",
    "status",
    "tls",
    "virus",
    "vps",
    "waas",
    "whois",
    "yes",
];

/// Returns whether a word connects what follows to what precedes.
pub(super) fn is_link(word: &str) -> bool {
    matches!(
        word,
        "and"
            | "as"
            | "at"
            | "by"
            | "for"
            | "from"
            | "in"
            | "into"
            | "of"
            | "on"
            | "or"
            | "per"
            | "to"
            | "using"
            | "via"
            | "with"
            | "without"
    )
}

/// Returns the words before the first one that connects: `rate limits` of `rate limits for zone`.
pub(super) fn before_link(words: &[String]) -> &[String] {
    let link = words.iter().position(|word| is_link(word));
    &words[..link.unwrap_or(words.len())]
}

/// Returns whether a word is a plural.
pub(super) fn is_plural(word: &str) -> bool {
    word.len() > 2
        && (word.ends_with('s')
            && !word.ends_with("ss")
            && !word.ends_with("us")
            && !UNCOUNTED.contains(&word)
            || matches!(
                word,
                "people" | "children" | "media" | "indices" | "vertices" | "criteria"
            ))
}

/// Returns the singular of a word.
pub(super) fn singular(word: &str) -> String {
    match word {
        "people" => return "person".to_owned(),
        "children" => return "child".to_owned(),
        "indices" => return "index".to_owned(),
        "vertices" => return "vertex".to_owned(),
        _ if !is_plural(word) || matches!(word, "media" | "criteria") => return word.to_owned(),
        _ => {}
    }
    if word.ends_with("ies") && !IN_IE.contains(&word) && word.len() > 4 {
        return format!("{}y", &word[..word.len() - 3]);
    }
    let is_long = match word {
        "quizzes" => return "quiz".to_owned(),
        _ if word.ends_with("ches") => !["caches", "niches", "aches"].contains(&word),
        _ if word.ends_with("uses") || word.ends_with("ases") => IN_S.contains(&word),
        _ => ["sses", "shes", "xes", "zzes"]
            .iter()
            .any(|ending| word.ends_with(ending)),
    };
    let ending = if is_long { "es" } else { "s" };
    word.strip_suffix(ending).unwrap_or(word).to_owned()
}

/// Plurals whose singular ends in `ie`.
const IN_IE: &[&str] = &["calories", "cookies", "movies", "zombies"];

/// Plurals whose singular ends in `as` or `us`.
const IN_S: &[&str] = &[
    "aliases", "atlases", "biases", "bonuses", "buses", "campuses", "canvases", "censuses",
    "focuses", "gases", "statuses", "viruses",
];

/// Returns words with the last one in the singular.
pub(super) fn one_of(words: &[String]) -> Vec<String> {
    let mut words = words.to_vec();
    if let Some(last) = words.last_mut() {
        *last = singular(last);
    }
    words
}

/// Returns whether two words are the same noun, in singular or plural.
pub(super) fn same_noun(word: &str, other: &str) -> bool {
    word == other || singular(word) == singular(other)
}

/// Removes a word before another form of it: `segments_segment` becomes `segment`.
pub(super) fn drop_repeated(words: &mut Vec<String>) {
    let is_form = |word: &String, next: &String| word != next && same_noun(word, next);
    let repeated = words
        .windows(2)
        .position(|pair| is_form(&pair[0], &pair[1]));
    if let Some(place) = repeated {
        words.remove(place);
    }
}

/// Returns whether two names are equal word by word, or letter by letter: `mTLS` and `mtls`, or `vpc_nat` and `vpcnat`, are
/// split differently.
pub(super) fn matches(words: &[String], others: &[String]) -> bool {
    let mut pairs = words.iter().zip(others);
    words.len() == others.len() && pairs.all(|(word, other)| same_noun(word, other))
        || singular(&words.concat()) == singular(&others.concat())
}

/// Returns the range of words among others.
pub(super) fn find(words: &[String], others: &[String]) -> Option<Range<usize>> {
    let mut found = None;
    for start in 0..others.len() {
        for end in start + 1..=others.len().min(start + words.len() + 2) {
            // The longest range at the first position.
            if matches(&others[start..end], words) {
                found = Some(start..end);
            }
        }
        if found.is_some() {
            break;
        }
    }
    found
}

/// Words that add nothing to the object that they follow: the details of a tunnel are the tunnel.
pub(super) fn is_generic(word: &str) -> bool {
    matches!(
        word,
        "config"
            | "configuration"
            | "configurations"
            | "data"
            | "detail"
            | "details"
            | "entity"
            | "info"
            | "information"
            | "object"
            | "record"
            | "records"
            | "resource"
            | "resources"
            | "setting"
            | "settings"
    )
}
