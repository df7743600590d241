//! Recognizes files that are not YAML or JSON documents, so that the message can say what they are.

use super::Failure;
use crate::limits::source::SNIFFED_CHARACTERS;

/// Returns the failure for a text that begins like a web page, a Git LFS pointer or another language.
pub(crate) fn failure(text: &str) -> Option<Failure> {
    const LFS: &str = "version https://git-lfs.github.com/spec/";
    let not_a_document = |what: &str, help: &str| {
        let message = format!("this is {what}, not a document in YAML or JSON");
        Some(Failure::new("not-openapi", message).help(help))
    };
    if text.starts_with(LFS) {
        return not_a_document(
            "a Git LFS pointer instead of the file",
            "fetch the file itself: `git lfs pull`",
        );
    }
    if text.starts_with("#%RAML") {
        return not_a_document("a RAML document", "convert it to OpenAPI first");
    }
    if text.starts_with("syntax = \"proto") {
        return not_a_document("a Protocol Buffers file", "convert it to OpenAPI first");
    }
    // `<<` is a merge key of YAML.
    if !text.starts_with('<') || text.starts_with("<<") {
        return None;
    }
    let head: String = text.chars().take(SNIFFED_CHARACTERS).collect();
    let head = head.to_ascii_lowercase();
    if head.starts_with("<!doctype html") || head.contains("<html") {
        return not_a_document("an HTML page", "save the document itself, not a web page");
    }
    if head.contains("wsdl") {
        return not_a_document("a WSDL document", "OpenAPI cannot describe SOAP services");
    }
    not_a_document("XML", "save the document itself in YAML or JSON")
}

/// Returns whether a text is a GraphQL schema: it has a line that begins a definition and ends with its brace.
pub(crate) fn is_graphql(text: &str) -> bool {
    const WORDS: [&str; 7] = [
        "type",
        "input",
        "enum",
        "interface",
        "extend",
        "schema",
        "directive",
    ];
    text.lines().any(|line| {
        let line = line.trim_end();
        let mut words = line.split(' ');
        words.next().is_some_and(|first| WORDS.contains(&first))
            && !line.contains(':')
            && (line.ends_with('{') || line.contains(" on "))
    })
}
