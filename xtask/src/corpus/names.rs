//! `corpus --names`: counts the names of generated code that a person would not choose.
//!
//! In: documents. Out: a table with the share of each kind of name, and `target/corpus/names.txt` with examples of each. Compiles
//! nothing. The rules here look at names alone, so that they judge the rules of the generator without repeating them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use generator::Options;
use generator::options::Package;
use generator::rust::{Crate, Item, Method, Resource};

use super::manifest::Document;
use crate::terminal;

/// How many examples of each kind are written.
const EXAMPLES: usize = 50;

/// A method has at most this many words.
const MAX_WORDS: usize = 3;

const HTTP_METHODS: &[&str] = &["get", "put", "post", "delete", "patch", "head", "options"];

const ARTICLES: &[&str] = &["a", "an", "the"];

/// Verbs that have an object, which a path names.
const VERBS: &[&str] = &[
    "add", "create", "delete", "get", "list", "remove", "replace", "set", "update",
];

/// Words after which the object of a verb ends.
const LINKS: &[&str] = &[
    "by", "for", "from", "in", "of", "on", "to", "using", "via", "with",
];

/// Names of one kind.
struct Measure {
    name: &'static str,
    /// Among how many.
    total: usize,
    found: Vec<String>,
}

impl Measure {
    fn new(name: &'static str) -> Self {
        Self {
            name,
            total: 0,
            found: Vec::new(),
        }
    }

    fn count(&mut self, is_found: bool, example: impl FnOnce() -> String) {
        self.total += 1;
        if is_found {
            self.found.push(example());
        }
    }
}

/// All measures.
struct Score {
    long: Measure,
    repeated: Measure,
    path_and_method: Measure,
    digits: Measure,
    articles: Measure,
    ids: Measure,
    other_object: Measure,
    numbered_types: Measure,
    repeating_variants: Measure,
}

/// Counts the names of all documents, prints the table, and writes examples.
///
/// # Errors
///
/// The file cannot be written.
pub(super) fn run(documents: &[Document], folder: &Path) -> Result<(), String> {
    let mut score = Score::new();
    for document in documents {
        if let Some(krate) = plan(document)? {
            score.add(&document.id, &krate);
        }
    }
    let mut examples = String::new();
    terminal::print("names | share | of\n--- | --- | ---");
    for measure in score.measures() {
        let share = 100.0 * measure.found.len() as f64 / measure.total.max(1) as f64;
        let (name, found, total) = (measure.name, measure.found.len(), measure.total);
        terminal::print(&format!("{name} | {share:.2} % ({found}) | {total}"));
        examples.push_str(&format!("# {name}\n\n"));
        for example in spread(&measure.found) {
            examples.push_str(&format!("{example}\n"));
        }
        examples.push('\n');
    }
    let file = folder.join("names.txt");
    fs::write(&file, examples)
        .map_err(|error| format!("cannot write `{}`: {error}", file.display()))?;
    terminal::print(&format!("examples are in {}", file.display()));
    Ok(())
}

/// Returns the crate of a document, or `None` if it is refused.
fn plan(document: &Document) -> Result<Option<Crate>, String> {
    let package = Package::new(&document.id, None).map_err(|error| error.to_string())?;
    let outcome = generator::generate(&Options::new(&document.path, package));
    Ok(outcome.plan)
}

/// Returns some examples from all documents.
fn spread(found: &[String]) -> impl Iterator<Item = &String> {
    found.iter().step_by(found.len() / EXAMPLES + 1)
}

impl Score {
    fn new() -> Self {
        Self {
            long: Measure::new("methods of more than three words"),
            repeated: Measure::new("methods that repeat a word of their resource"),
            path_and_method: Measure::new("methods that end in an HTTP method"),
            digits: Measure::new("methods with digits or code points"),
            articles: Measure::new("methods with an article"),
            ids: Measure::new("methods that end in `_id`"),
            other_object: Measure::new("methods whose object is an owner in the path"),
            numbered_types: Measure::new("types that differ from another one by a number"),
            repeating_variants: Measure::new("variants of enums that begin with their type"),
        }
    }

    fn measures(&self) -> [&Measure; 9] {
        [
            &self.long,
            &self.repeated,
            &self.path_and_method,
            &self.digits,
            &self.articles,
            &self.ids,
            &self.other_object,
            &self.numbered_types,
            &self.repeating_variants,
        ]
    }

    fn add(&mut self, id: &str, krate: &Crate) {
        let mut open: Vec<&Resource> = krate.resources.iter().collect();
        while let Some(resource) = open.pop() {
            open.extend(&resource.children);
            for method in &resource.methods {
                self.method(id, resource, method);
            }
        }
        let items = || krate.types.iter().flat_map(|module| &module.items);
        let names: BTreeSet<&str> = items().map(|item| item.name().plain()).collect();
        for item in items() {
            self.item(id, item, &names);
        }
    }

    fn method(&mut self, id: &str, resource: &Resource, method: &Method) {
        let name = method.name.plain();
        let words: Vec<&str> = name.split('_').collect();
        let accessors: Vec<&str> = resource.path.iter().map(|part| part.plain()).collect();
        let owner: BTreeSet<String> = (accessors.iter())
            .flat_map(|accessor| accessor.split('_'))
            .map(singular)
            .collect();
        let example = || {
            let (request, path) = (&method.http_method, &method.path_template);
            format!("{id}\t{}().{name}\t{request} {path}", accessors.join("()."))
        };
        self.long.count(words.len() > MAX_WORDS, example);
        let kind = kind_in_path(&method.path_template, &owner);
        let is_repeated = words.iter().any(|word| {
            let word = singular(word);
            owner.contains(&word) && kind.as_ref() != Some(&word)
        });
        self.repeated.count(is_repeated, example);
        let last = words.last().copied().unwrap_or_default();
        let ends_in_method = words.len() > 1 && HTTP_METHODS.contains(&last);
        self.path_and_method.count(ends_in_method, example);
        let has_digits = words.iter().any(|word| {
            let is_code_point = word.len() > 4
                && word.starts_with('u')
                && word[1..].chars().all(|sign| sign.is_ascii_hexdigit());
            is_code_point || word.starts_with(|sign: char| sign.is_ascii_digit())
        });
        self.digits.count(has_digits, example);
        let has_article = words.iter().any(|word| ARTICLES.contains(word));
        self.articles.count(has_article, example);
        self.ids.count(words.len() > 1 && last == "id", example);
        self.other_object
            .count(has_other_object(&words, &method.path_template), example);
    }

    fn item(&mut self, id: &str, item: &Item, names: &BTreeSet<&str>) {
        let name = item.name().plain();
        // A number of the document, such as a status or a version, is no fault.
        let stem = name.trim_end_matches(|sign: char| sign.is_ascii_digit());
        let is_numbered = stem.len() < name.len() && names.contains(stem);
        self.numbered_types
            .count(is_numbered, || format!("{id}\t{name}"));
        if let Item::Enum(item) = item {
            for variant in &item.variants {
                let variant_name = variant.name.plain();
                self.repeating_variants
                    .count(variant_name.starts_with(name), || {
                        format!("{id}\t{name}::{variant_name}\t{}", variant.wire)
                    });
            }
        }
    }
}

/// Returns the noun of the path's last literal segment if other words precede it there: `link` of `/transaction-links/{id}`. A method
/// that repeats it is right: `links().get_transaction` would name another object.
fn kind_in_path(path: &str, owner: &BTreeSet<String>) -> Option<String> {
    let last = segments(path).next_back()?;
    let (noun, others) = last.split_last()?;
    let is_other = others.iter().any(|word| !owner.contains(word));
    is_other.then(|| noun.clone())
}

/// Returns whether the object of a method's verb is an owner in its path, and the name has no word of what the path ends in:
/// `delete_user` of `DELETE /users/{id}/cards/{id}`.
fn has_other_object(words: &[&str], path: &str) -> bool {
    let [verb, rest @ ..] = words else {
        return false;
    };
    let end = rest.iter().position(|word| LINKS.contains(word));
    let Some(object) = rest[..end.unwrap_or(rest.len())].last() else {
        return false;
    };
    let mut segments: Vec<Vec<String>> = segments(path).collect();
    let Some(last) = segments.pop() else {
        return false;
    };
    let object = singular(object);
    let is_owner = owners(path).iter().any(|words| words.contains(&object));
    VERBS.contains(verb) && is_owner && !rest.iter().any(|word| last.contains(&singular(word)))
}

/// Returns the words of the literal segments that a parameter follows, except the last one.
fn owners(path: &str) -> Vec<Vec<String>> {
    let mut pairs: Vec<_> = path
        .split_inclusive('}')
        .filter(|part| part.ends_with('}'))
        .filter_map(|part| segments(part).next_back())
        .collect();
    if path.ends_with('}') {
        pairs.pop();
    }
    pairs
}

/// Returns the words of each literal segment of a path, in the singular.
fn segments(path: &str) -> impl DoubleEndedIterator<Item = Vec<String>> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let literals = path
        .split('/')
        .filter(|segment| !segment.is_empty() && !segment.contains('{'));
    literals.map(|segment| {
        let mut words = vec![String::new()];
        for sign in segment.chars() {
            if !sign.is_alphanumeric() || sign.is_uppercase() {
                words.push(String::new());
            }
            if sign.is_alphanumeric()
                && let Some(word) = words.last_mut()
            {
                word.extend(sign.to_lowercase());
            }
        }
        words.retain(|word| !word.is_empty());
        words.iter().map(|word| singular(word)).collect()
    })
}

/// Returns a word without the ending of its plural.
fn singular(word: &str) -> String {
    let endings = [("ies", "y"), ("sses", "ss"), ("xes", "x"), ("s", "")];
    for (ending, other) in endings {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.len() > 1
            && !stem.ends_with('s')
        {
            return format!("{stem}{other}");
        }
    }
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{has_other_object, kind_in_path, singular};

    #[test]
    fn plurals_and_singulars_are_one_word() {
        for (word, expected) in [
            ("cards", "card"),
            ("policies", "policy"),
            ("addresses", "address"),
            ("address", "address"),
            ("boxes", "box"),
            ("is", "is"),
        ] {
            assert_eq!(singular(word), expected, "{word}");
        }
    }

    #[test]
    fn an_object_that_is_an_owner_in_the_path_misleads() {
        let is_other = |name: &str, path: &str| {
            let words: Vec<&str> = name.split('_').collect();
            has_other_object(&words, path)
        };
        assert!(!is_other("delete", "/users/{id}/cards/{id}"));
        assert!(!is_other("delete_card", "/users/{id}/cards/{id}"));
        assert!(!is_other("delete_user_card", "/users/{id}/cards/{id}"));
        assert!(!is_other("list_for_user", "/users/{id}/cards"));
        assert!(!is_other("cancel_user", "/users/{id}/cards"));
        assert!(is_other("delete_user", "/users/{id}/cards/{id}"));
        assert!(is_other("delete_user_by_name", "/users/{id}/cards/{name}"));
    }

    #[test]
    fn a_kind_of_the_resource_is_no_repetition() {
        let owner = BTreeSet::from(["link".to_owned()]);
        let kind = |path: &str| kind_in_path(path, &owner);
        assert_eq!(kind("/transaction-links/{id}").as_deref(), Some("link"));
        assert_eq!(kind("/transactionLinks").as_deref(), Some("link"));
        assert_eq!(kind("/links/{id}"), None);
        assert_eq!(kind("/{id}"), None);
    }
}
