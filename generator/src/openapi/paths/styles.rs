//! The keyword `style`. <https://spec.openapis.org/oas/v3.2.0.html#style-values>

use crate::diagnostic::Diagnostic;
use crate::openapi::document::{ParameterIn, Style};
use crate::openapi::object::Member;
use crate::openapi::reader::Reader;
use crate::suggest::closest;

const STYLES: &[(&str, Style)] = &[
    ("matrix", Style::Matrix),
    ("label", Style::Label),
    ("simple", Style::Simple),
    ("form", Style::Form),
    ("spaceDelimited", Style::SpaceDelimited),
    ("pipeDelimited", Style::PipeDelimited),
    ("deepObject", Style::DeepObject),
    ("cookie", Style::Cookie),
];

/// Reads a style, for the location of its parameter if that is known; `None` after a warning.
pub(crate) fn read_style<'a>(
    reader: &mut Reader<'a>,
    member: Member<'_, 'a>,
    location_in: Option<ParameterIn>,
) -> Option<Style> {
    let name = reader.read_string(member)?;
    let Some((_, style)) = STYLES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name.trim()))
    else {
        let diagnostic = Diagnostic::warning(
            "unknown-style",
            member.location(),
            format!("`{name}` is not a style; the default is used"),
        )
        .label("unknown style");
        reader.report(match closest(&name, STYLES.iter().map(|(known, _)| *known)) {
            Some(word) => diagnostic.help(format!("did you mean `{word}`?")),
            None => diagnostic.help(
                "the styles are `matrix`, `label`, `simple`, `form`, `spaceDelimited`, `pipeDelimited`, \
                 `deepObject` and `cookie`",
            ),
        });
        return None;
    };
    let Some(location_in) = location_in else {
        return Some(*style);
    };
    if allowed_styles(location_in).contains(style) {
        return Some(*style);
    }
    let default = STYLES
        .iter()
        .find(|(_, style)| *style == default_style(location_in))
        .map_or("form", |(name, _)| *name);
    reader.report(
        Diagnostic::warning(
            "misplaced-style",
            member.location(),
            format!("style `{name}` is not allowed in this location; `{default}` is used"),
        )
        .label("not allowed here"),
    );
    None
}

/// Returns the styles of a parameter location, its default first. <https://spec.openapis.org/oas/v3.2.0.html#style-values>
fn allowed_styles(location_in: ParameterIn) -> &'static [Style] {
    match location_in {
        ParameterIn::Path => &[Style::Simple, Style::Label, Style::Matrix],
        ParameterIn::Query => &[
            Style::Form,
            Style::SpaceDelimited,
            Style::PipeDelimited,
            Style::DeepObject,
        ],
        ParameterIn::Header => &[Style::Simple],
        ParameterIn::Cookie => &[Style::Form, Style::Cookie],
    }
}

/// Returns the default style of a parameter location.
pub(crate) fn default_style(location_in: ParameterIn) -> Style {
    allowed_styles(location_in)[0]
}
