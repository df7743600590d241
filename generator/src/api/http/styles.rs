//! How a parameter is encoded: every combination of location, style, explode and shape has one outcome.
//!
//! In: what the document states, and the shape of the value. Out: an [`Outcome`]: a [`ParameterEncoding`], with a message where
//! the specification does not define the combination. <https://spec.openapis.org/oas/v3.1.1.html#style-values>

use crate::openapi::document::{ParameterIn, Style as Stated};

use crate::api::{ParameterEncoding, ParameterLocation, Style};

/// What of a value's shape decides how it is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ValueShape {
    /// A single string, number or boolean.
    Scalar,
    /// A list of scalars.
    List,
    /// An object of scalars.
    Object,
    /// An object with at least one list or object in it.
    DeepObject,
    /// A list of lists or objects.
    DeepList,
    /// Any value.
    Any,
}

/// What a document states about the encoding of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Statement {
    /// `in`
    pub location_in: ParameterIn,
    /// `style`
    pub style: Stated,
    /// `explode`
    pub explode: bool,
    /// `allowReserved`
    pub allow_reserved: bool,
    /// `allowEmptyValue`
    pub allow_empty: bool,
}

/// How a parameter is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// The encoding.
    pub encoding: ParameterEncoding,
    /// What is done instead of what the document states, where the specification does not define that.
    pub note: Option<&'static str>,
}

/// The style part of an [`Outcome`].
struct Choice {
    style: Style,
    explode: bool,
    note: Option<&'static str>,
}

impl Choice {
    /// A combination that the specification defines.
    fn defined(style: Style, explode: bool) -> Self {
        Self {
            style,
            explode,
            note: None,
        }
    }

    /// What is used instead of a combination that the specification does not define.
    fn instead(style: Style, explode: bool, note: &'static str) -> Self {
        Self {
            style,
            explode,
            note: Some(note),
        }
    }
}

/// Returns the location of a parameter.
pub(crate) fn location_in(stated: ParameterIn) -> ParameterLocation {
    match stated {
        ParameterIn::Path => ParameterLocation::Path,
        ParameterIn::Query => ParameterLocation::Query,
        ParameterIn::Header => ParameterLocation::Header,
        ParameterIn::Cookie => ParameterLocation::Cookie,
    }
}

/// Returns how a value of this shape is encoded.
pub(crate) fn encoding(stated: Statement, shape: ValueShape) -> Outcome {
    let location_in = location_in(stated.location_in);
    let choice = match location_in {
        ParameterLocation::Path => in_path(stated),
        ParameterLocation::Header => in_header(stated),
        ParameterLocation::Cookie => in_cookie(stated, shape),
        ParameterLocation::Query => in_query(stated, shape),
    };
    let is_deep = matches!(shape, ValueShape::DeepObject | ValueShape::DeepList);
    let note = choice
        .note
        .or((is_deep && choice.style != Style::Deep).then_some(
        "no style defines how arrays and objects inside others are encoded; they are sent as JSON",
    ));
    let encoding = ParameterEncoding {
        location_in,
        style: choice.style,
        explode: choice.explode,
        allow_reserved: stated.allow_reserved
            && matches!(
                location_in,
                ParameterLocation::Query | ParameterLocation::Path
            ),
        allow_empty: stated.allow_empty && location_in == ParameterLocation::Query,
    };
    Outcome { encoding, note }
}

fn in_path(stated: Statement) -> Choice {
    match stated.style {
        Stated::Label => Choice::defined(Style::Label, stated.explode),
        Stated::Matrix => Choice::defined(Style::Matrix, stated.explode),
        _ => in_header(stated),
    }
}

fn in_header(stated: Statement) -> Choice {
    match stated.style {
        Stated::Simple => Choice::defined(Style::Simple, stated.explode),
        _ => Choice::instead(
            Style::Simple,
            false,
            "this style is not allowed in this location; `simple` is used",
        ),
    }
}

fn in_cookie(stated: Statement, shape: ValueShape) -> Choice {
    match stated.style {
        Stated::Form
            if stated.explode && matches!(shape, ValueShape::List | ValueShape::Object) =>
        {
            Choice::instead(
                Style::Form,
                false,
                "a cookie cannot have several values under one name; they are separated by commas",
            )
        }
        // Cookies are sent unescaped in both styles. Only `cookie` defines how several values are sent.
        Stated::Cookie => Choice::defined(Style::Form, stated.explode),
        Stated::Form => Choice::defined(Style::Form, stated.explode && shape == ValueShape::Scalar),
        _ => Choice::instead(
            Style::Form,
            false,
            "this style is not allowed in cookies; `form` is used, with commas",
        ),
    }
}

fn in_query(stated: Statement, shape: ValueShape) -> Choice {
    let form_instead = |note| Choice::instead(Style::Form, true, note);
    match stated.style {
        Stated::Form => Choice::defined(Style::Form, stated.explode),
        Stated::SpaceDelimited | Stated::PipeDelimited if stated.explode => form_instead(
            "this style is not defined with `explode: true`; `form` is used, which repeats the name for each value",
        ),
        Stated::SpaceDelimited | Stated::PipeDelimited if shape == ValueShape::Scalar => {
            form_instead("this style is for arrays and objects; `form` is used")
        }
        Stated::SpaceDelimited => Choice::defined(Style::Space, false),
        Stated::PipeDelimited => Choice::defined(Style::Pipe, false),
        Stated::DeepObject => match shape {
            ValueShape::Scalar | ValueShape::List | ValueShape::DeepList => form_instead(
                "`deepObject` is for objects; `form` is used, which repeats the name for each value",
            ),
            ValueShape::DeepObject => Choice::instead(
                Style::Deep,
                true,
                "`deepObject` does not define how arrays and objects inside an object are encoded; an array repeats its name, an object adds brackets, and what an array contains is sent as JSON",
            ),
            ValueShape::Object | ValueShape::Any => Choice::defined(Style::Deep, true),
        },
        _ => form_instead("this style is not allowed in the query; `form` is used"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(
        location_in: ParameterIn,
        style: Stated,
        explode: bool,
        shape: ValueShape,
    ) -> (Style, bool, bool) {
        let stated = Statement {
            location_in,
            style,
            explode,
            allow_reserved: false,
            allow_empty: false,
        };
        let Outcome { encoding, note } = encoding(stated, shape);
        (encoding.style, encoding.explode, note.is_some())
    }

    #[test]
    fn defined_combinations_are_kept_without_a_note() {
        use ParameterIn::{Cookie, Header, Path, Query};
        assert_eq!(
            outcome(Path, Stated::Matrix, true, ValueShape::Object),
            (Style::Matrix, true, false)
        );
        assert_eq!(
            outcome(Path, Stated::Label, false, ValueShape::List),
            (Style::Label, false, false)
        );
        assert_eq!(
            outcome(Header, Stated::Simple, false, ValueShape::List),
            (Style::Simple, false, false)
        );
        assert_eq!(
            outcome(Query, Stated::Form, true, ValueShape::List),
            (Style::Form, true, false)
        );
        assert_eq!(
            outcome(Query, Stated::SpaceDelimited, false, ValueShape::List),
            (Style::Space, false, false)
        );
        assert_eq!(
            outcome(Query, Stated::PipeDelimited, false, ValueShape::Object),
            (Style::Pipe, false, false)
        );
        assert_eq!(
            outcome(Query, Stated::DeepObject, false, ValueShape::Object),
            (Style::Deep, true, false)
        );
        assert_eq!(
            outcome(Cookie, Stated::Form, true, ValueShape::Scalar),
            (Style::Form, true, false)
        );
        for shape in [ValueShape::Scalar, ValueShape::List, ValueShape::Object] {
            for explode in [true, false] {
                assert_eq!(
                    outcome(Cookie, Stated::Cookie, explode, shape),
                    (Style::Form, explode, false)
                );
            }
        }
    }

    #[test]
    fn undefined_combinations_are_replaced_with_a_note() {
        use ParameterIn::{Cookie, Header, Query};
        assert_eq!(
            outcome(Query, Stated::SpaceDelimited, true, ValueShape::List),
            (Style::Form, true, true)
        );
        assert_eq!(
            outcome(Query, Stated::PipeDelimited, false, ValueShape::Scalar),
            (Style::Form, true, true)
        );
        assert_eq!(
            outcome(Query, Stated::DeepObject, true, ValueShape::List),
            (Style::Form, true, true)
        );
        assert_eq!(
            outcome(Query, Stated::DeepObject, true, ValueShape::DeepObject),
            (Style::Deep, true, true)
        );
        assert_eq!(
            outcome(Query, Stated::Form, true, ValueShape::DeepList),
            (Style::Form, true, true)
        );
        assert_eq!(
            outcome(Cookie, Stated::Form, true, ValueShape::List),
            (Style::Form, false, true)
        );
        assert_eq!(
            outcome(Header, Stated::Form, true, ValueShape::Scalar),
            (Style::Simple, false, true)
        );
    }
}
