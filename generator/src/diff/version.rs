//! How far a version must move.
//!
//! In: the old version and the level of the changes. Out: the lowest new version. This is Semantic Versioning as cargo interprets
//! it: below 1.0, a breaking change increases the minor version, and every other change the patch version.

use std::fmt;

use super::rules::Level;

/// The numbers of a version. A pre-release has the numbers of its release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    major: u64,
    minor: u64,
    patch: u64,
}

/// A version that has not moved far enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VersionError {
    /// The old version.
    pub old: Version,
    /// The new version.
    pub new: Version,
    /// The lowest version that is high enough.
    pub least: Version,
}

impl Version {
    /// Parses a version.
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

    /// Returns the lowest version after this one for changes of a level.
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
    /// If it has not, with the lowest version that has.
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
