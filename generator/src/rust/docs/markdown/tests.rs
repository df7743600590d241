use super::*;

#[test]
fn plain_lines_are_cleaned_as_any_others() {
    let alphabet = b"abcdehtpw  ..,;:'\"()?!/%-019";
    let mut state = 7_u64;
    let mut next = |limit: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % limit
    };
    let mut plain = 0;
    for _ in 0..20_000 {
        let length = next(260);
        let text: String = (0..length)
            .map(|_| char::from(alphabet[next(alphabet.len())]))
            .collect();
        let text = format!("{}{text}", ["a", "x) ", "www.", "b. ", "1"][next(5)]);
        plain += usize::from(is_plain(&text));
        assert_eq!(clean(&text), clean_markup(&text), "{text}");
    }
    assert!(plain > 10_000);
    for word in ["a", "Z.", "h", "www.a.b", "http:x", "a) b", "a- b"] {
        let mut events = events(word);
        let first = events.next().map(|(event, _)| event);
        assert_eq!(first, Some(Event::Start(Tag::Paragraph)), "{word}");
    }
}
