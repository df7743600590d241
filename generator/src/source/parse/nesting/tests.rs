use super::*;

#[test]
fn brackets_of_collections_count() {
    let deep = "[".repeat(513);
    assert_eq!(too_deep(&deep), Some(512));
    assert_eq!(too_deep(&"[".repeat(512)), None);
    for structure in [
        format!("a: {deep}"),
        format!("a:\n  - b: {deep}"),
        format!("- &x !!seq {deep}"),
        format!("\"k\": {deep}"),
        format!("'k': \n {deep}"),
        format!("? {deep}"),
        format!("a: |\n  text\nb: {deep}"),
        format!("a: text\n  [more\nb: {deep}"),
        format!("--- {deep}"),
        format!("a: x\n---\nb: {deep}"),
        format!("a: [don't, {deep}"),
        format!("a: [\"]\", {deep}"),
        format!("a: ['it''s]', {deep}"),
        format!("a: [1, # ]]]\n {deep}"),
        "[\n".repeat(513),
        "{\"a\":{b: [".repeat(200),
    ] {
        assert!(too_deep(&structure).is_some(), "{structure:.40}");
    }
}

#[test]
fn brackets_in_prose_do_not_count() {
    let deep = "[{".repeat(1000);
    for prose in [
        format!("a: x {deep}"),
        format!("a: \"{deep}\""),
        format!("a: '{deep}'"),
        format!("# {deep}"),
        format!("a: 1 # {deep}"),
        format!("a: |\n  {deep}\n\n  {deep}\nb: 1\n"),
        format!("a: >-\n\n  {deep}\n"),
        format!("a: text\n  {deep}\nb: 1"),
        format!("- text\n  {deep}\n- b"),
        format!("a:\n  - |\n    {deep}\n  - b"),
        format!("a: [\"{deep}\", '{deep}']"),
        format!("a: [x] # {deep}"),
        format!("- - - |\n      {deep}\n"),
        "a: [x\n".repeat(400) + &"]".repeat(400),
        "- [(a)]\n- b: {c: d}\n".repeat(2000),
    ] {
        assert_eq!(too_deep(&prose), None, "{prose:.40}");
    }
}

#[test]
fn block_collections_count() {
    assert_eq!(too_deep(&"- ".repeat(513)), Some(1024));
    assert_eq!(too_deep(&"- ".repeat(512)), None);
    let stairs: String = (0..513)
        .map(|level| format!("{}a:\n", " ".repeat(level)))
        .collect();
    assert!(too_deep(&stairs).is_some());
    let wide: String = (0..5000)
        .map(|level| format!("{}a: 1\n", " ".repeat(level % 2)))
        .collect();
    assert_eq!(too_deep(&wide), None);
}

#[test]
fn any_text_terminates() {
    for text in [
        "", "\n", "'", "\"\\", "a: '", "- ", "? ", ":", "[", "]", "&", "!", "a: |", "%", "---",
        "\t", "\r", "a: \"\\", "# ",
    ] {
        assert_eq!(too_deep(text), None, "{text:?}");
    }
}
