//! Where the parts of a changed document come from.
//!
//! In: the changes, as an overlay makes them. Out: for a location in the result, the location in the file that wrote it. Only parts
//! that moved or were added are recorded; any other part has the place that follows from the part around it.

use std::collections::BTreeMap;

use crate::diagnostic::{Location, Part};

/// The origin of a value, and of the values in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Origins {
    /// Where the name of the member with the value is; `None` if it follows from the value around it.
    key: Option<Location>,
    /// Where the value is; `None` if it follows from the value around it.
    value: Option<Location>,
    below: BTreeMap<String, Origins>,
}

impl Origins {
    /// Returns the origins of a value that is written at one location.
    pub fn at(location: Location) -> Self {
        Self {
            key: Some(location.clone()),
            value: Some(location),
            below: BTreeMap::new(),
        }
    }

    /// Returns where the part at a location in the result is written. These must be the origins of the whole result.
    pub fn origin(&self, location: &Location) -> Location {
        let (_, key, value) = self.find(&location.tokens());
        // A byte has no origin: the file was not parsed.
        let (Some(key), Some(value)) = (key, value) else {
            return location.clone();
        };
        match location.part {
            Part::Value | Part::Byte(_) => Location {
                part: location.part,
                ..value
            },
            Part::Key | Part::RepeatedKey => Location {
                part: location.part,
                ..key
            },
        }
    }

    /// Returns the origins of the value at a path, which no longer depend on the values around it.
    pub fn extract(&self, tokens: &[String]) -> Self {
        let (found, key, value) = self.find(tokens);
        Self {
            key,
            value,
            below: found.map(|found| found.below.clone()).unwrap_or_default(),
        }
    }

    /// Returns the origins at a path to change them.
    pub fn walk_mut(&mut self, tokens: &[String]) -> &mut Self {
        let mut origins = self;
        for token in tokens {
            origins = origins.child_mut(token);
        }
        origins
    }

    /// Returns the origins of a member or element to change them.
    pub fn child_mut(&mut self, token: &str) -> &mut Self {
        self.below.entry(token.to_owned()).or_default()
    }

    /// Replaces the value. The name of the member with it stays where it is.
    pub fn replace_value(&mut self, other: &Self) {
        self.value.clone_from(&other.value);
        self.below.clone_from(&other.below);
    }

    /// Sets the origins of a new member or element.
    pub fn set(&mut self, token: &str, origins: Self) {
        self.below.insert(token.to_owned(), origins);
    }

    /// Removes a member.
    pub fn remove_member(&mut self, name: &str) {
        self.below.remove(name);
    }

    /// Removes an element of an array with `length` elements, which is written at `array` itself, and moves those after it.
    pub fn remove_element(&mut self, index: usize, length: usize, array: &Location) {
        self.below.remove(&index.to_string());
        for from in index + 1..length {
            let mut moved = self.below.remove(&from.to_string()).unwrap_or_default();
            moved.key.get_or_insert_with(|| array.child(from));
            moved.value.get_or_insert_with(|| array.child(from));
            self.below.insert((from - 1).to_string(), moved);
        }
    }

    /// Finds what is recorded about a path, and where its key and value are.
    fn find(&self, tokens: &[String]) -> (Option<&Self>, Option<Location>, Option<Location>) {
        let mut found = Some(self);
        let (mut key, mut value) = (self.key.clone(), self.value.clone());
        for token in tokens {
            let inherited = value.map(|value| value.child(token));
            found = found.and_then(|origins| origins.below.get(token));
            key = found
                .and_then(|origins| origins.key.clone())
                .or_else(|| inherited.clone());
            value = found
                .and_then(|origins| origins.value.clone())
                .or(inherited);
        }
        (found, key, value)
    }
}
