//! The commands and their options, each written once.
//!
//! Parsing, help, the commands that messages suggest and the lists in README.md all follow from [`COMMANDS`]. A new option is
//! a row here, and one line where its command reads it.

/// A command.
#[derive(Debug)]
pub(super) struct CommandSpec {
    /// The name.
    pub(super) name: &'static str,
    /// The positional argument as usage shows it: `[CASE]` is optional, `DIR` is required, `[FILE]...` can be repeated.
    /// A command without one can have an option here that is required, with its value.
    pub(super) argument: Option<&'static str>,
    /// What the command does, in Markdown.
    pub(super) help: &'static str,
    /// The options, in the order of the help.
    pub(super) options: &'static [OptionSpec],
}

impl CommandSpec {
    /// Returns an option by its name with dashes.
    pub(super) fn option(&self, name: &str) -> Option<&'static OptionSpec> {
        self.options.iter().find(|option| option.name == name)
    }

    /// Returns whether there is a positional argument.
    pub(super) fn takes_argument(&self) -> bool {
        self.argument
            .is_some_and(|argument| !argument.starts_with("--"))
    }

    /// Returns whether the positional argument can be repeated.
    pub(super) fn repeats_argument(&self) -> bool {
        self.argument
            .is_some_and(|argument| argument.ends_with("..."))
    }

    /// Returns the command as usage shows it, such as `cargo xtask bless [CASE]`.
    pub(super) fn usage(&self) -> String {
        let mut words = vec!["cargo xtask", self.name];
        words.extend(self.argument);
        words.extend((!self.options.is_empty()).then_some("[OPTIONS]"));
        words.join(" ")
    }
}

/// An option of a command.
#[derive(Debug)]
pub(super) struct OptionSpec {
    /// The name with its dashes.
    pub(super) name: &'static str,
    /// What follows it.
    pub(super) value: Value,
    /// The heading that help shows it under.
    pub(super) section: Section,
    /// What it does, in Markdown.
    pub(super) help: &'static str,
}

impl OptionSpec {
    /// Returns the option as usage shows it, such as `--out FOLDER`.
    pub(super) fn usage(&self) -> String {
        match self.value {
            Value::None => self.name.to_owned(),
            Value::One(value) | Value::Each(value) | Value::List(value) => {
                format!("{} {value}", self.name)
            }
        }
    }
}

/// What follows an option. The strings are the names of values in help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// Nothing: the option is a flag.
    None,
    /// One value. If the option is repeated, the last value counts.
    One(&'static str),
    /// One value. The option can be repeated, and every value counts.
    Each(&'static str),
    /// A list with commas. The option can be repeated, which extends the list.
    List(&'static str),
}

/// The headings of options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    /// Options that every run of the command accepts.
    General,
    /// Options of `codegen` that need `--schema`. They decide what is generated, so suggested commands repeat them.
    OtherDocument,
}

impl Section {
    /// All sections, in the order of the help.
    pub(super) const ALL: [Self; 2] = [Self::General, Self::OtherDocument];

    /// Returns the heading. `owner` is empty, or ` of ` and the name of the command.
    pub(super) fn heading(self, owner: &str) -> String {
        match self {
            Self::General => format!("Options{owner}:"),
            Self::OtherDocument => format!("Options{owner} for another document:"),
        }
    }
}

/// The commands, in the order of the help.
pub(super) const COMMANDS: &[CommandSpec] = &[
    CommandSpec {
        name: "codegen",
        argument: None,
        help: "Generates `generated/` from `schema/openapi.yaml`, or with `--schema` a crate from any OpenAPI document. \
               Writes only files that differ.",
        options: CODEGEN,
    },
    CommandSpec {
        name: "bless",
        argument: Some("[CASE]"),
        help: "Rewrites the expected files of one golden, error or wire case of the generator, or of all cases.",
        options: &[],
    },
    CommandSpec {
        name: "corpus",
        argument: Some("DIR"),
        help: "Generates and compiles a crate from every document that `DIR/MANIFEST.tsv` lists.",
        options: CORPUS,
    },
    CommandSpec {
        name: "api-diff",
        argument: Some("[REV]"),
        help: "Compares the generated crate of `schema/` at a git revision (by default `origin/main`) with that of the working \
               tree. Lists what breaks users of the crate, what is new, and how far the version must move.",
        options: API_DIFF,
    },
    CommandSpec {
        name: "drift",
        argument: Some("--upstream FILE"),
        help: "Compares `schema/openapi.yaml` with the document that the owner of the API publishes. Lists what only one of them \
               has and what differs, except differences that `schema/upstream.toml` accepts. The exit status is 0 if there are \
               none, 1 if there are some, and 2 if a file cannot be read.",
        options: DRIFT,
    },
    CommandSpec {
        name: "bench-peers",
        argument: Some("[DOCUMENT]..."),
        help: "Measures this generator and other published ones on the same documents (default: `schema/openapi.yaml`). \
               Installs the others into `target/peers`, and writes the table to `target/bench-peers/`.",
        options: BENCH_PEERS,
    },
    CommandSpec {
        name: "ci",
        argument: None,
        help: "Runs every check of continuous integration.",
        options: &[],
    },
    CommandSpec {
        name: "help",
        argument: Some("[COMMAND]"),
        help: "Prints the help of one command, or of all commands.",
        options: &[],
    },
];

const CODEGEN: &[OptionSpec] = &[
    OptionSpec {
        name: "--check",
        value: Value::None,
        section: Section::General,
        help: "Writes nothing. Prints a diff of what would change, and fails if anything would.",
    },
    OptionSpec {
        name: "--deny-warnings",
        value: Value::None,
        section: Section::General,
        help: "Treats warnings and notes as errors. Always on for `schema/openapi.yaml`.",
    },
    OptionSpec {
        name: "--all-warnings",
        value: Value::None,
        section: Section::General,
        help: "Prints every warning. By default at most three of each kind are printed, one if there are many, and the number of the others.",
    },
    OptionSpec {
        name: "--timings",
        value: Value::None,
        section: Section::General,
        help: "Prints how long each stage took.",
    },
    OptionSpec {
        name: "--names",
        value: Value::None,
        section: Section::General,
        help: "Prints the Rust path of each operation with its id, HTTP method and path. Writes nothing.",
    },
    OptionSpec {
        name: "--dump",
        value: Value::One("STAGE"),
        section: Section::General,
        help: "Prints the result of the stage `api` or `rust`. Writes nothing.",
    },
    OptionSpec {
        name: "--schema",
        value: Value::One("FILE"),
        section: Section::OtherDocument,
        help: "The OpenAPI document: YAML or JSON, version 3.0, 3.1 or 3.2.",
    },
    OptionSpec {
        name: "--out",
        value: Value::One("FOLDER"),
        section: Section::OtherDocument,
        help: "The folder for the crate: new, empty, or created by an earlier `codegen`.",
    },
    OptionSpec {
        name: "--root",
        value: Value::Each("FOLDER"),
        section: Section::OtherDocument,
        help: "Allows references to files in this folder, as well as in the document's own. Nothing outside these folders is \
               read. Can be repeated.",
    },
    OptionSpec {
        name: "--overlay",
        value: Value::Each("FILE"),
        section: Section::OtherDocument,
        help: "Applies this OpenAPI overlay, version 1.0 or 1.1, to the document before references are followed. Can be repeated; \
               overlays are applied in order.",
    },
    OptionSpec {
        name: "--overlay-lenient",
        value: Value::None,
        section: Section::OtherDocument,
        help: "Makes an action of an overlay that matches nothing a warning instead of an error.",
    },
    OptionSpec {
        name: "--force",
        value: Value::None,
        section: Section::OtherDocument,
        help: "Writes into a folder that has other files, or the crate of another package: replaces `Cargo.toml`, \
               `README.md` and `src`. Never writes into the home folder or `/`.",
    },
    OptionSpec {
        name: "--package",
        value: Value::One("NAME"),
        section: Section::OtherDocument,
        help: "The crate's name. Defaults to the name of the folder.",
    },
    OptionSpec {
        name: "--package-version",
        value: Value::One("VERSION"),
        section: Section::OtherDocument,
        help: "The crate's version. Defaults to `0.0.0` with `publish = false`.",
    },
    OptionSpec {
        name: "--manifest",
        value: Value::One("FILE"),
        section: Section::OtherDocument,
        help: "The hand-maintained part of the crate's manifest, in the place of `--package` and `--package-version`: `[package]`, further `[dependencies]` and other tables. `schema/package.toml` is an example. The path of its `[runtime]` is relative to the crate; `--runtime` replaces that table.",
    },
    OptionSpec {
        name: "--format",
        value: Value::Each("FORMAT=TYPE"),
        section: Section::OtherDocument,
        help: "Reads strings of this format as this Rust type, such as `uuid=uuid::Uuid`. Its crate must be among the `[dependencies]` of `--manifest`; otherwise any version of it is used. Can be repeated.",
    },
    OptionSpec {
        name: "--workspace-member",
        value: Value::None,
        section: Section::OtherDocument,
        help: "Makes the crate a member of the workspace around the folder, whose `members` must list it. By default the \
               crate is a workspace of its own.",
    },
    OptionSpec {
        name: "--runtime",
        value: Value::One("WHERE"),
        section: Section::OtherDocument,
        help: "Where the crate has its runtime: `vendored` (the default), a copy in `src/runtime`, or `crate`, the package \
               `openapi-client-runtime`, which several generated crates can share.",
    },
    OptionSpec {
        name: "--runtime-path",
        value: Value::One("FOLDER"),
        section: Section::OtherDocument,
        help: "The folder of that package, such as `generator/runtime`. Needs `--runtime crate`.",
    },
    OptionSpec {
        name: "--runtime-version",
        value: Value::One("VERSION"),
        section: Section::OtherDocument,
        help: "The version of that package in a registry, or next to `--runtime-path` what a published crate depends on. \
               Needs `--runtime crate`.",
    },
    OptionSpec {
        name: "--tags",
        value: Value::List("TAG,TAG"),
        section: Section::OtherDocument,
        help: "Generates only operations that have one of these tags, and the types that they need. `*` matches any \
               characters.",
    },
    OptionSpec {
        name: "--operations",
        value: Value::List("ID,ID"),
        section: Section::OtherDocument,
        help: "Generates only these operations, by id or as `GET /path`, and those that `--tags` selects. `*` matches any \
               characters, as in `pets.*`.",
    },
    OptionSpec {
        name: "--resource-features",
        value: Value::One("WHEN"),
        section: Section::OtherDocument,
        help: "Whether each top-level resource has a cargo feature: `always`, `never`, or `auto` (the default) for crates \
               with at least 100 operations.",
    },
];

const CORPUS: &[OptionSpec] = &[
    OptionSpec {
        name: "--only",
        value: Value::List("ID,ID"),
        section: Section::General,
        help: "Runs only these documents. The results go to `results-only.tsv`.",
    },
    OptionSpec {
        name: "--jobs",
        value: Value::One("N"),
        section: Section::General,
        help: "How many documents run in parallel. Defaults to the number of cores.",
    },
    OptionSpec {
        name: "--examples",
        value: Value::None,
        section: Section::General,
        help: "Decodes and encodes the documents' own examples with the generated types, and compares the results.",
    },
    OptionSpec {
        name: "--names",
        value: Value::None,
        section: Section::General,
        help: "Counts the names that a person would not choose: long ones, repeated words, digits, articles. Writes examples to `target/corpus/names.txt`. Compiles nothing.",
    },
    OptionSpec {
        name: "--no-check",
        value: Value::None,
        section: Section::General,
        help: "Generates without compiling.",
    },
    OptionSpec {
        name: "--refusals",
        value: Value::One("FILE"),
        section: Section::General,
        help: "The list of documents that must be refused, with the expected codes. Defaults to `REFUSALS.tsv` in the folder, \
               or else `xtask/corpus-refusals.tsv`.",
    },
    OptionSpec {
        name: "--compare",
        value: Value::One("FILE"),
        section: Section::General,
        help: "The results to compare with. Defaults to those of the last run.",
    },
    OptionSpec {
        name: "--no-default-features",
        value: Value::None,
        section: Section::General,
        help: "Compiles without the default features.",
    },
    OptionSpec {
        name: "--features",
        value: Value::Each("LIST"),
        section: Section::General,
        help: "Compiles with these features too.",
    },
    OptionSpec {
        name: "--time",
        value: Value::One("SECONDS"),
        section: Section::General,
        help: "The compiler's time limit for each document. Defaults to 900.",
    },
    OptionSpec {
        name: "--memory",
        value: Value::One("MIB"),
        section: Section::General,
        help: "The memory limit of each process, on Linux. Defaults to 4096.",
    },
    OptionSpec {
        name: "--as-built",
        value: Value::None,
        section: Section::General,
        help: "Uses this build of xtask. By default `corpus` builds itself with optimizations first.",
    },
];

const API_DIFF: &[OptionSpec] = &[
    OptionSpec {
        name: "--from",
        value: Value::One("FILE"),
        section: Section::General,
        help: "The old document, in place of `schema/openapi.yaml` at the revision.",
    },
    OptionSpec {
        name: "--to",
        value: Value::One("FILE"),
        section: Section::General,
        help: "The new document, in place of `schema/openapi.yaml` of the working tree.",
    },
    OptionSpec {
        name: "--format",
        value: Value::One("FORMAT"),
        section: Section::General,
        help: "The format of the report: `text` (the default), or `markdown` for a changelog or a pull request.",
    },
    OptionSpec {
        name: "--all",
        value: Value::None,
        section: Section::General,
        help: "Prints each change on its own line. By default changes with one cause share a line, and only the largest \
               groups of each kind of change are printed.",
    },
    OptionSpec {
        name: "--fail-on",
        value: Value::One("LEVEL"),
        section: Section::General,
        help: "Fails if there are changes of this level or a higher one: `major` or `minor`.",
    },
    OptionSpec {
        name: "--check-version",
        value: Value::None,
        section: Section::General,
        help: "Fails if the version in `schema/package.toml` has not moved as far as the changes need.",
    },
];

const DRIFT: &[OptionSpec] = &[
    OptionSpec {
        name: "--upstream",
        value: Value::One("FILE"),
        section: Section::General,
        help: "The published document: YAML or JSON, version 3.0, 3.1 or 3.2.",
    },
    OptionSpec {
        name: "--overlay",
        value: Value::Each("FILE"),
        section: Section::General,
        help: "Applies this OpenAPI overlay, version 1.0 or 1.1, to the document of `--upstream`. Can be repeated; overlays are \
               applied in order.",
    },
    OptionSpec {
        name: "--overlay-lenient",
        value: Value::None,
        section: Section::General,
        help: "Makes an action of an overlay that matches nothing a warning instead of an error.",
    },
    OptionSpec {
        name: "--schema",
        value: Value::One("FILE"),
        section: Section::General,
        help: "The document in place of `schema/openapi.yaml`. No differences are accepted then.",
    },
    OptionSpec {
        name: "--operations",
        value: Value::List("ID,ID"),
        section: Section::General,
        help: "Compares only these operations, by id or as `GET /path`. `*` matches any characters, as in `*/pets*`.",
    },
    OptionSpec {
        name: "--docs",
        value: Value::None,
        section: Section::General,
        help: "Lists differences of descriptions, titles and examples too. By default they are counted.",
    },
    OptionSpec {
        name: "--json",
        value: Value::None,
        section: Section::General,
        help: "Prints the report as JSON, with accepted differences.",
    },
    OptionSpec {
        name: "--accept",
        value: Value::None,
        section: Section::General,
        help: "Adds every difference to `schema/upstream.toml` with an empty reason, empties the reasons of entries whose upstream has \
               changed, and removes entries that no longer apply. The command fails until each entry has a reason.",
    },
];

const BENCH_PEERS: &[OptionSpec] = &[
    OptionSpec {
        name: "--only",
        value: Value::List("STEP,STEP"),
        section: Section::General,
        help: "Measures only these steps: `generate`, `check`, `debug` or `release`.",
    },
    OptionSpec {
        name: "--runs",
        value: Value::One("N"),
        section: Section::General,
        help: "How many times each step is measured. Defaults to 5.",
    },
    OptionSpec {
        name: "--skip",
        value: Value::List("PEER,PEER"),
        section: Section::General,
        help: "Leaves out these peers: `progenitor`, `ploidy`, `oas3-gen` or `openapi-to-rust`.",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_spelled_like_options() {
        for command in COMMANDS {
            let mut names = Vec::new();
            for option in command.options {
                let word = option.name.strip_prefix("--").unwrap_or_default();
                assert!(
                    word.bytes()
                        .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
                        && !word.is_empty(),
                    "{}",
                    option.name
                );
                assert!(!names.contains(&option.name), "{}", option.name);
                names.push(option.name);
            }
        }
    }
}
