//! Runs a generator and measures its process.
//!
//! In: a [`Generator`], a document, and the folder for the crate. Out: the crate and the [`Usage`] of the process, or the first line
//! of its error. Knows no generator by name.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::watch::{self, ProcessLimits};

/// The package of every generated crate.
pub(super) const PACKAGE: &str = "bench-client";

/// A generator that can be run.
#[derive(Debug)]
pub(super) struct Generator {
    /// The name of its folder.
    pub(super) name: String,
    /// The heading of its column.
    pub(super) title: String,
    /// Its program, or why it cannot be run.
    pub(super) program: Result<PathBuf, String>,
    /// The arguments. `{document}`, `{folder}` and `{package}` stand for the paths of the document and of the crate, and for the
    /// crate's name.
    pub(super) arguments: Vec<String>,
    /// The folder in the crate whose files do not depend on the document, if there is one.
    pub(super) runtime: Option<&'static str>,
    /// The expression that gets a live input with the crate of the project's document; see `program`.
    pub(super) call: Option<&'static str>,
    /// Makes a crate of what the program emitted. Not measured.
    pub(super) finish: fn(&Path) -> io::Result<()>,
}

/// What a process needed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Usage {
    /// Its time in seconds, with that of its child processes.
    pub(super) seconds: f64,
    /// Its peak memory in MiB without its child processes, if known.
    pub(super) peak_mebibytes: Option<u64>,
}

/// The lines of Rust in a crate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lines {
    /// Those that depend on the document.
    pub(super) document: u64,
    /// Those of the runtime.
    pub(super) runtime: u64,
}

impl Generator {
    /// Generates a crate into a folder, which is removed first.
    ///
    /// # Errors
    ///
    /// The first line of what the program printed about its error.
    pub(super) fn run(
        &self,
        document: &Path,
        folder: &Path,
        limits: ProcessLimits,
    ) -> Result<Usage, String> {
        let program = self.program.as_ref().map_err(String::clone)?;
        let parent = folder.parent().unwrap_or(folder);
        prepare(folder, parent)
            .map_err(|error| format!("cannot prepare `{}`: {error}", parent.display()))?;
        let (out, err) = (parent.join("stdout.txt"), parent.join("stderr.txt"));
        let create = |path: &Path| {
            File::create(path)
                .map_err(|error| format!("cannot write `{}`: {error}", path.display()))
        };
        let arguments = self.arguments.iter().map(|argument| {
            argument
                .replace("{document}", &document.to_string_lossy())
                .replace("{folder}", &folder.to_string_lossy())
                .replace("{package}", PACKAGE)
        });
        // Files, because pipes would fill up while nobody reads them.
        let mut child = Command::new(program)
            .args(arguments)
            .current_dir(parent)
            .stdin(Stdio::null())
            .stdout(create(&out)?)
            .stderr(create(&err)?)
            .env("NO_COLOR", "1")
            .env_remove("RUST_BACKTRACE")
            .env_remove("RUST_MIN_STACK")
            .spawn()
            .map_err(|error| format!("cannot start `{}`: {error}", program.display()))?;
        let exit = watch::wait_alone(&mut child, limits)
            .map_err(|error| format!("cannot wait for `{}`: {error}", program.display()))?;
        if let Some(why) = exit.stopped {
            return Err(why);
        }
        if !exit.status.success() {
            // As bytes, because a program may print half a character before it ends.
            let read = |path| fs::read(path).unwrap_or_default();
            let output = [read(&err), read(&out)].concat();
            let error = first_error(&String::from_utf8_lossy(&output));
            return Err(error.unwrap_or_else(|| exit.status.to_string()));
        }
        (self.finish)(folder).map_err(|error| format!("the output is incomplete: {error}"))?;
        Ok(Usage {
            seconds: exit.seconds,
            peak_mebibytes: exit.peak_mebibytes,
        })
    }

    /// Counts the lines of Rust in a crate.
    pub(super) fn lines(&self, folder: &Path) -> Lines {
        let runtime = self.runtime.map(|runtime| folder.join(runtime));
        let mut lines = Lines::default();
        let mut folders = vec![folder.join("src")];
        while let Some(folder) = folders.pop() {
            let is_runtime = runtime.as_ref().is_some_and(|it| folder.starts_with(it));
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    let text = fs::read_to_string(path).unwrap_or_default();
                    let count = u64::try_from(text.lines().count()).unwrap_or(u64::MAX);
                    if is_runtime {
                        lines.runtime += count;
                    } else {
                        lines.document += count;
                    }
                }
            }
        }
        lines
    }
}

fn prepare(folder: &Path, parent: &Path) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(parent)
}

/// Returns the line of a program's output that names its error. A panic prints its message in the line after its location.
pub(super) fn first_error(output: &str) -> Option<String> {
    let lines: Vec<String> = output
        .lines()
        .map(|line| without_registry(without_escapes(line).trim()))
        .filter(|line| !line.is_empty())
        .collect();
    let is_error = |line: &String| {
        let line = line.to_ascii_lowercase();
        line.contains("error") || line.contains("panicked at")
    };
    let index = lines
        .iter()
        .position(is_error)
        .or(lines.len().checked_sub(1))?;
    let line = &lines[index];
    match lines.get(index + 1) {
        Some(message) if line.contains("panicked at") || line.ends_with(':') => {
            Some(format!("{line} {message}"))
        }
        _ => Some(line.clone()),
    }
}

/// Shortens the path of a file of a dependency, in the location of a panic, to the part that is the same on all machines.
fn without_registry(line: &str) -> String {
    let Some((before, path)) = line.split_once("/registry/src/") else {
        return line.to_owned();
    };
    let start = before.rfind(' ').map_or(0, |space| space + 1);
    let path = path.split_once('/').map_or(path, |(_, path)| path);
    format!("{}{path}", &before[..start])
}

/// Removes the escape sequences of colors.
fn without_escapes(line: &str) -> String {
    let mut parts = line.split('\u{1b}');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(part.split_once('m').map_or(part, |(_, rest)| rest));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: ProcessLimits = ProcessLimits {
        seconds: 60.0,
        mebibytes: u64::MAX,
    };

    /// A folder for a test, which is removed afterwards.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let name = format!("xtask-bench-{name}-{}", std::process::id());
            Self(std::env::temp_dir().join(name))
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    /// The test program itself as a generator: there is no other program that every system has.
    fn fake(arguments: &[&str], finish: fn(&Path) -> io::Result<()>) -> Generator {
        Generator {
            name: "fake".to_owned(),
            title: "fake 1.0.0".to_owned(),
            program: std::env::current_exe().map_err(|error| error.to_string()),
            arguments: arguments.iter().map(|&it| it.to_owned()).collect(),
            runtime: Some("src/runtime"),
            call: None,
            finish,
        }
    }

    fn write_crate(folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder.join("src/runtime/http"))?;
        fs::write(folder.join("src/lib.rs"), "mod a;\nmod runtime;\n")?;
        fs::write(folder.join("src/a.rs"), "// a\n")?;
        fs::write(folder.join("src/README.md"), "a\nb\nc\n")?;
        fs::write(folder.join("src/runtime/http/b.rs"), "// b\n// b\n// b\n")
    }

    #[test]
    fn a_generator_is_measured_and_its_lines_are_counted() {
        let folder = Folder::new("passes");
        let generator = fake(&["--list"], write_crate);
        let crate_folder = folder.0.join(PACKAGE);
        let usage = generator.run(Path::new("a.yaml"), &crate_folder, LIMITS);
        let usage = usage.expect("the generator succeeds");
        assert!((0.0..60.0).contains(&usage.seconds));
        assert_eq!(
            generator.lines(&crate_folder),
            Lines {
                document: 3,
                runtime: 3
            }
        );
    }

    #[test]
    fn a_generator_that_fails_is_reported_with_its_error() {
        let folder = Folder::new("fails");
        let generator = fake(&["--no-such-option={document}"], write_crate);
        let error = generator.run(Path::new("a.yaml"), &folder.0.join(PACKAGE), LIMITS);
        let error = error.expect_err("the option does not exist");
        assert!(error.contains("no-such-option"), "{error}");

        let incomplete = |_: &Path| Err(io::Error::other("no manifest"));
        let generator = fake(&["--list"], incomplete);
        assert_eq!(
            generator.run(Path::new("a.yaml"), &folder.0.join(PACKAGE), LIMITS),
            Err("the output is incomplete: no manifest".to_owned())
        );
    }

    #[test]
    fn a_generator_that_is_not_installed_is_reported() {
        let folder = Folder::new("missing");
        let mut generator = fake(&[], write_crate);
        generator.program = Err("`cargo install fake` failed".to_owned());
        assert_eq!(
            generator.run(Path::new("a.yaml"), &folder.0.join(PACKAGE), LIMITS),
            Err("`cargo install fake` failed".to_owned())
        );
    }

    #[test]
    fn the_first_error_is_found_in_what_a_program_printed() {
        for (output, expected) in [
            ("reading\nError: a\n\nStack:\n", Some("Error: a")),
            (
                "thread 'main' panicked at a.rs:1:2:\nno entry\nnote: run\n",
                Some("thread 'main' panicked at a.rs:1:2: no entry"),
            ),
            (
                "thread 'main' panicked at /a/.cargo/registry/src/index-1/b-0.8.0/src/c.rs:1:2:\nno\n",
                Some("thread 'main' panicked at b-0.8.0/src/c.rs:1:2: no"),
            ),
            ("\u{1b}[31mError:\u{1b}[0m\n  a\n", Some("Error: a")),
            ("reading\nstopped\n", Some("stopped")),
            ("\n", None),
        ] {
            assert_eq!(first_error(output).as_deref(), expected, "{output}");
        }
    }
}
