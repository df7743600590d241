//! The report as text.

use generator::diagnostic::{Location, escape};
use generator::source::Sources;

use super::difference::Difference;
use super::operations::Comparison;

/// Returns the report.
pub(super) fn text(comparison: &Comparison, ours: &Sources, upstream: &Sources) -> String {
    let open: Vec<&Difference> = comparison
        .differences
        .iter()
        .filter(|it| !it.is_documentation)
        .collect();
    let places = |sources: &Sources, of: fn(&Difference) -> &Location| {
        let wanted: Vec<&Location> = open.iter().map(|it| of(it)).collect();
        sources.positions(&wanted)
    };
    let our_places = places(ours, |it| &it.our_location);
    let upstream_places = places(upstream, |it| &it.upstream_location);
    let mut text = String::new();
    let sections: [(&str, fn(&Difference) -> bool); 3] = [
        ("Only upstream", |it| it.ours.is_none()),
        ("Only ours", |it| it.ours.is_some() && it.upstream.is_none()),
        ("Different", |it| it.ours.is_some() && it.upstream.is_some()),
    ];
    for (heading, belongs) in sections {
        let members: Vec<&&Difference> = open.iter().filter(|it| belongs(it)).collect();
        if members.is_empty() {
            continue;
        }
        text.push_str(&format!("{heading}: {}\n", members.len()));
        for it in members {
            let values = match (&it.ours, &it.upstream) {
                (Some(ours), Some(upstream)) => format!("ours {ours}, upstream {upstream}"),
                (Some(one), None) | (None, Some(one)) => one.clone(),
                (None, None) => String::new(),
            };
            text.push_str(&format!(
                "  {} {}: {}\n",
                it.kind,
                escape(&it.at),
                escape(&values)
            ));
            let place = |places: &std::collections::HashMap<Location, String>, at: &Location| {
                places.get(at).cloned().unwrap_or_default()
            };
            text.push_str(&format!(
                "      {}  {}\n",
                place(&our_places, &it.our_location),
                place(&upstream_places, &it.upstream_location)
            ));
            if let [first, others @ ..] = &it.operations[..] {
                let more = match others.len() {
                    0 => String::new(),
                    1 => " and 1 more operation".to_owned(),
                    more => format!(" and {more} more operations"),
                };
                text.push_str(&format!("      {}{more}\n", escape(first)));
            }
        }
        text.push('\n');
    }
    let documentation = comparison.differences.len() - open.len();
    text.push_str(&format!(
        "{} of {} operations compared, {} differences, {documentation} in documentation, {} other operations upstream\n",
        comparison.matched,
        comparison.operations,
        open.len(),
        comparison.others
    ));
    text
}
