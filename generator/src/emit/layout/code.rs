//! Source code that is being built: tokens that come from this crate, or from the few values that are safe to write.
//!
//! In: templates of [`code!`], names, types and literals. Out: [`Code`]. A string of the document cannot become code by itself:
//! [`Code`] takes only what is written in this crate, identifiers, and what `literal` has escaped.

use std::borrow::Cow;

use crate::rust::Ident;

/// What a token is. In the text of [`Code`], a character stands for it before each token; no token contains such a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An identifier, keyword or lifetime.
    Word = 1,
    Sign = 2,
    Literal = 3,
    /// A line of documentation of the item that follows.
    Doc = 4,
    /// A line of documentation of the file.
    FileDoc = 5,
}

impl Kind {
    /// Returns the kind for which a byte of the text of [`Code`] stands.
    pub(super) fn from_mark(mark: u8) -> Option<Self> {
        match mark {
            1 => Some(Self::Word),
            2 => Some(Self::Sign),
            3 => Some(Self::Literal),
            4 => Some(Self::Doc),
            5 => Some(Self::FileDoc),
            _ => None,
        }
    }
}

/// A sequence of tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::emit) struct Code(String);

impl Code {
    /// Returns whether there are no tokens.
    pub(in crate::emit) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns whether a token is the first one.
    pub(in crate::emit) fn begins_with(&self, token: &'static str) -> bool {
        self.0.get(1..).is_some_and(|text| {
            let rest = text.strip_prefix(token);
            rest.is_some_and(|rest| {
                rest.bytes()
                    .next()
                    .is_none_or(|next| Kind::from_mark(next).is_some())
            })
        })
    }

    /// Adds tokens.
    pub(in crate::emit) fn push(&mut self, part: impl Piece) {
        part.add_to(self);
    }

    /// Adds a token that is written in this crate.
    pub(in crate::emit) fn token(&mut self, token: &'static str) {
        let kind = match token.as_bytes() {
            [b'"' | b'0'..=b'9', ..] => Kind::Literal,
            [b'_' | b'\'' | b'a'..=b'z' | b'A'..=b'Z', ..] => Kind::Word,
            // Types end in these two, and no shift is emitted.
            b">>" => {
                self.add(Kind::Sign, ">");
                Kind::Sign
            }
            _ => Kind::Sign,
        };
        self.add(kind, if token == ">>" { ">" } else { token });
    }

    /// Adds a line of documentation that is written in this crate.
    pub(in crate::emit) fn fixed_doc(&mut self, line: &'static str) {
        self.add(Kind::Doc, line);
    }

    /// Adds a token that has been escaped.
    pub(super) fn add(&mut self, kind: Kind, token: &str) {
        self.0.push(char::from(kind as u8));
        self.0.push_str(token);
    }

    /// Returns the text with marks.
    pub(super) fn marked(&self) -> &str {
        &self.0
    }
}

/// What can be a part of a template.
pub(in crate::emit) trait Piece {
    /// Adds its tokens.
    fn add_to(&self, code: &mut Code);
}

impl Piece for Code {
    fn add_to(&self, code: &mut Code) {
        code.0.push_str(&self.0);
    }
}

impl<P: Piece + ?Sized> Piece for &P {
    fn add_to(&self, code: &mut Code) {
        (*self).add_to(code);
    }
}

impl<P: Piece> Piece for Option<P> {
    fn add_to(&self, code: &mut Code) {
        if let Some(part) = self {
            part.add_to(code);
        }
    }
}

impl<P: Piece> Piece for [P] {
    fn add_to(&self, code: &mut Code) {
        for part in self {
            part.add_to(code);
        }
    }
}

impl<P: Piece> Piece for Vec<P> {
    fn add_to(&self, code: &mut Code) {
        self.as_slice().add_to(code);
    }
}

impl Piece for Ident {
    fn add_to(&self, code: &mut Code) {
        code.add(Kind::Word, self.as_str());
    }
}

impl Piece for bool {
    fn add_to(&self, code: &mut Code) {
        code.token(if *self { "true" } else { "false" });
    }
}

/// A name of this crate, or one that is made of identifiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::emit) struct Name(String);

impl Name {
    /// Returns a name, `r#` included. What cannot be in a name is left out.
    pub(in crate::emit) fn new(name: &str) -> Self {
        Self(allowed(name).into_owned())
    }

    /// Returns the code of a name alone.
    pub(in crate::emit) fn code(name: &str) -> Code {
        let mut code = Code::default();
        code.add(Kind::Word, &allowed(name));
        code
    }

    /// Returns the name as it is written.
    pub(in crate::emit) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Returns the characters of a name that can be in one.
fn allowed(name: &str) -> Cow<'_, str> {
    let is_allowed = |sign: char| sign == '_' || sign.is_alphanumeric() || !sign.is_ascii();
    let bare = name.strip_prefix("r#").unwrap_or(name);
    if bare.chars().all(is_allowed) {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(name.chars().filter(|sign| is_allowed(*sign)).collect())
    }
}

impl Piece for Name {
    fn add_to(&self, code: &mut Code) {
        code.add(Kind::Word, &self.0);
    }
}

impl<P: Piece> FromIterator<P> for Code {
    fn from_iter<I: IntoIterator<Item = P>>(parts: I) -> Self {
        let mut code = Self::default();
        code.extend(parts);
        code
    }
}

impl<P: Piece> Extend<P> for Code {
    fn extend<I: IntoIterator<Item = P>>(&mut self, parts: I) {
        for part in parts {
            part.add_to(self);
        }
    }
}

/// Returns elements with commas between them.
pub(in crate::emit) fn commas<P: Piece>(elements: impl IntoIterator<Item = P>) -> Code {
    let mut code = Code::default();
    for element in elements {
        if !code.is_empty() {
            code.token(",");
        }
        element.add_to(&mut code);
    }
    code
}

/// Builds [`Code`] from a template, in which `#name` stands for the tokens of a variable that is a [`Piece`].
macro_rules! code {
    ($($token:tt)*) => {{
        #[allow(unused_mut)]
        let mut code = $crate::emit::layout::Code::default();
        $crate::emit::layout::add_tokens!(code $($token)*);
        code
    }};
}

/// Adds the tokens of a template to a [`Code`].
macro_rules! add_tokens {
    ($code:ident) => {};
    ($code:ident $first:tt $($rest:tt)*) => {
        $crate::emit::layout::add_between!(
            $code (@ $first $($rest)*) ($first $($rest)* @) ($($rest)* @ @)
        );
    };
}

/// Adds each token, which is known by the tokens before and after it.
macro_rules! add_between {
    ($code:ident ($($before:tt)*) ($($token:tt)*) ($($after:tt)*)) => {
        $($crate::emit::layout::add_token!($code $before $token $after);)*
    };
}

/// Adds the token in the middle of three.
macro_rules! add_token {
    ($code:ident $before:tt @ $after:tt) => {};
    // Begins a variable.
    ($code:ident $before:tt # $after:ident) => {};
    ($code:ident # $token:ident $after:tt) => {
        $crate::emit::layout::Piece::add_to(&$token, &mut $code)
    };
    // A documentation comment.
    ($code:ident $before:tt # [doc = $line:literal]) => {};
    ($code:ident # [doc = $line:literal] $after:tt) => {
        $code.fixed_doc($line)
    };
    ($code:ident $before:tt ($($token:tt)*) $after:tt) => {
        $code.token("(");
        $crate::emit::layout::add_tokens!($code $($token)*);
        $code.token(")")
    };
    ($code:ident $before:tt [$($token:tt)*] $after:tt) => {
        $code.token("[");
        $crate::emit::layout::add_tokens!($code $($token)*);
        $code.token("]")
    };
    ($code:ident $before:tt {$($token:tt)*} $after:tt) => {
        $code.token("{");
        $crate::emit::layout::add_tokens!($code $($token)*);
        $code.token("}")
    };
    ($code:ident $before:tt $token:tt $after:tt) => {
        $code.token(stringify!($token))
    };
}

pub(in crate::emit) use {add_between, add_token, add_tokens, code};
