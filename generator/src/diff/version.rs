//! How far a version has to move.
//!
//! In: the version before, and what has changed. Out: the least version after it. Semantic Versioning as cargo reads it: below
//! 1.0 a breaking change moves the minor number, and everything else the patch number.

use std::fmt;

use super::rules::Level;

/// The three numbers of a version. A pre-release counts as the version that it leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    major: u64,
    minor: u64,
    patch: u64,
}

/// Why a version is not far enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VersionError {
    /// The version before.
    pub old: Version,
    /// The version now.
    pub new: Version,
    /// The least version that will do.
    pub least: Version,
}

impl Version {
    /// Returns the version that a text is; `None` where it is not one.
    pub fn parse(text: &str) -> Option<Self> {
        let numbers = text.split(['-', '+']).next()?;
        let mut numbers = numbers.split('.').map(|number| number.parse().ok());
        let version = Self {
            major: numbers.next()??,
            minor: numbers.next()??,
            patch: numbers.next()??,
        };
        numbers.next().is_none().then_some(version)
    }

    /// Returns the least version after this one that has changed so far.
    pub fn after(self, level: Level) -> Self {
        let Self {
            major,
            minor,
            patch,
        } = self;
        let (major, minor, patch) = match (level, major) {
            (Level::Major, 1..) => (major + 1, 0, 0),
            (Level::Major, 0) | (Level::Minor, 1..) => (major, minor + 1, 0),
            (Level::Minor, 0) | (Level::Patch, _) => (major, minor, patch + 1),
        };
        Self {
            major,
            minor,
            patch,
        }
    }

    /// Checks that a new version has moved far enough.
    ///
    /// # Errors
    ///
    /// When it has not; what would.
    pub fn check(self, new: Self, level: Option<Level>) -> Result<(), VersionError> {
        let least = level.map_or(self, |level| self.after(level));
        if new >= least {
            Ok(())
        } else {
            Err(VersionError {
                old: self,
                new,
                least,
            })
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl fmt::Display for VersionError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { old, new, least } = self;
        write!(
            formatter,
            "the version is {new} and was {old}; these changes need at least {least}"
        )
    }
}

impl std::error::Error for VersionError {}
