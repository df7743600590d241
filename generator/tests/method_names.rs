//! The Rust path of each operation, for ids as frameworks and people make them.
//!
//! Each file of `method_names/` is a document as a table: HTTP method, path, id, tag, and the Rust path that is expected, with tabs
//! between them. `cargo xtask bless` rewrites the last column.

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use generator::options::Package;
use generator::rust::{Crate, Resource};
use generator::{Options, generate};
use support::{Scratch, expect_text, mode, no_complaints, tests};

/// An operation as the table states it.
#[derive(Clone, Debug)]
struct Row {
    method: String,
    path: String,
    id: String,
    tag: String,
}

/// The HTTP method and path of an operation.
type Request = (String, String);

/// Returns the tables with their paths.
fn tables() -> Vec<(PathBuf, Vec<Row>)> {
    let folder = tests().join("method_names");
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the entry can be read").path())
        .collect();
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("tables are text");
            let rows = text.lines().map(row).collect();
            (path, rows)
        })
        .collect()
}

fn row(line: &str) -> Row {
    let mut cells = line.split('\t').map(str::to_owned);
    let mut next = || cells.next().expect("a row has four cells and the result");
    Row {
        method: next(),
        path: next(),
        id: next(),
        tag: next(),
    }
}

/// Returns the Rust path of each operation of a document.
fn names(rows: &[Row], scratch: &Scratch) -> BTreeMap<Request, String> {
    let path = scratch.0.join("openapi.yaml");
    fs::write(&path, document(rows)).expect("the folder can be written");
    let package = Package::new("names", None).expect("it is a package name");
    let outcome = generate(&Options::new(&path, package));
    let Some(krate) = outcome.plan else {
        panic!("{}", outcome.rendered);
    };
    paths(&krate)
}

fn document(rows: &[Row]) -> String {
    let mut items: BTreeMap<&str, String> = BTreeMap::new();
    for row in rows {
        let item = items.entry(&row.path).or_default();
        let method = row.method.to_lowercase();
        write!(
            item,
            "    {method}:\n      responses: {{\"204\": {{description: Done}}}}\n"
        )
        .expect("strings can be written");
        for (key, value) in [("operationId", &row.id), ("tags", &row.tag)] {
            let value = match (value.as_str(), key) {
                ("", _) => continue,
                (value, "tags") => format!("['{value}']"),
                (value, _) => format!("'{value}'"),
            };
            writeln!(item, "      {key}: {value}").expect("strings can be written");
        }
        let names = row.path.split('{').skip(1);
        let names: Vec<&str> = names.filter_map(|rest| rest.split('}').next()).collect();
        if !names.is_empty() {
            item.push_str("      parameters:\n");
        }
        for name in names {
            writeln!(
                item,
                "      - {{name: {name}, in: path, required: true, schema: {{type: string}}}}"
            )
            .expect("strings can be written");
        }
    }
    let mut text = "openapi: 3.1.0\ninfo: {title: Names, version: '1'}\nservers: [{url: 'https://a.example'}]\npaths:\n".to_owned();
    for (path, item) in items {
        write!(text, "  '{path}':\n{item}").expect("strings can be written");
    }
    text
}

fn paths(krate: &Crate) -> BTreeMap<Request, String> {
    let mut found = BTreeMap::new();
    let mut open: Vec<&Resource> = krate.resources.iter().collect();
    while let Some(resource) = open.pop() {
        open.extend(&resource.children);
        let accessors = resource
            .path
            .iter()
            .map(|part| format!("{}().", part.plain()));
        let accessors: String = accessors.collect();
        for method in &resource.methods {
            let request = (method.http_method.clone(), method.path_template.clone());
            found.insert(request, format!("{accessors}{}", method.name.plain()));
        }
    }
    found
}

fn request(row: &Row) -> Request {
    (row.method.clone(), row.path.clone())
}

#[test]
fn methods_are_named_as_expected() {
    let scratch = Scratch::new();
    let mut complaints = Vec::new();
    for (path, rows) in tables() {
        let names = names(&rows, &scratch);
        let mut actual = String::new();
        for row in &rows {
            let Row {
                method,
                path,
                id,
                tag,
            } = row;
            let name = &names[&request(row)];
            writeln!(actual, "{method}\t{path}\t{id}\t{tag}\t{name}")
                .expect("strings can be written");
        }
        complaints.extend(expect_text(&path, &actual, mode("method_names")).err());
    }
    no_complaints(&complaints);
}

/// A name depends on its own operation and on what most ids have in common.
#[test]
fn leaving_out_an_operation_renames_no_other() {
    let scratch = Scratch::new();
    for (path, rows) in tables() {
        let all = names(&rows, &scratch);
        for left_out in 0..rows.len() {
            let mut others = rows.clone();
            let removed = others.remove(left_out);
            for (request, name) in names(&others, &scratch) {
                assert_eq!(
                    name,
                    all[&request],
                    "{}: {request:?} without {removed:?}",
                    path.display()
                );
            }
        }
    }
}
