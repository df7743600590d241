//! Tests of writing and comparing, for everything that a folder can contain.

use super::*;
use std::fs;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

/// A folder of its own for each test, removed at its end.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path =
            std::env::temp_dir().join(format!("generator-output-{}-{number}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a temporary folder can be made");
        Self(path)
    }

    fn put(&self, path: &str, text: &str) {
        let place = self.0.join(path);
        fs::create_dir_all(place.parent().expect("a file has a folder"))
            .expect("folders can be made");
        fs::write(place, text).expect("files can be written");
    }

    fn get(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.0.join(path)).ok()
    }

    /// All files and links, by path.
    fn list(&self) -> Vec<String> {
        fn walk(folder: &Path, path: &str, list: &mut Vec<String>) {
            for entry in fs::read_dir(folder).expect("the folder is there").flatten() {
                let path = format!("{path}{}", entry.file_name().to_string_lossy());
                if entry.file_type().expect("an entry has a type").is_dir() {
                    list.push(format!("{path}/"));
                    walk(&entry.path(), &format!("{path}/"), list);
                } else {
                    list.push(path);
                }
            }
        }
        let mut list = Vec::new();
        walk(&self.0, "", &mut list);
        list.sort();
        list
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn file(path: &str, body: &str) -> File {
    let comment = if path.ends_with(".rs") { "//" } else { "#" };
    File {
        path: path.to_owned(),
        text: format!("{comment} {HEADER}\n{body}\n"),
    }
}

fn files() -> Vec<File> {
    vec![
        file("Cargo.toml", "[package]"),
        file("README.md", "Read me"),
        file("src/lib.rs", "mod types;"),
        file("src/types/mod.rs", "// none"),
    ]
}

#[test]
fn a_new_folder_is_written_and_then_up_to_date() {
    let scratch = Scratch::new();
    let folder = scratch.0.join("new/deep");
    let changes = write(&files(), &folder).expect("a new folder can be filled");
    assert_eq!(
        changes.to_string(),
        "created Cargo.toml\ncreated README.md\ncreated src/lib.rs\ncreated src/types/mod.rs\n0 files up to date"
    );
    assert_eq!(
        scratch.list(),
        [
            "new/",
            "new/deep/",
            "new/deep/Cargo.toml",
            "new/deep/README.md",
            "new/deep/src/",
            "new/deep/src/lib.rs",
            "new/deep/src/types/",
            "new/deep/src/types/mod.rs",
        ]
    );
    let changes = compare(&files(), &folder).expect("the folder is ours");
    assert!(changes.is_empty());
    assert_eq!(changes.to_string(), "4 files up to date");
}

#[test]
fn comparing_changes_nothing() {
    let scratch = Scratch::new();
    let folder = scratch.0.join("none");
    let changes = compare(&files(), &folder).expect("a folder need not exist");
    assert_eq!(changes.list.len(), 4);
    assert!(!folder.exists());
}

#[test]
fn differences_are_reported_and_removed() {
    let scratch = Scratch::new();
    write(&files(), &scratch.0).expect("an empty folder can be filled");
    scratch.put("src/lib.rs", &format!("// {HEADER}\nmod typos;\n"));
    scratch.put("src/stray.rs", "anything");
    scratch.put("src/old/deep/stray.rs", "anything");
    scratch.put("tests/mine.rs", "mine");
    scratch.put("LICENSE-MIT", "mine");
    fs::remove_file(scratch.0.join("README.md")).expect("it was written");
    let before = scratch.list();

    let changes = compare(&files(), &scratch.0).expect("the folder is ours");
    assert_eq!(
        changes.to_string(),
        format!(
            "missing README.md\n\
             different src/lib.rs\n\
             --- src/lib.rs (actual)\n\
             +++ src/lib.rs (expected)\n\
             @@ -1,2 +1,2 @@\n \
             // {HEADER}\n\
             -mod typos;\n\
             +mod types;\n\
             stray src/old/deep/stray.rs\n\
             stray src/stray.rs\n\
             2 files up to date"
        )
    );
    assert_eq!(scratch.list(), before);

    let changes = write(&files(), &scratch.0).expect("the folder is ours");
    assert_eq!(
        changes.to_string(),
        "created README.md\nupdated src/lib.rs\nremoved src/old/deep/stray.rs\nremoved src/stray.rs\n2 files up to date"
    );
    assert_eq!(
        scratch.list(),
        [
            "Cargo.toml",
            "LICENSE-MIT",
            "README.md",
            "src/",
            "src/lib.rs",
            "src/types/",
            "src/types/mod.rs",
            "tests/",
            "tests/mine.rs",
        ]
    );
    assert_eq!(scratch.get("tests/mine.rs").as_deref(), Some("mine"));
    assert!(
        compare(&files(), &scratch.0)
            .expect("the folder is ours")
            .is_empty()
    );
}

#[test]
fn files_that_are_up_to_date_are_not_touched() {
    let scratch = Scratch::new();
    write(&files(), &scratch.0).expect("an empty folder can be filled");
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for path in ["src/lib.rs", "Cargo.toml"] {
        fs::File::options()
            .write(true)
            .open(scratch.0.join(path))
            .and_then(|file| file.set_modified(long_ago))
            .expect("times can be set");
    }
    scratch.put("src/types/mod.rs", "");
    write(&files(), &scratch.0).expect("the folder is ours");
    let time = |path: &str| {
        fs::metadata(scratch.0.join(path))
            .and_then(|metadata| metadata.modified())
            .expect("files have a time")
    };
    assert_eq!(time("src/lib.rs"), long_ago);
    assert_eq!(time("Cargo.toml"), long_ago);
    assert_ne!(time("src/types/mod.rs"), long_ago);
}

#[test]
fn crlf_is_not_a_difference() {
    let scratch = Scratch::new();
    write(&files(), &scratch.0).expect("an empty folder can be filled");
    let crlf = files()[2].text.replace('\n', "\r\n");
    scratch.put("src/lib.rs", &crlf);
    assert!(
        compare(&files(), &scratch.0)
            .expect("the folder is ours")
            .is_empty()
    );
    write(&files(), &scratch.0).expect("the folder is ours");
    assert_eq!(scratch.get("src/lib.rs"), Some(crlf));
}

#[test]
fn contents_are_compared_exactly_except_for_line_ends() {
    assert!(is_same(b"a\r\nb\n", "a\nb\n"));
    assert!(is_same(b"", ""));
    assert!(!is_same(b"a\rb\n", "a\nb\n"));
    assert!(!is_same(b"a\n", "a\nb"));
    assert!(!is_same(b"a\nb", "a\n"));
    assert!(!is_same(b"a\r\r\n", "a\n"));
    assert!(!is_same(b"\xff", "\u{fffd}"));
}

#[test]
fn folders_of_others_are_rejected() {
    for (path, text) in [
        ("Cargo.toml", "[package]\nname = \"mine\"\n"),
        ("README.md", "# Mine\n"),
        ("src/main.rs", "fn main() {}\n"),
    ] {
        let scratch = Scratch::new();
        scratch.put(path, text);
        let error = write(&files(), &scratch.0).expect_err("somebody else wrote it");
        assert_eq!(
            error.to_string(),
            format!(
                "`{}` is not a folder of this generator: `{path}` does not begin with the line \"{HEADER}\". Nothing was \
                 written. Choose a new or empty folder, or one that codegen wrote, or replace the files of this one with `--force`",
                scratch.0.display()
            )
        );
        assert_eq!(scratch.get(path).as_deref(), Some(text));
        let nothing_new = scratch
            .list()
            .iter()
            .filter(|path| !path.ends_with('/'))
            .count();
        assert_eq!(nothing_new, 1);
    }
}

#[test]
fn the_manifest_decides_before_the_sources() {
    let scratch = Scratch::new();
    write(&files(), &scratch.0).expect("an empty folder can be filled");
    scratch.put("Cargo.toml", "[package]\nname = \"mine\"\n");
    assert!(
        matches!(write(&files(), &scratch.0), Err(OutputError::Foreign(_, path)) if path == "Cargo.toml")
    );
}

#[test]
fn a_damaged_output_is_still_recognised() {
    let scratch = Scratch::new();
    write(&files(), &scratch.0).expect("an empty folder can be filled");
    scratch.put("Cargo.toml", "");
    scratch.put("README.md", "");
    scratch.put(
        "src/lib.rs",
        "<<<<<<< HEAD\nmod types;\n=======\n>>>>>>> other\n",
    );
    let changes = write(&files(), &scratch.0).expect("one marked file is left");
    assert_eq!(changes.list.len(), 3);
    assert!(
        compare(&files(), &scratch.0)
            .expect("the folder is ours")
            .is_empty()
    );

    // A conflict can push the first line down.
    scratch.put(
        "Cargo.toml",
        &format!("<<<<<<< HEAD\n# {HEADER}\n=======\n"),
    );
    assert_eq!(
        write(&files(), &scratch.0)
            .expect("the mark is there")
            .list
            .len(),
        1
    );
}

#[test]
fn an_interrupted_run_is_completed_by_the_next() {
    let scratch = Scratch::new();
    write(&files(), &scratch.0).expect("an empty folder can be filled");
    scratch.put("src/.codegen-tmp/0", "half");
    scratch.put("src/.codegen-tmp/7", "half");
    fs::remove_file(scratch.0.join("src/lib.rs")).expect("it was written");
    let changes = compare(&files(), &scratch.0).expect("the folder is ours");
    assert_eq!(
        changes.to_string(),
        "stray src/.codegen-tmp/0\nstray src/.codegen-tmp/7\nmissing src/lib.rs\n3 files up to date"
    );
    write(&files(), &scratch.0).expect("the folder is ours");
    assert!(
        compare(&files(), &scratch.0)
            .expect("the folder is ours")
            .is_empty()
    );
    assert!(!scratch.0.join("src/.codegen-tmp").exists());
}

#[test]
fn files_and_folders_replace_each_other() {
    let scratch = Scratch::new();
    write(&files(), &scratch.0).expect("an empty folder can be filled");
    fs::remove_dir_all(scratch.0.join("src/types")).expect("it was written");
    scratch.put("src/types", "a file in the place of a folder");
    fs::remove_file(scratch.0.join("src/lib.rs")).expect("it was written");
    scratch.put("src/lib.rs/deep/file.rs", "a folder in the place of a file");
    write(&files(), &scratch.0).expect("the folder is ours");
    assert!(
        compare(&files(), &scratch.0)
            .expect("the folder is ours")
            .is_empty()
    );
}

#[test]
fn a_folder_in_place_of_the_manifest_is_rejected() {
    let scratch = Scratch::new();
    scratch.put("Cargo.toml/file", "");
    assert!(matches!(
        write(&files(), &scratch.0),
        Err(OutputError::Foreign(..))
    ));
}

#[test]
fn a_file_in_place_of_the_folder_is_rejected() {
    let scratch = Scratch::new();
    scratch.put("file", "");
    assert!(matches!(
        write(&files(), &scratch.0.join("file")),
        Err(OutputError::NotAFolder(_))
    ));
}

#[test]
fn paths_that_are_not_owned_are_rejected() {
    let scratch = Scratch::new();
    for path in [
        "../evil.rs",
        "src/../evil.rs",
        "/etc/evil",
        "build.rs",
        "src//a.rs",
        "src/",
        "src/C:\\evil",
        "src/./a",
    ] {
        let result = write(&[file(path, "")], &scratch.0);
        assert!(matches!(result, Err(OutputError::NotOwned(_))), "{path}");
    }
    let twice = [file("src/lib.rs", "a"), file("src/lib.rs", "b")];
    assert!(matches!(
        write(&twice, &scratch.0),
        Err(OutputError::Duplicate(_))
    ));
    assert!(scratch.list().is_empty());
}

#[cfg(unix)]
#[test]
fn links_are_replaced_and_never_followed() {
    use std::os::unix::fs::symlink;
    let outside = Scratch::new();
    outside.put("folder/keep.rs", "mine");
    outside.put("lib.rs", "mine");
    let scratch = Scratch::new();
    write(&files(), &scratch.0).expect("an empty folder can be filled");
    fs::remove_dir_all(scratch.0.join("src/types")).expect("it was written");
    fs::remove_file(scratch.0.join("src/lib.rs")).expect("it was written");
    symlink(outside.0.join("folder"), scratch.0.join("src/types")).expect("links can be made");
    symlink(outside.0.join("lib.rs"), scratch.0.join("src/lib.rs")).expect("links can be made");
    symlink(outside.0.join("folder"), scratch.0.join("src/.codegen-tmp"))
        .expect("links can be made");

    write(&files(), &scratch.0).expect("the folder is ours");
    assert!(
        compare(&files(), &scratch.0)
            .expect("the folder is ours")
            .is_empty()
    );
    assert_eq!(outside.list(), ["folder/", "folder/keep.rs", "lib.rs"]);
    assert_eq!(outside.get("lib.rs").as_deref(), Some("mine"));
    assert_eq!(outside.get("folder/keep.rs").as_deref(), Some("mine"));

    fs::remove_dir_all(scratch.0.join("src")).expect("it was written");
    symlink(outside.0.join("folder"), scratch.0.join("src")).expect("links can be made");
    let error = write(&files(), &scratch.0).expect_err("the link leads out");
    assert_eq!(
        error.to_string(),
        format!(
            "`{}` is a symbolic link, which codegen does not follow. Nothing was written. Replace it with a folder",
            scratch.0.join("src").display()
        )
    );
    assert_eq!(outside.list(), ["folder/", "folder/keep.rs", "lib.rs"]);
}

#[test]
fn long_diffs_are_truncated() {
    let long = "line\n".repeat(1000);
    let diff = report::unified("src/lib.rs", long.as_bytes(), "");
    assert_eq!(diff.lines().count(), 401);
    assert!(diff.ends_with("\n... 603 more lines\n"), "{diff}");
}

#[test]
fn folders_with_other_files_are_rejected_unless_forced() {
    use super::{Claim, sync};
    for path in ["notes.txt", ".env", "docs/index.html"] {
        let scratch = Scratch::new();
        scratch.put(path, "mine");
        let error = write(&files(), &scratch.0).expect_err("it is somebody's folder");
        let first = path.split('/').next().unwrap_or_default();
        assert_eq!(
            error.to_string(),
            format!(
                "`{}` is neither new nor empty, and codegen did not create it: it contains `{first}`. Nothing was written. Choose another folder, or write into this one with `--force`",
                scratch.0.display()
            )
        );
        assert_eq!(scratch.get("Cargo.toml"), None);
        // A folder that is known to be for the output may hold more; nobody's owned files are replaced there.
        sync(&files(), &scratch.0, Mode::Write, Claim::Known).expect("the rest is not touched");
        assert_eq!(scratch.get(path).as_deref(), Some("mine"));
        write(&files(), &scratch.0).expect("codegen made it");
    }
    let scratch = Scratch::new();
    scratch.put("src/main.rs", "fn main() {}\n");
    scratch.put("Cargo.toml", "[package]\n");
    scratch.put("notes.txt", "mine");
    for claim in [Claim::Made, Claim::Known] {
        let rejected = sync(&files(), &scratch.0, Mode::Write, claim);
        assert!(matches!(rejected, Err(OutputError::Foreign(..))));
    }
    sync(&files(), &scratch.0, Mode::Write, Claim::Forced).expect("it is meant");
    assert_eq!(scratch.get("src/main.rs"), None);
    assert_eq!(scratch.get("notes.txt").as_deref(), Some("mine"));
}

#[test]
fn a_fresh_repository_is_an_empty_folder() {
    let scratch = Scratch::new();
    scratch.put(".git/HEAD", "ref: refs/heads/main\n");
    write(&files(), &scratch.0).expect("nothing of anybody is there");
}

#[test]
fn the_home_folder_and_the_root_are_never_written() {
    use super::{Claim, sync};
    let mut folders = vec![std::path::PathBuf::from("/")];
    folders.extend(std::env::home_dir().filter(|home| home.is_dir()));
    for folder in folders {
        for claim in [Claim::Made, Claim::Forced] {
            let rejected = sync(&files(), &folder.join("."), Mode::Check, claim);
            assert!(
                matches!(rejected, Err(OutputError::HomeOrRoot(_))),
                "{rejected:?}"
            );
        }
    }
}
