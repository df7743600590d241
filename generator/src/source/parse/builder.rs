//! Builds [`Node`]s from a parser.
//!
//! In: a `serde` deserializer of YAML or JSON. Out: a [`Node`], and findings about it by pointer. Both parsers use the same
//! visitor, so they produce the same nodes. Knows no files.

use std::collections::{HashMap, HashSet};
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use crate::diagnostic::push_token;
use crate::limits::source::{FINDINGS, UNINDEXED_MEMBERS};
use crate::source::Node;

/// Something that the parser accepts but that should be reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// Its location, as an escaped pointer.
    pub pointer: String,
    /// What was found.
    pub kind: FindingKind,
}

/// The kinds of [`Finding`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FindingKind {
    /// An object has the last member of the pointer more than once.
    DuplicateKey {
        /// Whether the last value is used: the values are equal, or scalars, of which JSON parsers use the last.
        last_is_used: bool,
    },
    /// A member `<<` in YAML, whose objects were merged into the object with it.
    Merged,
    /// A member `<<` in YAML with a value of this kind instead of an object or a list of objects.
    NotMerged(&'static str),
    /// A value has this local tag.
    Tag(String),
}

/// The state of the visitor.
#[derive(Debug)]
pub(crate) struct Builder {
    limit: usize,
    /// Whether the member `<<` merges objects, as in YAML 1.1.
    merges: bool,
    nodes: usize,
    pointer: String,
    findings: Vec<Finding>,
}

impl Builder {
    /// Creates a builder that stops after `limit` nodes.
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            merges: false,
            nodes: 0,
            pointer: String::new(),
            findings: Vec::new(),
        }
    }

    /// Merges the objects of each member `<<` into the object that has it. <https://yaml.org/type/merge.html>
    pub fn merging(self) -> Self {
        Self {
            merges: true,
            ..self
        }
    }

    /// Reads one value.
    pub fn build<'de, D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<Node, D::Error> {
        Value(self).deserialize(deserializer)
    }

    /// Returns whether reading stopped because there were more nodes than the limit.
    pub fn exceeded(&self) -> bool {
        self.nodes > self.limit
    }

    /// Returns the findings, in the order of the text.
    pub fn into_findings(self) -> Vec<Finding> {
        self.findings
    }

    fn add_finding(&mut self, kind: FindingKind) {
        if self.findings.len() < FINDINGS {
            self.findings.push(Finding {
                pointer: self.pointer.clone(),
                kind,
            });
        }
    }
}

/// Reads a value.
struct Value<'b>(&'b mut Builder);

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        self.0.nodes += 1;
        if self.0.exceeded() {
            return Err(D::Error::custom("too many values"));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = Node;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Integer(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Integer(value.into()))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Node, E> {
        Ok(Node::Integer(value))
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Node, E> {
        Ok(i128::try_from(value).map_or(Node::Float(value as f64), Node::Integer))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Node, E> {
        // YAML's `.inf` and `.nan` are not JSON values; they become strings as the author wrote them.
        Ok(if value.is_finite() {
            Node::Float(value)
        } else if value.is_nan() {
            Node::String(".nan".to_owned())
        } else if value > 0.0 {
            Node::String(".inf".to_owned())
        } else {
            Node::String("-.inf".to_owned())
        })
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Node, E> {
        Ok(Node::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let builder = self.0;
        let parent = builder.pointer.len();
        let mut elements = Vec::new();
        let mut index = 0_usize;
        loop {
            push_token(&mut builder.pointer, &index.to_string());
            let element = access.next_element_seed(Value(builder))?;
            builder.pointer.truncate(parent);
            match element {
                Some(element) => elements.push(element),
                None => return Ok(Node::Array(elements)),
            }
            index += 1;
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let builder = self.0;
        let parent = builder.pointer.len();
        let mut members: Vec<(String, Node)> = Vec::new();
        let mut names: HashMap<String, usize> = HashMap::new();
        let mut repeated: HashSet<(String, bool)> = HashSet::new();
        let mut merged = Merged::default();
        while let Some(name) = access.next_key_seed(Name)? {
            push_token(&mut builder.pointer, &name);
            if builder.merges && name == "<<" {
                let value = access.next_value_seed(Value(builder))?;
                builder.add_finding(merged.add(value, members.len()));
                builder.pointer.truncate(parent);
                continue;
            }
            let known = if members.len() > UNINDEXED_MEMBERS {
                if names.is_empty() {
                    let known = members.iter().enumerate();
                    names.extend(known.map(|(index, (name, _))| (name.clone(), index)));
                }
                names.get(&name).copied()
            } else {
                members.iter().position(|(other, _)| *other == name)
            };
            // Findings inside a duplicate are reported once the first value is removed.
            let findings = builder.findings.len();
            let value = access.next_value_seed(Value(builder))?;
            match known {
                Some(index) => {
                    builder.findings.truncate(findings);
                    let first = &mut members[index].1;
                    let last_is_used = *first == value || (is_scalar(first) && is_scalar(&value));
                    if last_is_used {
                        *first = value;
                    }
                    if repeated.insert((name, last_is_used)) {
                        builder.add_finding(FindingKind::DuplicateKey { last_is_used });
                    }
                }
                None => {
                    if !names.is_empty() {
                        names.insert(name.clone(), members.len());
                    }
                    members.push((name, value));
                }
            }
            builder.pointer.truncate(parent);
        }
        Ok(Node::Object(merged.merge_into(members)))
    }

    /// Reads a value with a local tag (`!include x`). The tag is ignored.
    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Node, A::Error> {
        let (tag, variant) = access.variant_seed(Name)?;
        self.0.add_finding(FindingKind::Tag(tag));
        variant.newtype_variant_seed(Value(self.0))
    }
}

/// The members that the `<<`s of one object add to it.
#[derive(Default)]
struct Merged {
    /// The members, in order of precedence, with the number of the object's own members before them.
    members: Vec<(usize, String, Node)>,
}

impl Merged {
    /// Adds the value of a `<<` that follows `before` members of its object. Returns the finding about it.
    fn add(&mut self, value: Node, before: usize) -> FindingKind {
        let objects = match value {
            Node::Array(elements) => elements,
            single => vec![single],
        };
        let wrong = objects
            .iter()
            .find(|object| !matches!(object, Node::Object(_)))
            .map(Node::kind);
        for object in objects {
            if let Node::Object(members) = object {
                let members = members.into_iter();
                self.members
                    .extend(members.map(|(name, value)| (before, name, value)));
            }
        }
        match wrong {
            Some(kind) => FindingKind::NotMerged(kind),
            None => FindingKind::Merged,
        }
    }

    /// Returns the members of the object: its own, and in place of each `<<` those that it does not have itself.
    fn merge_into(self, own: Vec<(String, Node)>) -> Vec<(String, Node)> {
        if self.members.is_empty() {
            return own;
        }
        let mut names: HashSet<String> = own.iter().map(|(name, _)| name.clone()).collect();
        let mut merged = self.members.into_iter().peekable();
        let mut all = Vec::new();
        for (index, member) in own.into_iter().enumerate() {
            while let Some((_, name, value)) = merged.next_if(|(before, ..)| *before <= index) {
                if names.insert(name.clone()) {
                    all.push((name, value));
                }
            }
            all.push(member);
        }
        for (_, name, value) in merged {
            if names.insert(name.clone()) {
                all.push((name, value));
            }
        }
        all
    }
}

fn is_scalar(node: &Node) -> bool {
    !matches!(node, Node::Array(_) | Node::Object(_))
}

/// Reads the name of a member as it is written: `200`, `null` and `true` are names.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string as the name of a member")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<String, E> {
        Ok(value.to_owned())
    }
}
