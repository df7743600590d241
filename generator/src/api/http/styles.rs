//! How a parameter's value becomes text: every combination of place, style, explode and shape has one outcome.
//!
//! In: what the document states, and the shape of the value. Out: a [`ParameterEncoding`], and words about what was done
//! where the specification leaves the combination undefined. <https://spec.openapis.org/oas/v3.1.1.html#style-values>

use crate::openapi::document::{ParameterIn, Style as Stated};

use crate::api::{ParameterEncoding, Place, Style};

/// What matters of a value's shape here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// One text.
    Scalar,
    /// A list of texts.
    List,
    /// Members that are texts.
    Object,
    /// Members of which at least one is a list or an object.
    DeepObject,
    /// A list of which the elements are lists or objects.
    DeepList,
    /// Anything.
    Any,
}

/// What a document states of a parameter's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Statement {
    /// Where it goes.
    pub place: ParameterIn,
    /// `style`
    pub style: Stated,
    /// `explode`
    pub explode: bool,
    /// `allowReserved`
    pub allow_reserved: bool,
    /// `allowEmptyValue`
    pub allow_empty: bool,
}

/// Returns where a parameter goes.
pub(crate) fn place(stated: ParameterIn) -> Place {
    match stated {
        ParameterIn::Path => Place::Path,
        ParameterIn::Query => Place::Query,
        ParameterIn::Header => Place::Header,
        ParameterIn::Cookie => Place::Cookie,
    }
}

/// Returns how a value of a form is written, and what is to be said where the specification says nothing.
pub(crate) fn encoding(stated: Statement, form: Form) -> (ParameterEncoding, Option<&'static str>) {
    let place = place(stated.place);
    let structured = form != Form::Scalar;
    let as_form = (Style::Form, true);
    let ((style, explode), remark) = match (place, stated.style) {
        (Place::Path, Stated::Label) => ((Style::Label, stated.explode), None),
        (Place::Path, Stated::Matrix) => ((Style::Matrix, stated.explode), None),
        (Place::Path | Place::Header, Stated::Simple) => ((Style::Simple, stated.explode), None),
        (Place::Path | Place::Header, _) => (
            (Style::Simple, false),
            Some("this style is not for this place; `simple` is used"),
        ),
        (Place::Cookie, Stated::Form)
            if stated.explode && matches!(form, Form::List | Form::Object) =>
        {
            (
                (Style::Form, false),
                Some(
                    "a cookie cannot hold several values under one name; they are written with commas",
                ),
            )
        }
        // Cookies are sent as they are, whichever of the two styles: only in `cookie` do several values have a form.
        (Place::Cookie, Stated::Cookie) => ((Style::Form, stated.explode), None),
        (Place::Cookie, Stated::Form) => ((Style::Form, stated.explode && !structured), None),
        (Place::Cookie, _) => (
            (Style::Form, false),
            Some("this style is not for cookies; `form` is used, with commas"),
        ),
        (Place::Query, Stated::Form) => ((Style::Form, stated.explode), None),
        (Place::Query, Stated::SpaceDelimited | Stated::PipeDelimited) if stated.explode => (
            as_form,
            Some(
                "this style with `explode: true` is not defined; `form` is used, each value under the name",
            ),
        ),
        (Place::Query, Stated::SpaceDelimited | Stated::PipeDelimited) if !structured => (
            as_form,
            Some("this style is for arrays and objects; `form` is used"),
        ),
        (Place::Query, Stated::SpaceDelimited) => ((Style::Space, false), None),
        (Place::Query, Stated::PipeDelimited) => ((Style::Pipe, false), None),
        (Place::Query, Stated::DeepObject) => match form {
            Form::Scalar | Form::List | Form::DeepList => (
                as_form,
                Some("`deepObject` is for objects; `form` is used, each value under the name"),
            ),
            Form::DeepObject => (
                (Style::Deep, true),
                Some(
                    "`deepObject` does not say how members that are arrays or objects are written; an array repeats its name, with JSON text for arrays and objects inside; an object adds brackets",
                ),
            ),
            Form::Object | Form::Any => ((Style::Deep, true), None),
        },
        (Place::Query, _) => (
            as_form,
            Some("this style is not for the query; `form` is used"),
        ),
    };
    let deep = matches!(form, Form::DeepObject | Form::DeepList) && style != Style::Deep;
    let remark = remark.or(deep.then_some(
        "no style says how arrays and objects inside others are written; they are written as JSON text",
    ));
    let encoding = ParameterEncoding {
        place,
        style,
        explode,
        allow_reserved: stated.allow_reserved && matches!(place, Place::Query | Place::Path),
        allow_empty: stated.allow_empty && place == Place::Query,
    };
    (encoding, remark)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(place: ParameterIn, style: Stated, explode: bool, form: Form) -> (Style, bool, bool) {
        let stated = Statement {
            place,
            style,
            explode,
            allow_reserved: false,
            allow_empty: false,
        };
        let (encoding, remark) = encoding(stated, form);
        (encoding.style, encoding.explode, remark.is_some())
    }

    #[test]
    fn defined_combinations_pass_through_in_silence() {
        use ParameterIn::{Cookie, Header, Path, Query};
        assert_eq!(
            of(Path, Stated::Matrix, true, Form::Object),
            (Style::Matrix, true, false)
        );
        assert_eq!(
            of(Path, Stated::Label, false, Form::List),
            (Style::Label, false, false)
        );
        assert_eq!(
            of(Header, Stated::Simple, false, Form::List),
            (Style::Simple, false, false)
        );
        assert_eq!(
            of(Query, Stated::Form, true, Form::List),
            (Style::Form, true, false)
        );
        assert_eq!(
            of(Query, Stated::SpaceDelimited, false, Form::List),
            (Style::Space, false, false)
        );
        assert_eq!(
            of(Query, Stated::PipeDelimited, false, Form::Object),
            (Style::Pipe, false, false)
        );
        assert_eq!(
            of(Query, Stated::DeepObject, false, Form::Object),
            (Style::Deep, true, false)
        );
        assert_eq!(
            of(Cookie, Stated::Form, true, Form::Scalar),
            (Style::Form, true, false)
        );
        for form in [Form::Scalar, Form::List, Form::Object] {
            for explode in [true, false] {
                assert_eq!(
                    of(Cookie, Stated::Cookie, explode, form),
                    (Style::Form, explode, false)
                );
            }
        }
    }

    #[test]
    fn undefined_combinations_are_settled_and_said() {
        use ParameterIn::{Cookie, Header, Query};
        assert_eq!(
            of(Query, Stated::SpaceDelimited, true, Form::List),
            (Style::Form, true, true)
        );
        assert_eq!(
            of(Query, Stated::PipeDelimited, false, Form::Scalar),
            (Style::Form, true, true)
        );
        assert_eq!(
            of(Query, Stated::DeepObject, true, Form::List),
            (Style::Form, true, true)
        );
        assert_eq!(
            of(Query, Stated::DeepObject, true, Form::DeepObject),
            (Style::Deep, true, true)
        );
        assert_eq!(
            of(Query, Stated::Form, true, Form::DeepList),
            (Style::Form, true, true)
        );
        assert_eq!(
            of(Cookie, Stated::Form, true, Form::List),
            (Style::Form, false, true)
        );
        assert_eq!(
            of(Header, Stated::Form, true, Form::Scalar),
            (Style::Simple, false, true)
        );
    }
}
