//! Compares `diff` with the emitted code: if the code differs, `diff` must report a change, and if a public item is lost, a
//! breaking change.
//!
//! The documents are those of the cases, with random changes that are the same in each run.
//! `MUTATIONS=10000 cargo test -p generator --release --test diff` compares more of them, from the seed `MUTATIONS_FROM`.

mod support;

#[path = "support/mutate.rs"]
#[expect(dead_code, reason = "the test of mutations uses the rest")]
mod mutate;

use std::collections::BTreeSet;
use std::fs;

use generator::Options;
use generator::diagnostic::Diagnostics;
use generator::diff::{self, Detail, Format, Level, Revision, Rule};
use generator::emit::{self, File};
use generator::options::Package;
use generator::source::Sources;
use generator::{api, openapi, rust};
use mutate::Dice;
use proc_macro2::TokenTree;
use quote::ToTokens as _;
use support::{cases, tests};

/// The default number of changed documents, which takes some seconds.
const USUAL: u64 = 100;

/// Rules of breaking changes that leave all signatures the same.
const SAME_SIGNATURE: &[Rule] = &[
    Rule::PackageRenamed,
    Rule::ArgumentAdded,
    Rule::ArgumentRemoved,
    Rule::ArgumentOrder,
    Rule::RequiredOrder,
    Rule::SecurityRemoved,
    Rule::FeatureRemoved,
];

#[test]
fn what_differs_in_the_crate_is_a_change() {
    let documents = documents();
    let count = number("MUTATIONS").unwrap_or(USUAL);
    let from = number("MUTATIONS_FROM").unwrap_or(0);
    let mut wrong = String::new();
    for seed in from..from + count {
        let mut dice = Dice::new(seed);
        let old = &documents[dice.below(documents.len())];
        let new = mutate::mutate(old, &documents, &mut dice);
        if let Err(why) = check(old, &new) {
            wrong.push_str(&format!("{seed}: {why}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Compares two documents and their crates. Documents that cannot be read are skipped.
fn check(old: &str, new: &str) -> Result<(), String> {
    let package = Package::new("pets", None).expect("it is a name");
    let options = Options::new("openapi.yaml", package);
    let revision = |text| Revision::from_texts("old", &[("openapi.yaml", text)], &options);
    let (Ok(before), Ok(after)) = (revision(old), revision(new)) else {
        return Ok(());
    };
    let comparison = diff::compare(&before, &after, Detail::All);
    let report = || {
        let report = comparison.render(Format::Text, None);
        format!("{report}\n{}", difference(old, new))
    };
    let (before, after) = (files(old, &options), files(new, &options));
    let (old_lines, new_lines) = (lines(&before), lines(&after));
    let level = comparison.level();
    if level.is_none() && old_lines != new_lines {
        let lost: Vec<&String> = old_lines.symmetric_difference(&new_lines).take(6).collect();
        return Err(format!("a change is missed: {lost:#?}\n{}", report()));
    }
    let (old_items, new_items) = (items(&before), items(&after));
    let lost: Vec<&String> = old_items.difference(&new_items).take(6).collect();
    let is_breaking = level == Some(Level::Major);
    if !lost.is_empty() && !is_breaking {
        return Err(format!(
            "a breaking change is missed: {lost:#?}\n{}",
            report()
        ));
    }
    let kinds = comparison.sections.values().flatten();
    let mut breaking = kinds.filter(|kind| kind.rule.level() == Level::Major);
    if lost.is_empty() && is_breaking && !breaking.any(|kind| SAME_SIGNATURE.contains(&kind.rule)) {
        return Err(format!("nothing breaks: {}", report()));
    }
    Ok(())
}

/// Returns the lines that are only in one of two documents.
fn difference(old: &str, new: &str) -> String {
    let lines = |text: &str, other: &str, sign: &str| {
        let other: BTreeSet<&str> = other.lines().collect();
        let lines = text.lines().filter(|line| !other.contains(line));
        lines
            .map(|line| format!("{sign} {line}\n"))
            .collect::<String>()
    };
    format!("{}{}", lines(old, new, "-"), lines(new, old, "+"))
}

fn files(text: &str, options: &Options) -> Vec<File> {
    let mut diagnostics = Diagnostics::default();
    let sources = Sources::from_texts(&[("openapi.yaml", text)], &mut diagnostics);
    let document = openapi::read(&sources, &mut diagnostics).expect("it was read before");
    let api = api::lower(&document, &mut diagnostics);
    let plan = rust::plan(&api, &options.plan, &mut diagnostics);
    let mut files = emit::files(&plan, &options.manifest);
    files.retain(|file| file.path.ends_with(".rs") && !file.path.starts_with("src/runtime"));
    files
}

/// Returns the lines of all files as a set, because the order of optional properties does not matter.
fn lines(files: &[File]) -> BTreeSet<String> {
    let lines = files.iter().flat_map(|file| {
        let lines = file.text.lines().map(str::trim);
        // Documentation and imports follow from the items.
        let lines = lines.filter(|line| !line.starts_with("//") && !line.starts_with("use "));
        lines.map(|line| format!("{}: {}", file.path, line.trim_end_matches(',')))
    });
    lines.collect()
}

/// Returns the public items of all files with their types, but without the names of arguments.
fn items(files: &[File]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for file in files {
        let parsed = syn::parse_file(&file.text).expect("it parses");
        let mut add = |item: String| found.insert(format!("{}: {item}", file.path));
        for item in &parsed.items {
            match item {
                syn::Item::Struct(item) if is_public(&item.vis) => {
                    add(item.ident.to_string());
                    for field in item.fields.iter().filter(|field| is_public(&field.vis)) {
                        let name = field.ident.to_token_stream();
                        add(format!(
                            "{}.{name}: {}",
                            item.ident,
                            field.ty.to_token_stream()
                        ));
                    }
                }
                syn::Item::Enum(item) if is_public(&item.vis) => {
                    for variant in &item.variants {
                        let fields = variant.fields.to_token_stream();
                        add(format!("{}::{} {fields}", item.ident, variant.ident));
                    }
                }
                syn::Item::Type(item) if is_public(&item.vis) => {
                    let ty = item.ty.to_token_stream().to_string();
                    let response = ty
                        .strip_prefix("Call < ")
                        .and_then(|ty| ty.strip_suffix(" , M >"));
                    match response {
                        // A call that gets methods of its own is no longer an alias, but has the same name and methods.
                        Some(response) => add(format!("{} < M > => {response}", item.ident)),
                        None => add(format!("{} = {ty}", item.ident)),
                    };
                }
                syn::Item::Impl(item) => {
                    let owner = item.self_ty.to_token_stream();
                    if let Some((of, _)) = &item.trait_ {
                        add(format!("impl {} for {owner}", of.to_token_stream()));
                    }
                    for function in &item.items {
                        if let syn::ImplItem::Fn(function) = function
                            && is_public(&function.vis)
                        {
                            add(format!("{owner}::{}", signature(&function.sig)));
                        }
                    }
                }
                syn::Item::Macro(item) => macro_items(&item.mac, &mut add),
                _ => {}
            }
        }
    }
    found
}

/// Adds the public items that a macro of the runtime makes.
fn macro_items(call: &syn::Macro, add: &mut dyn FnMut(String) -> bool) {
    let tokens: Vec<TokenTree> = call.tokens.clone().into_iter().collect();
    let name = call.path.segments.last().map(|name| name.ident.to_string());
    let ident = |token: &TokenTree| match token {
        TokenTree::Ident(ident) => Some(ident.to_string()),
        _ => None,
    };
    match name.as_deref() {
        // The call and the type of its response.
        Some("call_methods") => {
            add(call.tokens.to_string());
        }
        Some("checked_object" | "checked_union") => {
            let owner = tokens.iter().find_map(ident).expect("the table has a name");
            add(format!("{owner}::validate"));
        }
        Some("string_enum" | "integer_enum") => {
            let at = tokens.iter().position(|token| token.to_string() == "enum");
            let at = at.expect("the macro defines an enum") + 1;
            let (TokenTree::Ident(owner), TokenTree::Group(variants)) =
                (&tokens[at], &tokens[at + 1])
            else {
                panic!("an enum has a name and variants: {}", call.tokens);
            };
            let variants: Vec<TokenTree> = variants.stream().into_iter().collect();
            for pair in variants.windows(2) {
                let (before, after) = (pair[0].to_string(), pair[1].to_string());
                if after == "=" && before != "doc" {
                    add(format!("{owner}::{before}"));
                } else if before == "." && after != "." {
                    add(format!("{owner}::{after}(_)"));
                }
            }
        }
        _ => {}
    }
}

fn is_public(visibility: &syn::Visibility) -> bool {
    matches!(visibility, syn::Visibility::Public(_))
}

fn signature(signature: &syn::Signature) -> String {
    let arguments = signature.inputs.iter().map(|argument| match argument {
        syn::FnArg::Receiver(receiver) => receiver.to_token_stream().to_string(),
        syn::FnArg::Typed(argument) => argument.ty.to_token_stream().to_string(),
    });
    let arguments: Vec<String> = arguments.collect();
    let output = signature.output.to_token_stream();
    format!("{}({}) {output}", signature.ident, arguments.join(", "))
}

fn documents() -> Vec<String> {
    let mut documents = Vec::new();
    for kind in ["cases", "wire"] {
        for case in cases(kind) {
            let path = tests().join(kind).join(case).join("openapi.yaml");
            documents.push(fs::read_to_string(path).expect("a case has a document"));
        }
    }
    documents
}

fn number(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(text.parse().expect("a number"))
}
