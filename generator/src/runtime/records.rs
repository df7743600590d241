//! Sequences of JSON texts: one a line, or each after a record separator.
//!
//! In: the bytes of a sequence, split anywhere. Out: the texts, one by one. Knows nothing of what they mean.
//! <https://www.rfc-editor.org/rfc/rfc7464>, <https://github.com/ndjson/ndjson-spec>

use std::fmt;

/// What begins a record of `application/json-seq`.
const SEPARATOR: u8 = 0x1e;

/// Takes a sequence apart, from pieces of any length.
///
/// Printing it shows how much it holds of a record, never what.
pub struct RecordParser {
    limit: usize,
    /// The record that is not at its end yet.
    record: Vec<u8>,
    /// What records end with: found out from the first byte that is no white space.
    end: Option<u8>,
}

/// A record is longer than allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordTooLarge;

impl fmt::Debug for RecordParser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordParser")
            .field("limit", &self.limit)
            .field("record", &format_args!("{} bytes", self.record.len()))
            .finish_non_exhaustive()
    }
}

impl RecordParser {
    /// Returns a parser that takes records of at most this many bytes.
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            record: Vec::new(),
            end: None,
        }
    }

    /// Reads the next piece of the sequence, and gives each record that ends in it.
    ///
    /// # Errors
    ///
    /// A record is longer than allowed. Nothing sound can be read after that.
    pub fn push(
        &mut self,
        mut piece: &[u8],
        found: &mut Vec<Vec<u8>>,
    ) -> Result<(), RecordTooLarge> {
        while !piece.is_empty() {
            let end = match self.end {
                Some(end) => end,
                None => match piece[0] {
                    byte if byte.is_ascii_whitespace() || b"\xef\xbb\xbf".contains(&byte) => {
                        // White space, or a piece of a byte-order mark.
                        piece = &piece[1..];
                        continue;
                    }
                    SEPARATOR => *self.end.insert(SEPARATOR),
                    _ => *self.end.insert(b'\n'),
                },
            };
            let at = piece.iter().position(|byte| *byte == end);
            let part = &piece[..at.unwrap_or(piece.len())];
            if self.record.len() + part.len() > self.limit {
                return Err(RecordTooLarge);
            }
            self.record.extend_from_slice(part);
            let Some(at) = at else { return Ok(()) };
            piece = &piece[at + 1..];
            self.end_record(found);
        }
        Ok(())
    }

    /// Gives the record at the end of a sequence that came in whole.
    pub fn finish(mut self, found: &mut Vec<Vec<u8>>) {
        self.end_record(found);
    }

    fn end_record(&mut self, found: &mut Vec<Vec<u8>>) {
        let record = std::mem::take(&mut self.record);
        if !record.trim_ascii().is_empty() {
            found.push(record);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &[u8], size: usize) -> Vec<String> {
        let mut parser = RecordParser::new(1000);
        let mut found = Vec::new();
        for piece in text.chunks(size) {
            parser.push(piece, &mut found).expect("short enough");
        }
        parser.finish(&mut found);
        let texts = found.iter().map(|record| record.trim_ascii());
        texts
            .map(|record| String::from_utf8_lossy(record).into_owned())
            .collect()
    }

    #[test]
    fn lines_and_records_may_be_split_anywhere() {
        let lines = b"\xef\xbb\xbf\r\n{\"a\":1}\r\n\n2\n \n\"x\"";
        let sequence = b"\x1e{\n\"a\":1}\n\x1e2\n\x1e\x1e\"x\"\n";
        for size in 1..30 {
            assert_eq!(records(lines, size), ["{\"a\":1}", "2", "\"x\""]);
            assert_eq!(records(sequence, size), ["{\n\"a\":1}", "2", "\"x\""]);
        }
        assert!(records(b"\n \n", 1).is_empty());
    }

    #[test]
    fn records_are_bounded() {
        let mut found = Vec::new();
        let mut parser = RecordParser::new(4);
        assert_eq!(parser.push(b"1234\n12", &mut found), Ok(()));
        assert_eq!(parser.push(b"345", &mut found), Err(RecordTooLarge));
        assert_eq!(found, [b"1234"]);
    }
}
