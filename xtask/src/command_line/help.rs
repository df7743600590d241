//! What `cargo xtask help` prints, and the lists of commands and options in README.md.

use super::table::{COMMANDS, CommandSpec, OptionSpec, Section};

/// The width of help.
const WIDTH: usize = 100;

/// The column where explanations begin.
const COLUMN: usize = 30;

/// Returns the help of one command, or of all.
pub(super) fn render(command: Option<&CommandSpec>) -> String {
    let mut text = String::new();
    match command {
        Some(command) => {
            text.push_str(&format!("Usage: {}\n\n", command.usage()));
            push_wrapped(&mut text, command.help, 0);
            push_options(&mut text, command, "");
        }
        None => {
            text.push_str("Usage: cargo xtask COMMAND\n\nCommands:\n");
            for command in COMMANDS {
                let usage = command.usage();
                let usage = usage.trim_start_matches("cargo xtask ");
                push_row(&mut text, usage, command.help);
            }
            for command in COMMANDS {
                push_options(&mut text, command, &format!(" of {}", command.name));
            }
        }
    }
    text
}

/// Adds the options of a command under their headings, which name the `owner` if several commands are listed.
fn push_options(text: &mut String, command: &CommandSpec, owner: &str) {
    for section in Section::ALL {
        let options = options(command, section);
        if options.is_empty() {
            continue;
        }
        text.push_str(&format!("\n{}\n", section.heading(owner)));
        for option in options {
            push_row(text, &option.usage(), option.help);
        }
    }
}

fn options(command: &CommandSpec, section: Section) -> Vec<&'static OptionSpec> {
    let options = command.options.iter();
    options.filter(|option| option.section == section).collect()
}

fn push_row(text: &mut String, usage: &str, help: &str) {
    let padding = " ".repeat((COLUMN - 2).saturating_sub(usage.len()));
    text.push_str(&format!("  {usage}{padding}"));
    if usage.len() + 4 > COLUMN {
        text.push_str(&format!("\n{}", " ".repeat(COLUMN)));
    }
    push_wrapped(text, help, COLUMN);
}

/// Adds a paragraph whose first line begins where the text ends, and whose other lines begin at a column.
fn push_wrapped(text: &mut String, paragraph: &str, column: usize) {
    let mut width = column;
    for (index, word) in paragraph.split_whitespace().enumerate() {
        if index > 0 && width + 1 + word.chars().count() > WIDTH {
            text.push_str(&format!("\n{}", " ".repeat(column)));
            width = column;
        } else if index > 0 {
            text.push(' ');
            width += 1;
        }
        text.push_str(word);
        width += word.chars().count();
    }
    text.push('\n');
}

/// Returns the table of commands in README.md.
#[cfg(test)]
fn commands_in_markdown() -> String {
    let mut table = String::from("| Command | Description |\n| --- | --- |\n");
    for command in COMMANDS {
        table.push_str(&format!("| `{}` | {} |\n", command.usage(), command.help));
    }
    table
}

/// Returns the table of a command's options in README.md.
#[cfg(test)]
fn options_in_markdown(command: &CommandSpec) -> String {
    let mut table = String::from("| Option | Description |\n| --- | --- |\n");
    for section in Section::ALL {
        for option in options(command, section) {
            table.push_str(&format!("| `{}` | {} |\n", option.usage(), option.help));
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::parse;
    use super::*;
    use crate::workspace;

    fn page(name: &str) -> String {
        let text = fs::read_to_string(workspace::folder().join(name)).expect("the page exists");
        text.replace("\r\n", "\n")
    }

    #[test]
    fn help_of_one_command_has_its_options_alone() {
        let bless = COMMANDS.iter().find(|command| command.name == "bless");
        assert_eq!(
            render(bless),
            "Usage: cargo xtask bless [CASE]\n\n\
             Rewrites the expected files of one golden, error or wire case of the generator, or of all cases.\n"
        );
        let corpus = COMMANDS.iter().find(|command| command.name == "corpus");
        let help = render(corpus);
        assert!(help.starts_with("Usage: cargo xtask corpus DIR [OPTIONS]\n\n"));
        assert!(
            help.contains(
                "\n\nOptions:\n  --only ID,ID                Runs only these documents. The results"
            ),
            "{help}"
        );
        assert!(!help.contains("--schema"), "{help}");
    }

    #[test]
    fn help_of_all_commands_has_every_option_within_the_width() {
        let help = render(None);
        for command in COMMANDS {
            assert!(help.contains(&format!("\n  {}", command.name)), "{help}");
            for option in command.options {
                assert!(
                    help.contains(&format!("\n  {}", option.usage())),
                    "{}",
                    option.name
                );
            }
        }
        for line in help.lines() {
            assert!(line.chars().count() <= WIDTH, "{line}");
            assert_eq!(line, line.trim_end());
        }
    }

    #[test]
    fn readme_lists_the_commands_and_options_of_the_table() {
        let readme = page("README.md");
        let mut tables = vec![commands_in_markdown()];
        tables.extend(
            COMMANDS
                .iter()
                .filter(|command| !command.options.is_empty())
                .map(options_in_markdown),
        );
        tables.retain(|table| !readme.contains(&format!("\n\n{table}\n")));
        assert!(
            tables.is_empty(),
            "README.md must have these tables:\n\n{}",
            tables.join("\n")
        );
    }

    #[test]
    fn options_in_messages_of_the_generator_exist() {
        let mut folders = vec![workspace::folder().join("generator/src")];
        let mut count = 0;
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("the folder exists").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let source = fs::read_to_string(&path).expect("the file is UTF-8");
                for option in source.split('`').filter(|span| span.starts_with("--")) {
                    let name = option.split([' ', '=']).next().unwrap_or_default();
                    // `---` separates the documents of a YAML file.
                    if name.chars().all(|character| character == '-') {
                        continue;
                    }
                    let codegen = &COMMANDS[0];
                    assert!(
                        codegen.option(name).is_some(),
                        "{} has `{name}`",
                        path.display()
                    );
                    count += 1;
                }
            }
        }
        assert!(count > 0, "no message has an option");
    }

    #[test]
    fn commands_in_the_pages_are_valid() {
        for name in [
            "README.md",
            "CONTRIBUTING.md",
            "generator/BENCHMARKS.md",
            "schema/package.toml",
            "generated/CHANGELOG.md",
        ] {
            let page = page(name);
            let spans = page
                .split('`')
                .filter(|span| span.starts_with("cargo xtask "));
            let lines = page.lines().filter(|line| line.contains("cargo xtask "));
            let blocks = lines.filter_map(|line| {
                let start = line.find("cargo xtask ")?;
                let is_block = !line.contains('`');
                let command = line[start..].split('#').next().unwrap_or_default();
                is_block.then_some(command)
            });
            for command in spans.chain(blocks) {
                // `COMMAND` and `[OPTIONS]` belong to usage, not to a command that can be run.
                let words: Vec<&str> = command
                    .split_whitespace()
                    .skip(2)
                    .filter(|word| !word.starts_with('['))
                    .collect();
                assert!(
                    parse(lexopt::Parser::from_args(&words)).is_ok(),
                    "{name} has `{command}`: {:?}",
                    parse(lexopt::Parser::from_args(&words))
                );
            }
        }
    }
}
