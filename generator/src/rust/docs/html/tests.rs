//! What becomes of HTML in descriptions.

use super::to_markdown;

#[test]
fn html_becomes_commonmark() {
    for (html, markdown) in [
        (
            "<p>One <b>two</b></p><p>three</p>",
            "One **two**\n\nthree\n\n",
        ),
        ("a<p>b", "a\n\nb\n\n"),
        ("Is <strong> it </strong>?", "Is **it** ?"),
        ("un<b>like</b>ly", "unlikely"),
        ("Use <code>a &lt; `b`</code>.", "Use `` a < `b` ``."),
        (
            "See <a target='_blank' href=\"https://a.example/?b=1&amp;c=2\">the\n docs</a>.",
            "See [the docs](https://a.example/?b=1&c=2).",
        ),
        ("See <a href=\"#there\">there</a>.", "See there."),
        (
            "Any of: <ul>\n  <li>one</li>\n  <li>two<ol><li>deep</ol></li></ul> and so on",
            "Any of:\n\n* one\n* two\n\n  1. deep\n\nand so on",
        ),
        ("<h3>Head</h3>Text<hr>", "### Head\n\nText\n\n***\n\n"),
        ("<pre><code>a\n  b</code></pre>", "```text\na\n  b\n```\n\n"),
        (
            "<table><thead><tr><th>A<th>B</tr></thead><tr><td>1</td><td>x|y</td></tr><tr><td>2</table>",
            "| A | B |\n| --- | --- |\n| 1 | x\\|y |\n| 2 |  |\n\n",
        ),
        (
            "<ul><li>one<pre>x\n\n* y</pre><ul><li>deep</ul></ul>",
            "* one\n\n  ```text\n  x\n\n  * y\n  ```\n  * deep\n\n",
        ),
        ("2<sup>8</sup> H<sub>2</sub>O<br/>", "2^8 H2O<br>"),
    ] {
        assert_eq!(to_markdown(html), markdown, "{html}");
    }
}

#[test]
fn text_that_is_not_html_is_kept() {
    for text in [
        "no tags, 1 < 2 > 0",
        "the `<b>` of ``<i>`` \\<p>",
        "<token> and <some text> and <https://a.example>",
        "an <b> without an end, or </i> without a start",
        "```html\n<p>sample</p>\n```",
        "as follows:\n\n    <p>sample</p>\n",
        "| a | b |\n| - | - |\n| 1 | <x> |",
    ] {
        assert_eq!(to_markdown(text), text);
    }
}

#[test]
fn commonmark_between_html_is_kept() {
    for (text, markdown) in [
        (
            "<details>\n<summary>More</summary>\n\n* **one**\n* two\n\n```json\n{}\n```\n</details>\n",
            "More\n\n* **one**\n* two\n\n```json\n{}\n```\n\n",
        ),
        ("<div>\n one\n <b>two</b>\n</div>", "one **two**\n\n"),
        (
            "<div>\n * one\n \n * <b>two</b></div>",
            "* one\n \n * **two**\n\n",
        ),
        (
            "* first <b>item</b>\n* second\n\n    its paragraph <i>too</i>",
            "* first **item**\n* second\n\n    its paragraph *too*",
        ),
        (
            "| a | b |\n|---|---|\n| 1 | x<ul><li>y</li><li>z</li></ul> |\n",
            "| a | b |\n|---|---|\n| 1 | x<br>• y<br>• z |\n",
        ),
    ] {
        assert_eq!(to_markdown(text), markdown, "{text}");
    }
}

#[test]
fn nesting_and_length_are_bounded() {
    let deep = "<div>".repeat(10_000) + &"</div>".repeat(10_000);
    assert!(to_markdown(&deep).contains("<div>"));
    let open = "<b>`".repeat(100_000);
    assert_eq!(to_markdown(&open), open);
}
