//! Cases for documentation: what rustdoc, doctests and clippy would otherwise warn about.

use super::*;
use crate::diagnostic::Diagnostics;
use crate::rust::names::scope::{Case, NameRequest, Scope};

fn cleaned(text: &str) -> String {
    clean(text).join("\n")
}

fn ident(name: &str) -> Ident {
    Scope::new(Case::Snake, &[]).claim(
        NameRequest::internal(name.to_owned()),
        &mut Diagnostics::default(),
    )
}

#[test]
fn code_is_never_a_doctest() {
    assert_eq!(cleaned("```\nlet x;\n```"), "```text\nlet x;\n```");
    assert_eq!(cleaned("```rust\nlet x;\n```"), "```text\nlet x;\n```");
    assert_eq!(cleaned("~~~ no_run\nlet x;\n~~~"), "```text\nlet x;\n```");
    assert_eq!(cleaned("```json\n{}\n```"), "```json\n{}\n```");
    assert_eq!(cleaned("```"), "```text\n```");
    assert_eq!(
        cleaned("A:\n\n    let x;\n      y\n\nB"),
        "A:\n\n```text\nlet x;\n  y\n```\n\nB"
    );
    assert_eq!(cleaned("````\n```\n````"), "````text\n```\n````");
    assert_eq!(
        cleaned("- ```rust\n  panic!()\n  ```\n- b"),
        "- ```text\n  panic!()\n  ```\n- b"
    );
    assert_eq!(cleaned("> ```\n> x\n> ```"), "> ```text\n> x\n> ```");
    assert_eq!(
        cleaned("1. a\n\n       code"),
        "1. a\n\n   ```text\n   code\n   ```"
    );
}

#[test]
fn brackets_that_are_not_links_are_escaped() {
    assert_eq!(cleaned("an [x] of Vec[T]"), "an \\[x\\] of Vec\\[T\\]");
    assert_eq!(
        cleaned("see [here](https://e.com/a_(b)) now"),
        "see [here](https://e.com/a_(b)) now"
    );
    assert_eq!(
        cleaned("see [here](https://e.com \"title\")"),
        "see [here](https://e.com)"
    );
    assert_eq!(
        cleaned("see [here](#anchor) and [there](/a/b)"),
        "see here and there"
    );
    assert_eq!(
        cleaned("![logo](https://e.com/l.png)"),
        "[logo](https://e.com/l.png)"
    );
    assert_eq!(
        cleaned("see [here][1]\n\n[1]: https://e.com"),
        "see [here](https://e.com)"
    );
    assert_eq!(cleaned("`[x]` stays"), "`[x]` stays");
    assert_eq!(cleaned("[`Vec`]"), "\\[`Vec`\\]");
    assert_eq!(cleaned("[[[[[["), "\\[\\[\\[\\[\\[\\[");
    assert_eq!(cleaned("\\[x]"), "\\[x\\]");
}

#[test]
fn addresses_become_links() {
    assert_eq!(
        cleaned("See https://e.com/a. Or"),
        "See <https://e.com/a>. Or"
    );
    assert_eq!(cleaned("(https://e.com/a)"), "(<https://e.com/a>)");
    assert_eq!(cleaned("<https://e.com>"), "<https://e.com>");
    assert_eq!(cleaned("https://{host}/x"), "`https://{host}/x`");
    assert_eq!(
        cleaned("[https://e.com](https://e.com)"),
        "[https://e.com](https://e.com)"
    );
    assert_eq!(cleaned("`https://e.com`"), "`https://e.com`");
}

#[test]
fn html_is_text() {
    assert_eq!(
        cleaned("<script>alert(1)</script>"),
        "\\<script>alert(1)\\</script>"
    );
    assert_eq!(cleaned("a<br/>b <!-- gone --> c"), "a<br>b  c");
    assert_eq!(
        cleaned("Vec<String> and a < b"),
        "Vec\\<String> and a \\< b"
    );
    assert_eq!(cleaned("a `b"), "a \\`b");
    assert_eq!(cleaned("a ``b` c"), "a \\`\\`b\\` c");
}

#[test]
fn lists_are_indented_as_clippy_wants_them() {
    assert_eq!(cleaned("* a\\\nlazy\n* b"), "* a\\\n  lazy\n* b");
    assert_eq!(
        cleaned("1. a\\\n       generous\n2. b"),
        "1. a\\\n   generous\n2. b"
    );
    assert_eq!(cleaned("-   a\\\n    b"), "- a\\\n  b");
    assert_eq!(cleaned("- a\n    - b\n\n      c"), "- a\n  - b\n\n    c");
    assert_eq!(cleaned("- a\n\nb"), "- a\n\nb");
    assert_eq!(cleaned("In\n2014. A year"), "In 2014. A year");
    assert_eq!(cleaned("> a\nlazy\n\nb"), "> a lazy\n\nb");
    assert_eq!(cleaned("- - a\n  - b"), "- - a\n  - b");
}

#[test]
fn tables_have_one_line_for_each_row() {
    assert_eq!(
        cleaned("a | b\n:-- | --:\n1 | `x\\|y` [z]\n2"),
        "| a | b |\n| :-- | --: |\n| 1 | `x\\|y` \\[z\\] |\n| 2 |  |"
    );
    assert_eq!(
        cleaned("| a |\n|---|\n| [x](/y) https://e.com |"),
        "| a |\n| --- |\n| x <https://e.com> |"
    );
}

#[test]
fn blocks_are_those_of_rustdoc() {
    assert_eq!(cleaned("Title\n=====\n\nwords"), "# Title\n\nwords");
    assert_eq!(cleaned("- [ ] open\n- [x] done"), "- [ ] open\n- [x] done");
    assert_eq!(cleaned("a  \nb\nc"), "a\\\nb c");
    assert_eq!(cleaned("a  \n    - b"), "a\n- b");
    assert_eq!(cleaned("a \\* b\\_c &lt; d"), "a \\* b\\_c &lt; d");
    assert_eq!(cleaned("![](https://e.com/a.png)"), "<https://e.com/a.png>");
    assert_eq!(
        cleaned("[![build](https://e.com/i.svg)](https://e.com)"),
        "[build](https://e.com)"
    );
    assert_eq!(
        cleaned("A <a@e.com> of <urn:x>"),
        "A \\<a@e.com> of \\<urn:x>"
    );
    assert_eq!(
        cleaned("[a]: /b\n\nSee [it][a] and [there][c].\n\n[c]:\n  <https://e.com/_x_> 'c'"),
        "See it and [there](https://e.com/_x_)."
    );
    assert_eq!(cleaned("[^1]: a note [^1]"), "\\[^1\\]: a note \\[^1\\]");
}

#[test]
fn indented_lists_after_a_paragraph_are_not_part_of_it() {
    assert_eq!(
        cleaned("either:\n    - `a`\n    - `b`\n\nor"),
        "either:\n- `a`\n- `b`\n\nor"
    );
    assert_eq!(
        cleaned("- one\n      - deep\n- two\n  - deeper"),
        "- one\n  - deep\n- two\n  - deeper"
    );
    assert_eq!(
        cleaned("below\n    ```json\n      {}\n    ```\nabove"),
        "below\n```json\n  {}\n```\nabove"
    );
    assert_eq!(cleaned("a\n    b - c"), "a b - c");
}

#[test]
fn no_code_span_becomes_a_block() {
    let span = format!("```json {}end```", "word ".repeat(30));
    let lines = clean(&span);
    assert!(lines[0].starts_with("`json "), "{lines:?}");
    let span = format!("```a `` {}end```", "word ".repeat(30));
    assert_eq!(clean(&span).len(), 1);
}

#[test]
fn paragraphs_are_wrapped_again() {
    let line = ["word"; 12].join(" ");
    let source = format!("{line}\n{line}\n{line}\\\nlast");
    let full = ["word"; 20].join(" ");
    let rest = ["word"; 16].join(" ");
    assert_eq!(cleaned(&source), format!("{full}\n{rest}\\\nlast"));
}

#[test]
fn invisible_characters_are_dropped() {
    assert_eq!(cleaned("a\u{202e}b\0c\u{feff}"), "abc");
    assert_eq!(cleaned("a\r\n\r\nb\r\rc"), "a\n\nb\n\nc");
    assert_eq!(cleaned("\n\n  \n"), "");
    assert_eq!(cleaned("a\tb"), "a    b");
}

#[test]
fn long_lines_are_broken_where_no_block_begins() {
    let text = format!("{} and - a # b 1. c", "word ".repeat(20).trim_end());
    let lines = clean(&text);
    assert_eq!(
        lines,
        [
            "word ".repeat(20).trim_end().to_owned(),
            "and - a # b 1. c".to_owned()
        ]
    );
    let text = format!("{} - 2 x", "word ".repeat(20).trim_end());
    assert_eq!(
        clean(&text)[0],
        format!("{} - 2", "word ".repeat(20).trim_end()).replace(" - 2", " -")
    );
    assert_eq!(
        clean("| a | b |\n|---|---|\n| c | d |"),
        ["| a | b |", "| --- | --- |", "| c | d |"]
    );
}

#[test]
fn cleaning_twice_changes_nothing() {
    for text in [
        "a [x] <y> https://e.com `z",
        "* a\nb\n\n      c",
        "> q\n\n```\nx\n```",
        "# h\n---\n1. a\n   - b",
        "a\n===\n* [ ] b  \nc\n\n| d |\n|:-:|\n| <e> |",
        "<div class=x>\n* [a]\n\n<!-- b -->\n<script>\nlet c = [0];\n</script>",
        ">>>- > 1) a\n\n>>>  b\nlazy\n~~~\nc",
    ] {
        let once = cleaned(text);
        assert_eq!(cleaned(&once), once, "{text}");
    }
}

#[test]
fn long_hostile_texts_are_fast() {
    for piece in [
        "[",
        "<",
        "`",
        "<!--",
        "[`",
        "![",
        "> ",
        "- ",
        "[[](",
        "*a_ ",
        "a\n    - ",
        "|a\n|-\n",
        "<a\n",
        "> - ",
        "[a]: b\n",
        "a  \n",
    ] {
        let text = piece.repeat(20_000);
        let started = std::time::Instant::now();
        clean(&text);
        assert!(started.elapsed().as_secs() < 20, "{piece}");
    }
}

#[test]
fn facts_are_sentences() {
    let constraints = Constraints {
        minimum: Some(Bound::Integer(30)),
        max_length: Some(32),
        min_items: Some(1),
        max_items: Some(1),
        pattern: Some("^`a`$".to_owned()),
        ..Constraints::default()
    };
    let docs = Docs {
        default: Some(Node::String("off".to_owned())),
        example: Some(Node::Float(45.0)),
        deprecated: true,
        ..Docs::default()
    };
    let facts = facts(Some("maxAge"), &constraints, &docs).join(" ");
    let expected = "Wire name `maxAge`. At least 30. At most 32 characters. Exactly 1 item. Pattern ``^`a`$``. Default: `\"off\"`. Example: `45`. Deprecated.";
    assert_eq!(facts, expected);
}

#[test]
fn aliases_are_accepted_by_rustdoc() {
    assert_eq!(
        alias("is-open", &ident("is_open")).as_deref(),
        Some("is-open")
    );
    // The search ignores case and underscores.
    for (wire, name) in [
        ("requireSignedURLs", "require_signed_urls"),
        ("type", "type"),
    ] {
        assert_eq!(alias(wire, &ident(name)), None, "{wire}");
    }
    for odd in ["", "a\"b", "it's", " a", "a\tb", "a\u{2003}b", "a\u{202e}b"] {
        assert_eq!(alias(odd, &ident("name")), None, "{odd:?}");
    }
}

#[test]
fn a_block_other_than_a_paragraph_gets_one_before_it() {
    let docs = |description: &str| Docs {
        description: Some(description.to_owned()),
        ..Docs::default()
    };
    assert_eq!(
        describe(&docs("# Title"), "The member."),
        ["The member.", "", "# Title"]
    );
    assert_eq!(describe(&docs("Words."), "The member."), ["Words."]);
    assert_eq!(describe(&Docs::default(), "The member."), ["The member."]);
    let both = Docs {
        summary: Some("Words.".to_owned()),
        ..docs("Words.")
    };
    assert_eq!(describe(&both, "The member."), ["Words."]);
}
