//! Copies the runtime into the printed crate.
//!
//! In: the runtime's files, and what the crate needs. Out: the same files without their tests, and without what is not needed.

use super::File;
use super::print::HEADER;
use crate::rust::Needs;

/// A file of the runtime: its path below `runtime/` and its text.
type Copied = (&'static str, &'static str);

/// The files that every crate carries. A test compares the list with the folder.
const FILES: &[Copied] = &[
    ("answers.rs", include_str!("../runtime/answers.rs")),
    ("api_message.rs", include_str!("../runtime/api_message.rs")),
    ("attempts.rs", include_str!("../runtime/attempts.rs")),
    ("auth.rs", include_str!("../runtime/auth.rs")),
    ("blocking.rs", include_str!("../runtime/blocking.rs")),
    ("body.rs", include_str!("../runtime/body.rs")),
    ("builder.rs", include_str!("../runtime/builder.rs")),
    ("call.rs", include_str!("../runtime/call.rs")),
    ("charset.rs", include_str!("../runtime/charset.rs")),
    ("chunks.rs", include_str!("../runtime/chunks.rs")),
    ("client.rs", include_str!("../runtime/client.rs")),
    (
        "client_credentials.rs",
        include_str!("../runtime/client_credentials.rs"),
    ),
    ("clock.rs", include_str!("../runtime/clock.rs")),
    ("compression.rs", include_str!("../runtime/compression.rs")),
    ("download.rs", include_str!("../runtime/download.rs")),
    ("envelope.rs", include_str!("../runtime/envelope.rs")),
    ("error.rs", include_str!("../runtime/error.rs")),
    ("error_kind.rs", include_str!("../runtime/error_kind.rs")),
    ("events.rs", include_str!("../runtime/events.rs")),
    ("file.rs", include_str!("../runtime/file.rs")),
    ("form.rs", include_str!("../runtime/form.rs")),
    ("form_data.rs", include_str!("../runtime/form_data.rs")),
    ("headers.rs", include_str!("../runtime/headers.rs")),
    ("hooks.rs", include_str!("../runtime/hooks.rs")),
    ("incoming.rs", include_str!("../runtime/incoming.rs")),
    ("json/choice.rs", include_str!("../runtime/json/choice.rs")),
    ("json/error.rs", include_str!("../runtime/json/error.rs")),
    (
        "json/members.rs",
        include_str!("../runtime/json/members.rs"),
    ),
    ("json/mod.rs", include_str!("../runtime/json/mod.rs")),
    ("json/number.rs", include_str!("../runtime/json/number.rs")),
    ("json/path.rs", include_str!("../runtime/json/path.rs")),
    ("json/reader.rs", include_str!("../runtime/json/reader.rs")),
    ("json/skip.rs", include_str!("../runtime/json/skip.rs")),
    ("json/string.rs", include_str!("../runtime/json/string.rs")),
    ("json/tag.rs", include_str!("../runtime/json/tag.rs")),
    ("json/value.rs", include_str!("../runtime/json/value.rs")),
    ("json/values.rs", include_str!("../runtime/json/values.rs")),
    ("json/writer.rs", include_str!("../runtime/json/writer.rs")),
    ("location.rs", include_str!("../runtime/location.rs")),
    ("mock/answer.rs", include_str!("../runtime/mock/answer.rs")),
    ("mock/clock.rs", include_str!("../runtime/mock/clock.rs")),
    ("mock/mod.rs", include_str!("../runtime/mock/mod.rs")),
    ("mock/sent.rs", include_str!("../runtime/mock/sent.rs")),
    ("mod.rs", include_str!("../runtime/mod.rs")),
    ("mode.rs", include_str!("../runtime/mode.rs")),
    ("multipart.rs", include_str!("../runtime/multipart.rs")),
    ("operation.rs", include_str!("../runtime/operation.rs")),
    ("pages.rs", include_str!("../runtime/pages.rs")),
    ("pagination.rs", include_str!("../runtime/pagination.rs")),
    ("parameter.rs", include_str!("../runtime/parameter.rs")),
    ("patch.rs", include_str!("../runtime/patch.rs")),
    ("proxy.rs", include_str!("../runtime/proxy.rs")),
    ("random.rs", include_str!("../runtime/random.rs")),
    ("records.rs", include_str!("../runtime/records.rs")),
    ("redacted.rs", include_str!("../runtime/redacted.rs")),
    ("redirect.rs", include_str!("../runtime/redirect.rs")),
    ("request.rs", include_str!("../runtime/request.rs")),
    (
        "reqwest_transport.rs",
        include_str!("../runtime/reqwest_transport.rs"),
    ),
    ("response.rs", include_str!("../runtime/response.rs")),
    ("retry.rs", include_str!("../runtime/retry.rs")),
    ("retry_after.rs", include_str!("../runtime/retry_after.rs")),
    ("sequences.rs", include_str!("../runtime/sequences.rs")),
    (
        "serde_adapters.rs",
        include_str!("../runtime/serde_adapters.rs"),
    ),
    (
        "thread_sleep.rs",
        include_str!("../runtime/thread_sleep.rs"),
    ),
    ("tokens.rs", include_str!("../runtime/tokens.rs")),
    ("trace.rs", include_str!("../runtime/trace.rs")),
    ("transport.rs", include_str!("../runtime/transport.rs")),
    ("unlisted.rs", include_str!("../runtime/unlisted.rs")),
    ("upload.rs", include_str!("../runtime/upload.rs")),
    (
        "ureq_transport.rs",
        include_str!("../runtime/ureq_transport.rs"),
    ),
    ("url.rs", include_str!("../runtime/url.rs")),
    ("validate.rs", include_str!("../runtime/validate.rs")),
];

/// The files that a crate with dates carries, each declared by one line of its parent: `mod date_time;`.
const DATE_FILES: &[Copied] = &[(
    "json/date_time.rs",
    include_str!("../runtime/json/date_time.rs"),
)];

/// Returns the files of the runtime.
pub(super) fn files(needs: Needs) -> Vec<File> {
    let dates = if needs.jiff { DATE_FILES } else { &[] };
    let dropped: &[&str] = if needs.jiff { &[] } else { &["mod date_time;"] };
    let files = FILES.iter().chain(dates);
    files
        .map(|(path, text)| File {
            path: format!("src/runtime/{path}"),
            text: copy(text, dropped),
        })
        .collect()
}

/// Returns a file's text under the header, without tests and without the lines that are to be dropped.
fn copy(text: &str, dropped: &[&str]) -> String {
    let mut copied = format!("// {HEADER}\n\n");
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if line == "#[cfg(test)]" {
            match lines.next() {
                // Tests in a file of their own, and nothing but a blank line after the declaration.
                Some(declaration) if declaration.ends_with(';') => {
                    lines.next_if(|line| line.is_empty());
                }
                // Tests in the file stand at its end.
                _ => break,
            }
        } else if dropped.contains(&line) {
            if copied.ends_with("\n\n") {
                lines.next_if(|line| line.is_empty());
            }
        } else {
            copied.push_str(line);
            copied.push('\n');
        }
    }
    copied.truncate(copied.trim_end().len());
    copied.push('\n');
    copied
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::rust::TAKEN;

    /// Returns the paths of Rust files below a folder, but for tests.
    fn paths(folder: &Path, prefix: &str, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            let path = format!("{prefix}{name}");
            if entry.file_type().unwrap().is_dir() {
                if name != "tests" {
                    paths(&entry.path(), &format!("{path}/"), found);
                }
            } else if name != "tests.rs" {
                found.insert(path);
            }
        }
    }

    #[test]
    fn every_file_of_the_folder_is_copied() {
        let mut found = BTreeSet::new();
        paths(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("src/runtime"),
            "",
            &mut found,
        );
        let listed: BTreeSet<_> = FILES
            .iter()
            .chain(DATE_FILES)
            .map(|(path, _)| (*path).to_owned())
            .collect();
        assert_eq!(listed, found);
    }

    #[test]
    fn copies_hold_no_tests() {
        for file in files(Needs { jiff: true }) {
            assert!(
                !file.text.contains("cfg(test)") && !file.text.contains("#[test]"),
                "{}",
                file.path
            );
            assert!(
                file.text
                    .starts_with("// Generated by `cargo xtask codegen`. Do not edit.\n\n//! "),
                "{}",
                file.path
            );
        }
    }

    #[test]
    fn dates_are_left_out_where_there_are_none() {
        let with = files(Needs { jiff: true });
        let without = files(Needs { jiff: false });
        assert_eq!(with.len(), without.len() + 1);
        assert!(
            with.iter()
                .any(|file| file.text.contains("\nmod date_time;\n"))
        );
        for file in without {
            assert!(
                !file.text.contains("date_time") && !file.text.contains("jiff"),
                "{}",
                file.path
            );
        }
    }

    /// A resource that took the name would turn on what has nothing to do with it.
    #[test]
    fn features_of_the_runtime_are_no_resources() {
        for file in files(Needs { jiff: true }) {
            for after in file.text.split("feature = \"").skip(1) {
                let name = after.split('"').next().unwrap_or_default();
                assert!(TAKEN.contains(&name), "{name} in {}", file.path);
            }
        }
    }

    #[test]
    fn tests_are_cut() {
        let text = "//! A.\n\nmod b;\n\n#[cfg(test)]\nmod tests;\n\nuse b::B;\n\n#[cfg(test)]\nmod tests {\n}\n";
        let copied = copy(text, &["mod b;"]);
        assert_eq!(copied, format!("// {HEADER}\n\n//! A.\n\nuse b::B;\n"));
    }
}
