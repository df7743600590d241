//! The values of the keyword `format`. <https://spec.openapis.org/registry/format/>
//!
//! In: the string in a document. Out: a [`Format`] and what it means for the values of a schema. One table lists every known
//! format, so a new one is a variant and a row.

use super::SchemaType::{self, Integer, Number, String as Str};

/// A `format`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    /// `int8`
    Int8,
    /// `int16`
    Int16,
    /// `int32`
    Int32,
    /// `int64`
    Int64,
    /// `uint8`
    UInt8,
    /// `uint16`
    UInt16,
    /// `uint32`
    UInt32,
    /// `uint64`
    UInt64,
    /// `uint`, which is read as 64 bits
    UInt,
    /// `uint128`
    UInt128,
    /// `float`
    Float,
    /// `double`
    Double,
    /// `decimal`
    Decimal,
    /// `number`
    Number,
    /// `date-time`
    DateTime,
    /// `date`
    Date,
    /// `time`
    Time,
    /// `duration`
    Duration,
    /// `uuid`
    Uuid,
    /// `uri`
    Uri,
    /// `uri-reference`
    UriReference,
    /// `uri-template`
    UriTemplate,
    /// `url`, which is not registered
    Url,
    /// `iri`
    Iri,
    /// `iri-reference`
    IriReference,
    /// `email`
    Email,
    /// `idn-email`
    IdnEmail,
    /// `hostname`
    Hostname,
    /// `idn-hostname`
    IdnHostname,
    /// `ipv4`
    Ipv4,
    /// `ipv6`
    Ipv6,
    /// `json-pointer`
    JsonPointer,
    /// `relative-json-pointer`
    RelativeJsonPointer,
    /// `regex`
    Regex,
    /// `byte`: base64
    Byte,
    /// `binary`: bytes, outside of JSON
    Binary,
    /// `password`
    Password,
    /// Any other, as the document writes it.
    Other(String),
}

/// A row of the table of formats.
struct Row {
    name: &'static str,
    format: Format,
    /// The JSON types of the values that the format restricts. Empty for a format that is not registered: documents use
    /// it for anything, so it contradicts no other format.
    applies_to: &'static [SchemaType],
    /// The type of a schema that has the format but no `type`. Not every format is used consistently enough for that.
    implied_type: Option<SchemaType>,
    /// The width of an integer format.
    bits: Option<u32>,
}

const FORMATS: &[Row] = &[
    integer("int8", Format::Int8, 8, None),
    integer("int16", Format::Int16, 16, None),
    integer("int32", Format::Int32, 32, Some(Integer)),
    integer("int64", Format::Int64, 64, Some(Integer)),
    integer("uint8", Format::UInt8, 8, None),
    integer("uint16", Format::UInt16, 16, None),
    integer("uint32", Format::UInt32, 32, Some(Integer)),
    integer("uint64", Format::UInt64, 64, Some(Integer)),
    integer("uint", Format::UInt, 64, None),
    integer("uint128", Format::UInt128, 128, None),
    row("float", Format::Float, &[Number], Some(Number)),
    row("double", Format::Double, &[Number], Some(Number)),
    row("decimal", Format::Decimal, &[Number], None),
    row("number", Format::Number, &[Number], None),
    row("date-time", Format::DateTime, &[Str], Some(Str)),
    row("date", Format::Date, &[Str], Some(Str)),
    row("time", Format::Time, &[Str], None),
    row("duration", Format::Duration, &[Str], None),
    row("uuid", Format::Uuid, &[Str], Some(Str)),
    row("uri", Format::Uri, &[Str], Some(Str)),
    row("uri-reference", Format::UriReference, &[Str], None),
    row("uri-template", Format::UriTemplate, &[Str], None),
    row("url", Format::Url, &[], None),
    row("iri", Format::Iri, &[Str], None),
    row("iri-reference", Format::IriReference, &[Str], None),
    row("email", Format::Email, &[Str], Some(Str)),
    row("idn-email", Format::IdnEmail, &[Str], None),
    row("hostname", Format::Hostname, &[Str], None),
    row("idn-hostname", Format::IdnHostname, &[Str], None),
    row("ipv4", Format::Ipv4, &[Str], None),
    row("ipv6", Format::Ipv6, &[Str], None),
    row("json-pointer", Format::JsonPointer, &[Str], None),
    row(
        "relative-json-pointer",
        Format::RelativeJsonPointer,
        &[Str],
        None,
    ),
    row("regex", Format::Regex, &[Str], None),
    row("byte", Format::Byte, &[Str], Some(Str)),
    row("binary", Format::Binary, &[Str], Some(Str)),
    row("password", Format::Password, &[Str], Some(Str)),
];

const fn row(
    name: &'static str,
    format: Format,
    applies_to: &'static [SchemaType],
    implied_type: Option<SchemaType>,
) -> Row {
    Row {
        name,
        format,
        applies_to,
        implied_type,
        bits: None,
    }
}

/// Integer formats apply to `type: number` as well.
const fn integer(
    name: &'static str,
    format: Format,
    bits: u32,
    implied_type: Option<SchemaType>,
) -> Row {
    Row {
        name,
        format,
        applies_to: &[Integer, Number],
        implied_type,
        bits: Some(bits),
    }
}

impl Format {
    /// Returns the format of a string.
    pub fn from_name(name: &str) -> Self {
        FORMATS
            .iter()
            .find(|row| row.name == name)
            .map_or_else(|| Self::Other(name.to_owned()), |row| row.format.clone())
    }

    /// Returns the format as a document writes it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Other(name) => name,
            _ => self.row().map_or("", |row| row.name),
        }
    }

    /// Returns whether the format restricts strings.
    pub fn applies_to_strings(&self) -> bool {
        self.applies_to().contains(&Str)
    }

    /// Returns whether the format restricts numbers, integers among them.
    pub fn applies_to_numbers(&self) -> bool {
        self.applies_to().contains(&Number)
    }

    /// Returns how many bits the integers of the format have; `None` for a format of other values.
    pub fn bits(&self) -> Option<u32> {
        self.row()?.bits
    }

    /// Returns the JSON type of values where a schema has the format but no `type`.
    pub fn implied_type(&self) -> Option<SchemaType> {
        self.row()?.implied_type
    }

    fn applies_to(&self) -> &'static [SchemaType] {
        self.row().map_or(&[], |row| row.applies_to)
    }

    fn row(&self) -> Option<&'static Row> {
        FORMATS.iter().find(|row| row.format == *self)
    }
}

#[cfg(test)]
mod tests {
    use super::{FORMATS, Format};

    #[test]
    fn every_format_of_the_table_is_read_and_written() {
        for row in FORMATS {
            assert_eq!(Format::from_name(row.name), row.format);
            assert_eq!(row.format.as_str(), row.name);
        }
        assert_eq!(Format::from_name("x"), Format::Other("x".to_owned()));
        assert_eq!(Format::from_name("x").as_str(), "x");
    }
}
