//! `Json` impls for tuples: arrays of a fixed number of elements, each of its own type.
//!
//! In: an array. Out: a tuple of 2 to 12 elements, the sizes for which the standard library implements its traits, or an error
//! with the number of elements that were expected and found.

use super::error::Problem;
use super::{DecodeError, Encode, Json, Mark, Reader, Writer};
use crate::runtime::validate::{Checker, Limits};

impl Reader<'_> {
    /// Moves to the next element of a tuple, which starts at `mark` and has `expected` elements, of which `found` were read.
    #[inline(never)]
    fn tuple_element(
        &mut self,
        mark: Mark,
        expected: usize,
        found: usize,
    ) -> Result<(), DecodeError> {
        if self.element()? {
            return Ok(());
        }
        Err(self.wrong_length(mark, expected, found))
    }

    /// Moves past the end of a tuple that starts at `mark` and has `expected` elements.
    #[inline(never)]
    fn end_tuple(&mut self, mark: Mark, expected: usize) -> Result<(), DecodeError> {
        let mut found = expected;
        while self.element()? {
            self.skip()?;
            found += 1;
        }
        if found == expected {
            return Ok(());
        }
        Err(self.wrong_length(mark, expected, found))
    }

    /// Returns an error for an array that has been read, and returns to its position.
    #[cold]
    fn wrong_length(&mut self, mark: Mark, expected: usize, found: usize) -> DecodeError {
        self.rewind(mark);
        DecodeError::new(Problem::WrongLength { expected, found }, self.position)
    }
}

macro_rules! tuple {
    ($count:literal: $($element:ident $index:tt)*) => {
        impl<$($element: Json),*> Json for ($($element,)*) {
            fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
                reader.peek()?;
                let mark = reader.mark();
                reader.array()?;
                let tuple = ($(
                    {
                        reader.tuple_element(mark, $count, $index)?;
                        $element::decode(reader)?
                    },
                )*);
                reader.end_tuple(mark, $count)?;
                Ok(tuple)
            }

            fn encode(&self, writer: &mut Writer) {
                writer.array();
                $(writer.element(&self.$index);)*
                writer.end_array();
            }

            fn check(&self, limits: &Limits, checker: &mut Checker<'_>) {
                let elements: &[&dyn Encode] = &[$(&self.$index),*];
                checker.elements(elements, limits);
            }
        }
    };
}

tuple!(2: A 0 B 1);
tuple!(3: A 0 B 1 C 2);
tuple!(4: A 0 B 1 C 2 D 3);
tuple!(5: A 0 B 1 C 2 D 3 E 4);
tuple!(6: A 0 B 1 C 2 D 3 E 4 F 5);
tuple!(7: A 0 B 1 C 2 D 3 E 4 F 5 G 6);
tuple!(8: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7);
tuple!(9: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8);
tuple!(10: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9);
tuple!(11: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10);
tuple!(12: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11);
