use generator::api::Selection;
use generator::options::Package;
use generator::rust::ResourceFeatures;

use super::*;
use crate::bench_peers::Step;

fn parsed(arguments: &[&str]) -> Result<Command, String> {
    parse(Parser::from_args(arguments))
}

/// Splits a command line at its spaces.
fn parsed_line(line: &str) -> Result<Command, String> {
    parsed(&line.split_whitespace().collect::<Vec<_>>())
}

#[test]
fn each_command_is_parsed() {
    for (line, command) in [
        ("", Command::Help(None)),
        ("help", Command::Help(None)),
        ("--help", Command::Help(None)),
        ("help codegen", Command::Help(Some("codegen"))),
        ("codegen --help", Command::Help(Some("codegen"))),
        ("codegen --check -h", Command::Help(Some("codegen"))),
        ("bless --help", Command::Help(Some("bless"))),
        ("ci", Command::Ci),
        ("bless", Command::Bless(None)),
        ("bless types", Command::Bless(Some("types".to_owned()))),
        ("codegen", Command::Codegen(Codegen::default())),
    ] {
        assert_eq!(parsed_line(line), Ok(command), "{line}");
    }
}

#[test]
fn options_of_codegen_are_parsed() {
    let expected = Codegen {
        other: Some(OtherDocument {
            schema: "a.yaml".into(),
            out: Some("b".into()),
            roots: vec!["..".into(), "e f".into()],
            overlays: Vec::new(),
            overlay_lenient: false,
            force: true,
            package: Some("c".to_owned()),
            version: Some("1.2.3".to_owned()),
            manifest: None,
            formats: vec!["uuid=uuid::Uuid".to_owned(), "uri=url::Url".to_owned()],
            workspace_member: true,
            sets_runtime: true,
            runtime: Some(RuntimePackage {
                path: Some("run time".into()),
                version: Some("0.1.0".to_owned()),
            }),
            selection: Selection {
                tags: vec!["d".to_owned(), "e f".to_owned(), "g".to_owned()],
                operations: vec!["h.*".to_owned()],
            },
            resource_features: Some(ResourceFeatures::Always),
            command: "cargo xtask codegen --schema a.yaml --out b --root .. --root 'e f' --force --package c \
                      --package-version 1.2.3 --format uuid=uuid::Uuid --format uri=url::Url --workspace-member --runtime crate \
                      --runtime-path 'run time' --runtime-version 0.1.0 --tags 'd, e f,g' --operations 'h.*' \
                      --resource-features always"
                .to_owned(),
        }),
        check: true,
        deny_warnings: true,
        all_warnings: true,
        timings: true,
        dump: Some(Dump::Rust),
    };
    let arguments = [
        "codegen",
        "--schema",
        "a.yaml",
        "--out=b",
        "--root",
        "..",
        "--root=e f",
        "--format",
        "uuid=uuid::Uuid",
        "--format=uri=url::Url",
        "--force",
        "--package",
        "c",
        "--package-version",
        "1.2.3",
        "--workspace-member",
        "--runtime",
        "crate",
        "--runtime-path=run time",
        "--runtime-version",
        "0.1.0",
        "--tags",
        "d, e f",
        "--operations",
        "h.*",
        "--tags=g",
        "--resource-features",
        "always",
        "--check",
        "--deny-warnings",
        "--all-warnings",
        "--timings",
        "--dump",
        "rust",
    ];
    assert_eq!(parsed(&arguments), Ok(Command::Codegen(expected)));
}

#[test]
fn options_of_the_runtime_belong_together() {
    for (options, error) in [
        (
            "--runtime copy",
            "`--runtime` takes `vendored` or `crate`, not `copy`",
        ),
        (
            "--runtime crate",
            "`--runtime crate` needs `--runtime-path FOLDER`, `--runtime-version VERSION` or both",
        ),
        (
            "--runtime-path r",
            "`--runtime-path` needs `--runtime crate`; a copied runtime has no path",
        ),
        (
            "--runtime vendored --runtime-version 1.0.0",
            "`--runtime-version` needs `--runtime crate`; a copied runtime has no version",
        ),
        (
            "--runtime crate --runtime-version new",
            "`new` is not a version of the runtime: write one like `1.2.3`",
        ),
    ] {
        let line = format!("codegen --schema a --out b {options}");
        assert_eq!(parsed_line(&line), Err(error.to_owned()), "{line}");
    }
    assert!(parsed_line("codegen --schema a --out b --runtime vendored").is_ok());
    assert_eq!(
        parsed_line("codegen --runtime vendored"),
        Err(
            "`--runtime` needs `--schema FILE`; it has no effect on the project's own crate"
                .to_owned()
        )
    );
}

#[test]
fn the_last_value_counts_unless_an_option_is_repeatable() {
    let Ok(Command::Codegen(codegen)) =
        parsed_line("codegen --schema a --schema b --dump rust --dump api")
    else {
        panic!("the command line is valid");
    };
    assert_eq!(codegen.dump, Some(Dump::Api));
    let other = codegen.other.expect("another document");
    assert_eq!(other.schema.to_str(), Some("b"));
    assert_eq!(other.command, "cargo xtask codegen --schema b");
}

#[test]
fn options_of_corpus_are_parsed() {
    let line = "corpus there --only a,b --only=c --jobs 3 --examples --names --no-check --refusals r.tsv --compare t.tsv \
                --no-default-features --features serde --time 60 --memory 512 --as-built";
    let expected = Corpus {
        folder: "there".into(),
        only: ["a", "b", "c"].map(str::to_owned).to_vec(),
        jobs: Some(3),
        examples: true,
        names: true,
        no_check: true,
        refusals: Some("r.tsv".into()),
        compare: Some("t.tsv".into()),
        features: ["--no-default-features", "--features", "serde"]
            .map(str::to_owned)
            .to_vec(),
        seconds: Some(60),
        mebibytes: Some(512),
        as_built: true,
    };
    assert_eq!(parsed_line(line), Ok(Command::Corpus(expected)));
}

#[test]
fn options_of_bench_peers_are_parsed() {
    let line =
        "bench-peers a.yaml b.json --only check,generate --runs 3 --skip ploidy --skip=progenitor";
    let expected = BenchPeers {
        documents: vec!["a.yaml".into(), "b.json".into()],
        steps: vec![Step::Generate, Step::Check],
        runs: 3,
        skip: vec!["ploidy", "progenitor"],
    };
    assert_eq!(parsed_line(line), Ok(Command::BenchPeers(expected)));
    let expected = BenchPeers {
        documents: Vec::new(),
        steps: Step::ALL.to_vec(),
        runs: 5,
        skip: Vec::new(),
    };
    assert_eq!(
        parsed_line("bench-peers"),
        Ok(Command::BenchPeers(expected))
    );
}

#[test]
fn the_command_for_one_document_is_parsed() {
    let job = Job {
        document: "a.yaml".into(),
        folder: "b".into(),
        package: "c".to_owned(),
    };
    assert_eq!(
        parsed_line("corpus-document a.yaml b c"),
        Ok(Command::CorpusDocument(job))
    );
    assert_eq!(
        parsed_line("corpus-document a.yaml b"),
        Err("expected 3 arguments, found 2".to_owned())
    );
}

/// Command lines that are wrong, and their messages.
const MISTAKES: &[(&str, &str)] = &[
    (
        "codgen",
        "unknown command `codgen`; did you mean `codegen`?",
    ),
    ("frobnicate", "unknown command `frobnicate`"),
    (
        "help codgen",
        "unknown command `codgen`; did you mean `codegen`?",
    ),
    ("--check", "expected a command before `--check`"),
    (
        "codegen --chekc",
        "`codegen` has no option `--chekc`; did you mean `--check`?",
    ),
    ("codegen -x", "`codegen` has no option `-x`"),
    (
        "codegen a.yaml",
        "unexpected argument `a.yaml`; pass a document as `--schema FILE --out FOLDER`",
    ),
    (
        "codegen --schema",
        "`--schema` needs a value: `--schema FILE`",
    ),
    (
        "codegen --schema --out b",
        "`--schema` needs a value: `--schema FILE`",
    ),
    (
        "codegen --check=yes",
        "unexpected argument for option '--check': \"yes\"",
    ),
    ("codegen --schema a.yaml", "`--schema` needs `--out FOLDER`"),
    (
        "codegen --schema https://a.example/openapi.json --out b",
        "`--schema` takes a file, not a URL; download the document first: \
             `curl --location --output openapi.yaml 'https://a.example/openapi.json'`",
    ),
    (
        "codegen --check --root b",
        "`--root` needs `--schema FILE`; it has no effect on the project's own crate",
    ),
    (
        "codegen --out b",
        "`--out` needs `--schema FILE`; it has no effect on the project's own crate",
    ),
    (
        "codegen --dump api --names",
        "`--dump` and `--names` exclude each other: remove one",
    ),
    (
        "codegen --dump tokens",
        "`--dump` takes `api` or `rust`, not `tokens`",
    ),
    (
        "codegen --resource-features=yes",
        "`--resource-features` takes `auto`, `always` or `never`, not `yes`",
    ),
    (
        "codegen --schema a.yaml --out b --format uuid",
        "`uuid` must be a format and the path of a Rust type, such as `uuid=uuid::Uuid`",
    ),
    (
        "codegen --schema a.yaml --out b --format uuid=Uuid",
        "`Uuid` is not the path of a type in a crate, such as `uuid::Uuid`",
    ),
    (
        "codegen --schema a.yaml --out b --manifest c --package d",
        "`--manifest` states the name and the version: remove `--package` and `--package-version`",
    ),
    ("ci more", "unexpected argument `more`"),
    ("bless a b", "unexpected argument `b`"),
    ("bless --all", "`bless` has no option `--all`"),
    ("corpus", "`corpus` needs a folder that has a MANIFEST.tsv"),
    (
        "corpus a --no-chek",
        "`corpus` has no option `--no-chek`; did you mean `--no-check`?",
    ),
    ("corpus a b", "unexpected argument `b`"),
    (
        "corpus a --jobs 0",
        "`--jobs` takes a positive integer, not `0`",
    ),
    (
        "bench-peers --only chek",
        "`--only`: unknown step `chek`; did you mean `check`?",
    ),
    (
        "bench-peers --skip poidy",
        "`--skip`: unknown peer `poidy`; did you mean `ploidy`?",
    ),
];

#[test]
fn mistakes_are_reported_with_what_was_meant() {
    for (line, message) in MISTAKES {
        assert_eq!(parsed_line(line), Err((*message).to_owned()), "{line}");
    }
}

#[test]
fn names_and_versions_are_checked_before_anything_runs() {
    let name = Package::new("a+b", None).map(drop);
    assert_eq!(
        parsed_line("codegen --schema a.yaml --out b --package a+b"),
        Err(name.expect_err("not a name").to_string())
    );
    let version = Package::new("a", Some("1")).map(drop);
    assert_eq!(
        parsed_line("codegen --schema a.yaml --out b --package-version 1"),
        Err(version.expect_err("not a version").to_string())
    );
}
