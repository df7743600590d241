//! A member that can be left out, null, or a value: three things that an `Option` cannot tell apart.

use crate::runtime::Number;

/// A member of a request that can be left out, null, or a value.
///
/// Services tell the three apart: a member that is left out stays as it is, null removes what is stored, a value replaces
/// it. Values and options turn into a patch by themselves: a setter takes `45.0`, `Some(45.0)`, `None` for null, or
/// [`Patch::Omit`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Patch<T> {
    /// Leaves the member out.
    #[default]
    Omit,
    /// Sends null.
    Null,
    /// Sends a value.
    Value(T),
}

impl<T> Patch<T> {
    /// Returns whether the member is left out.
    pub const fn is_omit(&self) -> bool {
        matches!(self, Self::Omit)
    }

    /// Returns whether the member is null.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Returns the value, unless the member is left out or null.
    pub const fn value(&self) -> Option<&T> {
        self.as_ref()
    }

    /// Returns the value, unless the member is left out or null.
    pub const fn as_ref(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Omit | Self::Null => None,
        }
    }

    /// Returns the value to change it in place, unless the member is left out or null.
    pub const fn as_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Omit | Self::Null => None,
        }
    }

    /// Turns into the value, unless the member is left out or null.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Omit | Self::Null => None,
        }
    }

    /// Applies a function to the value, and leaves the other two as they are.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Omit => Patch::Omit,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(change(value)),
        }
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// `None` is null.
impl<T> From<Option<T>> for Patch<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

/// So that `45` does where the API takes any number.
impl From<i32> for Patch<f64> {
    fn from(value: i32) -> Self {
        Self::Value(f64::from(value))
    }
}

impl From<i32> for Patch<Number> {
    fn from(value: i32) -> Self {
        Self::Value(Number::from(value))
    }
}

impl From<i64> for Patch<Number> {
    fn from(value: i64) -> Self {
        Self::Value(Number::from(value))
    }
}

impl From<f64> for Patch<Number> {
    fn from(value: f64) -> Self {
        Self::Value(Number::from(value))
    }
}

impl From<&str> for Patch<String> {
    fn from(value: &str) -> Self {
        Self::Value(value.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_options_turn_into_patches() {
        assert_eq!(Patch::from(45.0), Patch::Value(45.0));
        assert_eq!(Patch::from(Some(45.0)), Patch::Value(45.0));
        assert_eq!(Patch::<f64>::from(None), Patch::Null);
        assert_eq!(Patch::<String>::from("x"), Patch::Value("x".to_owned()));
        assert_eq!(Patch::<f64>::default(), Patch::Omit);
    }

    #[test]
    fn only_a_value_is_given() {
        let mut value = Patch::Value(1);
        assert_eq!(value.as_ref(), Some(&1));
        if let Some(inner) = value.as_mut() {
            *inner = 2;
        }
        assert_eq!(value.value(), Some(&2));
        assert_eq!(value.map(|value| value + 1).into_option(), Some(3));
        assert_eq!(Patch::<i32>::Null.map(|value| value + 1), Patch::Null);
        assert_eq!(Patch::<i32>::Omit.into_option(), None);
        assert!(Patch::<i32>::Null.is_null() && !Patch::<i32>::Null.is_omit());
        assert!(Patch::<i32>::Omit.is_omit() && !Patch::<i32>::Omit.is_null());
    }
}
