use std::fs;

use super::*;
use crate::diagnostic::{Diagnostics, Style};

/// A temporary folder that is removed at the end of the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let path =
            std::env::temp_dir().join(format!("generator-source-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).expect("the temporary folder is writable");
        for (file, text) in files {
            let file = path.join(file);
            fs::create_dir_all(file.parent().expect("a file is in a folder")).expect("writable");
            fs::write(file, text).expect("writable");
        }
        Self(path)
    }

    fn load(&self, file: &str) -> (Sources, Diagnostics) {
        let mut diagnostics = Diagnostics::default();
        let sources = load(&self.0.join(file), &mut diagnostics);
        (sources, diagnostics)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Returns the error message of a reference in the document.
fn message(sources: &Sources, reference: &str) -> String {
    match sources.resolve(&Location::root(FileId(0)), reference) {
        Ok(location) => format!("{}#{}", sources.file(location.file).name, location.pointer),
        Err(error) => error.message().to_owned(),
    }
}

#[test]
fn referenced_files_are_read() {
    let folder = Folder::new(
        "follow",
        &[
            (
                "api/root.yaml",
                "a: {$ref: 'parts/p%20q.json#/x'}\nb: {$ref: './parts/p q.json'}\nc: {$ref: other.yaml}\n",
            ),
            (
                "api/parts/p q.json",
                r##"{"x": {"$ref": "../root.yaml#/a"}, "y": {"$ref": "sub/s.yml#/z"}}"##,
            ),
            ("api/parts/sub/s.yml", "z: 1\n"),
            ("api/other.yaml", "x: y\n"),
            ("api/unused.yaml", "x: [\n"),
        ],
    );
    let (sources, diagnostics) = folder.load("api/root.yaml");
    assert_eq!(diagnostics, Diagnostics::default());
    let given = slashes(&folder.0.join("api"));
    let names: Vec<&str> = sources
        .files()
        .map(|(_, file)| file.name.as_str())
        .collect();
    let expected = [
        "root.yaml",
        "parts/p q.json",
        "other.yaml",
        "parts/sub/s.yml",
    ];
    assert_eq!(names, expected.map(|name| format!("{given}/{name}")));

    let root = Location::root(FileId(0));
    let target = sources
        .resolve(&root, "parts/p%20q.json#/y")
        .expect("it exists");
    assert_eq!(target, Location::root(FileId(1)).child("y"));
    let target = sources
        .resolve(&target, "../root.yaml#/a")
        .expect("it exists");
    assert_eq!(target, root.child("a"));
    let target = sources
        .resolve(&Location::root(FileId(1)), "sub/s.yml#/z")
        .expect("it exists");
    assert_eq!(sources.get(&target), Some(&Node::Integer(1)));
}

#[test]
fn an_unreadable_document_is_an_error() {
    let folder = Folder::new(
        "unreadable",
        &[("bad.yaml", "a: [\n"), ("utf.yaml", ""), ("dir/x", "")],
    );
    fs::write(folder.0.join("utf.yaml"), b"a: \xff").expect("writable");
    let code = |file: &str| {
        let (sources, diagnostics) = folder.load(file);
        assert_eq!(sources.document(), None);
        let all: Vec<_> = diagnostics.iter().collect();
        assert_eq!(all.len(), 1);
        (
            all[0].code,
            all[0].message.replace(&slashes(&folder.0), "~"),
            all[0].location.is_some(),
        )
    };
    assert_eq!(
        code("none.yaml"),
        (
            "unreadable-file",
            "cannot read `~/none.yaml`: it does not exist".to_owned(),
            false
        )
    );
    assert_eq!(
        code("dir"),
        (
            "unreadable-file",
            "cannot read `~/dir`: it is not a regular file".to_owned(),
            false
        )
    );
    assert_eq!(code("utf.yaml").0, "not-utf8");
    let syntax = "not valid YAML: did not find expected node content, while parsing a flow node";
    assert_eq!(code("bad.yaml"), ("yaml-syntax", syntax.to_owned(), true));
}

#[test]
fn errors_of_referenced_files_are_kept() {
    let root = "x:\n- $ref: gone.yaml\n- $ref: dir\n- $ref: http://localhost/a.yaml\n- $ref: //localhost/a.yaml\n\
                - $ref: file:///etc/passwd\n- $ref: /etc/passwd\n- $ref: ../outside.yaml\n- $ref: bad.yaml#/a\n- $ref: code.py\n\
                - $ref: '%2e%2e/outside.yaml'\n- $ref: \"a\\0b\"\n";
    let folder = Folder::new(
        "remember",
        &[
            ("api/root.yaml", root),
            ("api/dir/x", ""),
            ("outside.yaml", "a: 1"),
            ("api/bad.yaml", "a: 'b\n"),
            ("api/code.py", "@main\nx = 1\n"),
        ],
    );
    let (sources, diagnostics) = folder.load("api/root.yaml");
    assert_eq!(diagnostics, Diagnostics::default());
    let expect = |reference: &str, reason: &str| {
        assert_eq!(
            message(&sources, reference),
            format!("cannot read the file of `{reference}`: {reason}")
        );
    };
    expect("gone.yaml", "it does not exist");
    expect("dir", "it is not a regular file");
    let url = "it is a URL, and URLs are never fetched";
    for reference in [
        "http://localhost/a.yaml",
        "//localhost/a.yaml",
        "file:///etc/passwd",
        "https://x/y#/z",
    ] {
        expect(reference, url);
    }
    for reference in ["../outside.yaml", "%2e%2e/outside.yaml"] {
        expect(reference, "it is outside the document's folder");
    }
    if cfg!(unix) {
        expect("/etc/passwd", "it is outside the document's folder");
    }
    assert!(message(&sources, "a\0b").starts_with("cannot read the file of"));
    assert!(
        message(&sources, "bad.yaml#/a")
            .starts_with("`bad.yaml#/a` refers to a file that could not be read: not valid YAML: ")
    );
    assert!(
        message(&sources, "code.py")
            .starts_with("`code.py` refers to a file that could not be read: not valid YAML: ")
    );

    let error = sources
        .resolve(&Location::root(FileId(0)), "bad.yaml#/a")
        .expect_err("unreadable");
    let at = Location::root(FileId(0)).child("x").child(7);
    let diagnostic = error.diagnostic(at.clone());
    assert_eq!(
        (diagnostic.code, diagnostic.location),
        ("unreadable-reference", Some(at))
    );
    assert_eq!(diagnostic.related.len(), 1);
}

#[cfg(unix)]
#[test]
fn links_to_the_outside_pipes_and_devices_are_rejected() {
    let root = "x:\n- $ref: link.yaml\n- $ref: zero\n- $ref: pipe\n- $ref: inside.yaml\n";
    let folder = Folder::new(
        "links",
        &[
            ("api/root.yaml", root),
            ("out.yaml", "a: 1\n"),
            ("api/real.yaml", "a: 1\n"),
        ],
    );
    let api = folder.0.join("api");
    std::os::unix::fs::symlink(folder.0.join("out.yaml"), api.join("link.yaml")).expect("a link");
    std::os::unix::fs::symlink("/dev/zero", api.join("zero")).expect("a link");
    std::os::unix::fs::symlink("real.yaml", api.join("inside.yaml")).expect("a link");
    let made = std::process::Command::new("mkfifo")
        .arg(api.join("pipe"))
        .status();
    assert!(made.is_ok_and(|status| status.success()));

    let (sources, _) = folder.load("api/root.yaml");
    let outside = "it is outside the document's folder";
    assert_eq!(
        message(&sources, "link.yaml"),
        format!("cannot read the file of `link.yaml`: {outside}")
    );
    assert_eq!(
        message(&sources, "zero"),
        format!("cannot read the file of `zero`: {outside}")
    );
    assert_eq!(
        message(&sources, "pipe"),
        "cannot read the file of `pipe`: it is not a regular file"
    );
    assert!(message(&sources, "inside.yaml").ends_with("/api/real.yaml#"));

    let options = LoadOptions {
        allowed_roots: vec![folder.0.clone(), PathBuf::from("/dev")],
        ..LoadOptions::default()
    };
    let sources = load_with(
        &api.join("root.yaml"),
        &options,
        &mut Diagnostics::default(),
    );
    assert!(message(&sources, "link.yaml").ends_with("/out.yaml#"));
    assert_eq!(
        message(&sources, "zero"),
        "cannot read the file of `zero`: it is not a regular file"
    );
}

#[test]
fn bytes_and_files_are_limited() {
    let folder = Folder::new(
        "bounds",
        &[
            ("root.yaml", "a: {$ref: a.yaml}\nb: {$ref: b.yaml}\n"),
            ("a.yaml", "a: 1\n"),
            ("b.yaml", "b: 123456789\n"),
        ],
    );
    let load = |max_bytes, max_files| {
        let options = LoadOptions {
            max_bytes,
            max_files,
            ..LoadOptions::default()
        };
        let mut diagnostics = Diagnostics::default();
        let sources = load_with(&folder.0.join("root.yaml"), &options, &mut diagnostics);
        (sources, diagnostics)
    };
    let (sources, _) = load(45, 3);
    assert!(message(&sources, "a.yaml").ends_with("a.yaml#"));
    assert_eq!(
        message(&sources, "b.yaml"),
        "cannot read the file of `b.yaml`: it is too large"
    );
    let (sources, _) = load(1000, 2);
    assert_eq!(
        message(&sources, "b.yaml"),
        "cannot read the file of `b.yaml`: the document has too many files"
    );
    let (sources, diagnostics) = load(10, 3);
    assert_eq!(sources.document(), None);
    assert!(
        diagnostics
            .iter()
            .all(|diagnostic| diagnostic.message.ends_with("it is too large"))
    );
}

#[test]
fn findings_become_diagnostics() {
    let mut diagnostics = Diagnostics::default();
    let text = "a: 1\nb: {$ref: p.yaml}\na: []\n";
    let sources = Sources::from_texts(
        &[("o.yaml", text), ("p.yaml", "x:\n  <<: !t 1\n")],
        &mut diagnostics,
    );
    assert!(sources.document().is_some());
    let rendered = sources.render(&diagnostics, Style::default());
    let expected = "\
warning[yaml-tag]: unknown tag `!t`; ignored
 --> p.yaml:2:7
  |
2 |   <<: !t 1
  |       ^^^^

warning[merge-key]: `<<` must be an object or a list of objects, found an integer; ignored
 --> p.yaml:2:3
  |
2 |   <<: !t 1
  |   ^^
  |
  = help: write `<<: *anchor`, or `<<: [*one, *other]`

error[duplicate-key]: duplicate member `a`
 --> o.yaml:3:1
  |
1 | a: 1
  | - first defined here
2 | b: {$ref: p.yaml}
3 | a: []
  | ^ repeated here
  |
  = help: remove or rename one of them

";
    assert_eq!(rendered, expected);
}

#[test]
fn discriminator_mappings_and_links_name_files_too() {
    let root = "d: {mapping: {a: 'a.yaml#/x', b: Plain}}\nl: {operationRef: 'b.yaml#/y'}\n";
    let files = [("root.yaml", root), ("a.yaml", "x: 1"), ("b.yaml", "y: 1")];
    let sources = Sources::from_texts(&files, &mut Diagnostics::default());
    assert_eq!(message(&sources, "a.yaml#/x"), "a.yaml#/x");
    assert_eq!(message(&sources, "b.yaml#/y"), "b.yaml#/y");
}

#[test]
fn tabs_for_indentation_are_reported() {
    let mut diagnostics = Diagnostics::default();
    let text = "openapi: 3.1.0\ninfo:\n\ttitle: t\n";
    let sources = Sources::from_texts(&[("o.yaml", text)], &mut diagnostics);
    let rendered = sources.render(&diagnostics, Style::default());
    let begin = "error[yaml-syntax]: YAML does not allow tabs for indentation\n --> o.yaml:3:1\n";
    assert!(rendered.starts_with(begin), "{rendered}");
}
