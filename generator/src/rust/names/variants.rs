//! Names the variants of enums and unions.
//!
//! In: the values of an enum, or a union of the API, and its name. Out: an identifier for each variant, and for the one that keeps
//! any other value.
//!
//! Variants of enums are named by `x-rust-name`, else by their titles if all are short and distinct, else by their values.
//! Variants of unions are named by `x-rust-name`, else by the component, without the words that all of them share; else by the
//! tag, the title, a constant, or the kind of JSON value. A title is preferred to a tag that is a number.

use std::collections::{HashMap, HashSet};

use crate::api::{Api, EnumValue, Field, Shape, TypeId, TypeName, TypeRef, Union};
use crate::diagnostic::Diagnostics;

use super::super::analysis::alternatives::{Alternative, alternatives};
use super::super::analysis::members::constant_string;
use super::super::model::Ident;
use super::case::pascal;
use super::scope::{Case, NameRequest, Scope};
use super::words::words;

/// The title of an enum's value is a sentence and not a name if it has more words than this.
const MAX_VALUE_TITLE_WORDS: usize = 8;

/// The same for the title of a union's variant.
const MAX_VARIANT_TITLE_WORDS: usize = 4;

/// Words that cannot begin a name: they need another word before them.
const PREPOSITIONS: &[&str] = &["by", "for", "from", "of", "to", "with"];

/// The names of the variants of an enum or union.
#[derive(Clone, Debug)]
pub(in crate::rust) struct VariantNames {
    /// One for each distinct value of an enum, or each alternative of a union.
    pub(in crate::rust) variants: Vec<Ident>,
    /// The variant that keeps any other value.
    pub(in crate::rust) unrecognized: Ident,
}

/// Names the variants of an enum.
pub(in crate::rust) fn name_enum_variants(
    name: &str,
    values: &[&EnumValue],
    diagnostics: &mut Diagnostics,
) -> VariantNames {
    let has_titles = titles_are_names(values);
    let text = |value: &&'_ EnumValue| match &value.title {
        Some(title) if has_titles => title.clone(),
        _ => value.value.clone(),
    };
    let texts: Vec<String> = values.iter().map(text).collect();
    let prefix = NumberPrefix::of(&texts);
    let split = |text: &String| match prefix {
        NumberPrefix::Ratio if is_ratio(text) => words(&text.replacen(':', "x", 1)),
        _ => words(text),
    };
    let all: Vec<Vec<String>> = texts.iter().map(split).collect();
    let own = repeated_words(&words(name), &all);
    let requests: Vec<NameRequest<'_>> = (values.iter().zip(&all))
        .map(|(value, words)| {
            NameRequest::new(pascal(&words[own..], prefix.as_str()), &value.location)
                .hint(value.rust_name.as_deref())
                .clash_help(VALUE_CLASH_HELP)
        })
        .collect();
    claim(&requests, "UnrecognizedText", diagnostics)
}

/// A value of an `enum` is no object that could have an `x-rust-name`.
const VALUE_CLASH_HELP: &str =
    "name the values with `x-enum-varnames` beside `enum`, or with `x-rust-name` beside `const`";

/// Returns how many words of the enum's name all of its values repeat: the whole name, or nothing.
fn repeated_words(name: &[String], values: &[Vec<String>]) -> usize {
    let repeats = |words: &Vec<String>| words.starts_with(name) && words.len() > name.len();
    if values.len() > 1 && values.iter().all(repeats) {
        name.len()
    } else {
        0
    }
}

/// What stands before the digits of an enum's values that begin with one, the same in the whole enum.
#[derive(Clone, Copy, Debug, PartialEq)]
enum NumberPrefix {
    /// `V2025_1`: versions and dates.
    Version,
    /// `R16x9`: ratios.
    Ratio,
    /// `N24Hour`: all others.
    Number,
}

impl NumberPrefix {
    fn of(texts: &[String]) -> Self {
        let begins_with_digit = |text: &&String| {
            let first = text.chars().find(|sign| sign.is_alphanumeric());
            first.is_some_and(|first| first.is_ascii_digit())
        };
        let numbers: Vec<&String> = texts.iter().filter(begins_with_digit).collect();
        // Both parts of `10:30` have two digits, so it could be a time.
        let is_small = |text: &&String| {
            let mut parts = text.split(':');
            parts.any(|part| part.len() == 1)
        };
        if numbers.iter().all(|text| is_ratio(text)) && numbers.iter().any(is_small) {
            Self::Ratio
        } else if !numbers.is_empty() && numbers.iter().all(|text| is_version(text)) {
            Self::Version
        } else {
            Self::Number
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Version => "V",
            Self::Ratio => "R",
            Self::Number => "N",
        }
    }
}

/// Returns whether a text is two numbers with a colon between them.
fn is_ratio(text: &str) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.chars().all(|sign| sign.is_ascii_digit());
    text.split_once(':')
        .is_some_and(|(before, after)| is_number(before) && is_number(after))
}

/// Returns whether a text is a version, `1.2`, or begins with a date, `2024-05-01-preview`. `18-24` is neither.
fn is_version(text: &str) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.chars().all(|sign| sign.is_ascii_digit());
    let parts: Vec<&str> = text.split(['.', '-']).collect();
    let [first, second, ..] = parts.as_slice() else {
        return false;
    };
    let is_numeric = is_number(first) && is_number(second);
    is_numeric && (text.contains('.') || first.len() == 4)
}

/// Returns whether the titles of an enum's values are names: short and distinct.
fn titles_are_names(values: &[&EnumValue]) -> bool {
    let mut seen = HashSet::new();
    values
        .iter()
        .filter_map(|value| value.title.as_deref())
        .map(words)
        .all(|words| words.len() <= MAX_VALUE_TITLE_WORDS && seen.insert(words))
}

/// Names the variants of a union.
pub(in crate::rust) fn name_union_variants(
    api: &Api,
    id: TypeId,
    union: &Union,
    name: &str,
    diagnostics: &mut Diagnostics,
) -> VariantNames {
    let alternatives = alternatives(api, union);
    let mut namer = UnionNamer {
        api,
        union,
        own: component(api, id),
        components: HashMap::new(),
    };
    namer.strip_shared_words(&words(name));
    let mut names: Vec<VariantWords> = alternatives
        .iter()
        .map(|alternative| namer.name(alternative))
        .collect();
    namer.rename_duplicates(&alternatives, &mut names);
    let requests: Vec<NameRequest<'_>> = alternatives
        .iter()
        .zip(&names)
        .map(|(alternative, named)| {
            let hint = namer.hint(alternative);
            let mut request = NameRequest::internal(pascal(&named.words, "Value")).hint(hint);
            request.location = hint.map(|_| &alternative.variant.location);
            request
        })
        .collect();
    claim(&requests, "UnrecognizedValue", diagnostics)
}

/// Claims the names of variants. `unrecognized` is the name of the last variant if another one is called `Unrecognized`.
fn claim(
    requests: &[NameRequest<'_>],
    unrecognized: &str,
    diagnostics: &mut Diagnostics,
) -> VariantNames {
    let mut scope = Scope::new(Case::Pascal, &[]);
    let variants = scope.claim_all(requests, diagnostics);
    let request = NameRequest::internal("Unrecognized".to_owned()).or(unrecognized.to_owned());
    VariantNames {
        variants,
        unrecognized: scope.claim(request, diagnostics),
    }
}

/// The words of a variant, and where they come from.
#[derive(Clone, Debug, PartialEq)]
struct VariantWords {
    words: Vec<String>,
    source: Source,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Source {
    Component,
    Tag,
    Other,
}

/// The variants of one name.
#[derive(Default)]
struct Group<'a> {
    count: usize,
    /// In how many of them a member has a constant.
    constants: HashMap<(&'a str, &'a str), usize>,
}

struct UnionNamer<'a> {
    api: &'a Api,
    union: &'a Union,
    /// The component that the union is: its variants are not named after it.
    own: Option<&'a str>,
    /// The remaining words of each component's name.
    components: HashMap<TypeId, Vec<String>>,
}

impl<'a> UnionNamer<'a> {
    /// Strips the words that all components' names share, or the union's name from the only one.
    fn strip_shared_words(&mut self, union: &[String]) {
        let mut full: Vec<(TypeId, Vec<String>)> = Vec::new();
        for variant in &self.union.variants {
            let id = variant.ty.id;
            let listed = variant.component.as_deref();
            if let Some(name) = listed.or_else(|| component(self.api, id))
                && self.own != Some(name)
                && full.iter().all(|(known, _)| *known != id)
            {
                full.push((id, words(name)));
            }
        }
        let lists: Vec<&[String]> = full.iter().map(|(_, words)| words.as_slice()).collect();
        let (first, last) = match lists.as_slice() {
            [] => return,
            // Only the whole name counts: fewer shared words may be a coincidence.
            [only] if only.starts_with(union) => (union.len(), 0),
            [only] => self.shared_with_own(only),
            lists => (shared_prefix(lists), shared_suffix(lists)),
        };
        let (first, last) = [(first, last), (first, 0), (0, last)]
            .into_iter()
            .find(|(first, last)| {
                let mut lists = lists.iter();
                lists.all(|words| can_be_name(strip(words, *first, *last)))
            })
            .unwrap_or_default();
        self.components = full
            .iter()
            .map(|(id, words)| (*id, strip(words, first, last).to_vec()))
            .collect();
    }

    /// Returns how many words the only other alternative shares with the union's component at the beginning, or else at the
    /// end, if the component is an alternative itself.
    fn shared_with_own(&self, only: &[String]) -> (usize, usize) {
        let mut variants = self.union.variants.iter();
        let own = match self.own {
            Some(own) if variants.any(|variant| variant.component.as_deref() == Some(own)) => {
                words(own)
            }
            _ => return (0, 0),
        };
        let both = [only, own.as_slice()];
        match (shared_prefix(&both), shared_suffix(&both)) {
            (0, last) if last < own.len() => (0, last),
            (first, _) if first < own.len() => (first, 0),
            _ => (0, 0),
        }
    }

    fn hint(&self, alternative: &Alternative<'a>) -> Option<&'a str> {
        let own = alternative.variant.rust_name.as_deref();
        let single = alternative.tags.len() == alternative.variant.tags.len();
        own.filter(|_| single)
    }

    fn name(&self, alternative: &Alternative<'a>) -> VariantWords {
        let id = alternative.variant.ty.id;
        if let Some(words) = self.components.get(&id) {
            return VariantWords {
                words: words.clone(),
                source: Source::Component,
            };
        }
        let tag = self.tag(alternative);
        let is_number = alternative.tags.iter().any(|tag| is_number(tag));
        if let Some(words) = tag.clone().filter(|_| !is_number) {
            return VariantWords {
                words,
                source: Source::Tag,
            };
        }
        let other = |words| VariantWords {
            words,
            source: Source::Other,
        };
        // A type of its own, because more constraints apply here than in the component.
        let component = alternative.variant.component.as_deref();
        if let Some(component) = component.filter(|component| self.own != Some(component)) {
            let words = words(component);
            if can_be_name(&words) {
                return other(words);
            }
        }
        let ty = self.api.get(id);
        let titles = [&alternative.variant.docs, &ty.docs].map(|docs| docs.summary.as_deref());
        for title in titles.into_iter().flatten() {
            let words = words(title);
            if words.len() <= MAX_VARIANT_TITLE_WORDS && can_be_name(&words) {
                return other(words);
            }
        }
        match tag {
            Some(words) => VariantWords {
                words,
                source: Source::Tag,
            },
            None => other(self.kind(id, 0)),
        }
    }

    /// Returns the words of the only tag; of a number, after those of the tag's name.
    fn tag(&self, alternative: &Alternative<'a>) -> Option<Vec<String>> {
        let [tag] = alternative.tags else {
            return None;
        };
        let own = words(tag);
        if !is_number(tag) {
            return Some(own);
        }
        let mut words = words(self.union.tag.as_deref()?);
        words.extend(own);
        Some(words)
    }

    /// Returns the words for the kind of JSON value.
    fn kind(&self, id: TypeId, depth: usize) -> Vec<String> {
        let name = match &self.api.get(id).shape {
            Shape::Any => "any",
            Shape::Boolean => "boolean",
            Shape::Integer(_) | Shape::Integers(_) => "integer",
            Shape::Number | Shape::IntegerOrNumber => "number",
            Shape::String(_) => "string",
            Shape::DateTime => "date time",
            Shape::Date => "date",
            Shape::Bytes => "bytes",
            Shape::File => "file",
            Shape::Enum(values) => match values.as_slice() {
                [only] => {
                    let name = only.rust_name.as_deref().or(only.title.as_deref());
                    name.unwrap_or(&only.value)
                }
                _ => "text",
            },
            Shape::List(_) => "list",
            Shape::Tuple(_) => "tuple",
            Shape::Map(_) => "map",
            Shape::Struct(shape) if depth == 0 => {
                let constant = shape
                    .fields
                    .iter()
                    .find_map(|field| constant_string(self.api, field));
                constant.unwrap_or("object")
            }
            Shape::Struct(_) => "object",
            Shape::Union(_) => "either",
        };
        words(name)
    }

    /// Renames variants of equal names: by tag, by a second constant, by the elements of lists, by a member that others lack.
    fn rename_duplicates(&self, alternatives: &[Alternative<'a>], names: &mut [VariantWords]) {
        let mut groups: HashMap<Vec<String>, Group<'a>> = HashMap::new();
        for (alternative, named) in alternatives.iter().zip(&*names) {
            let group = groups.entry(named.words.clone()).or_default();
            group.count += 1;
            for constant in self.constants(alternative.variant.ty.id) {
                *group.constants.entry(constant).or_default() += 1;
            }
        }
        for (alternative, named) in alternatives.iter().zip(names) {
            let Some(group) = groups.get(&named.words).filter(|group| group.count > 1) else {
                continue;
            };
            let second = || self.second_constant(alternative, &named.words, group);
            let other = match named.source {
                Source::Component => self.tag(alternative),
                Source::Tag => second(),
                Source::Other => second().or_else(|| self.detail(alternative)),
            };
            if let Some(words) = other {
                named.words = words;
            }
        }
    }

    /// Returns the words of a variant with those of a constant that others of its group lack: `subscription add` for
    /// `{type: subscription, op: add}`.
    fn second_constant(
        &self,
        alternative: &Alternative<'a>,
        own: &[String],
        group: &Group<'a>,
    ) -> Option<Vec<String>> {
        let mut constants = self.constants(alternative.variant.ty.id);
        let (_, value) = constants.find(|constant| group.constants.get(constant) == Some(&1))?;
        let value = words(value);
        (!own.ends_with(&value)).then(|| [own, &value].concat())
    }

    /// Returns the members of a struct that have one value alone, with that value.
    fn constants(&self, id: TypeId) -> impl Iterator<Item = (&'a str, &'a str)> {
        let api = self.api;
        let fields = match &api.get(id).shape {
            Shape::Struct(shape) => shape.fields.as_slice(),
            _ => &[],
        };
        let constant = move |field: &'a Field| Some((&*field.name, constant_string(api, field)?));
        fields.iter().filter_map(constant)
    }

    fn detail(&self, alternative: &Alternative<'a>) -> Option<Vec<String>> {
        let id = alternative.variant.ty.id;
        match &self.api.get(id).shape {
            Shape::List(_) => Some(self.list(id)),
            Shape::Tuple(elements) => Some(self.tuple(elements)),
            Shape::String(Some(format)) => Some(words(format.as_str())),
            Shape::Struct(shape) => {
                let others = |name: &str| {
                    let mut others = self.union.variants.iter();
                    others.any(|other| other.ty.id != id && has_member(self.api, other.ty.id, name))
                };
                let mut own = shape.fields.iter().filter(|field| !others(&field.name));
                let first = own.next()?;
                let required = std::iter::once(first)
                    .chain(own)
                    .find(|field| field.required);
                Some(words(&required.unwrap_or(first).name))
            }
            _ => None,
        }
    }

    /// Returns the words for a tuple: those for its elements, one of each kind.
    fn tuple(&self, elements: &[TypeRef]) -> Vec<String> {
        let mut words = Vec::new();
        for element in elements {
            let element = self.list(element.id);
            if !words.ends_with(&element) {
                words.extend(element);
            }
        }
        words.push("tuple".to_owned());
        words
    }

    /// Returns the words for a list: those for its elements, and `list` for each list around them.
    fn list(&self, id: TypeId) -> Vec<String> {
        let (mut at, mut lists) = (id, Vec::new());
        while let Shape::List(element) = &self.api.get(at).shape
            && lists.len() < 4
        {
            lists.push("list".to_owned());
            at = element.id;
        }
        let mut words = match component(self.api, at) {
            Some(name) => words(name),
            None => self.kind(at, 1),
        };
        words.extend(lists);
        words
    }
}

/// Returns the name of the component that a type is, or is the request form of.
fn component(api: &Api, id: TypeId) -> Option<&str> {
    let ty = match api.get(id).name {
        TypeName::Request(response_form) => api.get(response_form),
        _ => api.get(id),
    };
    match (&ty.rust.name, &ty.name) {
        (Some(name), TypeName::Component(_)) => Some(name),
        (None, TypeName::Component(name)) => Some(name),
        _ => None,
    }
}

/// Returns whether a tag begins with a digit, which no name does.
fn is_number(tag: &str) -> bool {
    let first = words(tag).into_iter().next().unwrap_or_default();
    first.starts_with(|first: char| first.is_ascii_digit())
}

fn has_member(api: &Api, id: TypeId, name: &str) -> bool {
    match &api.get(id).shape {
        Shape::Struct(shape) => shape.fields.iter().any(|field| field.name == name),
        _ => false,
    }
}

/// Returns how many words lists share at their beginning.
fn shared_prefix(lists: &[&[String]]) -> usize {
    let Some((first, others)) = lists.split_first() else {
        return 0;
    };
    let mut words = first.iter().enumerate();
    words
        .position(|(index, word)| others.iter().any(|other| other.get(index) != Some(word)))
        .unwrap_or(first.len())
}

/// Returns how many words lists share at their end.
fn shared_suffix(lists: &[&[String]]) -> usize {
    let Some((first, others)) = lists.split_first() else {
        return 0;
    };
    let mut words = first.iter().rev().enumerate();
    words
        .position(|(index, word)| {
            let mut others = others.iter();
            others.any(|other| other.iter().nth_back(index) != Some(word))
        })
        .unwrap_or(first.len())
}

/// Returns words without the first and the last ones.
fn strip(words: &[String], first: usize, last: usize) -> &[String] {
    words
        .get(first..words.len().saturating_sub(last))
        .unwrap_or_default()
}

/// Returns whether words can be a name by themselves.
fn can_be_name(words: &[String]) -> bool {
    words.first().is_some_and(|first| {
        !first.starts_with(|first: char| first.is_ascii_digit())
            && !PREPOSITIONS.contains(&first.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::{NumberPrefix, repeated_words};

    #[test]
    fn the_name_of_the_enum_is_left_out_if_all_values_begin_with_it() {
        let words = |text: &str| super::words(text);
        let repeated = |values: &[&str]| {
            let values: Vec<_> = values.iter().map(|value| words(value)).collect();
            repeated_words(&words("PetStatus"), &values)
        };
        assert_eq!(repeated(&["PET_STATUS_SOLD", "PET_STATUS_NEW_BORN"]), 2);
        assert_eq!(repeated(&["PET_STATUS_SOLD", "PET_STATUS"]), 0);
        assert_eq!(repeated(&["PET_STATUS_SOLD", "UNKNOWN"]), 0);
        assert_eq!(repeated(&["PET_STATUS_SOLD"]), 0);
    }

    #[test]
    fn values_that_begin_with_digits_have_one_prefix() {
        let prefix = |values: &[&str]| {
            let texts: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
            NumberPrefix::of(&texts)
        };
        for versions in [
            &["1.2", "1.10.3", "latest"][..],
            &["2024-05-01", "2023-11-15-preview"],
            &["2025.0"],
        ] {
            assert_eq!(prefix(versions), NumberPrefix::Version, "{versions:?}");
        }
        for ratios in [&["16:9", "1:1"][..], &["4:3", "auto"]] {
            assert_eq!(prefix(ratios), NumberPrefix::Ratio, "{ratios:?}");
        }
        for others in [
            &["1024x768", "512x512"][..],
            &["18-24", "25-34"],
            &["10:30", "11:45"],
            &["1", "2"],
            &["1.2", "4k"],
            &["16:9", "4k"],
            &["a", "b"],
            &[],
        ] {
            assert_eq!(prefix(others), NumberPrefix::Number, "{others:?}");
        }
    }
}
