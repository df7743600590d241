//! Checks the constraints that a document states before anything is sent: all violations at once, each with its path.
//!
//! In: a value and the constraints, called member by member by generated code. Out: nothing, or an error that lists
//! the violations. Messages give lengths and counts of text and lists, never their content.

use std::collections::{BTreeMap, HashMap};
use std::fmt::{self, Write};

use serde_json::{Map, Value};

use crate::runtime::Patch;
use crate::runtime::json::{self, DEPTH_LIMIT, Encode, Json, Writer};

/// A type with constraints.
pub trait Validate {
    /// Adds the value's violations to a list. By default there are none.
    fn check(&self, violations: &mut Violations) {
        let _ = violations;
    }

    /// Checks all constraints.
    ///
    /// # Errors
    ///
    /// Every violation with its path.
    fn validate(&self) -> Result<(), ValidationError>
    where
        Self: Sized,
    {
        let mut violations = Violations::default();
        violations.here().nested(self);
        violations.finish()
    }
}

/// A constraint that a value does not keep.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// Where, such as `recording.allowedOrigins[0]`, in the names of the wire; empty for the value itself.
    pub path: String,
    /// What is wrong, such as `7 is less than the minimum 30`.
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

/// A value that does not keep the constraints of the API.
///
/// Prints all violations in one line: `deleteRecordingAfterDays: 7 is less than the minimum 30; tags: has 0 items; the minimum is 1`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ValidationError {
    /// The violations in the order of the members; at least one.
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
    /// How many values within each other are being checked.
    depth: u16,
    list: Vec<Violation>,
}

impl Violations {
    /// Enters a member, until the result is dropped.
    pub fn at(&mut self, name: &str) -> Checker<'_> {
        let length = self.path.len();
        json::member_path(&mut self.path, name);
        Checker {
            violations: self,
            length,
        }
    }

    /// Returns whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Returns the violations as an error, if there are any.
    ///
    /// # Errors
    ///
    /// There are some.
    pub fn finish(self) -> Result<(), ValidationError> {
        if self.list.is_empty() {
            return Ok(());
        }
        Err(ValidationError {
            violations: self.list,
        })
    }

    /// Stays where it is: for elements and entries of the value itself.
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

/// What a number must keep.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct NumberRange {
    /// The least value.
    pub minimum: Option<f64>,
    /// The greatest value.
    pub maximum: Option<f64>,
    /// What the value must be greater than.
    pub exclusive_minimum: Option<f64>,
    /// What the value must be less than.
    pub exclusive_maximum: Option<f64>,
}

impl NumberRange {
    /// Allows every number.
    pub const ANY: Self = Self {
        minimum: None,
        maximum: None,
        exclusive_minimum: None,
        exclusive_maximum: None,
    };

    /// Sets the least value.
    pub const fn minimum(mut self, minimum: f64) -> Self {
        self.minimum = Some(minimum);
        self
    }

    /// Sets the greatest value.
    pub const fn maximum(mut self, maximum: f64) -> Self {
        self.maximum = Some(maximum);
        self
    }

    /// Sets what the value must be greater than.
    pub const fn exclusive_minimum(mut self, bound: f64) -> Self {
        self.exclusive_minimum = Some(bound);
        self
    }

    /// Sets what the value must be less than.
    pub const fn exclusive_maximum(mut self, bound: f64) -> Self {
        self.exclusive_maximum = Some(bound);
        self
    }
}

/// What an integer must keep. The bounds are wider than any integer type of a member, so that a document's bounds fit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IntegerRange {
    /// The least value.
    pub minimum: Option<i128>,
    /// The greatest value.
    pub maximum: Option<i128>,
    /// What the value must be greater than.
    pub exclusive_minimum: Option<i128>,
    /// What the value must be less than.
    pub exclusive_maximum: Option<i128>,
    /// What the value must be a multiple of; zero demands nothing.
    pub multiple_of: Option<i128>,
}

impl IntegerRange {
    /// Allows every integer.
    pub const ANY: Self = Self {
        minimum: None,
        maximum: None,
        exclusive_minimum: None,
        exclusive_maximum: None,
        multiple_of: None,
    };

    /// Sets the least value.
    pub const fn minimum(mut self, minimum: i128) -> Self {
        self.minimum = Some(minimum);
        self
    }

    /// Sets the greatest value.
    pub const fn maximum(mut self, maximum: i128) -> Self {
        self.maximum = Some(maximum);
        self
    }

    /// Sets what the value must be a multiple of.
    pub const fn multiple_of(mut self, factor: i128) -> Self {
        self.multiple_of = Some(factor);
        self
    }
}

/// A place in a value that is being checked. Left again when dropped.
#[derive(Debug)]
pub struct Checker<'a> {
    violations: &'a mut Violations,
    /// The length of the path outside of this place.
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
            (minimum, maximum),
            (exclusive_minimum, exclusive_maximum),
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
            (minimum, maximum),
            (exclusive_minimum, exclusive_maximum),
        );
        if let Some(factor) = multiple_of
            && value.checked_rem(factor).is_some_and(|rest| rest != 0)
        {
            self.violations
                .push(format!("{value} is not a multiple of {factor}"));
        }
    }

    /// Checks the length of a text, in code points.
    pub fn length(&mut self, value: &str, minimum: Option<u64>, maximum: Option<u64>) {
        let length = value.chars().count() as u64;
        let unit = if length == 1 {
            "character"
        } else {
            "characters"
        };
        self.count(
            length,
            (minimum, maximum),
            format_args!("is {length} {unit} long"),
        );
    }

    /// Checks the number of a list's items.
    pub fn items(&mut self, count: usize, minimum: Option<u64>, maximum: Option<u64>) {
        let unit = if count == 1 { "item" } else { "items" };
        self.count(
            count as u64,
            (minimum, maximum),
            format_args!("has {count} {unit}"),
        );
    }

    /// Checks the number of an object's members.
    pub fn properties(&mut self, count: usize, minimum: Option<u64>, maximum: Option<u64>) {
        let unit = if count == 1 { "member" } else { "members" };
        self.count(
            count as u64,
            (minimum, maximum),
            format_args!("has {count} {unit}"),
        );
    }

    /// Checks that no two items are equal as JSON.
    pub fn unique<T: Json>(&mut self, items: &[T]) {
        self.unique_encoded(&mut items.iter().map(|item| item as &dyn Encode));
    }

    /// Checks a value with constraints of its own. What is deeper than JSON text may be is left to the writer to refuse.
    pub fn nested(&mut self, value: &dyn Validate) {
        if self.violations.depth < DEPTH_LIMIT {
            self.violations.depth += 1;
            value.check(self.violations);
            self.violations.depth -= 1;
        }
    }

    /// Enters an item of a list, until the result is dropped.
    pub fn index(&mut self, index: usize) -> Checker<'_> {
        let length = self.violations.path.len();
        // Writing to a String cannot fail.
        let _ = write!(self.violations.path, "[{index}]");
        Checker {
            violations: self.violations,
            length,
        }
    }

    /// Enters an entry of a map, until the result is dropped.
    pub fn entry(&mut self, name: &str) -> Checker<'_> {
        self.violations.at(name)
    }

    fn bounds<T: PartialOrd + fmt::Display>(
        &mut self,
        value: &T,
        (minimum, maximum): (Option<T>, Option<T>),
        (above, below): (Option<T>, Option<T>),
    ) {
        let violations = &mut *self.violations;
        if let Some(minimum) = minimum.filter(|minimum| value < minimum) {
            violations.push(format!("{value} is less than the minimum {minimum}"));
        }
        if let Some(maximum) = maximum.filter(|maximum| value > maximum) {
            violations.push(format!("{value} is greater than the maximum {maximum}"));
        }
        if let Some(above) = above.filter(|above| value <= above) {
            violations.push(format!("{value} is not greater than {above}"));
        }
        if let Some(below) = below.filter(|below| value >= below) {
            violations.push(format!("{value} is not less than {below}"));
        }
    }

    fn count(
        &mut self,
        count: u64,
        (minimum, maximum): (Option<u64>, Option<u64>),
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
            // What cannot be written is refused when the whole value is.
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

// Whoever holds a list or a map checks what is in it, and knows what the place is called.
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
