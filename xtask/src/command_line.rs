//! What was asked for.
//!
//! In: the arguments. Out: a [`Command`], or what is wrong with them and what was probably meant. Does nothing.

mod api_diff;
mod corpus;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use generator::api::Selection;
use generator::options::Package;
use generator::rust::ResourceFeatures;
use generator::suggest::closest;
use lexopt::{Arg, Parser};

#[cfg(feature = "examples")]
use crate::corpus::ExamplesJob;
use crate::corpus::{Corpus, Job};

pub(crate) use api_diff::ApiDiff;

/// The text of `cargo xtask help`.
pub(crate) const HELP: &str = "\
Usage: cargo xtask COMMAND

  codegen                   Make generated/ from schema/openapi.yaml. Only files that differ are touched.
  codegen --check           Change nothing: show how generated/ differs, and fail if it does.
  codegen --schema F --out D
                            Make a crate in the folder D from any OpenAPI document F.
  bless [CASE]              Rewrite the expected files of the generator's golden, error and wire cases.
  corpus DIR                Make and compile the crate of every document that DIR/MANIFEST.tsv lists.
  api-diff [REV]            Say what a change of schema/ does to users of the generated crate, with the version it needs.
  ci                        Run all that the continuous integration runs.
  help                      Print this.

Options of codegen:
  --schema FILE             An OpenAPI document, YAML or JSON, version 3.0, 3.1 or 3.2.
  --out FOLDER              Where the crate goes: a new folder, an empty one, or one that codegen made.
  --root FOLDER             A folder that references of the document may reach into, besides the document's own; may be
                            given several times. Nothing outside these folders is ever read.
  --package NAME            The crate's name; without it the name of the folder. (schema/package.toml, which says this and
                            more of the project's own crate, is read for no other document.)
  --package-version VERSION The crate's version; without it 0.0.0.
  --workspace-member        Make the crate a member of the workspace around the folder, which lists it under `members`;
                            without it the crate is a workspace of its own.
  --tags TAG,TAG            Only operations with one of these tags, and the types they need. `*` stands for any text.
  --operations ID,ID        Only these operations too, by id or as `GET /path`. `*` stands for any text.
  --resource-features WHEN  Whether each resource at the top has a cargo feature: `auto`, for 100 operations and more, is
                            what is done without the option; `always`; `never`.
  --force                   Write into the folder though it has other files, or the crate of another package: its
                            Cargo.toml, README.md and src are replaced. Never the home folder or `/`.
  --check                   Compare instead of writing.
  --deny-warnings           Treat warnings as errors. Always on for schema/openapi.yaml.
  --all-warnings            Print every warning; without it, of each kind the first three and how many more there are.
  --timings                 Print how long each stage took.
  --names                   Print the Rust path of each operation, with its id, method and path, and write nothing.
  --dump api|rust           Print what a stage made of the document, and write nothing.

Options of corpus:
  --only ID,ID              Only these documents; the table goes to results-only.tsv.
  --jobs N                  How many documents are worked at at a time; without it one for each core.
  --examples                Decode and encode the documents' own examples with the types, and compare.
  --no-check                Compile nothing.
  --refusals FILE           Which documents are refused with which code; without it REFUSALS.tsv in the folder, or
                            xtask/corpus-refusals.tsv.
  --compare FILE            The table to compare with; without it that of the last run.
  --no-default-features, --features LIST
                            The features to compile with; without them those that are on by default.
  --time SECONDS            How long the compiler may take for a document; without it 900.
  --memory MIB              How much memory each process may have (on Linux); without it 4096.
  --as-built                Do not build this program again with optimisation.

Options of api-diff:
  REV                       The revision of the old schema; without it origin/main. The new one is that of the working tree.
  --from FILE, --to FILE    Documents in place of these.
  --all                     Show every change on a line of its own; without it changes of one cause share a line, and of
                            each kind the first lines are shown.
  --format text|markdown    The form of the report; Markdown is for a changelog or a pull request.
  --fail-on major|minor     Fail, with exit status 1, where the changes are of this level or above.
  --check-version           Fail where the version in schema/package.toml has not moved as far as the changes need.
                            The exit status is 2 where a schema cannot be read.
";

const COMMANDS: [&str; 6] = ["codegen", "bless", "corpus", "api-diff", "ci", "help"];

const OPTIONS: [&str; 16] = [
    "--schema",
    "--out",
    "--root",
    "--force",
    "--package",
    "--package-version",
    "--workspace-member",
    "--tags",
    "--operations",
    "--resource-features",
    "--check",
    "--deny-warnings",
    "--all-warnings",
    "--timings",
    "--dump",
    "--names",
];

/// A command with its options.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Make a crate.
    Codegen(Codegen),
    /// Rewrite the expected files of one case or all.
    Bless(Option<String>),
    /// Make and compile the crates of many documents.
    Corpus(Corpus),
    /// Make the crate of one of them; what the command before runs.
    CorpusDocument(Job),
    /// Hold the examples of one of them against its types; what the command before runs.
    #[cfg(feature = "examples")]
    CorpusExamples(ExamplesJob),
    /// Compare the crates of two schemas.
    ApiDiff(ApiDiff),
    /// Check all.
    Ci,
    /// Print what there is.
    Help,
}

/// What to make, and where.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Codegen {
    /// A document and its output folder; without them the project's own.
    pub(crate) other: Option<Other>,
    /// Whether to compare only.
    pub(crate) check: bool,
    /// Whether warnings are errors.
    pub(crate) deny_warnings: bool,
    /// Whether every warning is printed.
    pub(crate) all_warnings: bool,
    /// Whether to print times.
    pub(crate) timings: bool,
    /// The stage whose result is printed instead of writing.
    pub(crate) dump: Option<Dump>,
}

/// A document that is not the project's own.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Other {
    /// The document.
    pub(crate) schema: PathBuf,
    /// The output folder; only a dump does without.
    pub(crate) out: Option<PathBuf>,
    /// The folders that references may reach into, besides the document's own.
    pub(crate) roots: Vec<PathBuf>,
    /// Whether files of others in the output folder are replaced.
    pub(crate) force: bool,
    /// The crate's name.
    pub(crate) package: Option<String>,
    /// The crate's version.
    pub(crate) version: Option<String>,
    /// Whether it is a member of the workspace around it.
    pub(crate) workspace_member: bool,
    /// The operations that are wanted.
    pub(crate) selection: Selection,
    /// Whether resources have cargo features, if anything was said of it.
    pub(crate) resource_features: Option<ResourceFeatures>,
}

/// A stage whose result can be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dump {
    /// What the document means.
    Api,
    /// What it is in Rust.
    Rust,
    /// What its operations are called in Rust.
    Names,
}

/// Reads the arguments.
///
/// # Errors
///
/// One line: what is wrong, and what was probably meant.
pub(crate) fn parse(mut parser: Parser) -> Result<Command, String> {
    let command = match parser.next().map_err(words)? {
        None | Some(Arg::Long("help") | Arg::Short('h')) => return Ok(Command::Help),
        Some(Arg::Value(name)) => text(name)?,
        Some(other) => return Err(format!("`{}` stands before a command", shown(&other))),
    };
    match command.as_str() {
        "codegen" => codegen(parser),
        "bless" => {
            let case = parser.next().map_err(words)?;
            let case = match case {
                None => None,
                Some(Arg::Value(case)) => Some(text(case)?),
                Some(Arg::Long("help") | Arg::Short('h')) => return Ok(Command::Help),
                Some(other) => {
                    return Err(format!(
                        "`bless` takes a case and no option, not `{}`",
                        shown(&other)
                    ));
                }
            };
            end(&mut parser, Command::Bless(case))
        }
        "corpus" => corpus::corpus(parser),
        "corpus-document" => corpus::document(parser),
        #[cfg(feature = "examples")]
        "corpus-examples" => corpus::examples(parser),
        "api-diff" => api_diff::api_diff(parser),
        "ci" => end(&mut parser, Command::Ci),
        "help" => Ok(Command::Help),
        unknown => Err(format!(
            "there is no command `{unknown}`{}",
            meant(unknown, &COMMANDS)
        )),
    }
}

fn codegen(mut parser: Parser) -> Result<Command, String> {
    let mut codegen = Codegen::default();
    let (mut schema, mut out, mut package, mut version) = (None, None, None, None);
    let mut selection = Selection::default();
    let (mut resource_features, mut workspace_member) = (None, false);
    let (mut roots, mut force) = (Vec::new(), false);
    while let Some(argument) = parser.next().map_err(words)? {
        match argument {
            Arg::Long("schema") => {
                schema = Some(PathBuf::from(value(&mut parser, "--schema", "a file")?))
            }
            Arg::Long("out") => out = Some(PathBuf::from(value(&mut parser, "--out", "a folder")?)),
            Arg::Long("package") => {
                package = Some(text(value(&mut parser, "--package", "a name")?)?)
            }
            Arg::Long("package-version") => {
                version = Some(text(value(&mut parser, "--package-version", "a version")?)?);
            }
            Arg::Long("workspace-member") => workspace_member = true,
            Arg::Long("tags") => {
                let tags = text(value(&mut parser, "--tags", "tags")?)?;
                selection.tags.extend(list(&tags));
            }
            Arg::Long("operations") => {
                let operations = text(value(&mut parser, "--operations", "operations")?)?;
                selection.operations.extend(list(&operations));
            }
            Arg::Long("resource-features") => {
                let choices = "`auto`, `always` or `never`";
                let when = text(value(&mut parser, "--resource-features", choices)?)?;
                resource_features = Some(match when.as_str() {
                    "auto" => ResourceFeatures::Auto,
                    "always" => ResourceFeatures::Always,
                    "never" => ResourceFeatures::Never,
                    other => {
                        return Err(format!(
                            "`--resource-features` takes {choices}, not `{other}`"
                        ));
                    }
                });
            }
            Arg::Long("root") => {
                roots.push(PathBuf::from(value(&mut parser, "--root", "a folder")?));
            }
            Arg::Long("force") => force = true,
            Arg::Long("check") => codegen.check = true,
            Arg::Long("deny-warnings") => codegen.deny_warnings = true,
            Arg::Long("all-warnings") => codegen.all_warnings = true,
            Arg::Long("timings") => codegen.timings = true,
            Arg::Long("names") => codegen.dump = Some(Dump::Names),
            Arg::Long("dump") => {
                codegen.dump = match text(value(&mut parser, "--dump", "`api` or `rust`")?)?
                    .as_str()
                {
                    "api" => Some(Dump::Api),
                    "rust" => Some(Dump::Rust),
                    other => return Err(format!("`--dump` takes `api` or `rust`, not `{other}`")),
                };
            }
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help),
            Arg::Value(value) => {
                return Err(format!(
                    "`{}` belongs to no option; a document is given as `--schema FILE --out FOLDER`",
                    value.to_string_lossy()
                ));
            }
            other => {
                let option = shown(&other);
                return Err(format!(
                    "`codegen` has no option `{option}`{}",
                    meant(&option, &OPTIONS)
                ));
            }
        }
    }
    codegen.other = match schema {
        Some(schema) if is_url(&schema) => {
            let url = schema.display();
            return Err(format!(
                "`--schema` takes a file, and nothing is ever fetched; save the document first: \
                 `curl --location --output openapi.yaml '{url}'`"
            ));
        }
        Some(_) if out.is_none() && codegen.dump.is_none() => {
            return Err("`--schema` needs `--out FOLDER`: where the crate goes".to_owned());
        }
        Some(schema) => {
            // Without a name the folder gives one; the version can be looked at all the same.
            let name = package.as_deref().unwrap_or("client");
            Package::new(name, version.as_deref()).map_err(|error| error.to_string())?;
            Some(Other {
                schema,
                out,
                roots,
                force,
                package,
                version,
                workspace_member,
                selection,
                resource_features,
            })
        }
        None => {
            let given = [
                (out.is_some(), "--out"),
                (!roots.is_empty(), "--root"),
                (force, "--force"),
                (package.is_some(), "--package"),
                (version.is_some(), "--package-version"),
                (workspace_member, "--workspace-member"),
                (!selection.tags.is_empty(), "--tags"),
                (!selection.operations.is_empty(), "--operations"),
                (resource_features.is_some(), "--resource-features"),
            ];
            if let Some((_, option)) = given.iter().find(|(is_given, _)| *is_given) {
                return Err(format!(
                    "`{option}` needs `--schema FILE`; the project's own crate is described in schema/package.toml"
                ));
            }
            None
        }
    };
    Ok(Command::Codegen(codegen))
}

/// Returns whether a URL stands where a file is meant, and no file has that name.
fn is_url(schema: &Path) -> bool {
    let text = schema.to_string_lossy().to_ascii_lowercase();
    let schemes = ["http://", "https://", "ftp://", "file://"];
    schemes.iter().any(|scheme| text.starts_with(scheme)) && !schema.exists()
}

/// Returns the words between commas.
fn list(words: &str) -> impl Iterator<Item = String> + '_ {
    words
        .split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
}

/// Returns the command when nothing follows it.
fn end(parser: &mut Parser, command: Command) -> Result<Command, String> {
    match parser.next().map_err(words)? {
        None => Ok(command),
        Some(Arg::Long("help") | Arg::Short('h')) => Ok(Command::Help),
        Some(more) => Err(format!("`{}` is one argument too many", shown(&more))),
    }
}

fn value(parser: &mut Parser, option: &str, what: &str) -> Result<OsString, String> {
    match parser.value() {
        // An option in the place of the value means that the value was forgotten.
        Ok(value) if !value.is_empty() && !value.to_string_lossy().starts_with("--") => Ok(value),
        _ => Err(format!("`{option}` needs {what} after it")),
    }
}

fn text(value: OsString) -> Result<String, String> {
    value
        .into_string()
        .map_err(|value| format!("`{}` is not UTF-8", value.to_string_lossy()))
}

fn shown(argument: &Arg<'_>) -> String {
    match argument {
        Arg::Short(letter) => format!("-{letter}"),
        Arg::Long(name) => format!("--{name}"),
        Arg::Value(value) => value.to_string_lossy().into_owned(),
    }
}

fn meant(word: &str, words: &[&'static str]) -> String {
    match closest(word, words.iter().copied()) {
        Some(near) => format!("; did you mean `{near}`?"),
        None => String::new(),
    }
}

fn words(error: lexopt::Error) -> String {
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(arguments: &[&str]) -> Result<Command, String> {
        parse(Parser::from_args(arguments))
    }

    #[test]
    fn commands_are_told_apart() {
        assert_eq!(parsed(&[]), Ok(Command::Help));
        assert_eq!(parsed(&["help"]), Ok(Command::Help));
        assert_eq!(parsed(&["codegen", "--help"]), Ok(Command::Help));
        assert_eq!(parsed(&["ci"]), Ok(Command::Ci));
        assert_eq!(parsed(&["bless"]), Ok(Command::Bless(None)));
        assert_eq!(
            parsed(&["bless", "types"]),
            Ok(Command::Bless(Some("types".to_owned())))
        );
        assert_eq!(
            parsed(&["codegen"]),
            Ok(Command::Codegen(Codegen::default()))
        );
    }

    #[test]
    fn options_of_codegen_are_read() {
        let expected = Codegen {
            other: Some(Other {
                schema: "a.yaml".into(),
                out: Some("b".into()),
                roots: vec!["..".into(), "e f".into()],
                force: true,
                package: Some("c".to_owned()),
                version: Some("1.2.3".to_owned()),
                workspace_member: true,
                selection: Selection {
                    tags: vec!["d".to_owned(), "e f".to_owned(), "g".to_owned()],
                    operations: vec!["h.*".to_owned()],
                },
                resource_features: Some(ResourceFeatures::Always),
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
            "--force",
            "--package",
            "c",
            "--package-version",
            "1.2.3",
            "--workspace-member",
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
    fn mistakes_are_named_with_what_was_meant() {
        for (arguments, message) in [
            (
                &["codgen"][..],
                "there is no command `codgen`; did you mean `codegen`?",
            ),
            (&["frobnicate"], "there is no command `frobnicate`"),
            (
                &["codegen", "--chekc"],
                "`codegen` has no option `--chekc`; did you mean `--check`?",
            ),
            (&["codegen", "-x"], "`codegen` has no option `-x`"),
            (
                &["codegen", "a.yaml"],
                "`a.yaml` belongs to no option; a document is given as `--schema FILE --out FOLDER`",
            ),
            (&["codegen", "--schema"], "`--schema` needs a file after it"),
            (
                &["codegen", "--schema", "--out", "b"],
                "`--schema` needs a file after it",
            ),
            (
                &["codegen", "--schema", "a.yaml"],
                "`--schema` needs `--out FOLDER`: where the crate goes",
            ),
            (
                &[
                    "codegen",
                    "--schema",
                    "https://a.example/openapi.json",
                    "--out",
                    "b",
                ],
                "`--schema` takes a file, and nothing is ever fetched; save the document first: \
                 `curl --location --output openapi.yaml 'https://a.example/openapi.json'`",
            ),
            (
                &["codegen", "--root", "b"],
                "`--root` needs `--schema FILE`; the project's own crate is described in schema/package.toml",
            ),
            (
                &["codegen", "--out", "b"],
                "`--out` needs `--schema FILE`; the project's own crate is described in schema/package.toml",
            ),
            (
                &["codegen", "--dump", "tokens"],
                "`--dump` takes `api` or `rust`, not `tokens`",
            ),
            (
                &["codegen", "--resource-features=yes"],
                "`--resource-features` takes `auto`, `always` or `never`, not `yes`",
            ),
            (
                &[
                    "codegen",
                    "--schema",
                    "a.yaml",
                    "--out",
                    "b",
                    "--package",
                    "a b",
                ],
                "`a b` is no package name: it takes letters and digits of ASCII, `-` and `_`, and begins with a letter",
            ),
            (
                &[
                    "codegen",
                    "--schema",
                    "a.yaml",
                    "--out",
                    "b",
                    "--package-version",
                    "1",
                ],
                "`1` is no version: write one like `1.2.3`",
            ),
            (&["ci", "more"], "`more` is one argument too many"),
            (
                &["bless", "--all"],
                "`bless` takes a case and no option, not `--all`",
            ),
            (&["--check"], "`--check` stands before a command"),
        ] {
            assert_eq!(parsed(arguments), Err(message.to_owned()));
        }
    }
}
