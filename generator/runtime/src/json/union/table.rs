//! The codec of unions, from a table with one line for each variant.

/// Implements [`Json`](crate::runtime::Json) for a union from the table of its variants.
///
/// Each variant is followed by the shape of its values. In a union `by` a tag, `tagged` names the tags of a variant, or
/// after a shape the tags that are written; tags that are not strings are `tagged raw`, as JSON. The last variant, after
/// `..`, keeps any other value; a shape after it means that the document allows any other value. Of a variant that is
/// `secret`, `Debug` shows nothing; it is implemented for tables that begin with `#[redacted]`. `checked_union!` is the
/// same table with the constraints of variants in brackets; it also implements `validate`.
#[doc(hidden)]
#[macro_export]
macro_rules! union {
    (#[redacted] $($table:tt)*) => {
        $crate::union!(@debug $($table)*);
        $crate::union!($($table)*);
    };
    ($name:ident $(by $tag:literal)? {
        $($variant:ident($($form:tt)*) $($secret:ident)?,)*
        ..$other:ident $(($rest:expr))?
    }) => {
        impl $crate::runtime::Json for $name {
            $crate::union!(@codec [$($tag)?] $($variant($($form)*),)* ..$other $(($rest))?);
        }
    };
    (@codec $tag:tt $($variant:ident $form:tt,)* ..$other:ident $(($rest:expr))?) => {
        #[inline]
        fn decode(
            reader: &mut $crate::runtime::Reader<'_>,
        ) -> ::core::result::Result<Self, $crate::runtime::DecodeError> {
            #[allow(clippy::enum_variant_names)]
            enum Index { $($variant,)* }
            static SHAPES: &[$crate::runtime::WireShape] =
                &[$($crate::union!(@shape $form),)* $($rest)?];
            reader.choose($crate::union!(@tag $tag), SHAPES, |reader, index| {
                $(if index == Index::$variant as usize {
                    return reader.variant(Self::$variant);
                })*
                reader.variant(Self::$other)
            })
        }

        #[inline]
        fn encode(&self, writer: &mut $crate::runtime::Writer) {
            match self {
                $(Self::$variant(value) => $crate::union!(@write $tag $form writer value),)*
                Self::$other(value) => $crate::runtime::Json::encode(value, writer),
            }
        }
    };
    (@tag []) => { ::core::option::Option::None };
    (@tag [$tag:literal]) => { ::core::option::Option::Some($tag) };
    (@shape (tagged raw $($value:literal)|+)) => { $crate::runtime::WireShape::Tagged(&[$($value),+]) };
    (@shape (tagged $($value:literal)|+)) => { $crate::runtime::WireShape::Tagged(&[$($value),+]) };
    (@shape ($shape:expr $(, tagged $($tag:tt)*)?)) => { $shape };
    (@write [$tag:literal] (tagged raw $($value:literal)|+) $writer:ident $content:ident) => {
        $writer.tagged_raw($tag, &[$($value),+], $content)
    };
    (@write [$tag:literal] (tagged $($value:literal)|+) $writer:ident $content:ident) => {
        $writer.tagged($tag, &[$($value),+], $content)
    };
    (@write $tag:tt ($shape:expr, $($form:tt)*) $writer:ident $content:ident) => {
        $crate::union!(@write $tag ($($form)*) $writer $content)
    };
    (@write $tag:tt ($shape:expr) $writer:ident $content:ident) => {
        $crate::runtime::Json::encode($content, $writer)
    };
    (@debug $name:ident $(by $tag:literal)? {
        $($variant:ident($($form:tt)*) $($secret:ident)? $([$($limits:tt)*])?,)*
        ..$other:ident $(($rest:expr))?
    }) => {
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self {
                    $(Self::$variant(value) => f
                        .debug_tuple(::core::stringify!($variant))
                        .field($crate::union!(@shown value $($secret)?))
                        .finish(),)*
                    // Another value may be secret too.
                    Self::$other(_) => f
                        .debug_tuple(::core::stringify!($other))
                        .field(&$crate::runtime::Redacted)
                        .finish(),
                }
            }
        }
    };
    (@shown $value:ident) => { $value };
    (@shown $value:ident secret) => {{
        let _ = $value;
        &$crate::runtime::Redacted
    }};
}

/// Implements [`Json`](crate::runtime::Json) and `validate` for a union that requests contain; see `union!`.
#[doc(hidden)]
#[macro_export]
macro_rules! checked_union {
    (#[redacted] $($table:tt)*) => {
        $crate::union!(@debug $($table)*);
        $crate::checked_union!($($table)*);
    };
    ($name:ident $(by $tag:literal)? {
        $($variant:ident($($form:tt)*) $($secret:ident)? $([$($limits:tt)*])?,)*
        ..$other:ident $(($rest:expr))?
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
            $crate::union!(@codec [$($tag)?] $($variant($($form)*),)* ..$other $(($rest))?);

            fn check(
                &self,
                _: &$crate::runtime::Limits,
                checker: &mut $crate::runtime::Checker<'_>,
            ) {
                // Nothing is checked if no variant has constraints.
                let _ = checker;
                match self {
                    $($(Self::$variant(value) => $crate::runtime::Json::check(
                        value,
                        $crate::limits!($($limits)*),
                        checker,
                    ),)?)*
                    _ => {}
                }
            }
        }
    };
}
