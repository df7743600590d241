//! Compares the layout with prettyplease: on all generated files that are checked in, and on templates whose names have every
//! length around the width of a line.
//!
//! Blank lines do not count, which prettyplease never sets. Nor do macros that take types or tables, because prettyplease knows
//! neither in macros.

use std::fs;
use std::path::{Path, PathBuf};

use quote::ToTokens;
use syn::Item;

use super::{Code, Name, code, from_tokens, items};

/// Returns an item as prettyplease prints it.
fn pretty(item: Item) -> String {
    prettyplease::unparse(&syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![item],
    })
}

/// Returns the text without blank lines.
fn dense(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| format!("{line}\n")).collect()
}

fn is_compared(item: &Item) -> bool {
    match item {
        Item::Macro(item) => {
            let last = item.mac.path.segments.last();
            last.is_some_and(|last| last.ident == "serde_adapters")
        }
        // Its items are laid out as if they were not indented.
        Item::Mod(module) => module.content.is_none(),
        _ => true,
    }
}

/// Compares each item of a file in both layouts.
#[track_caller]
fn assert_equal_layouts(source: &str, path: &str) {
    let file = syn::parse_file(source).expect("the source is Rust");
    for item in file.items.into_iter().filter(is_compared) {
        let own = items(&from_tokens(item.to_token_stream()));
        let pretty = pretty(item);
        let own = own.unwrap_or_else(|| panic!("{path} has syntax that is not known:\n{pretty}"));
        assert_eq!(dense(&own), dense(&pretty), "in {path}");
    }
}

fn add_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder exists") {
        let path = entry.expect("the entry is readable").path();
        if path.is_dir() && !path.ends_with("src/runtime") {
            add_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn generated_files_are_as_prettyplease_prints_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    add_files(&root.join("../generated/src"), &mut found);
    add_files(&root.join("tests/cases"), &mut found);
    assert!(found.len() > 100);
    for path in found {
        let source = fs::read_to_string(&path).expect("the file is readable");
        assert_equal_layouts(&source, &path.display().to_string());
    }
}

/// A name of this many letters.
fn long(first: char, length: usize) -> Name {
    let rest = "abcdefghij".chars().cycle().skip(1);
    Name::new(
        &std::iter::once(first)
            .chain(rest)
            .take(length.max(1))
            .collect::<String>(),
    )
}

/// Compares a template in both layouts, for names of all lengths up to a full line.
#[track_caller]
fn assert_equal_at_all_lengths(template: impl Fn(&Name, &Name, &Name) -> Code) {
    let lengths = (1..100).step_by(1);
    for length in lengths {
        for (other, third) in [(3, 7), (length / 2 + 1, 12), (20, length / 3 + 1), (41, 30)] {
            let code = template(&long('a', length), &long('B', other), &long('c', third));
            let source = items(&code).expect("the syntax is known");
            assert_equal_layouts(&source, "a template");
            let tokens = code.to_tokens();
            let file: syn::File = syn::parse2(tokens).expect("the template is Rust");
            let pretty: String = file.items.into_iter().map(pretty).collect();
            assert_eq!(dense(&source), dense(&pretty));
        }
    }
}

#[test]
fn signatures() {
    assert_equal_at_all_lengths(|a, b, c| {
        code! {
            impl<M> #b<M> {
                pub fn #a(mut self, #c: impl Into<String>, other: &'a [#b]) -> Pending<#b<Value, M>, M> {
                    self.call.parameter(&#b, &#c);
                    self
                }

                pub(crate) fn #c(client: Client<M>) -> Self {
                    Self { client, #a }
                }

                pub fn #a<'a>(&self) -> Result<(), #b> {}
            }

            impl #b for #a {}

            impl TryFrom<&#b> for #a {
                type Error = #b;
                const SHAPE: #b = #b::#a;
                fn try_from(response: &#b) -> Result<Self, #a> {
                    convert(response)
                }
            }
        }
    });
}

#[test]
fn chains_and_calls() {
    assert_equal_at_all_lengths(|a, b, c| {
        code! {
            fn #c() {
                let mut call = self.client.call(&#b).with(&#a, #c).with_body("application/json", &body);
                self.#a(#c, #b).typed();
                self.#a = Some(#c.into_iter().map(Into::into).collect());
                call.check("body").nested(&#a).length(&*#c, Some(1), None);
                #a::new(#c).field(&self.#c.as_ref().map(|_| #b)).finish()?;
                let #a: #b = #c;
                #b { call: self.client.call(&#a).with(&#c, #b) }
            }

            fn #a() -> #b {
                #c.#a(#b)?.items.get(0)?.#c()
            }

            static #b: Operation = Operation::get(#a, "/accounts/{account_id}").envelope().security(&[&[&#c]]);
            static #b: LazyLock<#b> = LazyLock::new(|| Operation::new(#a::from_bytes(b"X").expect(#c), #a, #b));
            static #b: [#b; 2] = [#a::#c, #b::Object { required: &[#a, #c], optional: &[], constants: &[] }];
        }
    });
}

#[test]
fn blocks_and_matches() {
    assert_equal_at_all_lengths(|a, b, c| {
        code! {
            fn #c(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    Self::#b(value) => f.debug_tuple(#a).field(value).finish(),
                    Self::#a { .. } | Self::#c => self.#a = 1,
                    Self::#c { #a, #b: other } => { let #a = 1; #a }
                    "x" | "y" => { #a.call(#b, #c) }
                    1..=5 if #a.is_empty() => return,
                    -1 => {}
                    _ => Self::#a(#b { name: #a, value: &#c }),
                }
                if let Some(#a) = #c.get(#b) {
                    #a.push(-1);
                }
                for (index, #c) in #a.#b.iter().enumerate() {
                    place.index(index).number(*#c, #b::ANY.minimum(1.5).maximum(100000000000000.0 / 1000.0));
                }
                while let Some(key) = #a.#c()? {
                    match &*key {
                        "a" => #a.required(&mut #b),
                        _ => #a.skip(),
                    }?;
                }
                let read = |#a: &mut #b<'_>, index| match index {
                    0 => #a.variant(Self::#c),
                    _ => #a.variant(Self::Other),
                };
                let #a = if #b == #c { #a } else if #a && !#c { #b } else { 1 };
                Ok(match #a { 1 => #b, _ => Self::#c(body.undeclared()) })
            }
        }
    });
}

#[test]
fn definitions_and_imports() {
    assert_equal_at_all_lengths(|a, b, c| {
        code! {
            use crate::#c::#b;
            use ::#c::{#a, #b, #c};
            pub use self::#a::*;
            mod #c;
            #[cfg(any(feature = "a", feature = "b", feature = "c"))]
            pub mod #a;
            /// Documentation of it.
            #[derive(Clone, Debug, PartialEq)]
            #[non_exhaustive]
            pub struct #b<M = #a> {
                #[doc(alias = "x")]
                pub #a: Option<BTreeMap<String, Vec<#b>>>,
                /// Two.
                ///
                /// Paragraphs.
                #[deprecated]
                pub #c: (#a, #b),
            }
            pub enum #b<'a> {
                /// Documentation.
                #a(&'a [#b]),
                #c,
                #b(crate::types::#a<#b>, #c),
            }
            pub type #a<M = Async> = Call<Vec<#b>, M>;
            pub struct #c;
            pub struct #b(pub #a, #c);
        }
    });
}

#[test]
fn words_with_a_meaning_elsewhere_are_names() {
    let words = [
        "raw",
        "union",
        "auto",
        "default",
        "safe",
        "macro_rules",
        "dyn_",
        "r#type",
        "r#match",
        "r#async",
        "r#try",
        "self_",
        "_a",
        "gen_",
        "a1",
        "é",
    ];
    for word in words {
        let name = Name::new(word);
        let code = code! {
            pub struct A {
                pub #name: Option<#name>,
            }
            impl A {
                pub fn #name(mut self, #name: &str, other: #name::B) -> Self {
                    let #name: #name = #name;
                    self.call.parameter(&#name, &#name).#name(#name);
                    #name.#name = -#name;
                    #name(A { #name, a: #name });
                    match #name {
                        #name => #name,
                        #name::A(#name) => #name { #name },
                    }
                }
            }
            static A: A = A::new(&#name, #name);
        };
        let layout = items(&code).unwrap_or_else(|| panic!("{word} is not known"));
        let file: syn::File = syn::parse2(code.to_tokens()).expect("the template is Rust");
        let pretty: String = file.items.into_iter().map(pretty).collect();
        assert_eq!(dense(&layout), dense(&pretty));
    }
}

#[test]
fn strings_cannot_become_code() {
    let name = Name::new("a) { } fn b(\u{1}");
    assert_eq!(name.as_str(), "afnb");
    let text = super::string_literal("a\"\\\n\u{1}\u{202e}");
    assert_eq!(text.marked(), "\u{3}\"a\\\"\\\\\\n\\u{1}\\u{202e}\"");
    let docs = super::docs(&["a\u{1}b\n*/ c"]);
    let code = code!(#docs struct A;);
    assert_eq!(
        items(&code).as_deref(),
        Some("\n#[doc = concat!(\" a\\u{1}b\")]\n/// */ c\nstruct A;\n")
    );
}
