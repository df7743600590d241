use super::*;
use crate::diagnostic::FileId;

fn range<'a>(text: &'a str, marked: &str) -> SourceRange<'a> {
    let start = text.find(marked).expect("the text holds it");
    SourceRange {
        name: "schema/openapi.yaml",
        text,
        range: start..start + marked.len(),
        line: text[..start].matches('\n').count(),
    }
}

fn render(diagnostic: Diagnostic, ranges: Vec<(Location, SourceRange<'_>)>) -> String {
    let mut diagnostics = Diagnostics::default();
    diagnostics.push(diagnostic);
    diagnostics.render(&ranges.into_iter().collect(), Style::default())
}

fn at(name: &str) -> Location {
    Location::root(FileId(0)).child(name)
}

#[test]
fn an_excerpt_with_label_related_location_and_help() {
    let text = "a: 1\nb:\n  - x\n  - y\n  - z\nc: ä wrong\n";
    let diagnostic = Diagnostic::error("unknown-reference", at("c"), "nothing there")
        .label("here")
        .related(at("a"), "first")
        .help("write another");
    let expected = "\
error[unknown-reference]: nothing there
 --> schema/openapi.yaml:6:6
  |
1 | a: 1
  |    - first
...
6 | c: ä wrong
  |      ^^^^^ here
  |
  = help: write another

";
    assert_eq!(
        render(
            diagnostic,
            vec![(at("c"), range(text, "wrong")), (at("a"), range(text, "1"))]
        ),
        expected
    );
}

#[test]
fn a_distant_location_has_its_own_excerpt() {
    let text = format!("first: 1\n{}last: 2\n", "x: y\n".repeat(500));
    let other = SourceRange {
        name: "other.json",
        text: "{\"k\": 1}",
        range: 1..4,
        line: 0,
    };
    let diagnostic = Diagnostic::warning("odd", at("last"), "odd")
        .related(at("first"), "compare")
        .related(at("other"), "and this");
    let expected = "\
warning[odd]: odd
   --> schema/openapi.yaml:502:1
    |
502 | last: 2
    | ^^^^
    |
   ::: schema/openapi.yaml:1:1
    |
  1 | first: 1
    | ----- compare
    |
   ::: other.json:1:2
    |
  1 | {\"k\": 1}
    |  --- and this

";
    let ranges = vec![
        (at("last"), range(&text, "last")),
        (at("first"), range(&text, "first")),
        (at("other"), other),
    ];
    assert_eq!(render(diagnostic, ranges), expected);
}

#[test]
fn without_a_location_there_is_one_line_and_help() {
    let diagnostic =
        Diagnostic::error("unreadable-file", None, "cannot read `x`").help("look again");
    let expected = "error[unreadable-file]: cannot read `x`\n |\n = help: look again\n\n";
    assert_eq!(render(diagnostic, Vec::new()), expected);
    let diagnostic = Diagnostic::error("unreadable-file", None, "cannot read `x`");
    assert_eq!(
        render(diagnostic, Vec::new()),
        "error[unreadable-file]: cannot read `x`\n\n"
    );
    // A file without text is still named.
    let place = SourceRange {
        name: "x.yaml",
        text: "",
        range: 0..0,
        line: 0,
    };
    let diagnostic = Diagnostic::error("odd", at("a"), "odd");
    assert_eq!(
        render(diagnostic, vec![(at("a"), place)]),
        "error[odd]: odd\n--> x.yaml\n\n"
    );
}

#[test]
fn hostile_characters_are_escaped_and_columns_stay_correct() {
    let text = "k: \u{202e}\u{1b}[31m\u{9b}x bad\u{200f}\r\n";
    let diagnostic = Diagnostic::error("odd", at("k"), "odd \u{1b}]0;t\u{7}\nline")
        .label("\u{2066}l")
        .help("\rh");
    let expected = "\
error[odd]: odd \\u{1b}]0;t\\u{7}\\nline
 --> schema/openapi.yaml:1:13
  |
1 | k: \\u{202e}\\u{1b}[31m\\u{9b}x bad\\u{200f}
  |                              ^^^ \\u{2066}l
  |
  = help: \\rh

";
    assert_eq!(
        render(diagnostic, vec![(at("k"), range(text, "bad"))]),
        expected
    );
}

#[test]
fn long_lines_are_cut_around_the_mark() {
    let text = format!(
        "{{\"k\": \"{}\", \"here\": 1, \"z\": \"{}\"}}",
        "ä".repeat(100_000),
        "z".repeat(100_000)
    );
    let rendered = render(
        Diagnostic::error("odd", at("k"), "odd"),
        vec![(at("k"), range(&text, "\"here\""))],
    );
    let lines: Vec<&str> = rendered.lines().collect();
    assert_eq!(lines[1], " --> schema/openapi.yaml:1:100011");
    assert!(
        lines[3].starts_with("1 | …ääää") && lines[3].ends_with("zzzz…"),
        "{}",
        lines[3]
    );
    assert!(lines[3].chars().count() < 140);
    let marked = lines[4].find('^').expect("it is marked");
    assert_eq!(
        lines[3].chars().skip(marked).take(6).collect::<String>(),
        "\"here\""
    );
}

#[test]
fn many_diagnostics_of_a_code_are_counted_and_errors_come_last() {
    let mut diagnostics = Diagnostics::default();
    for index in 0..103 {
        diagnostics.push(Diagnostic::error("bad", at("k"), format!("bad {index}")));
        diagnostics.push(Diagnostic::note("slip", None, format!("slip {index}")));
        diagnostics.push(Diagnostic::warning("odd", None, format!("odd {index}")));
    }
    for index in 0..4 {
        diagnostics.push(Diagnostic::warning("rare", None, format!("rare {index}")));
    }
    assert_eq!(diagnostics.shown_locations(false).count(), 100);
    let rendered = diagnostics.render(&BTreeMap::new(), Style::default());
    let begin = "warning[odd]: odd 0\n\nwarning[rare]: rare 0\n\nwarning[rare]: rare 1\n\nwarning[rare]: rare 2\n\n\
                 note[slip]: slip 0\n\n\
                 error: 208 more are not shown\n  3  error[bad]\n102  warning[odd]\n  1  warning[rare]\n102  note[slip]\n\n\
                 error[bad]: bad 0\n";
    assert!(rendered.starts_with(begin), "{rendered}");
    assert!(rendered.ends_with("error[bad]: bad 99\n\n"), "{rendered}");
    let hint = Some("add `--all-warnings` for all warnings");
    let hinted = Style {
        all_hint: hint,
        ..Style::default()
    };
    let rendered = diagnostics.render(&BTreeMap::new(), hinted);
    assert!(rendered.contains("208 more are not shown; add `--all-warnings` for all warnings\n"));
    let all = Style {
        all: true,
        all_hint: hint,
        ..Style::default()
    };
    let rendered = diagnostics.render(&BTreeMap::new(), all);
    assert_eq!(
        rendered.matches("odd[").count() + rendered.matches("[odd]: odd ").count(),
        103
    );
    assert!(rendered.contains("error: 3 more are not shown\n3  error[bad]\n"));
}

#[test]
fn colours_are_optional() {
    let mut diagnostics = Diagnostics::default();
    diagnostics.push(Diagnostic::error("bad", None, "bad"));
    assert!(
        diagnostics
            .render(
                &BTreeMap::new(),
                Style {
                    color: true,
                    ..Style::default()
                }
            )
            .contains("\u{1b}[")
    );
    assert!(
        !diagnostics
            .render(&BTreeMap::new(), Style::default())
            .contains('\u{1b}')
    );
}
