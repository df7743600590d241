//! Validates arguments against the constraints of the API description before anything is sent. All violations are
//! reported at once, each with its path.
//!
//! In: a value and its constraints, passed member by member by generated code. Out: nothing, or an error that lists the
//! violations. Messages contain lengths and counts of strings and lists, never their content.

use std::collections::{BTreeMap, HashMap};
use std::fmt::{self, Write};

use serde_json::{Map, Value};

use crate::runtime::Patch;
use crate::runtime::json::{self, DEPTH_LIMIT, Encode, Json, Writer};

/// A type with constraints.
pub trait Validate {
    /// Adds the violations of this value to a list. The default implementation adds none.
    fn check(&self, violations: &mut Violations) {
        let _ = violations;
    }

    /// Checks all constraints.
    ///
    /// # Errors
    ///
    /// Returns all violations, each with its path.
    fn validate(&self) -> Result<(), ValidationError>
    where
        Self: Sized,
    {
        let mut violations = Violations::default();
        violations.here().nested(self);
        violations.finish()
    }
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
            write!(f, "{}: ", self.path)?;
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

/// The constraints of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct NumberRange {
    /// The inclusive minimum.
    pub minimum: Option<f64>,
    /// The inclusive maximum.
    pub maximum: Option<f64>,
    /// The exclusive minimum.
    pub exclusive_minimum: Option<f64>,
    /// The exclusive maximum.
    pub exclusive_maximum: Option<f64>,
}

impl NumberRange {
    /// No constraints.
    pub const ANY: Self = Self {
        minimum: None,
        maximum: None,
        exclusive_minimum: None,
        exclusive_maximum: None,
    };

    /// Sets the inclusive minimum.
    pub const fn minimum(mut self, minimum: f64) -> Self {
        self.minimum = Some(minimum);
        self
    }

    /// Sets the inclusive maximum.
    pub const fn maximum(mut self, maximum: f64) -> Self {
        self.maximum = Some(maximum);
        self
    }

    /// Sets the exclusive minimum.
    pub const fn exclusive_minimum(mut self, bound: f64) -> Self {
        self.exclusive_minimum = Some(bound);
        self
    }

    /// Sets the exclusive maximum.
    pub const fn exclusive_maximum(mut self, bound: f64) -> Self {
        self.exclusive_maximum = Some(bound);
        self
    }
}

/// The constraints of an integer. The bounds are wider than the integer types of members, so that all bounds of an API
/// description fit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IntegerRange {
    /// The inclusive minimum.
    pub minimum: Option<i128>,
    /// The inclusive maximum.
    pub maximum: Option<i128>,
    /// The exclusive minimum.
    pub exclusive_minimum: Option<i128>,
    /// The exclusive maximum.
    pub exclusive_maximum: Option<i128>,
    /// The number that the value must be a multiple of; zero means no constraint.
    pub multiple_of: Option<i128>,
}

impl IntegerRange {
    /// No constraints.
    pub const ANY: Self = Self {
        minimum: None,
        maximum: None,
        exclusive_minimum: None,
        exclusive_maximum: None,
        multiple_of: None,
    };

    /// Sets the inclusive minimum.
    pub const fn minimum(mut self, minimum: i128) -> Self {
        self.minimum = Some(minimum);
        self
    }

    /// Sets the inclusive maximum.
    pub const fn maximum(mut self, maximum: i128) -> Self {
        self.maximum = Some(maximum);
        self
    }

    /// Sets the number that the value must be a multiple of.
    pub const fn multiple_of(mut self, factor: i128) -> Self {
        self.multiple_of = Some(factor);
        self
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
    /// Checks a number.
    pub fn number(&mut self, value: impl Into<f64>, range: NumberRange) {
        let value = value.into();
        let NumberRange {
            minimum,
            maximum,
            exclusive_minimum,
            exclusive_maximum,
        } = range;
        self.bounds(
            &value,
            minimum,
            maximum,
            exclusive_minimum,
            exclusive_maximum,
        );
    }

    /// Checks an integer.
    pub fn integer(&mut self, value: i128, range: IntegerRange) {
        let IntegerRange {
            minimum,
            maximum,
            exclusive_minimum,
            exclusive_maximum,
            multiple_of,
        } = range;
        self.bounds(
            &value,
            minimum,
            maximum,
            exclusive_minimum,
            exclusive_maximum,
        );
        if let Some(factor) = multiple_of {
            if value.checked_rem(factor).is_some_and(|rest| rest != 0) {
                self.violations
                    .push(format!("{value} is not a multiple of {factor}"));
            }
        }
    }

    /// Checks the length of a string, in Unicode code points.
    pub fn length(&mut self, value: &str, minimum: Option<u64>, maximum: Option<u64>) {
        let length = value.chars().count() as u64;
        let unit = if length == 1 {
            "character"
        } else {
            "characters"
        };
        self.count(
            length,
            minimum,
            maximum,
            format_args!("is {length} {unit} long"),
        );
    }

    /// Checks the number of items of a list.
    pub fn items(&mut self, count: usize, minimum: Option<u64>, maximum: Option<u64>) {
        let unit = if count == 1 { "item" } else { "items" };
        self.count(
            count as u64,
            minimum,
            maximum,
            format_args!("has {count} {unit}"),
        );
    }

    /// Checks the number of members of an object.
    pub fn properties(&mut self, count: usize, minimum: Option<u64>, maximum: Option<u64>) {
        let unit = if count == 1 { "member" } else { "members" };
        self.count(
            count as u64,
            minimum,
            maximum,
            format_args!("has {count} {unit}"),
        );
    }

    /// Checks that no two items are equal JSON values.
    pub fn unique<T: Json>(&mut self, items: &[T]) {
        self.unique_encoded(&mut items.iter().map(|item| item as &dyn Encode));
    }

    /// Checks that no two elements of a tuple are equal JSON values.
    pub fn unique_elements(&mut self, elements: &[&dyn Encode]) {
        self.unique_encoded(&mut elements.iter().copied());
    }

    /// Checks a value that has constraints of its own. Values nested beyond the depth limit are rejected by the JSON
    /// writer instead.
    pub fn nested(&mut self, value: &dyn Validate) {
        if self.violations.depth < DEPTH_LIMIT {
            self.violations.depth += 1;
            value.check(self.violations);
            self.violations.depth -= 1;
        }
    }

    /// Enters an item of a list until the returned guard is dropped.
    pub fn index(&mut self, index: usize) -> Checker<'_> {
        let length = self.violations.path.len();
        // Writing to a string cannot fail.
        let _ = write!(self.violations.path, "[{index}]");
        Checker {
            violations: self.violations,
            length,
        }
    }

    /// Enters an entry of a map until the returned guard is dropped.
    pub fn entry(&mut self, name: &str) -> Checker<'_> {
        self.violations.at(name)
    }

    fn bounds<T: PartialOrd + fmt::Display>(
        &mut self,
        value: &T,
        minimum: Option<T>,
        maximum: Option<T>,
        exclusive_minimum: Option<T>,
        exclusive_maximum: Option<T>,
    ) {
        let violations = &mut *self.violations;
        if let Some(minimum) = minimum.filter(|minimum| value < minimum) {
            violations.push(format!("{value} is less than the minimum {minimum}"));
        }
        if let Some(maximum) = maximum.filter(|maximum| value > maximum) {
            violations.push(format!("{value} is greater than the maximum {maximum}"));
        }
        if let Some(bound) = exclusive_minimum.filter(|bound| value <= bound) {
            violations.push(format!("{value} is not greater than {bound}"));
        }
        if let Some(bound) = exclusive_maximum.filter(|bound| value >= bound) {
            violations.push(format!("{value} is not less than {bound}"));
        }
    }

    fn count(
        &mut self,
        count: u64,
        minimum: Option<u64>,
        maximum: Option<u64>,
        what: fmt::Arguments<'_>,
    ) {
        if let Some(minimum) = minimum.filter(|minimum| count < *minimum) {
            self.violations
                .push(format!("{what}; the minimum is {minimum}"));
        }
        if let Some(maximum) = maximum.filter(|maximum| count > *maximum) {
            self.violations
                .push(format!("{what}; the maximum is {maximum}"));
        }
    }

    fn unique_encoded(&mut self, items: &mut dyn Iterator<Item = &dyn Encode>) {
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

impl Validate for () {}
impl Validate for bool {}
impl Validate for i32 {}
impl Validate for i64 {}
impl Validate for u32 {}
impl Validate for u64 {}
impl Validate for f64 {}
impl Validate for json::Number {}
impl Validate for str {}
impl Validate for String {}
impl Validate for Value {}
impl Validate for Map<String, Value> {}
impl Validate for bytes::Bytes {}

// The elements of lists and maps are checked by the type that contains them, which knows their paths.
impl<T: Validate> Validate for Vec<T> {}
impl<T: Validate> Validate for [T] {}
impl<T: Validate> Validate for BTreeMap<String, T> {}

impl<T: Validate> Validate for Option<T> {
    fn check(&self, violations: &mut Violations) {
        if let Some(value) = self {
            value.check(violations);
        }
    }
}

impl<T: Validate> Validate for Box<T> {
    fn check(&self, violations: &mut Violations) {
        T::check(self, violations);
    }
}

impl<T: Validate> Validate for Patch<T> {
    fn check(&self, violations: &mut Violations) {
        if let Some(value) = self.as_ref() {
            value.check(violations);
        }
    }
}

#[cfg(test)]
mod tests;
