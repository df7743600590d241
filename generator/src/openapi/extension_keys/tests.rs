//! Compares the documentation of extension keys with the table.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{EXTENSION_KEYS, ExtensionValue};

fn read(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    fs::read_to_string(root.join(path)).expect("the file is in the repository")
}

fn names(object: &Value) -> BTreeSet<&str> {
    let members = object.as_object().into_iter().flatten();
    members.map(|(name, _)| name.as_str()).collect()
}

#[test]
fn the_json_schema_describes_the_keys_of_the_table() {
    let schema = read("schema/openapi-extensions.schema.json");
    let schema: Value = serde_json::from_str(&schema).expect("the schema is JSON");
    let definitions = &schema["$defs"];
    let keys: BTreeSet<&str> = EXTENSION_KEYS.iter().map(|key| key.name).collect();
    assert_eq!(names(&definitions["node"]["properties"]), keys);
    for key in EXTENSION_KEYS {
        let definition = &definitions[key.name];
        let types = match key.value {
            ExtensionValue::Boolean => serde_json::json!("boolean"),
            ExtensionValue::String => serde_json::json!("string"),
            ExtensionValue::Object => serde_json::json!("object"),
            ExtensionValue::ObjectOrFalse => serde_json::json!(["object", "boolean"]),
        };
        assert_eq!(definition["type"], types, "{}", key.name);
        let members: BTreeSet<&str> = key.members.iter().copied().collect();
        assert_eq!(names(&definition["properties"]), members, "{}", key.name);
        let description = definition["description"].as_str().unwrap_or_default();
        let start = format!("On {}: ", key.objects_with_articles());
        assert!(
            description.starts_with(&start),
            "the description of `{}` must start with {start:?}",
            key.name
        );
    }
}

#[test]
fn the_readme_lists_the_keys_of_the_table() {
    let readme = read("README.md");
    let section = readme
        .split("\n## ")
        .find(|section| section.starts_with("Extension keys"))
        .expect("the README has a section on extension keys");
    let listed: BTreeSet<(&str, BTreeSet<&str>)> = section
        .lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix("| `x-")?.split('|');
            let name = line[3..].split('`').next()?;
            cells.next()?;
            Some((name, cells.next()?.split(',').map(str::trim).collect()))
        })
        .collect();
    let expected = EXTENSION_KEYS.iter().map(|key| {
        let objects = key.objects.iter().map(|object| object.name());
        (key.name, objects.collect())
    });
    assert_eq!(listed, expected.collect());
}
