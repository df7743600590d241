//! Validates arguments against the constraints of the API description before anything is sent. All violations are
//! reported at once, each with its path.
//!
//! In: a value, whose type knows its constraints. Out: nothing, or an error that lists the violations. Messages contain lengths and counts of strings and lists, never their content.

use std::collections::{BTreeMap, HashMap};
use std::fmt::{self, Write};

use crate::runtime::json::{self, DEPTH_LIMIT, Encode, Json, Writer};

mod limits;

pub use self::limits::Limits;
use self::limits::{Bounds, Count};

/// Checks all constraints of a value.
///
/// # Errors
///
/// Returns all violations, each with its path.
pub fn validate(value: &dyn Encode) -> Result<(), ValidationError> {
    let mut violations = Violations::default();
    value.check(&Limits::NONE, &mut violations.here());
    violations.finish()
}

/// A violated constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The path of the value, in the names of the API, such as `recording.allowedOrigins[0]`. Empty for the value
    /// itself.
    pub path: String,
    /// The problem, such as `7 is less than the minimum 30`.
    pub message: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", json::shown_path(&self.path))?;
        }
        f.write_str(&self.message)
    }
}

/// A value violates constraints of the API.
///
/// Formats all violations on one line: `deleteRecordingAfterDays: 7 is less than the minimum 30; tags: has 0 items; the
/// minimum is 1`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ValidationError {
    /// The violations, in the order of the members. Never empty.
    pub violations: Vec<Violation>,
}

impl fmt::Display for ValidationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.violations.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            violation.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for ValidationError {}

/// Collects violations.
#[derive(Clone, Debug, Default)]
pub struct Violations {
    path: String,
    /// The number of nested values that are being checked.
    depth: u16,
    list: Vec<Violation>,
}

impl Violations {
    /// Enters a member until the returned guard is dropped.
    pub fn at(&mut self, name: &str) -> Checker<'_> {
        let length = self.path.len();
        json::member_path(&mut self.path, name);
        Checker {
            violations: self,
            length,
        }
    }

    /// Returns `true` if there are no violations.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Returns the violations as an error.
    ///
    /// # Errors
    ///
    /// Fails if there are any violations.
    pub fn finish(self) -> Result<(), ValidationError> {
        if self.list.is_empty() {
            return Ok(());
        }
        Err(ValidationError {
            violations: self.list,
        })
    }

    /// Returns a guard for the current value, to check its elements and entries.
    pub fn here(&mut self) -> Checker<'_> {
        let length = self.path.len();
        Checker {
            violations: self,
            length,
        }
    }

    fn push(&mut self, message: String) {
        self.list.push(Violation {
            path: self.path.clone(),
            message,
        });
    }
}

/// A guard for a value that is being checked. Dropping it leaves the value.
#[derive(Debug)]
pub struct Checker<'a> {
    violations: &'a mut Violations,
    /// The length of the path without this value.
    length: usize,
}

impl Drop for Checker<'_> {
    fn drop(&mut self) {
        self.violations.path.truncate(self.length);
    }
}

impl Checker<'_> {
    /// Checks the members of an object. Values nested beyond the depth limit are rejected by the JSON writer instead.
    pub fn members(&mut self, members: &[(&str, &dyn Encode, &Limits)]) {
        if self.violations.depth == DEPTH_LIMIT {
            return;
        }
        self.violations.depth += 1;
        for (name, value, limits) in members {
            value.check(limits, &mut self.violations.at(name));
        }
        self.violations.depth -= 1;
    }

    /// Checks a number.
    pub(crate) fn number(&mut self, value: f64, limits: &Limits) {
        self.bounds(&value, &limits.number);
    }

    /// Checks an integer.
    pub(crate) fn integer(&mut self, value: i128, limits: &Limits) {
        self.bounds(&value, &limits.integer);
        if let Some(factor) = limits.multiple_of {
            if value.checked_rem(factor).is_some_and(|rest| rest != 0) {
                self.violations
                    .push(format!("{value} is not a multiple of {factor}"));
            }
        }
    }

    /// Checks the length of a string, in Unicode code points.
    pub(crate) fn string(&mut self, value: &str, limits: &Limits) {
        if limits.length == Count::ANY {
            return;
        }
        let length = value.chars().count() as u64;
        let unit = if length == 1 {
            "character"
        } else {
            "characters"
        };
        self.count(
            length,
            limits.length,
            format_args!("is {length} {unit} long"),
        );
    }

    /// Checks the string of a value of another type.
    pub(crate) fn string_of(&mut self, value: &dyn fmt::Display, limits: &Limits) {
        if limits.length != Count::ANY {
            self.string(&value.to_string(), limits);
        }
    }

    /// Checks a list and its items.
    pub(crate) fn list<T: Json>(&mut self, list: &[T], limits: &Limits) {
        let count = list.len() as u64;
        let unit = if count == 1 { "item" } else { "items" };
        self.count(count, limits.items, format_args!("has {count} {unit}"));
        if limits.unique {
            self.unique(&mut list.iter().map(|item| item as &dyn Encode));
        }
        if let Some(limits) = limits.each {
            for (index, item) in list.iter().enumerate() {
                item.check(limits, &mut self.index(index));
            }
        }
    }

    /// Checks the elements of a tuple.
    pub(crate) fn elements(&mut self, elements: &[&dyn Encode], limits: &Limits) {
        if limits.unique {
            self.unique(&mut elements.iter().copied());
        }
        for (index, (element, limits)) in elements.iter().zip(limits.elements).enumerate() {
            element.check(limits, &mut self.index(index));
        }
    }

    /// Checks a map and its values.
    pub(crate) fn map<T: Json>(&mut self, map: &BTreeMap<String, T>, limits: &Limits) {
        self.map_size(map.len(), limits);
        if let Some(limits) = limits.each {
            for (name, value) in map {
                value.check(limits, &mut self.violations.at(name));
            }
        }
    }

    /// Checks the number of members of a map.
    pub(crate) fn map_size(&mut self, count: usize, limits: &Limits) {
        let unit = if count == 1 { "member" } else { "members" };
        self.count(
            count as u64,
            limits.properties,
            format_args!("has {count} {unit}"),
        );
    }

    /// Enters an item of a list until the returned guard is dropped.
    fn index(&mut self, index: usize) -> Checker<'_> {
        let length = self.violations.path.len();
        // Writing to a string cannot fail.
        let _ = write!(self.violations.path, "[{index}]");
        Checker {
            violations: self.violations,
            length,
        }
    }

    fn bounds<T: PartialOrd + Copy + fmt::Display>(&mut self, value: &T, bounds: &Bounds<T>) {
        let violations = &mut *self.violations;
        if let Some(minimum) = bounds.minimum.filter(|minimum| value < minimum) {
            violations.push(format!("{value} is less than the minimum {minimum}"));
        }
        if let Some(maximum) = bounds.maximum.filter(|maximum| value > maximum) {
            violations.push(format!("{value} is greater than the maximum {maximum}"));
        }
        if let Some(bound) = bounds.exclusive_minimum.filter(|bound| value <= bound) {
            violations.push(format!("{value} is not greater than {bound}"));
        }
        if let Some(bound) = bounds.exclusive_maximum.filter(|bound| value >= bound) {
            violations.push(format!("{value} is not less than {bound}"));
        }
    }

    fn count(&mut self, count: u64, limits: Count, what: fmt::Arguments<'_>) {
        if let Some(minimum) = limits.minimum.filter(|minimum| count < *minimum) {
            self.violations
                .push(format!("{what}; the minimum is {minimum}"));
        }
        if let Some(maximum) = limits.maximum.filter(|maximum| count > *maximum) {
            self.violations
                .push(format!("{what}; the maximum is {maximum}"));
        }
    }

    /// Checks that no two items are equal JSON values.
    fn unique(&mut self, items: &mut dyn Iterator<Item = &dyn Encode>) {
        let mut first = HashMap::new();
        for (index, item) in items.enumerate() {
            let mut writer = Writer::canonical();
            item.write(&mut writer);
            // A value that cannot be encoded is reported when the whole argument is encoded.
            let Ok(text) = writer.finish() else { continue };
            if let Some(earlier) = first.insert(text, index) {
                self.violations
                    .push(format!("items {earlier} and {index} are equal"));
            }
        }
    }
}

#[cfg(test)]
mod tests;
