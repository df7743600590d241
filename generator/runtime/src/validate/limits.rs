//! Constraints as data: constants of generated code, from which values are checked.

/// The constraints of a value. Those of another JSON type than the value's have no effect, so null always passes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    is_empty: bool,
    pub(super) number: Bounds<f64>,
    pub(super) integer: Bounds<i128>,
    /// The number that an integer must be a multiple of; zero means no constraint.
    pub(super) multiple_of: Option<i128>,
    /// The length of a string, in Unicode code points.
    pub(super) length: Count,
    /// The number of items of a list.
    pub(super) items: Count,
    /// Whether no two items of a list can be equal JSON values.
    pub(super) unique: bool,
    /// The number of members of a map.
    pub(super) properties: Count,
    /// The constraints of each item of a list, or value of a map.
    pub(super) each: Option<&'static Limits>,
    /// The constraints of each element of a tuple.
    pub(super) elements: &'static [Limits],
}

/// The bounds of a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bounds<T> {
    pub(super) minimum: Option<T>,
    pub(super) maximum: Option<T>,
    pub(super) exclusive_minimum: Option<T>,
    pub(super) exclusive_maximum: Option<T>,
}

impl<T> Bounds<T> {
    const ANY: Self = Self {
        minimum: None,
        maximum: None,
        exclusive_minimum: None,
        exclusive_maximum: None,
    };
}

/// The bounds of a length or of a number of elements.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Count {
    pub(super) minimum: Option<u64>,
    pub(super) maximum: Option<u64>,
}

impl Count {
    pub(super) const ANY: Self = Self {
        minimum: None,
        maximum: None,
    };
}

impl Limits {
    /// No constraints.
    pub const NONE: Self = Self {
        is_empty: true,
        number: Bounds::ANY,
        integer: Bounds::ANY,
        multiple_of: None,
        length: Count::ANY,
        items: Count::ANY,
        unique: false,
        properties: Count::ANY,
        each: None,
        elements: &[],
    };

    /// No constraints except those of the value's own type.
    pub const NESTED: Self = Self::NONE.nested();

    /// Returns `true` if nothing has to be checked.
    pub const fn is_empty(&self) -> bool {
        self.is_empty
    }

    /// Applies the constraints of the value's own type.
    pub const fn nested(mut self) -> Self {
        self.is_empty = false;
        self
    }

    /// Sets the inclusive minimum of a number.
    pub const fn minimum(mut self, minimum: i128) -> Self {
        self.integer.minimum = Some(minimum);
        self.minimum_f64(minimum as f64)
    }

    /// Sets the inclusive minimum of a number that is not an integer.
    pub const fn minimum_f64(mut self, minimum: f64) -> Self {
        self.number.minimum = Some(minimum);
        self.nested()
    }

    /// Sets the inclusive maximum of a number.
    pub const fn maximum(mut self, maximum: i128) -> Self {
        self.integer.maximum = Some(maximum);
        self.maximum_f64(maximum as f64)
    }

    /// Sets the inclusive maximum of a number that is not an integer.
    pub const fn maximum_f64(mut self, maximum: f64) -> Self {
        self.number.maximum = Some(maximum);
        self.nested()
    }

    /// Sets the exclusive minimum of a number.
    pub const fn exclusive_minimum(mut self, bound: i128) -> Self {
        self.integer.exclusive_minimum = Some(bound);
        self.exclusive_minimum_f64(bound as f64)
    }

    /// Sets the exclusive minimum of a number that is not an integer.
    pub const fn exclusive_minimum_f64(mut self, bound: f64) -> Self {
        self.number.exclusive_minimum = Some(bound);
        self.nested()
    }

    /// Sets the exclusive maximum of a number.
    pub const fn exclusive_maximum(mut self, bound: i128) -> Self {
        self.integer.exclusive_maximum = Some(bound);
        self.exclusive_maximum_f64(bound as f64)
    }

    /// Sets the exclusive maximum of a number that is not an integer.
    pub const fn exclusive_maximum_f64(mut self, bound: f64) -> Self {
        self.number.exclusive_maximum = Some(bound);
        self.nested()
    }

    /// Sets the number that an integer must be a multiple of.
    pub const fn multiple_of(mut self, factor: i128) -> Self {
        self.multiple_of = Some(factor);
        self.nested()
    }

    /// Sets the minimum length of a string, in Unicode code points.
    pub const fn min_length(mut self, length: u64) -> Self {
        self.length.minimum = Some(length);
        self.nested()
    }

    /// Sets the maximum length of a string, in Unicode code points.
    pub const fn max_length(mut self, length: u64) -> Self {
        self.length.maximum = Some(length);
        self.nested()
    }

    /// Sets the minimum number of items of a list.
    pub const fn min_items(mut self, count: u64) -> Self {
        self.items.minimum = Some(count);
        self.nested()
    }

    /// Sets the maximum number of items of a list.
    pub const fn max_items(mut self, count: u64) -> Self {
        self.items.maximum = Some(count);
        self.nested()
    }

    /// Rejects lists in which two items are equal JSON values.
    pub const fn unique_items(mut self) -> Self {
        self.unique = true;
        self.nested()
    }

    /// Sets the minimum number of members of a map.
    pub const fn min_properties(mut self, count: u64) -> Self {
        self.properties.minimum = Some(count);
        self.nested()
    }

    /// Sets the maximum number of members of a map.
    pub const fn max_properties(mut self, count: u64) -> Self {
        self.properties.maximum = Some(count);
        self.nested()
    }

    /// Sets the constraints of each item of a list, or value of a map.
    pub const fn each(mut self, limits: &'static Limits) -> Self {
        self.each = Some(limits);
        self.nested()
    }

    /// Sets the constraints of each element of a tuple.
    pub const fn elements(mut self, limits: &'static [Limits]) -> Self {
        self.elements = limits;
        self.nested()
    }
}

/// Returns a reference to limits, from the calls that set them.
// In a constant, references to other limits live as long as it does.
#[doc(hidden)]
#[macro_export]
macro_rules! limits {
    ($($limits:tt)*) => {{
        const LIMITS: &$crate::runtime::Limits = &$crate::runtime::Limits::NONE.$($limits)*;
        LIMITS
    }};
}
