//! Compares how operations are authenticated, by what is sent: the names of security schemes do not matter.

use generator::openapi::document::{
    Document, ParameterIn, SecurityRequirement, SecuritySchemeKind,
};

use super::difference::Difference;
use super::operations::Declared;

/// Compares the alternatives of two operations.
pub(super) fn compare(
    ours: &Document,
    upstream: &Document,
    our: Declared<'_>,
    their: Declared<'_>,
) -> Option<Difference> {
    let (we, they) = (alternatives(ours, our), alternatives(upstream, their));
    (we != they).then(|| {
        let words = |all: Vec<String>| match &all[..] {
            [] => "none".to_owned(),
            all => all.join(" or "),
        };
        Difference::new(
            "security",
            "security",
            (Some(words(we)), &our.operation.location),
            (Some(words(they)), &their.operation.location),
        )
    })
}

/// Returns the alternatives of an operation in words, sorted.
fn alternatives(document: &Document, of: Declared<'_>) -> Vec<String> {
    let stated = of
        .operation
        .security
        .as_ref()
        .or(document.security.as_ref());
    let each = stated.into_iter().flatten();
    let mut each: Vec<String> = each.map(|it| alternative(document, it)).collect();
    each.sort_unstable();
    each.dedup();
    each
}

fn alternative(document: &Document, requirement: &SecurityRequirement) -> String {
    let mut schemes: Vec<String> = Vec::new();
    for (name, scopes) in &requirement.schemes {
        let scheme = document.security_schemes.iter().find(|it| it.name == *name);
        let mut words = scheme.map_or_else(|| name.clone(), |it| scheme_words(&it.kind));
        if !scopes.is_empty() {
            let mut scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
            scopes.sort_unstable();
            words.push_str(&format!(" [{}]", scopes.join(", ")));
        }
        schemes.push(words);
    }
    schemes.sort_unstable();
    match &schemes[..] {
        [] => "anonymous".to_owned(),
        schemes => schemes.join(" with "),
    }
}

fn scheme_words(kind: &SecuritySchemeKind) -> String {
    match kind {
        SecuritySchemeKind::ApiKey { location_in, name } => match location_in {
            ParameterIn::Query => format!("query parameter {name}"),
            ParameterIn::Cookie => format!("cookie {name}"),
            // Names of headers have no case.
            ParameterIn::Header | ParameterIn::Path => {
                format!("header {}", name.to_ascii_lowercase())
            }
        },
        SecuritySchemeKind::Bearer => "bearer token".to_owned(),
        SecuritySchemeKind::Basic => "basic".to_owned(),
        SecuritySchemeKind::Http(scheme) => format!("http {scheme}"),
        SecuritySchemeKind::OAuth2(_) => "OAuth 2".to_owned(),
        SecuritySchemeKind::OpenIdConnect(_) => "OpenID Connect".to_owned(),
        SecuritySchemeKind::MutualTls => "mutual TLS".to_owned(),
    }
}
