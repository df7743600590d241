//! Turns the tokens of `quote` into [`Code`], and back.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

use super::code::{Code, Kind};

/// Returns the same tokens as code.
pub(in crate::emit) fn from_tokens(tokens: TokenStream) -> Code {
    let mut code = Code::default();
    add(&mut code, tokens);
    code
}

fn add(code: &mut Code, tokens: TokenStream) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut rest = tokens.as_slice();
    while let [first, after @ ..] = rest {
        rest = after;
        match first {
            TokenTree::Punct(pound) if pound.as_char() == '#' => {
                if let Some((line, after)) = doc(rest) {
                    code.add(Kind::Doc, &line);
                    rest = after;
                } else {
                    code.add(Kind::Sign, "#");
                }
            }
            TokenTree::Punct(quote) if quote.as_char() == '\'' => {
                code.add(Kind::Word, &format!("'{}", rest[0]));
                rest = &rest[1..];
            }
            TokenTree::Punct(first) => {
                let mut sign = String::from(first.as_char());
                let mut last = first.clone();
                while let (Spacing::Joint, [TokenTree::Punct(next), after @ ..]) =
                    (last.spacing(), rest)
                {
                    let longer = format!("{sign}{}", next.as_char());
                    const LONG: [&str; 17] = [
                        "::", "->", "=>", "==", "!=", "<=", ">=", "&&", "||", "..", "..=", "+=",
                        "-=", "*=", "/=", "|=", "&=",
                    ];
                    if !LONG.contains(&longer.as_str()) {
                        break;
                    }
                    sign = longer;
                    last = next.clone();
                    rest = after;
                }
                code.add(Kind::Sign, &sign);
            }
            TokenTree::Ident(ident) => code.add(Kind::Word, &ident.to_string()),
            TokenTree::Literal(literal) => code.add(Kind::Literal, &literal.to_string()),
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                code.add(Kind::Sign, open);
                add(code, group.stream());
                code.add(Kind::Sign, close);
            }
        }
    }
}

/// Returns the line of a documentation attribute after its `#`, and the tokens after it.
fn doc(tokens: &[TokenTree]) -> Option<(String, &[TokenTree])> {
    let (first, after) = tokens.split_first()?;
    let attribute: syn::Meta = match first {
        TokenTree::Group(group) => syn::parse2(group.stream()).ok()?,
        _ => return None,
    };
    let syn::Meta::NameValue(meta) = attribute else {
        return None;
    };
    match &meta.value {
        syn::Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Str(line),
            ..
        }) if meta.path.is_ident("doc") => Some((line.value(), after)),
        _ => None,
    }
}

impl Code {
    /// Returns the tokens, for what needs those of `quote`.
    pub(in crate::emit) fn to_tokens(&self) -> TokenStream {
        let mut source = String::with_capacity(self.marked().len() * 2);
        for token in super::tokens::read(self.marked()).unwrap_or_default() {
            match token.kind {
                Kind::Doc => source.extend(["#[doc = ", &format!("{:?}", token.text), "]"]),
                Kind::FileDoc => source.extend(["#![doc = ", &format!("{:?}", token.text), "]"]),
                Kind::Word | Kind::Literal | Kind::Sign => source.push_str(token.text),
            }
            source.push(' ');
        }
        source.parse().expect("code is made of tokens")
    }
}
