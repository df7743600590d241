//! Output to the terminal.
//!
//! A closed pipe (`cargo xtask codegen --dump api | head`) is not an error.

use std::io::{self, IsTerminal as _, Write as _};

/// Prints a result to standard output, and a final newline if the text has none.
pub(crate) fn print(text: &str) {
    let mut stdout = io::stdout().lock();
    let end = if text.ends_with('\n') { "" } else { "\n" };
    let _ = write!(stdout, "{text}{end}").and_then(|()| stdout.flush());
}

/// Prints diagnostics, notes or progress to standard error, unchanged.
pub(crate) fn note(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Prints why a command failed.
pub(crate) fn error(message: &str) {
    note(&format!("error: {message}\n"));
}

/// Returns whether standard error is a terminal, and the user has not set `NO_COLOR`.
pub(crate) fn has_color() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
