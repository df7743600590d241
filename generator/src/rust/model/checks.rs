//! What `validate` checks of a value before it is sent.

/// What is checked of a value before it is sent. If all is empty, nothing is checked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checks {
    /// Bounds of a number of type `f64`.
    pub number: Option<NumberChecks>,
    /// Bounds of an integer.
    pub integer: Option<IntegerChecks>,
    /// The minimum and maximum number of code points.
    pub length: Option<(Option<u64>, Option<u64>)>,
    /// The minimum and maximum number of elements of a list.
    pub items: Option<(Option<u64>, Option<u64>)>,
    /// Whether elements must differ.
    pub unique: bool,
    /// The minimum and maximum number of members of a map.
    pub properties: Option<(Option<u64>, Option<u64>)>,
    /// Whether the value has a `validate` of its own.
    pub nested: bool,
    /// What is checked of each element of a list or value of a map.
    pub each: Option<Box<Checks>>,
    /// What is checked of each element of a tuple; empty if nothing is.
    pub elements: Vec<Checks>,
}

impl Checks {
    /// Returns whether nothing is checked.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns whether only the value's own `validate` is called.
    pub fn is_only_nested(&self) -> bool {
        *self
            == Self {
                nested: true,
                ..Self::default()
            }
    }
}

/// Bounds of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct NumberChecks {
    /// The minimum value.
    pub minimum: Option<f64>,
    /// The maximum value.
    pub maximum: Option<f64>,
    /// The value must be greater than this.
    pub exclusive_minimum: Option<f64>,
    /// The value must be less than this.
    pub exclusive_maximum: Option<f64>,
}

/// Bounds of an integer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IntegerChecks {
    /// The minimum value.
    pub minimum: Option<i128>,
    /// The maximum value.
    pub maximum: Option<i128>,
    /// The value must be a multiple of this.
    pub multiple_of: Option<i128>,
}
