//! Splits a document's name into words.
//!
//! In: any text. Out: at least one word of letters and digits in lower case. Knows nothing of keywords or clashes.
//!
//! Letters of every script remain if Rust accepts them in identifiers; names are in the normal form NFC, as Rust compares them.
//! Signs with a meaning become words, and others only separate words. A letter that Rust does not accept, and a sign in a name
//! without letters, becomes its code point. Modules, features and statics have ASCII names (see [`ascii`]): rustc does not look
//! for files with other names.

use std::borrow::Cow;

use heck::ToSnakeCase;
use unicode_normalization::UnicodeNormalization;

/// Returns the words of a name, at least one: `empty` if it has none.
pub(in crate::rust) fn words(text: &str) -> Vec<String> {
    let normal = if text.is_ascii() {
        Cow::Borrowed(text)
    } else {
        text.nfc().collect()
    };
    let split: Vec<String> = join_acronyms(&spell(&normal, non_ascii_letter))
        .split(' ')
        .flat_map(split_at_case)
        .collect();
    if split.is_empty() {
        vec!["empty".to_owned()]
    } else {
        split
    }
}

/// Returns a name in `snake_case` with ASCII letters only: letters with a known Latin spelling take it, every other character
/// becomes its code point.
pub(in crate::rust) fn ascii(name: &str) -> String {
    let spelled = spell(&name.replace('_', " "), |letter| {
        match LATIN.iter().find(|(from, _)| from.contains(letter)) {
            Some((_, letters)) => Spelling::Letters(letters),
            None => Spelling::Number(letter),
        }
    });
    let words: Vec<&str> = spelled.split_ascii_whitespace().collect();
    words.join("_").to_ascii_lowercase()
}

/// Returns the words between case changes in lower case.
fn split_at_case(text: &str) -> Vec<String> {
    // Marks belong to the letter before them, but `heck` takes them for separators.
    let mut words: Vec<String> = Vec::new();
    let mut pieces = text.split_inclusive(is_mark);
    let mut joined = false;
    for piece in &mut pieces {
        let letters = piece.trim_end_matches(is_mark);
        let mut split = letters.to_snake_case();
        split.push_str(&piece[letters.len()..]);
        let mut next = split.split('_').filter(|word| !word.is_empty());
        if let (true, Some(last)) = (joined, words.last_mut()) {
            last.push_str(next.next().unwrap_or_default());
        }
        words.extend(next.map(str::to_owned));
        joined = piece.ends_with(is_mark);
    }
    words
}

/// Returns whether Rust accepts the character in an identifier though it is neither a letter nor a digit.
fn is_mark(character: char) -> bool {
    !character.is_ascii() && !character.is_alphanumeric()
}

/// Returns the spelling of a character outside ASCII: itself if Rust accepts it in identifiers of each case.
fn non_ascii_letter(letter: char) -> Spelling {
    let has_both_cases = match (letter.is_uppercase(), letter.is_lowercase()) {
        (true, _) => !letter.to_lowercase().eq([letter]),
        (_, true) => !letter.to_uppercase().eq([letter]),
        (false, false) => true,
    };
    if unicode_ident::is_xid_continue(letter) && has_both_cases {
        Spelling::Same(letter)
    } else {
        Spelling::Number(letter)
    }
}

/// Returns the name in letters, digits and spaces: signs with a meaning become words. `other` spells letters outside ASCII.
fn spell(text: &str, other: impl Fn(char) -> Spelling) -> String {
    let chars: Vec<char> = text.chars().collect();
    let first = chars.iter().position(|c| c.is_alphanumeric());
    let last = chars.iter().rposition(|c| c.is_alphanumeric());
    let mut out = String::with_capacity(text.len());
    let mut index = 0;
    while index < chars.len() {
        let context = Context {
            chars: &chars,
            index,
            leading: first.is_some_and(|first| index < first),
            trailing: last.is_some_and(|last| index > last),
            bare: first.is_none(),
        };
        let (spelling, length) = spell_at(&context, &other);
        match spelling {
            Spelling::Letters(letters) => out.push_str(letters),
            Spelling::Same(letter) => out.push(letter),
            Spelling::Word(word) => {
                out.push(' ');
                out.push_str(word);
                out.push(' ');
            }
            Spelling::Number(letter) => out.push_str(&format!(" u{:x} ", u32::from(letter))),
            Spelling::Gap => out.push(' '),
            Spelling::Nothing => {}
        }
        index += length;
    }
    out
}

enum Spelling {
    /// These letters, joined to their neighbors.
    Letters(&'static str),
    /// The letter or digit itself.
    Same(char),
    /// A separate word.
    Word(&'static str),
    /// The character's code point, as a separate word.
    Number(char),
    /// Ends a word.
    Gap,
    /// Dropped, as the apostrophe of `don't`.
    Nothing,
}

struct Context<'a> {
    chars: &'a [char],
    index: usize,
    /// Only signs come before.
    leading: bool,
    /// Only signs come after.
    trailing: bool,
    /// The whole name is signs.
    bare: bool,
}

fn spell_at(context: &Context<'_>, other: impl Fn(char) -> Spelling) -> (Spelling, usize) {
    let here = context.chars[context.index];
    if here.is_ascii_alphanumeric() {
        return (Spelling::Same(here), 1);
    }
    let next = context.chars.get(context.index + 1).copied();
    let pair = PAIRS
        .iter()
        .find(|(first, second, _)| *first == here && Some(*second) == next);
    if let Some((_, _, word)) = pair {
        return (Spelling::Word(word), 2);
    }
    if here.is_ascii() {
        let named = context.bare || sign_matters(context, next);
        let spelling = match SIGNS.iter().find(|(sign, _)| *sign == here) {
            Some((_, word)) if named => Spelling::Word(word),
            _ if here == APOSTROPHE => Spelling::Nothing,
            _ if context.bare => Spelling::Number(here),
            _ => Spelling::Gap,
        };
        return (spelling, 1);
    }
    if let Some((_, word)) = SYMBOLS.iter().find(|(symbol, _)| *symbol == here) {
        return (Spelling::Word(word), 1);
    }
    let previous = context
        .index
        .checked_sub(1)
        .map(|index| context.chars[index]);
    let mut neighbors = [previous, next].into_iter().flatten();
    if let Some((_, word)) = GREEK.iter().find(|(letter, _)| *letter == here)
        && !neighbors.any(|near| !near.is_ascii() && near.is_alphabetic())
    {
        return (Spelling::Word(word), 1);
    }
    if here.is_alphanumeric() || is_mark_of_letter(here) || context.bare {
        return (other(here), 1);
    }
    if TYPOGRAPHIC_APOSTROPHES.contains(&here) && is_between_letters(context) {
        return (Spelling::Nothing, 1);
    }
    (Spelling::Gap, 1)
}

/// Returns whether the character belongs to the letter before it, as an accent does.
fn is_mark_of_letter(character: char) -> bool {
    unicode_ident::is_xid_continue(character)
}

fn is_between_letters(context: &Context<'_>) -> bool {
    let letter = |index: Option<usize>| {
        let letter = index.and_then(|index| context.chars.get(index));
        letter.is_some_and(|letter| letter.is_alphabetic())
    };
    letter(context.index.checked_sub(1)) && letter(Some(context.index + 1))
}

/// Returns whether a sign distinguishes this name from others, and is not just punctuation between words.
fn sign_matters(context: &Context<'_>, next: Option<char>) -> bool {
    let previous = context
        .index
        .checked_sub(1)
        .map(|index| context.chars[index]);
    let word_before = previous.is_some_and(char::is_alphanumeric);
    let word_after = next.is_some_and(char::is_alphanumeric);
    match context.chars[context.index] {
        '*' | '&' | '%' => true,
        '+' => {
            context.leading
                || context.trailing
                || next.is_some_and(|next| next.is_ascii_digit() || next == '+')
                || previous == Some('+')
        }
        '-' => (context.index == 0 && word_after) || (next.is_none() && word_before),
        '#' => context.trailing && word_before,
        '<' | '>' => (context.leading || context.trailing) && !in_angle_brackets(context.chars),
        '=' => context.leading || context.trailing,
        '!' | '~' | '^' | '|' => context.leading,
        _ => false,
    }
}

/// Returns whether the name is of the form `Page<Pet>`, in which the signs are brackets and not comparisons.
fn in_angle_brackets(chars: &[char]) -> bool {
    let open = chars.iter().position(|c| *c == '<');
    let close = chars.iter().rposition(|c| *c == '>');
    matches!((open, close), (Some(open), Some(close)) if open + 1 < close)
}

/// Rewrites acronyms so that the split at case changes keeps them whole: `URLs`, `IPv4` and `OAuth` are one word each.
fn join_acronyms(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let is_upper = |at: usize| chars.get(at).is_some_and(char::is_ascii_uppercase);
    let mut out = String::with_capacity(text.len() + 8);
    let mut index = 0;
    while index < chars.len() {
        let rest = &chars[index..];
        let starts = index == 0 || !is_upper(index - 1);
        let capitals = rest
            .iter()
            .take_while(|letter| letter.is_ascii_uppercase())
            .count();
        if starts && rest.starts_with(&['O', 'A', 'u', 't', 'h']) {
            out.push_str(" Oauth");
            index += 5;
            continue;
        }
        if starts && capitals >= 2 {
            let after = rest.get(capitals);
            let next = rest.get(capitals + 1);
            let plural = after == Some(&'s') && !next.is_some_and(char::is_ascii_lowercase);
            let versioned = after == Some(&'v') && next.is_some_and(char::is_ascii_digit);
            if plural || versioned {
                out.push(' ');
                out.push(rest[0]);
                out.extend(rest[1..=capitals].iter().map(char::to_ascii_lowercase));
                index += capitals + 1;
                continue;
            }
        }
        out.push(chars[index]);
        index += 1;
    }
    out
}

const APOSTROPHE: char = '\'';

/// The apostrophes of typography, which are closing or opening quotes too.
const TYPOGRAPHIC_APOSTROPHES: &[char] = &['\u{2018}', '\u{2019}', '\u{2bc}'];

/// Two signs with one meaning.
const PAIRS: &[(char, char, &str)] = &[
    ('>', '=', "GreaterEqual"),
    ('<', '=', "LessEqual"),
    ('!', '=', "NotEqual"),
    ('=', '=', "Equal"),
    ('<', '>', "NotEqual"),
    ('&', '&', "And"),
    ('|', '|', "Or"),
    ('!', '~', "NotMatch"),
];

/// The word for a sign that matters.
const SIGNS: &[(char, &str)] = &[
    ('+', "Plus"),
    ('-', "Minus"),
    ('*', "Star"),
    ('/', "Slash"),
    ('\\', "Backslash"),
    ('=', "Equal"),
    ('<', "Less"),
    ('>', "Greater"),
    ('!', "Not"),
    ('?', "Question"),
    ('~', "Tilde"),
    ('^', "Caret"),
    ('|', "Pipe"),
    ('&', "And"),
    ('%', "Percent"),
    ('#', "Sharp"),
    ('$', "Dollar"),
    ('@', "At"),
    ('.', "Dot"),
    (',', "Comma"),
    (':', "Colon"),
    (';', "Semicolon"),
    ('_', "Underscore"),
    (' ', "Space"),
    ('\'', "Apostrophe"),
    ('"', "Quote"),
    ('`', "Backtick"),
    ('(', "OpenParenthesis"),
    (')', "CloseParenthesis"),
    ('[', "OpenBracket"),
    (']', "CloseBracket"),
    ('{', "OpenBrace"),
    ('}', "CloseBrace"),
];

/// Characters outside ASCII that become separate words.
const SYMBOLS: &[(char, &str)] = &[
    ('≠', "NotEqual"),
    ('≤', "LessEqual"),
    ('≥', "GreaterEqual"),
    ('≈', "Almost"),
    ('±', "PlusMinus"),
    ('×', "Times"),
    ('÷', "Divided"),
    ('−', "Minus"),
    ('°', "Degree"),
    ('€', "Euro"),
    ('£', "Pound"),
    ('¥', "Yen"),
    ('→', "To"),
    ('∞', "Infinity"),
];

/// Greek letters that are symbols, as in `μg`, unless they are next to another letter outside ASCII.
const GREEK: &[(char, &str)] = &[
    ('µ', "Mu"),
    ('α', "Alpha"),
    ('β', "Beta"),
    ('γ', "Gamma"),
    ('δ', "Delta"),
    ('ε', "Epsilon"),
    ('λ', "Lambda"),
    ('μ', "Mu"),
    ('π', "Pi"),
    ('σ', "Sigma"),
    ('φ', "Phi"),
    ('ω', "Omega"),
    ('Δ', "Delta"),
    ('Σ', "Sigma"),
    ('Ω', "Omega"),
];

/// Latin letters with diacritics, and their spelling without.
const LATIN: &[(&str, &str)] = &[
    ("ÀÁÂÃÄÅĀĂĄ", "A"),
    ("àáâãäåāăą", "a"),
    ("ÇĆĈĊČ", "C"),
    ("çćĉċč", "c"),
    ("ÐĎĐ", "D"),
    ("ðďđ", "d"),
    ("ÈÉÊËĒĔĖĘĚ", "E"),
    ("èéêëēĕėęě", "e"),
    ("ĜĞĠĢ", "G"),
    ("ĝğġģ", "g"),
    ("ÌÍÎÏĨĪĬĮİ", "I"),
    ("ìíîïĩīĭįı", "i"),
    ("ŁĹĻĽ", "L"),
    ("łĺļľ", "l"),
    ("ÑŃŅŇ", "N"),
    ("ñńņň", "n"),
    ("ÒÓÔÕÖØŌŎŐ", "O"),
    ("òóôõöøōŏő", "o"),
    ("ŔŖŘ", "R"),
    ("ŕŗř", "r"),
    ("ŚŜŞŠ", "S"),
    ("śŝşš", "s"),
    ("ŢŤ", "T"),
    ("ţť", "t"),
    ("ÙÚÛÜŨŪŬŮŰŲ", "U"),
    ("ùúûüũūŭůűų", "u"),
    ("ÝŸ", "Y"),
    ("ýÿ", "y"),
    ("ŹŻŽ", "Z"),
    ("źżž", "z"),
    ("Æ", "Ae"),
    ("æ", "ae"),
    ("Œ", "Oe"),
    ("œ", "oe"),
    ("Þ", "Th"),
    ("þ", "th"),
    ("ß", "ss"),
];

#[cfg(test)]
mod tests {
    use super::{ascii, words};

    fn joined(text: &str) -> String {
        words(text).join(" ")
    }

    #[test]
    fn splits_at_case_changes_and_keeps_acronyms() {
        for (name, expected) in [
            ("requireSignedURLs", "require signed urls"),
            ("webRTC", "web rtc"),
            ("WebRTCPlayback", "web rtc playback"),
            ("userIDs", "user ids"),
            ("IDsOfUsers", "ids of users"),
            ("OAuth2Token", "oauth2 token"),
            ("myOAuthApp", "my oauth app"),
            ("IPv4Address", "ipv4 address"),
            ("HTTPServer", "http server"),
            ("AIsle", "a isle"),
            ("live_inputs", "live inputs"),
            ("Live inputs", "live inputs"),
            ("live-input.id", "live input id"),
            ("filter[x]", "filter x"),
            ("S3Bucket", "s3 bucket"),
            ("v1alpha", "v1alpha"),
            ("don't", "dont"),
            ("people\u{2019}s choice", "peoples choice"),
            ("last \u{2013} not least", "last not least"),
            (
                "\u{201c}quoted\u{201d} \u{2022} dotted\u{2026}",
                "quoted dotted",
            ),
            ("\u{2605} star", "star"),
            ("\u{2605}", "u2605"),
            ("$ref", "ref"),
            ("@type", "type"),
            ("Page<Pet>", "page pet"),
        ] {
            assert_eq!(joined(name), expected, "{name}");
        }
    }

    #[test]
    fn signs_with_a_meaning_are_words() {
        for (name, expected) in [
            ("+1", "plus 1"),
            ("-1", "minus 1"),
            ("-created", "minus created"),
            ("A+", "a plus"),
            ("A-", "a minus"),
            ("C++", "c plus plus"),
            ("C#", "c sharp"),
            ("GMT+1", "gmt plus 1"),
            ("us-east-1", "us east 1"),
            ("image/svg+xml", "image svg xml"),
            (">=", "greater equal"),
            ("=", "equal"),
            ("!=", "not equal"),
            ("≠", "not equal"),
            ("*", "star"),
            ("read:*", "read star"),
            ("DateCreated>", "date created greater"),
            ("", "empty"),
            ("_", "underscore"),
            (" ", "space"),
        ] {
            assert_eq!(joined(name), expected, "{name}");
        }
    }

    #[test]
    fn letters_of_all_scripts_remain() {
        for (name, expected) in [
            ("größeHolen", "größe holen"),
            ("GRÖSSE", "grösse"),
            ("e\u{301}", "é"),
            ("名前", "名前"),
            ("статусЗаказа", "статус заказа"),
            ("हिन्दी नाम", "हिन्दी नाम"),
            ("हिन्दी_नाम", "हिन्दी नाम"),
            ("μg", "mu g"),
            ("Ω", "omega"),
            ("μέγεθος", "μέγεθος"),
            ("１", "１"),
            ("\u{212a}", "k"),
            ("a\u{200f}b", "a b"),
            ("🎉", "u1f389"),
            ("𝐀", "u1d400"),
            ("\u{200f}", "u200f"),
            ("\0", "u0"),
        ] {
            assert_eq!(joined(name), expected, "{name}");
        }
    }

    #[test]
    fn modules_have_ascii_names() {
        for (name, expected) in [
            ("größe_holen", "grosse_holen"),
            ("名前", "u540d_u524d"),
            ("live_inputs", "live_inputs"),
        ] {
            assert_eq!(ascii(name), expected);
        }
    }
}
