//! What stands in place of a secret wherever something is printed.

use std::fmt;

/// Prints as `[redacted]`, by `Debug` and by `Display`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Redacted;

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl fmt::Display for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_nothing_else() {
        assert_eq!(
            format!("{Redacted} {Redacted:?} {:?}", Some(Redacted)),
            "[redacted] [redacted] Some([redacted])"
        );
    }
}
