//! Sequences of JSON texts: one per line, or each after a record separator.
//!
//! In: the bytes of a sequence, in chunks of any size. Out: the JSON texts. Knows nothing about their meaning.
//! <https://www.rfc-editor.org/rfc/rfc7464>, <https://github.com/ndjson/ndjson-spec>

use std::fmt;

/// The record separator of `application/json-seq`.
const SEPARATOR: u8 = 0x1e;

/// Splits a sequence into records.
///
/// `Debug` shows lengths, not the content.
pub struct RecordParser {
    limit: usize,
    /// The current record.
    record: Vec<u8>,
    /// The byte that ends a record. Determined by the first byte that is not whitespace.
    end: Option<u8>,
}

/// A record exceeds the size limit.
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
    /// Creates a parser with a size limit for each record, in bytes.
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            record: Vec::new(),
            end: None,
        }
    }

    /// Parses a chunk up to the end of a record, and leaves the rest in the chunk. Returns `None` if no record ends in
    /// the chunk.
    ///
    /// # Errors
    ///
    /// Fails if a record exceeds the size limit. The parser cannot be used after that.
    pub fn read(&mut self, piece: &mut &[u8]) -> Result<Option<Vec<u8>>, RecordTooLarge> {
        while let Some(first) = piece.first() {
            let end = match self.end {
                Some(end) => end,
                None => match first {
                    byte if byte.is_ascii_whitespace() || b"\xef\xbb\xbf".contains(byte) => {
                        // Whitespace, or part of a byte order mark.
                        *piece = &piece[1..];
                        continue;
                    }
                    &SEPARATOR => *self.end.insert(SEPARATOR),
                    _ => *self.end.insert(b'\n'),
                },
            };
            let at = piece.iter().position(|byte| *byte == end);
            let part = &piece[..at.unwrap_or(piece.len())];
            if self.record.len() + part.len() > self.limit {
                return Err(RecordTooLarge);
            }
            self.record.extend_from_slice(part);
            let Some(at) = at else {
                *piece = &[];
                return Ok(None);
            };
            *piece = &piece[at + 1..];
            if let Some(record) = self.finish() {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }

    /// Returns the last record, at the end of a complete sequence.
    pub fn finish(&mut self) -> Option<Vec<u8>> {
        let record = std::mem::take(&mut self.record);
        (!record.trim_ascii().is_empty()).then_some(record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &[u8], size: usize) -> Vec<String> {
        let mut parser = RecordParser::new(1000);
        let mut found = Vec::new();
        for mut piece in text.chunks(size) {
            while let Some(record) = parser.read(&mut piece).expect("short enough") {
                found.push(record);
            }
        }
        found.extend(parser.finish());
        let texts = found.iter().map(|record| record.trim_ascii());
        texts
            .map(|record| String::from_utf8_lossy(record).into_owned())
            .collect()
    }

    #[test]
    fn lines_and_records_can_be_split_anywhere() {
        let lines = b"\xef\xbb\xbf\r\n{\"a\":1}\r\n\n2\n \n\"x\"";
        let sequence = b"\x1e{\n\"a\":1}\n\x1e2\n\x1e\x1e\"x\"\n";
        for size in 1..30 {
            assert_eq!(records(lines, size), ["{\"a\":1}", "2", "\"x\""]);
            assert_eq!(records(sequence, size), ["{\n\"a\":1}", "2", "\"x\""]);
        }
        assert!(records(b"\n \n", 1).is_empty());
    }

    #[test]
    fn records_are_limited() {
        let mut parser = RecordParser::new(4);
        let mut piece = b"1234\n12".as_slice();
        assert_eq!(parser.read(&mut piece), Ok(Some(b"1234".to_vec())));
        // The rest is parsed by the next call.
        assert_eq!(piece, b"12");
        assert_eq!(parser.read(&mut piece), Ok(None));
        assert_eq!(parser.read(&mut b"345".as_slice()), Err(RecordTooLarge));
    }
}
