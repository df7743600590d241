//! Names the variants of unions.
//!
//! In: a union of the API and what it is called. Out: an identifier for each variant. By `x-rust-name`, else by the name of
//! the component, less the words that all of them share; else by the tag, the title, a constant, or the kind of JSON value. A
//! title goes before a tag that is a number. Knows nothing of the types' own names: these are made of the variants'.

use std::collections::HashMap;

use crate::api::{Api, Shape, TypeId, TypeName, Union, Variant};
use crate::diagnostic::Diagnostics;

use super::constants;
use super::names::{Case, Ident, Scope, Wish, pascal, words};

/// A variant to be: an alternative of the API, or one of several tags that choose it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Alternative<'a> {
    /// The number of the variant in the API.
    pub(super) index: usize,
    pub(super) variant: &'a Variant,
    /// The values of the tag that choose it.
    pub(super) tags: &'a [String],
}

/// Longer titles are sentences.
const LONGEST_TITLE: usize = 4;

/// Words that ask for what stands before them.
const PREPOSITIONS: &[&str] = &["by", "for", "from", "of", "to", "with"];

/// Returns the variants of a union: one for each tag where the value would not tell which of them it came with.
pub(super) fn alternatives<'a>(api: &Api, union: &'a Union) -> Vec<Alternative<'a>> {
    let mut alternatives = Vec::with_capacity(union.variants.len());
    for (index, variant) in union.variants.iter().enumerate() {
        let tags = variant.tags.as_slice();
        let keeps = match &union.tag {
            Some(tag) => keeps_member(api, variant.ty.id, tag),
            None => true,
        };
        let step = match keeps || tags.is_empty() {
            true => tags.len().max(1),
            false => 1,
        };
        if tags.is_empty() {
            alternatives.push(Alternative {
                index,
                variant,
                tags,
            });
        }
        alternatives.extend(tags.chunks(step).map(|tags| Alternative {
            index,
            variant,
            tags,
        }));
    }
    alternatives
}

/// Returns whether a value of a type holds the member, whatever its value.
fn keeps_member(api: &Api, id: TypeId, member: &str) -> bool {
    match &api.get(id).shape {
        Shape::Struct(shape) => {
            shape.additional.is_some() || shape.fields.iter().any(|field| field.name == member)
        }
        _ => true,
    }
}

/// Names the variants of a union; `scope` is left for what else the enum has.
pub(super) fn claim(
    api: &Api,
    (id, union): (TypeId, &Union),
    name: &str,
    (scope, diagnostics): (&mut Scope, &mut Diagnostics),
) -> Vec<Ident> {
    let alternatives = alternatives(api, union);
    let mut naming = Naming {
        api,
        union,
        own: component(api, id),
        components: HashMap::new(),
    };
    naming.strip(&words(name));
    let mut names: Vec<Named> = alternatives
        .iter()
        .map(|alternative| naming.name(alternative))
        .collect();
    naming.tell_apart(&alternatives, &mut names);
    let wishes: Vec<Wish<'_>> = alternatives
        .iter()
        .zip(&names)
        .map(|(alternative, named)| {
            let hint = naming.hint(alternative);
            let mut wish = Wish::own(pascal(&named.words, "Value")).hint(hint);
            wish.location = hint.map(|_| &alternative.variant.location);
            wish
        })
        .collect();
    scope.claim_all(&wishes, diagnostics)
}

/// Returns the names of a union's variants by their numbers in the API, for types that are called after them.
pub(super) fn by_number(api: &Api, (id, union): (TypeId, &Union), name: &str) -> Vec<String> {
    let mut scope = Scope::new(Case::Pascal, &[]);
    // What is wrong with a name is said where the variant is made.
    let mut unsaid = Diagnostics::default();
    let idents = claim(api, (id, union), name, (&mut scope, &mut unsaid));
    let mut names = vec![String::new(); union.variants.len()];
    for (alternative, ident) in alternatives(api, union).iter().zip(idents).rev() {
        names[alternative.index] = ident.plain().to_owned();
    }
    names
}

/// The words of a variant, and what they come from.
#[derive(Clone, Debug, PartialEq)]
struct Named {
    words: Vec<String>,
    source: Source,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Source {
    Component,
    Tag,
    Other,
}

struct Naming<'a> {
    api: &'a Api,
    union: &'a Union,
    /// The component that the union is: parts of it are not called after it.
    own: Option<&'a str>,
    /// The words that are left of each component's name.
    components: HashMap<TypeId, Vec<String>>,
}

impl<'a> Naming<'a> {
    /// Takes from the components' names what all of them have in common, or what the only one has before it: the union's name.
    fn strip(&mut self, union: &[String]) {
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
            // Less than the whole name would be a likeness by chance.
            [only] => match only.starts_with(union) {
                true => (union.len(), 0),
                false => self.shared_with_own(only),
            },
            lists => (common(lists, false), common(lists, true)),
        };
        let left = [(first, last), (first, 0), (0, last)]
            .into_iter()
            .find(|cut| lists.iter().all(|words| is_clear(rest(words, *cut))))
            .unwrap_or_default();
        self.components = full
            .iter()
            .map(|(id, words)| (*id, rest(words, left).to_vec()))
            .collect();
    }

    /// Returns how many words the only other alternative has in common with the union's component at the beginning, or else at
    /// the end, where the component is an alternative itself.
    fn shared_with_own(&self, only: &[String]) -> (usize, usize) {
        let mut variants = self.union.variants.iter();
        let own = match self.own {
            Some(own) if variants.any(|variant| variant.component.as_deref() == Some(own)) => {
                words(own)
            }
            _ => return (0, 0),
        };
        let both = [only, own.as_slice()];
        match (common(&both, false), common(&both, true)) {
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

    fn name(&self, alternative: &Alternative<'a>) -> Named {
        let id = alternative.variant.ty.id;
        if let Some(words) = self.components.get(&id) {
            return Named {
                words: words.clone(),
                source: Source::Component,
            };
        }
        let tag = self.tag(alternative);
        let is_number = alternative.tags.iter().any(|tag| is_number(tag));
        if let Some(words) = tag.clone().filter(|_| !is_number) {
            return Named {
                words,
                source: Source::Tag,
            };
        }
        let other = |words| Named {
            words,
            source: Source::Other,
        };
        // The type is one of its own, since more applies here than the component says.
        let component = alternative.variant.component.as_deref();
        if let Some(component) = component.filter(|component| self.own != Some(component)) {
            let words = words(component);
            if is_clear(&words) {
                return other(words);
            }
        }
        let ty = self.api.get(id);
        let titles = [&alternative.variant.docs, &ty.docs].map(|docs| docs.summary.as_deref());
        for title in titles.into_iter().flatten() {
            let words = words(title);
            if words.len() <= LONGEST_TITLE && is_clear(&words) {
                return other(words);
            }
        }
        match tag {
            Some(words) => Named {
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
            Shape::Map(_) => "map",
            Shape::Struct(shape) if depth == 0 => {
                let constant = shape
                    .fields
                    .iter()
                    .find_map(|field| constants::text(self.api, field));
                constant.unwrap_or("object")
            }
            Shape::Struct(_) => "object",
            Shape::Union(_) => "either",
        };
        words(name)
    }

    /// Gives other names to those that are called the same: by tag, by what lists hold, by a member that others lack.
    fn tell_apart(&self, alternatives: &[Alternative<'a>], names: &mut [Named]) {
        let mut counts: HashMap<Vec<String>, usize> = HashMap::new();
        for named in names.iter() {
            *counts.entry(named.words.clone()).or_default() += 1;
        }
        for (alternative, named) in alternatives.iter().zip(names) {
            if counts.get(&named.words).is_none_or(|count| *count == 1) {
                continue;
            }
            let other = match named.source {
                Source::Component => self.tag(alternative),
                Source::Tag => None,
                Source::Other => self.detail(alternative),
            };
            if let Some(words) = other {
                named.words = words;
            }
        }
    }

    fn detail(&self, alternative: &Alternative<'a>) -> Option<Vec<String>> {
        let id = alternative.variant.ty.id;
        match &self.api.get(id).shape {
            Shape::List(_) => Some(self.list(id)),
            Shape::String(Some(format)) => Some(words(format.as_str())),
            Shape::Struct(shape) => {
                let others = |name: &str| {
                    let mut others = self.union.variants.iter();
                    others
                        .any(|other| other.ty.id != id && names_member(self.api, other.ty.id, name))
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

/// Returns what the component is called that a type is, in whichever form.
fn component(api: &Api, id: TypeId) -> Option<&str> {
    let ty = match api.get(id).name {
        TypeName::Request(whole) => api.get(whole),
        _ => api.get(id),
    };
    match (&ty.rust.name, &ty.name) {
        (Some(name), TypeName::Component(_)) => Some(name),
        (None, TypeName::Component(name)) => Some(name),
        _ => None,
    }
}

/// Returns whether a tag begins with a digit, as no name does.
fn is_number(tag: &str) -> bool {
    let first = words(tag).into_iter().next().unwrap_or_default();
    first.starts_with(|first: char| first.is_ascii_digit())
}

fn names_member(api: &Api, id: TypeId, name: &str) -> bool {
    match &api.get(id).shape {
        Shape::Struct(shape) => shape.fields.iter().any(|field| field.name == name),
        _ => false,
    }
}

/// Returns how many words lists have in common at their beginning, or at their end.
fn common(lists: &[&[String]], from_end: bool) -> usize {
    let at = |list: &[String], index: usize| {
        match from_end {
            true => index
                .checked_add(1)
                .and_then(|back| list.len().checked_sub(back)),
            false => Some(index),
        }
        .and_then(|index| list.get(index).cloned())
    };
    let Some((first, others)) = lists.split_first() else {
        return 0;
    };
    (0..first.len())
        .take_while(|index| {
            let word = at(first, *index);
            others.iter().all(|other| at(other, *index) == word)
        })
        .count()
}

/// Returns words without some at the beginning and some at the end.
fn rest(words: &[String], (first, last): (usize, usize)) -> &[String] {
    words
        .get(first..words.len().saturating_sub(last))
        .unwrap_or_default()
}

/// Returns whether words can be a name by themselves.
fn is_clear(words: &[String]) -> bool {
    words.first().is_some_and(|first| {
        !first.starts_with(|first: char| first.is_ascii_digit())
            && !PREPOSITIONS.contains(&first.as_str())
    })
}
