//! The protocol between generated code and the runtime: what generated code uses that is not for programs.
//!
//! In: the version that a crate was generated for. Out: an error of the compiler if this runtime does not have it.
//!
//! The protocol consists of the macros that the runtime exports, the descriptors with their constructors and the methods
//! that set what is optional, and the methods of [`RawCall`](crate::runtime::RawCall), [`Client`](crate::runtime::Client)
//! and [`ClientBuilder`](crate::runtime::ClientBuilder). Generated code writes no field of a struct of the runtime, so a
//! new field with a default needs no new version. A new constructor, method or macro that the generator uses needs a new
//! [`VERSION`]: older crates still compile, and newer crates state which runtime they need. Removing or changing one moves
//! [`OLDEST`] as well.

/// The version of this runtime.
pub const VERSION: u32 = 1;

/// The oldest version of generated code that this runtime serves.
pub const OLDEST: u32 = 1;

/// Checks at compile time that this runtime serves code that was generated for this version.
///
/// # Panics
///
/// If it does not. In a constant, that is an error of the compiler.
pub const fn check(generated_for: u32) {
    assert!(
        generated_for <= VERSION,
        "this crate was generated for a newer runtime: update `openapi-client-runtime`"
    );
    assert!(
        generated_for >= OLDEST,
        "this crate was generated for an older runtime: generate it anew, or use an older `openapi-client-runtime`"
    );
}

#[cfg(test)]
mod tests {
    use super::{OLDEST, VERSION, check};

    #[test]
    fn versions_that_are_served() {
        for version in OLDEST..=VERSION {
            check(version);
        }
    }

    #[test]
    #[should_panic(expected = "newer runtime")]
    fn a_later_version() {
        check(VERSION + 1);
    }

    #[test]
    #[should_panic(expected = "older runtime")]
    fn an_earlier_version() {
        check(OLDEST - 1);
    }
}
