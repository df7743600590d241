//! Prints to the terminal.
//!
//! A closed pipe (`cargo xtask codegen --dump api | head`) ends nothing: what nobody reads is not missed.

use std::io::{self, IsTerminal as _, Write as _};

/// Prints a result, and a line end if it has none.
pub(crate) fn out(text: &str) {
    let mut stdout = io::stdout().lock();
    let end = if text.ends_with('\n') { "" } else { "\n" };
    let _ = write!(stdout, "{text}{end}").and_then(|()| stdout.flush());
}

/// Prints a remark beside the result, as it is.
pub(crate) fn note(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Prints why a command failed.
pub(crate) fn error(message: &str) {
    note(&format!("error: {message}\n"));
}

/// Returns whether remarks are read at a terminal by somebody who does not mind colours.
pub(crate) fn in_color() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
