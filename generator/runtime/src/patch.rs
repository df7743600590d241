//! A member that is omitted, null, or a value. An `Option` cannot distinguish the three.

use crate::runtime::Number;

/// A member of a request that is omitted, null, or a value.
///
/// Services distinguish the three: if a member is omitted, the stored value does not change; null removes it; a value
/// replaces it. Values and options convert to `Patch`, so a setter accepts `45.0`, `Some(45.0)`, `None` for null, or
/// [`Patch::Omit`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Patch<T> {
    /// The member is omitted.
    #[default]
    Omit,
    /// The member is sent as null.
    Null,
    /// The member is sent with this value.
    Value(T),
}

impl<T> Patch<T> {
    /// Returns `true` if the member is omitted.
    pub const fn is_omit(&self) -> bool {
        matches!(self, Self::Omit)
    }

    /// Returns `true` if the member is null.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Returns the value, or `None` if the member is omitted or null.
    pub const fn value(&self) -> Option<&T> {
        self.as_ref()
    }

    /// Returns a reference to the value, or `None` if the member is omitted or null.
    pub const fn as_ref(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Omit | Self::Null => None,
        }
    }

    /// Returns a mutable reference to the value, or `None` if the member is omitted or null.
    pub const fn as_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Omit | Self::Null => None,
        }
    }

    /// Converts into the value, or `None` if the member is omitted or null.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Omit | Self::Null => None,
        }
    }

    /// Applies a function to the value; leaves `Omit` and `Null` unchanged.
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

/// Converts `None` to `Null`.
impl<T> From<Option<T>> for Patch<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

/// Lets setters of type `f64` accept an integer literal such as `45`.
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
    fn values_and_options_convert_into_patches() {
        assert_eq!(Patch::from(45.0), Patch::Value(45.0));
        assert_eq!(Patch::from(Some(45.0)), Patch::Value(45.0));
        assert_eq!(Patch::<f64>::from(None), Patch::Null);
        assert_eq!(Patch::<String>::from("x"), Patch::Value("x".to_owned()));
        assert_eq!(Patch::<f64>::default(), Patch::Omit);
    }

    #[test]
    fn only_a_value_is_returned() {
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
