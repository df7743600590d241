//! Unions: finds the alternative of a value.
//!
//! In: a [`WireShape`] for each alternative, and the name of the tag, if there is one. Out: the first alternative that
//! decodes the value, or the raw JSON. An alternative is chosen
//!
//! * by the tag, if its value is known;
//! * otherwise by the JSON type;
//! * otherwise by required members and constants, in any order, and by nested members if only they distinguish the
//!   alternatives;
//! * among the objects that match, by the largest number of declared members.
//!
//! An alternative with a constant of another value is never chosen. An object without the tag must have a member that
//! only one alternative declares. If several alternatives match, each is first tried strictly, then leniently.
//!
//! The bytes that are read more than once are counted and limited, in proportion to the input, so that nested unions take
//! linear time. Beyond the limit, values are kept as raw JSON.

mod choose;
mod describe;
mod score;
mod shape;
mod table;

pub(super) use self::choose::reread_limit;
pub(super) use self::describe::describe;
pub use self::shape::WireShape;
