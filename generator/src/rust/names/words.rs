//! Splits a document's name into words.
//!
//! In: any text. Out: at least one word of lower-case ASCII letters and digits. Knows nothing of keywords or clashes.
//!
//! Identifiers are ASCII on purpose: rustc warns about confusable and uncommon letters, and file names are made from the
//! same words. Letters with a known Latin spelling take it, every other character becomes its code point.

use heck::ToSnakeCase;

/// Returns the words of a name, at least one: `empty` if it has none.
pub(in crate::rust) fn words(text: &str) -> Vec<String> {
    let split: Vec<String> = join_acronyms(&spell(text))
        .to_snake_case()
        .split('_')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    if split.is_empty() {
        vec!["empty".to_owned()]
    } else {
        split
    }
}

/// Returns the name in ASCII letters, digits and spaces: signs with a meaning become words.
fn spell(text: &str) -> String {
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
        let (spelling, length) = spell_at(&context);
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

fn spell_at(context: &Context<'_>) -> (Spelling, usize) {
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
            _ if here == '\'' => Spelling::Nothing,
            _ if context.bare => Spelling::Number(here),
            _ => Spelling::Gap,
        };
        return (spelling, 1);
    }
    if let Some((_, letters)) = LATIN.iter().find(|(from, _)| from.contains(here)) {
        return (Spelling::Letters(letters), 1);
    }
    if let Some((_, word)) = SYMBOLS.iter().find(|(symbol, _)| *symbol == here) {
        return (Spelling::Word(word), 1);
    }
    let is_separator = here.is_whitespace() || here.is_control() || is_invisible(here);
    if is_separator && !context.bare {
        return (Spelling::Gap, 1);
    }
    (Spelling::Number(here), 1)
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

/// Returns whether a character is invisible: joiners, direction marks, the byte-order mark.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Rewrites acronyms so that the split at case changes keeps them whole: `URLs`, `IPv4` and `OAuth` are one word each.
fn join_acronyms(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len() + 8);
    let mut index = 0;
    while index < bytes.len() {
        let rest = &bytes[index..];
        let starts = index == 0 || !bytes[index - 1].is_ascii_uppercase();
        let capitals = rest
            .iter()
            .take_while(|byte| byte.is_ascii_uppercase())
            .count();
        if starts && rest.starts_with(b"OAuth") {
            out.push_str(" Oauth");
            index += 5;
            continue;
        }
        if starts && capitals >= 2 {
            let after = rest.get(capitals).copied();
            let next = rest.get(capitals + 1).copied();
            let plural = after == Some(b's') && !next.is_some_and(|next| next.is_ascii_lowercase());
            let versioned = after == Some(b'v') && next.is_some_and(|next| next.is_ascii_digit());
            if plural || versioned {
                out.push(' ');
                out.push(char::from(rest[0]));
                out.extend(
                    rest[1..=capitals]
                        .iter()
                        .map(|byte| char::from(byte.to_ascii_lowercase())),
                );
                index += capitals + 1;
                continue;
            }
        }
        out.push(char::from(bytes[index]));
        index += 1;
    }
    out
}

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
    use super::words;

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
            ("μg", "mu g"),
        ] {
            assert_eq!(joined(name), expected, "{name}");
        }
    }

    #[test]
    fn other_scripts_become_ascii() {
        assert_eq!(joined("größe"), "grosse");
        assert_eq!(joined("\u{fb01}"), "ufb01");
        assert_eq!(joined("\u{212a}"), "u212a");
        assert_eq!(joined("你好"), "u4f60 u597d");
        assert_eq!(joined("🎉"), "u1f389");
        assert_eq!(joined("a\u{200f}b"), "a b");
        assert_eq!(joined("\u{200f}"), "u200f");
        assert_eq!(joined("\0"), "u0");
    }
}
