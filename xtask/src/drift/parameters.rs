//! Compares parameters and headers.

use generator::openapi::document::{Parameter, ParameterIn, Response, SchemaId};

use super::difference::Difference;
use super::facets::plain;
use super::messages::{Messages, essence, words};
use super::operations::Declared;
use super::pairs::Pairs;
use super::values::full;

impl Messages {
    /// Compares the parameters in the path, which correspond by their position.
    pub(super) fn path_parameters(
        &mut self,
        pairs: &mut Pairs<'_>,
        ours: Declared<'_>,
        upstream: Declared<'_>,
    ) {
        let names = |path: &str| {
            let after = path.split('{').skip(1);
            let names = after.filter_map(|text| text.split_once('}'));
            names.map(|(name, _)| name.to_owned()).collect::<Vec<_>>()
        };
        let (our_names, upstream_names) = (names(&ours.item.path), names(&upstream.item.path));
        let (we, they) = (parameters(ours), parameters(upstream));
        for (our_name, upstream_name) in our_names.iter().zip(&upstream_names) {
            let our = we.iter().find(|it| is_in_path(it, our_name));
            let their = they.iter().find(|it| is_in_path(it, upstream_name));
            let (Some(our), Some(their)) = (our, their) else {
                // A parameter without a declaration is a string, which the reader warns of.
                continue;
            };
            let at = format!("path parameter {our_name}");
            let mut names = pairs.names.iter();
            let is_renamed = names.any(|(from, to)| from == upstream_name && to == our_name);
            if our_name != upstream_name && !is_renamed {
                self.differences.push(Difference::new(
                    "name",
                    &at,
                    (Some(our_name.clone()), &our.location),
                    (Some(upstream_name.clone()), &their.location),
                ));
            }
            self.parameter(pairs, &at, our, their);
        }
    }

    /// Compares the parameters outside the path, which correspond by their names.
    pub(super) fn other_parameters(
        &mut self,
        pairs: &mut Pairs<'_>,
        ours: Declared<'_>,
        upstream: Declared<'_>,
    ) {
        let (we, they) = (parameters(ours), parameters(upstream));
        let is_other = |it: &&&Parameter| it.location_in != ParameterIn::Path;
        for our in we.iter().filter(is_other) {
            let at = place(our);
            match they.iter().find(|it| is_same(our, it)) {
                Some(their) => self.parameter(pairs, &at, our, their),
                None => self.differences.push(Difference::new(
                    "parameter",
                    &at,
                    (Some(words(our.required)), &our.location),
                    (None, &upstream.operation.location),
                )),
            }
        }
        for their in they.iter().filter(is_other) {
            if we.iter().any(|our| is_same(our, their)) {
                continue;
            }
            let ids: Vec<SchemaId> = schema(their).into_iter().collect();
            let detail = format!("{} {}", words(their.required), full(&pairs.upstream, &ids));
            let difference = Difference::new(
                "parameter",
                &place(their),
                (None, &ours.operation.location),
                (Some(words(their.required)), &their.location),
            );
            self.differences.push(difference.detail(detail));
        }
    }

    /// Compares a parameter or a header.
    fn parameter(
        &mut self,
        pairs: &mut Pairs<'_>,
        at: &str,
        ours: &Parameter,
        upstream: &Parameter,
    ) {
        let locations = (&ours.location, &upstream.location);
        self.facets(
            at,
            locations,
            &parameter_facets(ours),
            &parameter_facets(upstream),
        );
        let text = |it: &Parameter| {
            let text = it.description.as_deref().map(plain);
            text.map(|text| ("description", text))
                .into_iter()
                .collect::<Vec<_>>()
        };
        self.texts(at, locations, &text(ours), &text(upstream));
        let ids = |it: &Parameter| schema(it).into_iter().collect::<Vec<_>>();
        let pair = pairs.pair(&ids(ours), &ids(upstream), at, locations);
        self.roots.push(pair);
    }

    /// Compares the headers of a response, which correspond by their names.
    pub(super) fn headers(
        &mut self,
        pairs: &mut Pairs<'_>,
        at: &str,
        ours: &Response,
        upstream: &Response,
    ) {
        let is_same = |a: &Parameter, b: &Parameter| a.name.eq_ignore_ascii_case(&b.name);
        for our in &ours.headers {
            let at = format!("{at} header {}", our.name);
            match upstream.headers.iter().find(|it| is_same(our, it)) {
                Some(their) => self.parameter(pairs, &at, our, their),
                None => self.differences.push(Difference::new(
                    "header",
                    &at,
                    (Some(words(our.required)), &our.location),
                    (None, &upstream.location),
                )),
            }
        }
        for their in &upstream.headers {
            if !ours.headers.iter().any(|it| is_same(it, their)) {
                self.differences.push(Difference::new(
                    "header",
                    &format!("{at} header {}", their.name),
                    (None, &ours.location),
                    (Some(words(their.required)), &their.location),
                ));
            }
        }
    }
}

/// Returns the parameters of an operation, those of its path among them.
fn parameters<'a>(of: Declared<'a>) -> Vec<&'a Parameter> {
    let own = &of.operation.parameters;
    let shared = of.item.parameters.iter();
    let shared = shared.filter(|it| !own.iter().any(|own| is_same(own, it)));
    shared.chain(own).collect()
}

fn is_same(ours: &Parameter, upstream: &Parameter) -> bool {
    let is_same_name = match ours.location_in {
        ParameterIn::Header => ours.name.eq_ignore_ascii_case(&upstream.name),
        _ => ours.name == upstream.name,
    };
    ours.location_in == upstream.location_in && is_same_name
}

fn is_in_path(parameter: &Parameter, name: &str) -> bool {
    parameter.location_in == ParameterIn::Path && parameter.name == name
}

fn place(parameter: &Parameter) -> String {
    let location_in = match parameter.location_in {
        ParameterIn::Path => "path",
        ParameterIn::Query => "query",
        ParameterIn::Header => "header",
        ParameterIn::Cookie => "cookie",
    };
    format!("{location_in} parameter {}", parameter.name)
}

fn schema(parameter: &Parameter) -> Option<SchemaId> {
    let content = parameter.content.as_ref();
    parameter.schema.or_else(|| content?.schema)
}

fn parameter_facets(parameter: &Parameter) -> Vec<(&'static str, String)> {
    let flag = |is_set: bool| is_set.then(|| "true".to_owned());
    let content = parameter.content.as_ref();
    let all = [
        ("required", flag(parameter.required)),
        ("deprecated", flag(parameter.deprecated)),
        ("allowEmptyValue", flag(parameter.allow_empty_value)),
        ("style", Some(format!("{:?}", parameter.style))),
        ("explode", flag(parameter.explode)),
        ("allowReserved", flag(parameter.allow_reserved)),
        ("content", content.map(essence)),
    ];
    let stated = all.into_iter();
    stated
        .filter_map(|(kind, value)| Some((kind, value?)))
        .collect()
}
