//! Holds the oldest Rust version that generated crates and the runtime support, which is older than the pinned toolchain.
//!
//! The toolchain accepts newer syntax, whatever `rust-version` is. So this test finds let chains, which are stable since 1.88, and
//! guards with `let`, which are later still. Clippy's `incompatible_msrv` finds newer functions of the standard library.

mod support;

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};
use syn::{BinOp, Expr, Token};

use support::{cases, tests, workspace};

/// The version in the manifest of the runtime, from which generated crates take theirs.
const OLDEST: &str = "1.85";

#[test]
fn manifests_state_the_oldest_version() {
    let line = format!("rust-version = \"{OLDEST}\"");
    for manifest in [
        "generator/runtime/Cargo.toml",
        "generated/Cargo.toml",
        "schema/package.toml",
    ] {
        let text = fs::read_to_string(workspace().join(manifest)).expect("manifests are readable");
        assert!(text.lines().any(|found| found == line), "{manifest}");
    }
    let document = tests().join("cases/minimal/openapi.yaml");
    let files = support::generate(&document, "minimal-client").files;
    let mut files = files.expect("the case gives a crate").into_iter();
    let manifest = files.find(|file| file.path == "Cargo.toml");
    let manifest = manifest.expect("crates have manifests").text;
    assert!(manifest.lines().any(|found| found == line), "{manifest}");
}

#[test]
fn sources_have_no_let_chains() {
    let mut files = Vec::new();
    collect(&workspace().join("generator/runtime/src"), &mut files);
    collect(&workspace().join("generated/src"), &mut files);
    for case in cases("cases") {
        collect(
            &tests().join("cases").join(case).join("expected"),
            &mut files,
        );
    }
    assert!(files.len() > 100, "{} files", files.len());
    let mut found = Vec::new();
    for file in files {
        let source = fs::read_to_string(&file).expect("sources are readable");
        let tokens: TokenStream = source.parse().expect("sources are Rust");
        let conditions = newer_conditions(tokens);
        found.extend(
            conditions
                .into_iter()
                .map(|it| format!("{}: {it}", file.display())),
        );
    }
    assert!(
        found.is_empty(),
        "Rust {OLDEST} does not compile these:\n{}",
        found.join("\n")
    );
}

#[test]
fn newer_conditions_are_found() {
    let newer = [
        "if let Some(a) = b && c {}",
        "if a && let Some(b) = c {}",
        "while let Some(A { b, .. }) = c && d {}",
        "match a { b if let Some(c) = d => {} _ => {} }",
        "f(|| { if a || { b } && let c = d {} })",
        "macro_rules! m { ($a:expr) => { if let Some(b) = $a && c {} } }",
    ];
    for source in newer {
        let tokens: TokenStream = source.parse().expect("Rust");
        assert_eq!(newer_conditions(tokens).len(), 1, "{source}");
    }
    let older = "fn f() {
        if let Some(a) = (b && c) { let d = e && g; }
        if let A { b, .. } = c { if d && e {} }
        while let Some(&&a) = &&b {}
        match a { b if c && d => {} _ => {} }
    }";
    let tokens: TokenStream = older.parse().expect("Rust");
    assert_eq!(newer_conditions(tokens), Vec::<String>::new());
}

/// Returns the conditions that need a newer version. Looks into the arguments and rules of macros too.
fn newer_conditions(tokens: TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest: VecDeque<TokenTree> = tokens.into_iter().collect();
    while let Some(token) = rest.pop_front() {
        match token {
            TokenTree::Group(group) => found.extend(newer_conditions(group.stream())),
            TokenTree::Ident(word) if word == "if" || word == "while" => {
                let condition: TokenStream = rest.iter().cloned().collect();
                if let Some(condition) = newer_condition(condition) {
                    found.push(format!("{word} {condition}"));
                }
            }
            _ => {}
        }
    }
    found
}

/// Returns the condition that the tokens begin with if it needs a newer version.
fn newer_condition(tokens: TokenStream) -> Option<String> {
    // Variables of macros stand for expressions here.
    let tokens: TokenStream = tokens
        .into_iter()
        .filter(|token| !matches!(token, TokenTree::Punct(sign) if sign.as_char() == '$'))
        .collect();
    let condition = |input: ParseStream| {
        let condition = Expr::parse_without_eager_brace(input)?;
        let is_guard = input.peek(Token![=>]);
        input.parse::<TokenStream>()?;
        Ok((condition, is_guard))
    };
    let (condition, is_guard) = condition.parse2(tokens).ok()?;
    let is_newer = match &condition {
        Expr::Let(_) => is_guard,
        condition => has_let(condition),
    };
    is_newer.then(|| quote::quote!(#condition).to_string())
}

/// Returns whether one of the operands of `&&` and `||` is a `let`.
fn has_let(condition: &Expr) -> bool {
    match condition {
        Expr::Let(_) => true,
        Expr::Binary(binary) if matches!(binary.op, BinOp::And(_) | BinOp::Or(_)) => {
            has_let(&binary.left) || has_let(&binary.right)
        }
        _ => false,
    }
}

/// Adds the Rust sources below a folder.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).expect("folders are readable");
    for entry in entries {
        let path = entry.expect("folders are readable").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}
