//! `x-rust-pagination`, read strictly: it is a key of this generator, so that whatever is odd in it is a mistake.
//!
//! In: the member of an operation, or of the document. Out: a [`Pagination`]. Whether an operation has the parameter and the
//! members that are named is not known here.

use super::document::{Pagination, PaginationRule, PaginationStyle};
use super::reader::{Member, Object, Reader};
use crate::diagnostic::Diagnostic;
use crate::source::Node;
use crate::suggest::closest;

const KEY: &str = "x-rust-pagination";

const MEMBERS: &[&str] = &[
    "style",
    "parameter",
    "items",
    "first",
    "pages",
    "total",
    "next",
    "header",
    "last",
    "more",
];

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
                self.rule(&object).map(Box::new).map(Pagination::By)
            }
            Node::Bool(false) => Some(Pagination::Never),
            _ => {
                self.wrong_kind(member, "an object or `false`");
                None
            }
        }
    }

    /// Returns the document's `x-rust-pagination`.
    pub fn default_pagination(&mut self, document: &Object<'a>) -> Option<PaginationRule> {
        let member = document.get(KEY)?;
        let Node::Object(members) = member.value else {
            self.wrong_kind(member, "an object");
            return None;
        };
        self.rule(&Object::new(member.location(), members))
    }

    fn rule(&mut self, object: &Object<'a>) -> Option<PaginationRule> {
        for member in object.iter() {
            if !MEMBERS.contains(&member.name) {
                self.unknown_member(member);
            }
        }
        let style = self.style(object);
        let rule = PaginationRule {
            style: style.unwrap_or(PaginationStyle::Url),
            parameter: self.extension_text(object, "parameter"),
            items: self.path(object, "items"),
            first: self.first(object),
            pages: self.path(object, "pages"),
            total: self.path(object, "total"),
            next: self.path(object, "next"),
            header: self.extension_text(object, "header"),
            last: self.path(object, "last"),
            more: self.path(object, "more"),
            location: object.location.clone(),
        };
        let sound = self.fits(object, style?);
        sound.then_some(rule)
    }

    fn style(&mut self, object: &Object<'a>) -> Option<PaginationStyle> {
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
        let text = self.extension_text(object, "style")?;
        let known = STYLES.iter().find(|(name, _)| *name == text);
        if known.is_none() {
            let location = object.get("style")?.location();
            let remark = Diagnostic::error(
                "wrong-value",
                location,
                format!("`{text}` is no style of `{KEY}`"),
            )
            .label("unknown style");
            self.report(match closest(&text, STYLES.iter().map(|(name, _)| *name)) {
                Some(word) => remark.help(format!("did you mean `{word}`?")),
                None => remark.help("the styles are `page`, `offset`, `cursor` and `url`"),
            });
        }
        known.map(|(_, style)| *style)
    }

    /// Reports members that are missing, and those that mean nothing in this style; returns whether there are none.
    fn fits(&mut self, object: &Object<'a>, style: PaginationStyle) -> bool {
        let (name, without_effect): (_, &[&str]) = match style {
            PaginationStyle::Page => ("page", &["next", "header", "last"]),
            PaginationStyle::Offset => ("offset", &["first", "pages", "next", "header", "last"]),
            PaginationStyle::Cursor => ("cursor", &["first", "pages", "total"]),
            PaginationStyle::Url => ("url", &["parameter", "first", "pages", "total", "last"]),
        };
        let mut sound = true;
        for member in object.iter() {
            if without_effect.contains(&member.name) {
                sound = false;
                self.report(
                    Diagnostic::error(
                        "wrong-value",
                        member.key(),
                        format!("`{}` means nothing with the style `{name}`", member.name),
                    )
                    .label("leave it out"),
                );
            }
        }
        let (sources, words): (&[&str], _) = match style {
            PaginationStyle::Page | PaginationStyle::Offset => (&[], ""),
            PaginationStyle::Cursor => (
                &["next", "header", "last"],
                "one of `next`, `header` and `last`, which says where the cursor is",
            ),
            PaginationStyle::Url => (
                &["next", "header"],
                "one of `next` and `header`, which says where the address is",
            ),
        };
        let given = sources.iter().filter(|name| object.get(name).is_some());
        if !sources.is_empty() && given.count() != 1 {
            sound = false;
            self.incomplete(object, name, words);
        }
        if style != PaginationStyle::Url && object.get("parameter").is_none() {
            sound = false;
            self.incomplete(
                object,
                name,
                "`parameter`, the parameter that says which page is meant",
            );
        }
        sound
    }

    fn incomplete(&mut self, object: &Object<'a>, style: &str, needed: &str) {
        self.report(
            Diagnostic::error(
                "missing-member",
                object.location.clone(),
                format!("`{KEY}` of the style `{style}` needs {needed}"),
            )
            .label("not complete"),
        );
    }

    fn first(&mut self, object: &Object<'a>) -> Option<u64> {
        let member = object.get("first")?;
        let number = match member.value {
            Node::Integer(number) => u64::try_from(*number).ok(),
            _ => None,
        };
        if number.is_none() {
            self.wrong_kind(member, "a whole number that is not negative");
        }
        number
    }

    /// Returns a path: member names with dots between them, or a JSON pointer, which alone reaches names that hold a dot.
    fn path(&mut self, object: &Object<'a>, name: &str) -> Option<Vec<String>> {
        let member = object.get(name)?;
        if name == "items" && *member.value == Node::String(String::new()) {
            return Some(Vec::new());
        }
        let text = self.extension_text(object, name)?;
        let steps: Vec<String> = match text.strip_prefix('/') {
            Some(pointer) => pointer
                .split('/')
                .map(|step| step.replace("~1", "/").replace("~0", "~"))
                .collect(),
            None => text.split('.').map(str::to_owned).collect(),
        };
        if steps.iter().any(String::is_empty) {
            self.report(
                Diagnostic::error(
                    "wrong-value",
                    member.location(),
                    format!("`{text}` is no path of members"),
                )
                .label("a name is empty")
                .help("put dots between names, as in `meta.next`, or write a JSON pointer, as in `/meta/next.link`"),
            );
            return None;
        }
        Some(steps)
    }

    fn unknown_member(&mut self, member: Member<'_, 'a>) {
        let remark = Diagnostic::error(
            "unknown-extension",
            member.key(),
            format!("`{KEY}` has no member `{}`", member.name),
        )
        .label("unknown member");
        self.report(match closest(member.name, MEMBERS.iter().copied()) {
            Some(word) => remark.help(format!("did you mean `{word}`?")),
            None => remark.help(format!("its members are `{}`", MEMBERS.join("`, `"))),
        });
    }
}
