//! Tables of operations, for the README and the documentation of `resources`.
//!
//! In: the tree of resources. Out: for each with calls, a table of requests, calls and summaries. Knows nothing of the pages
//! around the tables.

use super::features;
use crate::rust::{Crate, Ident, Method, Resource, code};

/// The most operations that one page lists. If there are more, each resource lists its own.
const MAX_ON_ONE_PAGE: usize = 60;

/// The operations of a resource.
pub(super) struct Table {
    /// The expression of the resource, as code.
    pub(super) title: String,
    pub(super) rows: Vec<Row>,
    /// The path of its struct from the module `resources`.
    path: String,
}

/// An operation.
pub(super) struct Row {
    pub(super) request: String,
    pub(super) call: String,
    pub(super) summary: String,
    /// The method's name.
    method: String,
}

/// Returns the tables of all resources that have calls, in order.
pub(super) fn tables(krate: &Crate) -> Vec<Table> {
    let mut tables = Vec::new();
    let mut open: Vec<(&Resource, String)> = below(&krate.resources, "");
    while let Some((resource, module)) = open.pop() {
        if !resource.methods.is_empty() {
            tables.push(table(resource, &module));
        }
        open.extend(below(&resource.children, &module));
    }
    tables
}

/// Returns resources with the modules of their files, last first.
fn below<'a>(resources: &'a [Resource], parent: &str) -> Vec<(&'a Resource, String)> {
    let resources = resources.iter().rev();
    let place = |resource: &'a Resource| {
        let module = format!("{parent}{}::", resource.module.plain());
        (resource, module)
    };
    resources.map(place).collect()
}

fn table(resource: &Resource, module: &str) -> Table {
    let access: String = resource
        .path
        .iter()
        .map(|accessor| format!(".{}()", accessor.as_str()))
        .collect();
    let rows = resource.methods.iter().map(|method| Row {
        request: cell(&code(&format!(
            "{} {}",
            method.http_method, method.path_template
        ))),
        call: cell(&code(&format!(
            ".{}({})",
            method.name.as_str(),
            arguments(method).join(", ")
        ))),
        summary: cell(&first_sentence(&method.docs)),
        method: method.name.plain().to_owned(),
    });
    Table {
        title: code(&format!("client{access}")),
        rows: rows.collect(),
        path: format!("{module}{}", resource.name.plain()),
    }
}

fn arguments(method: &Method) -> Vec<&str> {
    if let Some(arguments) = &method.arguments {
        return vec![arguments.as_str()];
    }
    let body = method
        .body
        .iter()
        .filter(|body| body.required)
        .map(|body| &body.name);
    method
        .required
        .iter()
        .map(|parameter| &parameter.name)
        .chain(body)
        .map(Ident::plain)
        .collect()
}

/// Returns the path of a method from the module of its resource, for links.
pub(super) fn method_path(resource: &Resource, method: &Method) -> String {
    format!("{}::{}", resource.name.as_str(), method.name.plain())
}

/// Returns the first sentence of documentation, or the first paragraph if that is not divided into sentences.
fn first_sentence(docs: &[String]) -> String {
    let lines: Vec<&str> = docs
        .iter()
        .map(|line| line.trim().trim_end_matches('\\'))
        .take_while(|line| !line.is_empty())
        .collect();
    let paragraph = lines.join(" ");
    let whole = |part: &str| {
        let count = |sign| part.matches(sign).count();
        // A code span or a link must not be cut in two.
        count('`') % 2 == 0 && count('[') == count(']') && count('(') == count(')')
    };
    let mut ends = paragraph.match_indices(". ").map(|(at, _)| at + 1);
    let end = ends.find(|end| {
        let next = paragraph[*end..].trim_start().chars().next();
        next.is_some_and(char::is_uppercase) && whole(&paragraph[..*end])
    });
    match end {
        Some(end) => paragraph[..end].to_owned(),
        None => paragraph,
    }
}

/// Returns Markdown for a cell of a table.
fn cell(markdown: &str) -> String {
    markdown.replace('|', "\\|")
}

impl Table {
    /// Returns the table as lines of documentation, in a module from which its struct has this path.
    fn lines(&self, path: &str) -> Vec<String> {
        let mut lines = ["| Request | Call | Summary |", "| --- | --- | --- |"]
            .map(str::to_owned)
            .to_vec();
        lines.extend(self.rows.iter().map(|row| {
            format!(
                "| {} | [{}]({path}::{}) | {} |",
                row.request, row.call, row.method, row.summary
            )
        }));
        lines
    }
}

/// Returns the documentation of the module `resources`.
pub(super) fn page(krate: &Crate) -> Vec<String> {
    let mut lines = vec!["The resources of the API, and the calls of each.".to_owned()];
    if !krate.errors.is_empty() {
        let text =
            "# Errors\n\nThese apply to every call whose documentation has no section on errors.";
        lines.extend(["", text, ""].map(str::to_owned));
        lines.extend(krate.errors.iter().cloned());
    }
    let tables = tables(krate);
    if lists_all(krate) {
        for table in &tables {
            lines.extend([String::new(), format!("# {}", table.title), String::new()]);
            lines.extend(table.lines(&table.path));
        }
        return lines;
    }
    lines.extend(["", "| Resource | Calls |", "| --- | --- |"].map(str::to_owned));
    lines.extend(tables.iter().map(|table| {
        let title = match krate.features {
            // A link to a resource that is not compiled would be broken.
            Some(_) => table.title.clone(),
            None => format!("[{}]({})", table.title, table.path),
        };
        format!("| {title} | {} |", table.rows.len())
    }));
    lines
}

/// Returns the documentation of a resource's module.
pub(super) fn module_page(krate: &Crate, resource: &Resource) -> Vec<String> {
    let name = resource.name.as_str();
    let mut lines = vec![format!("Calls of [`{name}`].")];
    if !resource.methods.is_empty() && !lists_all(krate) {
        lines.push(String::new());
        lines.extend(table(resource, "").lines(resource.name.plain()));
    }
    lines.extend(features::note(krate, resource));
    lines
}

/// Returns whether one page lists all operations.
fn lists_all(krate: &Crate) -> bool {
    krate.features.is_none() && super::sample_call::methods(krate).len() <= MAX_ON_ONE_PAGE
}

#[cfg(test)]
mod tests {
    use super::super::tests::sample::live_inputs;
    use super::*;

    #[test]
    fn one_page_lists_all_calls_of_a_small_api() {
        let mut krate = live_inputs();
        let page = page(&krate).join("\n");
        let row = "\n# `client.live_inputs()`\n\n| Request | Call | Summary |\n| --- | --- | --- |\n\
                   | `POST /accounts/{account_id}/live_inputs` | [`.create(account_id, body)`](live_inputs::LiveInputs::create) | \
                   Create a live input |";
        assert!(page.contains(row), "{page}");
        assert_eq!(
            module_page(&krate, &krate.resources[0]),
            ["Calls of [`LiveInputs`]."]
        );
        let method = krate.resources[0].methods[0].clone();
        krate.resources[0].methods = vec![method; MAX_ON_ONE_PAGE + 1];
        krate.resources[0].children.clear();
        let page = self::page(&krate);
        assert_eq!(
            page[1..],
            [
                "",
                "| Resource | Calls |",
                "| --- | --- |",
                "| [`client.live_inputs()`](live_inputs::LiveInputs) | 61 |"
            ]
        );
        let module = module_page(&krate, &krate.resources[0]);
        assert_eq!(module.len(), 4 + MAX_ON_ONE_PAGE + 1);
        assert!(module[4].contains("(LiveInputs::create)"), "{}", module[4]);
    }

    #[test]
    fn summaries_are_whole_sentences() {
        let lines = |text: &str| text.split('\n').map(str::to_owned).collect::<Vec<_>>();
        for (docs, sentence) in [
            ("Creates it", "Creates it"),
            (
                "Creates what\nis needed. Then\nends.\n\nMore.",
                "Creates what is needed.",
            ),
            (
                "Takes `a. B` or\nv1.2 of it, e.g. this. And that.",
                "Takes `a. B` or v1.2 of it, e.g. this.",
            ),
            ("", ""),
        ] {
            assert_eq!(first_sentence(&lines(docs)), sentence);
        }
    }
}
