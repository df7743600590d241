//! Cases for identifiers: forms, keywords, clashes, requested names.

use super::super::case::part_name;
use super::super::reserved::RESERVED_PARAMETERS;
use super::*;
use crate::diagnostic::FileId;

fn at(pointer: &str) -> Location {
    Location {
        pointer: pointer.to_owned(),
        ..Location::root(FileId(0))
    }
}

fn claim(scope: &mut Scope, name: &str) -> (String, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let location = at(&format!("/{name}"));
    let ident = scope.claim(
        NameRequest::new(name.to_owned(), &location),
        &mut diagnostics,
    );
    (ident.as_str().to_owned(), diagnostics)
}

#[test]
fn forms() {
    for (name, in_snake, in_pascal) in [
        ("WebRTCPlayback", "web_rtc_playback", "WebRtcPlayback"),
        ("OAuth2Token", "oauth2_token", "OAuth2Token"),
        ("userIDs", "user_ids", "UserIds"),
        ("1.5", "value_1_5", "Size1_5"),
        ("15", "value_15", "Size15"),
        ("2fa", "_2fa", "Size2fa"),
        ("+1", "plus_1", "Plus1"),
        ("-1", "minus_1", "Minus1"),
        ("", "empty", "Empty"),
        ("gpt-3.5-turbo", "gpt_3_5_turbo", "Gpt3_5Turbo"),
    ] {
        assert_eq!(snake(&words(name)), in_snake, "{name}");
        assert_eq!(pascal(&words(name), "Size"), in_pascal, "{name}");
    }
    assert_eq!(constant(&words("rotateKeys")), "ROTATE_KEYS");
    assert_eq!(part_name("Version2", "1st"), "Version2_1st");
    assert_eq!(part_name("Recording", "mode"), "RecordingMode");
}

#[test]
fn keywords_are_raw_or_take_an_underscore() {
    let mut scope = Scope::new(Case::Snake, RESERVED_PARAMETERS);
    for (name, expected) in [
        ("type", "r#type"),
        ("gen", "r#gen"),
        ("self", "self_"),
        ("crate", "crate_"),
        ("super", "super_"),
        ("new", "new_"),
        ("into_future", "into_future_"),
        ("foo", "foo_"),
        ("union", "union"),
    ] {
        assert_eq!(claim(&mut scope, name).0, expected);
    }
    let mut scope = Scope::new(Case::Pascal, &[]);
    assert_eq!(claim(&mut scope, "Self").0, "SelfValue");
    assert_eq!(claim(&mut scope, "Option").0, "Option");
}

#[test]
fn raw_identifiers_are_plain_in_text() {
    let mut scope = Scope::new(Case::Snake, &[]);
    let ident = scope.claim(
        NameRequest::internal("type".to_owned()),
        &mut Diagnostics::default(),
    );
    assert_eq!((ident.as_str(), ident.plain()), ("r#type", "type"));
}

#[test]
fn a_clash_takes_a_number_and_reports_both_places() {
    let mut scope = Scope::new(Case::Pascal, &[]);
    assert_eq!(claim(&mut scope, "Pet").0, "Pet");
    let mut diagnostics = Diagnostics::default();
    let second = at("/second");
    let ident = scope.claim(
        NameRequest::new("PET".to_owned(), &second),
        &mut diagnostics,
    );
    assert_eq!(ident.as_str(), "PET2");
    let warning = diagnostics.iter().next().expect("the clash is reported");
    assert_eq!(warning.code, "name-clash");
    assert_eq!(
        warning.message,
        "the Rust name `PET` is already in use; `PET2` is used here"
    );
    assert_eq!(warning.location, Some(second));
    assert_eq!(warning.related[0].0, at("/Pet"));
    assert!(
        warning
            .help
            .as_deref()
            .is_some_and(|help| help.contains("x-rust-name"))
    );
}

#[test]
fn a_numbered_name_yields_to_the_same_name_in_the_document() {
    let location = at("/x");
    let requests: Vec<NameRequest<'_>> = ["Pet", "Pet", "Pet2"]
        .iter()
        .map(|name| NameRequest::new((*name).to_owned(), &location))
        .collect();
    let idents = Scope::new(Case::Pascal, &[]).claim_all(&requests, &mut Diagnostics::default());
    let names: Vec<&str> = idents.iter().map(Ident::as_str).collect();
    assert_eq!(names, ["Pet", "Pet3", "Pet2"]);
}

#[test]
fn alternatives_are_used_without_a_warning() {
    let location = at("/x");
    let mut diagnostics = Diagnostics::default();
    let requests = [
        NameRequest::new("get".to_owned(), &location).or("get_pet".to_owned()),
        NameRequest::new("get".to_owned(), &location).or("get_pets".to_owned()),
    ];
    let idents = Scope::new(Case::Snake, &[]).claim_all(&requests, &mut diagnostics);
    assert_eq!(
        idents.iter().map(Ident::as_str).collect::<Vec<_>>(),
        ["get", "get_pets"]
    );
    assert_eq!(diagnostics.warnings(), 0);
}

#[test]
fn requested_names_come_first() {
    let location = at("/x");
    let mut diagnostics = Diagnostics::default();
    let requests = [
        NameRequest::new("Pet".to_owned(), &location),
        NameRequest::new("Animal".to_owned(), &location).hint(Some("Pet")),
    ];
    let idents = Scope::new(Case::Pascal, &[]).claim_all(&requests, &mut diagnostics);
    assert_eq!(
        idents.iter().map(Ident::as_str).collect::<Vec<_>>(),
        ["Pet2", "Pet"]
    );
    assert_eq!(diagnostics.warnings(), 1);
}

#[test]
fn invalid_requested_names_are_errors_with_a_location() {
    let location = at("/x");
    for (case, hint, message, help) in [
        (
            Case::Pascal,
            "a;b",
            "`x-rust-name` is not a Rust identifier: \"a;b\"",
            "use `AB`, for example",
        ),
        (
            Case::Pascal,
            "live_input",
            "`x-rust-name` is not in UpperCamelCase, which Rust uses here: `live_input`",
            "use `LiveInput`, for example",
        ),
        (
            Case::Snake,
            "liveInput",
            "`x-rust-name` is not in snake_case, which Rust uses here: `liveInput`",
            "use `live_input`, for example",
        ),
        (
            Case::Snake,
            "new",
            "`x-rust-name` is a name that the crate reserves: `new`",
            "use `new_`, for example",
        ),
        (
            Case::Snake,
            "self",
            "`x-rust-name` is a name that the crate reserves: `self`",
            "use `self_`, for example",
        ),
    ] {
        let mut diagnostics = Diagnostics::default();
        let name = if case == Case::Pascal {
            "Fallback"
        } else {
            "fallback"
        };
        let request = NameRequest::new(name.to_owned(), &location).hint(Some(hint));
        let ident = Scope::new(case, RESERVED_PARAMETERS).claim(request, &mut diagnostics);
        assert_eq!(ident.as_str(), name);
        let error = diagnostics.iter().next().expect("the request is refused");
        assert_eq!(
            (error.code, error.message.as_str(), error.help.as_deref()),
            ("invalid-name", message, Some(help))
        );
        assert_eq!(error.location.as_ref(), Some(&location));
    }
}

#[test]
fn file_names_are_valid_on_every_file_system() {
    let mut scope = Scope::new(Case::Module, &["types"]);
    for (name, expected) in [
        ("live_input", "live_input"),
        ("mod", "mod_"),
        ("lib", "lib_"),
        ("main", "main_"),
        ("con", "con_"),
        ("com1", "com1_"),
        ("lpt9", "lpt9_"),
        ("type", "type_"),
        ("types", "types_"),
    ] {
        assert_eq!(claim(&mut scope, name).0, expected);
    }
    let long = claim(&mut scope, &"a".repeat(300)).0;
    assert_eq!(long, "a".repeat(48));
    assert_eq!(
        claim(&mut scope, &"a".repeat(301)).0,
        format!("{}_2", "a".repeat(48))
    );
}

#[test]
fn long_names_are_cut_to_what_rustdoc_can_write() {
    let mut scope = Scope::new(Case::Pascal, &[]);
    assert_eq!(claim(&mut scope, &"A".repeat(300)).0, "A".repeat(160));
    let (second, diagnostics) = claim(&mut scope, &format!("{}B", "A".repeat(300)));
    assert_eq!(second, format!("{}2", "A".repeat(160)));
    assert_eq!(diagnostics.warnings(), 1);
}

#[test]
fn hostile_names_are_valid_and_distinct() {
    let names = [
        "crate",
        "Self",
        "_",
        "",
        "a;b",
        "🎉",
        "\u{200f}",
        "\u{fb01}",
        "\u{212a}",
        "../../etc/x",
        "C:\\x",
        "\"#",
        "*/",
        "\0",
        "{{",
        "#[x]",
        "你好",
        "e\u{301}",
    ];
    let location = at("/x");
    let mut seen = HashSet::new();
    let requests: Vec<NameRequest<'_>> = names
        .iter()
        .map(|name| NameRequest::new(snake(&words(name)), &location))
        .collect();
    for ident in Scope::new(Case::Snake, RESERVED_PARAMETERS)
        .claim_all(&requests, &mut Diagnostics::default())
    {
        let plain = ident.plain();
        assert!(
            syn::parse_str::<syn::Ident>(ident.as_str()).is_ok()
                && !plain.contains(char::is_uppercase),
            "{plain}"
        );
        assert!(seen.insert(plain.to_owned()), "{plain}");
    }
}
