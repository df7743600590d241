//! From bytes to generated files: no panic, no stack overflow, and output that parses.
//!
//! `generator/fuzz/README.md` explains how to run it.

#![no_main]

#[path = "../../tests/support/mutate.rs"]
mod mutate;

use libfuzzer_sys::{Corpus, fuzz_mutator, fuzz_target};
use mutate::Dice;

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Corpus::Reject;
    };
    mutate::check(text);
    Corpus::Keep
});

// Half of the mutations change lines, because after a mutation of single bytes the input is rarely a document.
fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let text = std::str::from_utf8(&data[..size]);
    if let Ok(text) = text
        && seed % 2 == 0
    {
        let changed = mutate::mutate(text, &[text.to_owned()], &mut Dice::new(seed.into()));
        if !changed.is_empty() && changed.len() <= max_size {
            data[..changed.len()].copy_from_slice(changed.as_bytes());
            return changed.len();
        }
    }
    libfuzzer_sys::fuzzer_mutate(data, size, max_size)
});
