//! Reads `x-rust-pagination`.
//!
//! In: the member of an operation or of the document. Out: a [`Pagination`], or errors. Does not check whether operations have
//! the parameter and the members that the value names.

use super::Reader;
use crate::diagnostic::{Diagnostic, unescape};
use crate::openapi::document::{Pagination, PaginationRule, PaginationStyle};
use crate::openapi::extension_keys::PAGINATION as KEY;
use crate::openapi::object::Object;
use crate::source::Node;
use crate::suggest::closest;

const STYLES: &[(&str, PaginationStyle)] = &[
    ("page", PaginationStyle::Page),
    ("offset", PaginationStyle::Offset),
    ("cursor", PaginationStyle::Cursor),
    ("url", PaginationStyle::Url),
];

impl<'a> Reader<'a> {
    /// Returns an operation's `x-rust-pagination`.
    pub fn pagination(&mut self, operation: &Object<'a>) -> Option<Pagination> {
        let member = operation.get(KEY)?;
        match member.value {
            Node::Object(members) => {
                let object = Object::new(member.location(), members);
                self.read_rule(&object).map(Box::new).map(Pagination::By)
            }
            Node::Bool(false) => Some(Pagination::Never),
            _ => {
                self.report_wrong_extension(member);
                None
            }
        }
    }

    /// Returns the document's `x-rust-pagination`.
    pub fn default_pagination(&mut self, document: &Object<'a>) -> Option<PaginationRule> {
        let member = document.get(KEY)?;
        let Node::Object(members) = member.value else {
            self.report_wrong_type(member, "an object");
            return None;
        };
        self.read_rule(&Object::new(member.location(), members))
    }

    fn read_rule(&mut self, object: &Object<'a>) -> Option<PaginationRule> {
        self.check_extension_members(object, KEY);
        let style = self.read_style(object);
        let rule = PaginationRule {
            style: style.unwrap_or(PaginationStyle::Url),
            parameter: self.extension_string(object, "parameter"),
            items: self.read_path(object, "items"),
            first: self.read_first(object),
            pages: self.read_path(object, "pages"),
            total: self.read_path(object, "total"),
            next: self.read_path(object, "next"),
            header: self.extension_string(object, "header"),
            last: self.read_path(object, "last"),
            more: self.read_path(object, "more"),
            location: object.location.clone(),
        };
        let valid = self.check_style(object, style?);
        valid.then_some(rule)
    }

    fn read_style(&mut self, object: &Object<'a>) -> Option<PaginationStyle> {
        if object.get("style").is_none() {
            self.report(
                Diagnostic::error(
                    "missing-member",
                    object.location.clone(),
                    format!("`{KEY}` must have a member `style`"),
                )
                .label("`style` is missing")
                .help("the styles are `page`, `offset`, `cursor` and `url`"),
            );
        }
        let style = self.extension_string(object, "style")?;
        let known = STYLES.iter().find(|(name, _)| *name == style);
        if known.is_none() {
            let location = object.get("style")?.location();
            let diagnostic = Diagnostic::error(
                "invalid-value",
                location,
                format!("`{style}` is not a style of `{KEY}`"),
            )
            .label("unknown style");
            self.report(
                match closest(&style, STYLES.iter().map(|(name, _)| *name)) {
                    Some(word) => diagnostic.help(format!("did you mean `{word}`?")),
                    None => diagnostic.help("the styles are `page`, `offset`, `cursor` and `url`"),
                },
            );
        }
        known.map(|(_, style)| *style)
    }

    /// Reports missing members, and members that have no meaning with the style; returns whether there are none.
    fn check_style(&mut self, object: &Object<'a>, style: PaginationStyle) -> bool {
        let (name, without_effect): (_, &[&str]) = match style {
            PaginationStyle::Page => ("page", &["next", "header", "last"]),
            PaginationStyle::Offset => ("offset", &["first", "pages", "next", "header", "last"]),
            PaginationStyle::Cursor => ("cursor", &["first", "pages", "total"]),
            PaginationStyle::Url => ("url", &["parameter", "first", "pages", "total", "last"]),
        };
        let mut valid = true;
        for member in object.iter() {
            if without_effect.contains(&member.name) {
                valid = false;
                self.report(
                    Diagnostic::error(
                        "invalid-value",
                        member.key(),
                        format!("`{}` has no meaning with the style `{name}`", member.name),
                    )
                    .label("remove it"),
                );
            }
        }
        let (sources, needed): (&[&str], _) = match style {
            PaginationStyle::Page | PaginationStyle::Offset => (&[], ""),
            PaginationStyle::Cursor => (
                &["next", "header", "last"],
                "one of `next`, `header` and `last`, where the cursor is found",
            ),
            PaginationStyle::Url => (
                &["next", "header"],
                "one of `next` and `header`, where the URL is found",
            ),
        };
        let given = sources.iter().filter(|name| object.get(name).is_some());
        if !sources.is_empty() && given.count() != 1 {
            valid = false;
            self.report_incomplete(object, name, needed);
        }
        if style != PaginationStyle::Url && object.get("parameter").is_none() {
            valid = false;
            self.report_incomplete(
                object,
                name,
                "`parameter`, the parameter that selects the page",
            );
        }
        valid
    }

    fn report_incomplete(&mut self, object: &Object<'a>, style: &str, needed: &str) {
        self.report(
            Diagnostic::error(
                "missing-member",
                object.location.clone(),
                format!("`{KEY}` with the style `{style}` needs {needed}"),
            )
            .label("incomplete"),
        );
    }

    fn read_first(&mut self, object: &Object<'a>) -> Option<u64> {
        let member = object.get("first")?;
        let number = match member.value {
            Node::Integer(number) => u64::try_from(*number).ok(),
            _ => None,
        };
        if number.is_none() {
            self.report_wrong_type(member, "a non-negative integer");
        }
        number
    }

    /// Reads a path: member names separated by dots, or a JSON pointer, which can also name members that contain a dot.
    fn read_path(&mut self, object: &Object<'a>, name: &str) -> Option<Vec<String>> {
        let member = object.get(name)?;
        if name == "items" && *member.value == Node::String(String::new()) {
            return Some(Vec::new());
        }
        let path = self.extension_string(object, name)?;
        let names: Vec<String> = match path.strip_prefix('/') {
            Some(pointer) => pointer.split('/').map(unescape).collect(),
            None => path.split('.').map(str::to_owned).collect(),
        };
        if names.iter().any(String::is_empty) {
            self.report(
                Diagnostic::error(
                    "invalid-value",
                    member.location(),
                    format!("`{path}` is not a path of members"),
                )
                .label("a name is empty")
                .help("separate names with dots, as in `meta.next`, or write a JSON pointer, as in `/meta/next.link`"),
            );
            return None;
        }
        Some(names)
    }
}
