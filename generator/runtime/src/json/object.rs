//! The codec of structs, from a table with one line for each member.
//!
//! In: a table in generated code. Out: impls that call the functions here. These are not generic: they reach the fields
//! through [`Slot`].

use super::members::Additional;
use super::{DecodeError, Encode, Json, Reader};
use crate::runtime::Patch;
use crate::runtime::validate::{Checker, Limits};

/// Implements [`Json`] for a struct from the table of its members.
///
/// Each line has the member's name on the wire, its presence, and its field:
///
/// * `optional`: `Option<T>`, not sent when `None`
/// * `patch`: `Patch<T>`
/// * `required`: any type
/// * `nullable`: `Option<T>`, always sent
///
/// A field followed by `secret` is redacted in `Debug`, which is implemented for tables that begin with `#[redacted]`.
/// `..field` at the end holds the members that are not in the table. `checked_object!` is the same table with the
/// constraints of members in brackets, such as `[minimum(30)]`; it also implements `validate`.
#[doc(hidden)]
#[macro_export]
macro_rules! object {
    (#[redacted] $($table:tt)*) => {
        $crate::object!(@debug $($table)*);
        $crate::object!($($table)*);
    };
    ($name:ident {}) => {
        impl $crate::runtime::Json for $name {
            $crate::object!(@codec);
        }
    };
    // All members can be missing, so they are decoded into their fields.
    ($name:ident {
        $($wire:literal => optional $field:ident $($secret:ident)?,)*
        $(..$additional:ident $($secret_values:ident)?)?
    }) => {
        impl $crate::runtime::Json for $name {
            #[inline]
            fn decode(
                reader: &mut $crate::runtime::Reader<'_>,
            ) -> ::core::result::Result<Self, $crate::runtime::DecodeError> {
                let mut value = Self::default();
                reader.members(
                    ::core::mem::size_of::<Self>(),
                    &[$($wire),*],
                    &mut [$(&mut value.$field),*],
                    $crate::object!(@rest $(value.$additional)?),
                )?;
                ::core::result::Result::Ok(value)
            }

            #[inline]
            fn encode(&self, writer: &mut $crate::runtime::Writer) {
                writer.object();
                $(writer.optional($wire, &self.$field);)*
                $(writer.additional(&self.$additional);)?
                writer.end_object();
            }
        }
    };
    ($name:ident {
        $($wire:literal => $presence:ident $field:ident $($secret:ident)?,)*
        $(..$additional:ident $($secret_values:ident)?)?
    }) => {
        impl $crate::runtime::Json for $name {
            $crate::object!(@codec $($wire => $presence $field,)* $(..$additional)?);
        }
    };
    (@codec $($wire:literal => $presence:ident $field:ident,)* $(..$additional:ident)?) => {
        #[inline]
        fn decode(
            reader: &mut $crate::runtime::Reader<'_>,
        ) -> ::core::result::Result<Self, $crate::runtime::DecodeError> {
            $(let mut $field = $crate::object!(@slot $presence);)*
            $(let mut $additional = ::core::default::Default::default();)?
            reader.members(
                ::core::mem::size_of::<Self>(),
                &[$($wire),*],
                &mut [$(&mut $field),*],
                $crate::object!(@rest $($additional)?),
            )?;
            ::core::result::Result::Ok(Self {
                $($field: $crate::object!(@take $presence $field),)*
                $($additional,)?
            })
        }

        #[inline]
        fn encode(&self, writer: &mut $crate::runtime::Writer) {
            writer.object();
            $($crate::object!(@write $presence writer $wire self.$field);)*
            $(writer.additional(&self.$additional);)?
            writer.end_object();
        }
    };
    (@rest) => { ::core::option::Option::None };
    (@rest $place:expr) => { ::core::option::Option::Some(&mut $place) };
    (@slot optional) => { ::core::option::Option::None };
    (@slot patch) => { $crate::runtime::Patch::Omit };
    (@slot required) => { $crate::runtime::json::RequiredSlot::new() };
    (@slot nullable) => { $crate::runtime::json::NullableSlot::new() };
    (@take optional $slot:ident) => { $slot };
    (@take patch $slot:ident) => { $slot };
    (@take $presence:ident $slot:ident) => { $slot.take() };
    (@write optional $writer:ident $wire:literal $value:expr) => { $writer.optional($wire, &$value) };
    (@write patch $writer:ident $wire:literal $value:expr) => { $writer.patch($wire, &$value) };
    (@write $presence:ident $writer:ident $wire:literal $value:expr) => { $writer.member($wire, &$value) };
    (@debug $name:ident {
        $($wire:literal => $presence:ident $field:ident $($secret:ident)? $([$($limits:tt)*])?,)*
        $(..$additional:ident $($secret_values:ident)? $([$($value_limits:tt)*])?)?
    }) => {
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct(::core::stringify!($name).trim_start_matches("r#"))
                    $(.field(
                        ::core::stringify!($field).trim_start_matches("r#"),
                        $crate::object!(@shown $presence self.$field $($secret)?),
                    ))*
                    $(.field(
                        ::core::stringify!($additional).trim_start_matches("r#"),
                        $crate::object!(@shown required self.$additional $($secret_values)?),
                    ))?
                    .finish()
            }
        }
    };
    (@shown $presence:ident $self:ident.$field:ident) => { &$self.$field };
    (@shown required $self:ident.$field:ident secret) => { &$crate::runtime::Redacted };
    (@shown $presence:ident $self:ident.$field:ident secret) => {
        &$self.$field.as_ref().map(|_| $crate::runtime::Redacted)
    };
}

/// Implements [`Json`] and `validate` for a struct that requests contain; see `object!`.
#[doc(hidden)]
#[macro_export]
macro_rules! checked_object {
    (#[redacted] $($table:tt)*) => {
        $crate::object!(@debug $($table)*);
        $crate::checked_object!($($table)*);
    };
    ($name:ident {
        $($wire:literal => $presence:ident $field:ident $($secret:ident)? $([$($limits:tt)*])?,)*
        $(..$additional:ident $($secret_values:ident)? $([$($value_limits:tt)*])?)?
    }) => {
        impl $name {
            /// Checks the constraints that the API documents.
            ///
            /// # Errors
            ///
            /// Returns all violations, each with its path.
            pub fn validate(
                &self,
            ) -> ::core::result::Result<(), $crate::runtime::ValidationError> {
                $crate::runtime::validate(self)
            }
        }

        impl $crate::runtime::Json for $name {
            $crate::object!(@codec $($wire => $presence $field,)* $(..$additional)?);

            fn check(
                &self,
                _: &$crate::runtime::Limits,
                checker: &mut $crate::runtime::Checker<'_>,
            ) {
                checker.members(&[$($(
                    ($wire, &self.$field, $crate::limits!($($limits)*)),
                )?)*]);
                $($(
                    $crate::runtime::json::Additional::check(
                        &self.$additional,
                        $crate::limits!($($value_limits)*),
                        checker,
                    );
                )?)?
            }
        }
    };
}

/// The place of a member while its object is decoded.
#[doc(hidden)]
pub trait Slot {
    /// Decodes the member's value into the place.
    ///
    /// # Errors
    ///
    /// See [`Reader::optional`].
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError>;

    /// Ends the object, which may not have the member.
    ///
    /// # Errors
    ///
    /// Fails if the object does not have the member, and must.
    fn finish(&mut self, reader: &mut Reader<'_>, name: &'static str) -> Result<(), DecodeError> {
        let _ = (reader, name);
        Ok(())
    }
}

impl<T: Json> Slot for Option<T> {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        reader.optional(self)
    }
}

impl<T: Json> Slot for Patch<T> {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        reader.patch(self)
    }
}

/// The place of a required member.
#[derive(Debug)]
pub struct RequiredSlot<T>(Option<T>);

impl<T: Json> RequiredSlot<T> {
    /// Creates an empty place.
    #[expect(clippy::new_without_default, reason = "only macros create it")]
    pub const fn new() -> Self {
        Self(None)
    }

    /// Returns the member, after [`Reader::members`] has filled the place.
    ///
    /// # Panics
    ///
    /// If it has not.
    #[inline]
    pub fn take(self) -> T {
        self.0.expect("the members were read")
    }
}

impl<T: Json> Slot for RequiredSlot<T> {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        reader.required(&mut self.0)
    }

    fn finish(&mut self, reader: &mut Reader<'_>, name: &'static str) -> Result<(), DecodeError> {
        if self.0.is_some() {
            return Ok(());
        }
        Err(reader.missing(name))
    }
}

/// The place of a required member that can be null.
#[derive(Debug)]
pub struct NullableSlot<T>(Option<Option<T>>);

impl<T: Json> NullableSlot<T> {
    /// Creates an empty place.
    #[expect(clippy::new_without_default, reason = "only macros create it")]
    pub const fn new() -> Self {
        Self(None)
    }

    /// Returns the member, after [`Reader::members`] has filled the place.
    #[inline]
    pub fn take(self) -> Option<T> {
        self.0.flatten()
    }
}

impl<T: Json> Slot for NullableSlot<T> {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        reader.required(&mut self.0)
    }

    fn finish(&mut self, reader: &mut Reader<'_>, name: &'static str) -> Result<(), DecodeError> {
        if self.0.is_some() {
            return Ok(());
        }
        reader.missing_nullable(name)
    }
}

impl Reader<'_> {
    /// Reads an object: each member with a name into its slot, and the others into a map or past them. Fills all
    /// slots. `size` is the size of the struct in bytes.
    ///
    /// # Errors
    ///
    /// Fails if the next value is not an object, if a member cannot be read, or if a required one is missing.
    pub fn members(
        &mut self,
        size: usize,
        names: &[&'static str],
        slots: &mut [&mut dyn Slot],
        mut additional: Option<&mut dyn Additional>,
    ) -> Result<(), DecodeError> {
        self.object()?;
        let levels = self.use_stack(size)?;
        let mut next = 0;
        loop {
            // Services send most members in the order of the document.
            let expected = names.get(next);
            if expected.is_some_and(|name| self.is_next_key(name)) {
                slots[next].read(self)?;
                next += 1;
                continue;
            }
            let Some(key) = self.key()? else { break };
            let (before, after) = names.split_at(next);
            let found = match after.iter().position(|name| *name == key) {
                Some(offset) => Some(next + offset),
                None => before.iter().position(|name| *name == key),
            };
            match (found, &mut additional) {
                (Some(index), _) => {
                    slots[index].read(self)?;
                    next = index + 1;
                }
                (None, Some(map)) => self.additional(key, *map)?,
                (None, None) => self.skip()?,
            }
        }
        self.depth += levels;
        for (slot, name) in slots.iter_mut().zip(names) {
            slot.finish(self, name)?;
        }
        Ok(())
    }
}

/// Only checks use this: a member that is omitted cannot be written by itself.
impl<T: Json> Encode for Patch<T> {
    fn write(&self, writer: &mut super::Writer) {
        match self.as_ref() {
            Some(value) => value.encode(writer),
            None => writer.null(),
        }
    }

    fn check(&self, limits: &Limits, checker: &mut Checker<'_>) {
        if let Some(value) = self.as_ref() {
            value.check(limits, checker);
        }
    }
}
