//! Lays out Rust code as text, with the line breaks of prettyplease.
//!
//! In: [`Code`], which a template of [`code!`] builds. Out: the text of items. Only names, types and escaped literals can become
//! code, so no string of a document is ever read as Rust.
//!
//! * `code.rs`: tokens that are being built, and the templates
//! * `literals.rs`: strings and numbers of the document, escaped
//! * `source.rs`: tables, which are laid out by whoever builds them
//! * `tokens.rs`: reads tokens
//! * `from_tokens.rs`: code as the tokens of `quote`, and back
//! * `writer.rs`: the tokens that follow, and lists of elements
//! * `items.rs`, `functions.rs`, `attributes.rs`, `types.rs`, `patterns.rs`, `statements.rs`, `macros.rs`: the grammar of items
//! * `expressions.rs`, `chains.rs`, `aggregates.rs`, `blocks.rs`: that of expressions
//! * `boxes.rs`: breaks lines

mod aggregates;
mod attributes;
mod blocks;
mod boxes;
mod chains;
mod code;
mod expressions;
mod from_tokens;
mod functions;
mod items;
mod literals;
mod macros;
mod patterns;
mod source;
mod statements;
#[cfg(test)]
mod tests;
mod tokens;
mod types;
mod writer;

pub(super) use self::code::{Code, Name, Piece, add_between, add_token, add_tokens, code, commas};
pub(super) use self::from_tokens::from_tokens;
use self::items::ItemKind;
pub(super) use self::literals::{
    bytes_literal, docs, float_literal, inner_docs, is_hidden, number, string_literal, whole_float,
};
pub(super) use self::source::{Chunk, Source};
use self::writer::{Known, Writer};

/// Returns the text of items, with blank lines before and between them, or `None` if they need syntax that is not known here.
pub(super) fn items(code: &Code) -> Option<String> {
    let tokens = tokens::read(code.marked())?;
    let mut writer = Writer::new(&tokens);
    let mut text = String::with_capacity(code.marked().len() * 3 / 2);
    add_items(&mut writer, &mut text).ok()?;
    writer.is_at_end().then_some(text)
}

/// Returns the text of the documentation of a file, or `None` if it needs syntax that is not known here.
pub(super) fn docs_of_file(docs: &Code) -> Option<String> {
    let tokens = tokens::read(docs.marked())?;
    let mut writer = Writer::new(&tokens);
    let mut text = String::with_capacity(docs.marked().len() * 3 / 2);
    writer.boxes.consistent(0);
    writer.file_docs().ok()?;
    writer.boxes.line_end();
    writer.boxes.end();
    writer.boxes.write(&mut text);
    text.truncate(text.trim_end().len());
    if !text.is_empty() {
        text.push('\n');
    }
    writer.is_at_end().then_some(text)
}

/// Adds the text of items, up to the end of the tokens or of a module.
fn add_items(writer: &mut Writer<'_, '_>, text: &mut String) -> Known {
    let mut previous = None;
    while !writer.is_at_end() && !writer.is("}") {
        writer.boxes.consistent(0);
        let item = writer.item()?;
        writer.boxes.end();
        if previous != Some(item) || !item.is_line {
            text.push('\n');
        }
        previous = Some(item);
        writer.boxes.write(text);
        writer.boxes.clear();
        if item.kind == ItemKind::OpenModule {
            let mut content = String::new();
            add_items(writer, &mut content)?;
            writer.expect("}")?;
            text.truncate(text.trim_end().len());
            add_indented(text, &content);
            text.push_str("}\n");
        }
    }
    Ok(())
}

/// Adds the items of an inline module.
fn add_indented(text: &mut String, content: &str) {
    for line in content.trim_start().lines() {
        text.push('\n');
        if !line.is_empty() {
            text.push_str("    ");
            text.push_str(line);
        }
    }
    text.push('\n');
}
