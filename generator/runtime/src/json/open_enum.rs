//! Open enums of strings and of integers, from their values.
//!
//! In: an enum in generated code, each variant with its value. Out: the enum, its conversions and its codec. Comparisons
//! use the wire value, so a known value that was put into the last variant is equal to its own variant.

/// Defines an open enum of strings.
///
/// Each variant stands once, with its wire value. The last variant, after `..`, keeps any other string. The values of a
/// `secret enum` are redacted. The variants of a `documented enum` have documentation of their wire values already.
#[doc(hidden)]
#[macro_export]
macro_rules! string_enum {
    ($(#[$attribute:meta])* pub enum $name:ident { $($variants:tt)* }) => {
        $crate::string_enum!(@values [$(#[$attribute])*] $name $($variants)*);
        $crate::string_enum!(@shown $name);
    };
    ($(#[$attribute:meta])* pub documented enum $name:ident { $($variants:tt)* }) => {
        $crate::string_enum!(@define [$(#[$attribute])*] $name $($variants)*);
        $crate::string_enum!(@shown $name);
    };
    ($(#[$attribute:meta])* pub secret enum $name:ident { $($variants:tt)* }) => {
        $crate::string_enum!(@values [$(#[$attribute])*] $name $($variants)*);
        $crate::string_enum!(@redacted $name);
    };
    ($(#[$attribute:meta])* pub documented secret enum $name:ident { $($variants:tt)* }) => {
        $crate::string_enum!(@define [$(#[$attribute])*] $name $($variants)*);
        $crate::string_enum!(@redacted $name);
    };
    // Documents the wire values.
    (@values [$($attributes:tt)*] $name:ident $(
        $(#[$attribute:meta])*
        $variant:ident = $value:literal,
    )* ..$other:ident) => {
        $crate::string_enum!(@define [$($attributes)*] $name $(
            $(#[$attribute])*
            #[doc = ""]
            #[doc = ::core::concat!("Wire value `", $value, "`.")]
            $variant = $value,
        )* ..$other);
    };
    (@define [$(#[$attribute:meta])*] $name:ident $(
        $(#[$variant_attribute:meta])*
        $variant:ident = $value:literal,
    )* ..$other:ident) => {
        $(#[$attribute])*
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_attribute])* $variant,)*
            /// Any other string that the service sends.
            $other(::std::string::String),
        }

        impl $name {
            /// Returns the wire value.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)*
                    Self::$other(value) => value,
                }
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(value: &str) -> Self {
                match value {
                    $($value => Self::$variant,)*
                    _ => Self::$other(::std::borrow::ToOwned::to_owned(value)),
                }
            }
        }

        impl ::core::clone::Clone for $name {
            fn clone(&self) -> Self {
                match self {
                    $(Self::$variant => Self::$variant,)*
                    Self::$other(value) => Self::$other(::core::clone::Clone::clone(value)),
                }
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(value: ::std::string::String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::hash::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                ::core::hash::Hash::hash(self.as_str(), state);
            }
        }

        impl $crate::runtime::Json for $name {
            #[inline]
            fn decode(
                reader: &mut $crate::runtime::Reader<'_>,
            ) -> ::core::result::Result<Self, $crate::runtime::DecodeError> {
                ::core::result::Result::Ok(Self::from(&*reader.string()?))
            }

            #[inline]
            fn encode(&self, writer: &mut $crate::runtime::Writer) {
                writer.string(self.as_str());
            }
        }
    };
    (@shown $name:ident) => {
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_tuple(::core::stringify!($name)).field(&self.as_str()).finish()
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
    (@redacted $name:ident) => {
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&$crate::runtime::Redacted, f)
            }
        }
    };
}

/// Defines an open enum of integers, like `string_enum!`.
#[doc(hidden)]
#[macro_export]
macro_rules! integer_enum {
    ($(#[$attribute:meta])* pub enum $name:ident { $($variants:tt)* }) => {
        $crate::integer_enum!(@define [$(#[$attribute])*] $name $($variants)*);

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_tuple(::core::stringify!($name)).field(&self.as_i64()).finish()
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.as_i64(), f)
            }
        }
    };
    ($(#[$attribute:meta])* pub secret enum $name:ident { $($variants:tt)* }) => {
        $crate::integer_enum!(@define [$(#[$attribute])*] $name $($variants)*);
        $crate::string_enum!(@redacted $name);
    };
    (@define [$(#[$attribute:meta])*] $name:ident $(
        $(#[$variant_attribute:meta])*
        $variant:ident = $value:literal,
    )* ..$other:ident) => {
        $(#[$attribute])*
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum $name {
            $(
                $(#[$variant_attribute])*
                #[doc = ""]
                #[doc = ::core::concat!("Wire value `", $value, "`.")]
                $variant,
            )*
            /// Any other number that the service sends.
            $other(i64),
        }

        impl $name {
            /// Returns the wire value.
            pub fn as_i64(&self) -> i64 {
                match self {
                    $(Self::$variant => $value,)*
                    Self::$other(value) => *value,
                }
            }
        }

        impl ::core::convert::From<i64> for $name {
            fn from(value: i64) -> Self {
                match value {
                    $($value => Self::$variant,)*
                    _ => Self::$other(value),
                }
            }
        }

        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.as_i64() == other.as_i64()
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::hash::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                ::core::hash::Hash::hash(&self.as_i64(), state);
            }
        }

        impl $crate::runtime::Json for $name {
            #[inline]
            fn decode(
                reader: &mut $crate::runtime::Reader<'_>,
            ) -> ::core::result::Result<Self, $crate::runtime::DecodeError> {
                <i64 as $crate::runtime::Json>::decode(reader).map(Self::from)
            }

            #[inline]
            fn encode(&self, writer: &mut $crate::runtime::Writer) {
                writer.signed(self.as_i64());
            }
        }
    };
}
