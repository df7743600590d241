//! Reads the arguments of a command as its row of the table describes them.
//!
//! In: a [`CommandSpec`] and a lexopt parser. Out: [`Arguments`], or what is wrong and what was probably meant.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use generator::suggest::closest;
use lexopt::{Arg, Parser};

use super::table::{COMMANDS, CommandSpec, OptionSpec, Section, Value};

/// The arguments of one command.
#[derive(Debug)]
pub(super) struct Arguments {
    spec: &'static CommandSpec,
    positional: Vec<OsString>,
    given: Vec<Given>,
}

/// An option that the command line has.
#[derive(Debug)]
struct Given {
    option: &'static OptionSpec,
    /// Empty for a flag.
    value: OsString,
}

/// What a command line asks of a command.
#[derive(Debug)]
pub(super) enum Request {
    /// To run.
    Run(Arguments),
    /// To print its help.
    Help,
}

impl Arguments {
    /// Reads the arguments that follow the name of a command.
    pub(super) fn parse(spec: &'static CommandSpec, mut parser: Parser) -> Result<Request, String> {
        let mut arguments = Self {
            spec,
            positional: Vec::new(),
            given: Vec::new(),
        };
        while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
            match argument {
                Arg::Long("help") | Arg::Short('h') => return Ok(Request::Help),
                Arg::Value(value) => arguments.positional(value)?,
                argument => {
                    let name = shown(&argument);
                    let option = spec
                        .option(&name)
                        .ok_or_else(|| unknown_option(spec, &name))?;
                    let value = match option.value {
                        Value::None => OsString::new(),
                        _ => value(&mut parser, option)?,
                    };
                    arguments.given.push(Given { option, value });
                }
            }
        }
        Ok(Request::Run(arguments))
    }

    fn positional(&mut self, value: OsString) -> Result<(), String> {
        let has_room = self.positional.is_empty() || self.spec.repeats_argument();
        if self.spec.takes_argument() && has_room {
            self.positional.push(value);
            return Ok(());
        }
        let hint = if self.spec.option("--out").is_some() {
            "; pass a document as `--schema FILE --out FOLDER`"
        } else {
            ""
        };
        Err(format!(
            "unexpected argument `{}`{hint}",
            value.to_string_lossy()
        ))
    }

    /// Takes the positional arguments.
    pub(super) fn take_positional(&mut self) -> Vec<OsString> {
        std::mem::take(&mut self.positional)
    }

    /// Returns whether an option is given.
    pub(super) fn has(&self, name: &str) -> bool {
        self.last(name).is_some()
    }

    /// Returns the overlays of a command, and whether their actions may match nothing.
    ///
    /// # Errors
    ///
    /// Returns a message if there are no overlays of which that could be true.
    pub(super) fn overlays(&self) -> Result<(Vec<PathBuf>, bool), String> {
        let (overlays, lenient) = (self.paths("--overlay"), self.has("--overlay-lenient"));
        if lenient && overlays.is_empty() {
            return Err("`--overlay-lenient` needs `--overlay FILE`".to_owned());
        }
        Ok((overlays, lenient))
    }

    /// Returns the value of an option as a path.
    pub(super) fn path(&self, name: &str) -> Option<PathBuf> {
        self.last(name).map(PathBuf::from)
    }

    /// Returns all values of an option as paths.
    pub(super) fn paths(&self, name: &str) -> Vec<PathBuf> {
        self.all(name).map(PathBuf::from).collect()
    }

    /// Returns the value of an option as a string.
    pub(super) fn string(&self, name: &str) -> Result<Option<String>, String> {
        self.last(name).map(string).transpose()
    }

    /// Returns all values of an option as strings.
    pub(super) fn strings(&self, name: &str) -> Result<Vec<String>, String> {
        self.all(name).map(string).collect()
    }

    /// Returns the elements of an option whose value is a list with commas.
    pub(super) fn list(&self, name: &str) -> Result<Vec<String>, String> {
        let values = self.strings(name)?;
        let elements = values.iter().flat_map(|value| value.split(','));
        Ok(elements
            .map(str::trim)
            .filter(|element| !element.is_empty())
            .map(str::to_owned)
            .collect())
    }

    /// Returns the value of an option that takes a positive integer.
    pub(super) fn number(&self, name: &str) -> Result<Option<u64>, String> {
        let Some(value) = self.string(name)? else {
            return Ok(None);
        };
        match value.parse() {
            Ok(number) if number > 0 => Ok(Some(number)),
            _ => Err(format!("`{name}` takes a positive integer, not `{value}`")),
        }
    }

    /// Returns the meaning of the value of an option that has a fixed set of values.
    pub(super) fn choice<T: Copy>(
        &self,
        name: &str,
        choices: &[(&str, T)],
    ) -> Result<Option<T>, String> {
        let Some(value) = self.string(name)? else {
            return Ok(None);
        };
        let mut known = choices.iter();
        match known.find(|(choice, _)| *choice == value) {
            Some((_, meaning)) => Ok(Some(*meaning)),
            None => {
                let words: Vec<&str> = choices.iter().map(|(choice, _)| *choice).collect();
                let (last, others) = words.split_last().expect("an option has choices");
                Err(format!(
                    "`{name}` takes `{}` or `{last}`, not `{value}`",
                    others.join("`, `")
                ))
            }
        }
    }

    /// Returns the first given option of a section.
    pub(super) fn first_of(&self, section: Section) -> Option<&'static str> {
        let mut options = self.given.iter().map(|given| given.option);
        let option = options.find(|option| option.section == section)?;
        Some(option.name)
    }

    /// Returns the command with the options of a section, in the table's order, as one can type it in a shell.
    pub(super) fn command(&self, section: Section) -> String {
        let mut command = format!("cargo xtask {}", self.spec.name);
        let options = self.spec.options.iter();
        for option in options.filter(|option| option.section == section) {
            let mut values: Vec<String> = self
                .all(option.name)
                .map(|value| value.to_string_lossy().into_owned())
                .collect();
            match option.value {
                Value::None | Value::One(_) => values = values.pop().into_iter().collect(),
                Value::Each(_) => {}
                Value::List(_) if values.is_empty() => {}
                Value::List(_) => values = vec![values.join(",")],
            }
            for value in values {
                command.push(' ');
                command.push_str(option.name);
                if option.value != Value::None {
                    command.push(' ');
                    command.push_str(&quoted(&value));
                }
            }
        }
        command
    }

    fn last(&self, name: &str) -> Option<&OsStr> {
        self.all(name).last()
    }

    fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a OsStr> {
        let option = self.spec.option(name);
        debug_assert!(option.is_some(), "{name} is not in the table");
        self.given
            .iter()
            .filter(move |given| option.is_some_and(|option| option.name == given.option.name))
            .map(|given| given.value.as_os_str())
    }
}

/// Returns the value that follows an option.
fn value(parser: &mut Parser, option: &OptionSpec) -> Result<OsString, String> {
    match parser.value() {
        // An option in the place of the value means that the value was forgotten.
        Ok(value) if !value.is_empty() && !value.to_string_lossy().starts_with("--") => Ok(value),
        _ => Err(format!(
            "`{}` needs a value: `{}`",
            option.name,
            option.usage()
        )),
    }
}

fn unknown_option(spec: &CommandSpec, name: &str) -> String {
    let options = spec.options.iter().map(|option| option.name);
    format!(
        "`{}` has no option `{name}`{}",
        spec.name,
        did_you_mean(name, options)
    )
}

/// Returns the row of a command.
pub(super) fn command(name: &str) -> Result<&'static CommandSpec, String> {
    let mut commands = COMMANDS.iter();
    commands.find(|spec| spec.name == name).ok_or_else(|| {
        let names = COMMANDS.iter().map(|spec| spec.name);
        format!("unknown command `{name}`{}", did_you_mean(name, names))
    })
}

/// Returns the argument as the user typed it.
pub(super) fn shown(argument: &Arg<'_>) -> String {
    match argument {
        Arg::Short(letter) => format!("-{letter}"),
        Arg::Long(name) => format!("--{name}"),
        Arg::Value(value) => value.to_string_lossy().into_owned(),
    }
}

/// Returns an argument as a string.
pub(super) fn string(value: &OsStr) -> Result<String, String> {
    let value = value.to_str().map(str::to_owned);
    value.ok_or_else(|| "an argument is not UTF-8".to_owned())
}

/// Returns a suggestion to append to a message about an unknown word, or an empty string.
pub(super) fn did_you_mean<'a>(word: &str, words: impl IntoIterator<Item = &'a str>) -> String {
    match closest(word, words) {
        Some(near) => format!("; did you mean `{near}`?"),
        None => String::new(),
    }
}

/// Returns a value in single quotes where a POSIX shell would read it otherwise.
fn quoted(value: &str) -> String {
    let is_plain =
        |character: char| character.is_alphanumeric() || "-_./:,+@%=".contains(character);
    if !value.is_empty() && value.chars().all(is_plain) {
        value.to_owned()
    } else {
        format!("'{}'", value.replace('\'', r"'\''"))
    }
}
