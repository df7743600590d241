//! Holds the direction between the stages, and keeps circles of imports within a stage small.
//!
//! A stage may import the stage before it and what every stage shares, nothing else. Reads the sources as the compiler does:
//! `use` declarations, and paths that begin with `crate`, `super` or `self`. Tests and documentation do not count, nor what a
//! module uses of the modules that it declares. An item that a module re-exports is an import of that module, not of the file
//! that defines the item.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, ImplItem, Item, UseTree};

/// What a module at the root of the crate may import beside itself.
struct Layer {
    name: &'static str,
    imports: &'static [&'static str],
    /// The most files in one circle of imports.
    largest_circle: usize,
}

/// The layers, each above those that it imports. `lib.rs` and what only it uses hold the pipeline together and are free.
const LAYERS: &[Layer] = &[
    layer("limits", &[], LIMIT),
    layer("suggest", &["limits"], LIMIT),
    layer("diagnostic", &["limits"], LIMIT),
    layer("source", &["diagnostic", "suggest", "limits"], LIMIT),
    layer(
        "openapi",
        &["source", "diagnostic", "suggest", "limits"],
        LIMIT,
    ),
    layer("api", &["openapi", "diagnostic", "suggest"], LIMIT),
    layer("rust", &["api", "diagnostic", "suggest"], LIMIT),
    layer("emit", &["rust"], LIMIT),
    layer("output", &["emit"], LIMIT),
    layer(
        "diff",
        &["options", "rust", "api", "openapi", "source", "diagnostic"],
        LIMIT,
    ),
];

/// The most files that a circle of imports may have.
const LIMIT: usize = 3;

const fn layer(
    name: &'static str,
    imports: &'static [&'static str],
    largest_circle: usize,
) -> Layer {
    Layer {
        name,
        imports,
        largest_circle,
    }
}

#[test]
fn layers_import_what_is_below_them() {
    let sources = Sources::read();
    let mut broken = Vec::new();
    for layer in LAYERS {
        for (file, imports) in sources.files.iter().filter(|(file, _)| file.is_in(layer)) {
            let foreign = imports.iter().filter(|import| !import.is_in(layer));
            let wrong = foreign.filter(|import| !layer.imports.contains(&import.root()));
            broken.extend(wrong.map(|import| format!("{file} imports {import}")));
        }
    }
    assert!(
        broken.is_empty(),
        "imports against the direction:\n{}",
        broken.join("\n")
    );
}

#[test]
fn circles_of_imports_are_small() {
    let sources = Sources::read();
    for layer in LAYERS {
        let circles = sources.circles(layer);
        let largest = circles.iter().max_by_key(|circle| circle.len());
        let size = largest.map_or(0, Vec::len);
        let names = largest.map(|circle| circle.join(", ")).unwrap_or_default();
        assert!(
            size <= layer.largest_circle,
            "{}: a circle of {size} files imports each other, and {} are allowed: {names}",
            layer.name,
            layer.largest_circle
        );
        assert!(
            layer.largest_circle == LIMIT || size == layer.largest_circle,
            "{}: the largest circle has {size} files: lower its limit to {}",
            layer.name,
            size.max(LIMIT)
        );
    }
}

/// A path of modules from the root of the crate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Module(Vec<String>);

impl Module {
    fn root(&self) -> &str {
        self.0.first().map_or("", String::as_str)
    }

    fn is_in(&self, layer: &Layer) -> bool {
        self.root() == layer.name
    }

    fn child(&self, name: &str) -> Self {
        let mut path = self.0.clone();
        path.push(name.to_owned());
        Self(path)
    }

    fn parent(&self) -> Self {
        let mut path = self.0.clone();
        path.pop();
        Self(path)
    }
}

impl std::fmt::Display for Module {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "crate::{}", self.0.join("::"))
    }
}

/// The source files of the generator without tests.
struct Sources {
    /// Each file, and the files that it imports.
    files: BTreeMap<Module, BTreeSet<Module>>,
}

impl Sources {
    fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut paths: BTreeMap<Module, BTreeSet<Vec<String>>> = BTreeMap::new();
        let mut open = vec![(Module(Vec::new()), root.join("lib.rs"), root)];
        while let Some((module, file, folder)) = open.pop() {
            let text = fs::read_to_string(&file).expect("every declared module has a file");
            let syntax = syn::parse_file(&text).expect("the generator compiles");
            let mut scan = Scan::new(module.clone());
            scan.items(syntax.items);
            for child in scan.children {
                let flat = folder.join(format!("{child}.rs"));
                let inner = folder.join(&child);
                let file = if flat.exists() {
                    flat
                } else {
                    inner.join("mod.rs")
                };
                open.push((module.child(&child), file, inner));
            }
            paths.insert(module, scan.paths);
        }
        assert!(paths.len() > 100, "the modules are found: {}", paths.len());
        let known: BTreeSet<Module> = paths.keys().cloned().collect();
        // A path may end in an item, or lead to a module of emitted code.
        let file_of = |path: Vec<String>| {
            let mut module = Module(path);
            while !known.contains(&module) {
                module = module.parent();
            }
            module
        };
        let files = paths.into_iter().map(|(module, paths)| {
            let imports = paths.into_iter().map(file_of);
            let imports = imports.filter(|import| !import.0.starts_with(&module.0));
            let imports = imports.filter(|import| !import.0.is_empty());
            let imports = imports.collect();
            (module, imports)
        });
        Self {
            files: files.collect(),
        }
    }

    /// Returns the files of a layer that import each other, by circle: the strongly connected components with several files.
    fn circles(&self, layer: &Layer) -> Vec<Vec<String>> {
        let inside: Vec<&Module> = self.files.keys().filter(|file| file.is_in(layer)).collect();
        let reached: BTreeMap<&Module, BTreeSet<&Module>> = inside
            .iter()
            .map(|file| (*file, self.reachable(file, layer)))
            .collect();
        let mut circles = BTreeSet::new();
        for file in &inside {
            let circle: Vec<String> = inside
                .iter()
                .filter(|other| reached[file].contains(*other) && reached[*other].contains(file))
                .map(|other| other.0.join("::"))
                .collect();
            if circle.len() > 1 {
                circles.insert(circle);
            }
        }
        circles.into_iter().collect()
    }

    /// Returns the files that a file imports, directly or through others of its layer.
    fn reachable<'a>(&'a self, file: &'a Module, layer: &Layer) -> BTreeSet<&'a Module> {
        let mut reached = BTreeSet::new();
        let mut open = vec![file];
        while let Some(file) = open.pop() {
            let imports = self.files[file].iter().filter(|import| import.is_in(layer));
            open.extend(imports.filter(|import| reached.insert(*import)));
        }
        reached
    }
}

/// What one file declares and names.
struct Scan {
    module: Module,
    /// The modules that have a file of their own.
    children: BTreeSet<String>,
    /// Paths from the root of the crate.
    paths: BTreeSet<Vec<String>>,
}

impl Scan {
    fn new(module: Module) -> Self {
        Self {
            module,
            children: BTreeSet::new(),
            paths: BTreeSet::new(),
        }
    }

    fn items(&mut self, items: Vec<Item>) {
        let items: Vec<Item> = items
            .into_iter()
            .filter(|item| !is_test(attributes(item)))
            .collect();
        for item in &items {
            if let Item::Mod(item) = item
                && item.content.is_none()
            {
                self.children.insert(item.ident.to_string());
            }
        }
        for item in items {
            match item {
                Item::Use(item) => self.uses(Vec::new(), &item.tree),
                Item::Mod(item) => {
                    let (_, items) = item.content.unwrap_or_default();
                    self.items(items);
                }
                Item::Impl(mut item) => {
                    item.items.retain(
                        |item| !matches!(item, ImplItem::Fn(function) if is_test(&function.attrs)),
                    );
                    self.tokens(item.into_token_stream());
                }
                item => self.tokens(item.into_token_stream()),
            }
        }
    }

    fn uses(&mut self, before: Vec<String>, tree: &UseTree) {
        let with = |name: &syn::Ident| {
            let mut path = before.clone();
            path.push(name.to_string());
            path
        };
        match tree {
            UseTree::Path(tree) => self.uses(with(&tree.ident), &tree.tree),
            UseTree::Name(tree) if tree.ident == "self" => self.add(before),
            UseTree::Name(tree) => self.add(with(&tree.ident)),
            UseTree::Rename(tree) if tree.ident == "self" => self.add(before),
            UseTree::Rename(tree) => self.add(with(&tree.ident)),
            UseTree::Glob(_) => self.add(before),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.uses(before.clone(), tree);
                }
            }
        }
    }

    /// Adds the paths in the tokens of an item, those in calls of macros too.
    fn tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let is_punct = |at: usize, sign: char| matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == sign);
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Ident(first) => {
                    let mut path = vec![first.to_string()];
                    while is_punct(at + 1, ':')
                        && is_punct(at + 2, ':')
                        && let Some(TokenTree::Ident(next)) = tokens.get(at + 3)
                    {
                        path.push(next.to_string());
                        at += 3;
                    }
                    if path.len() > 1 {
                        self.add(path);
                    }
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
            at += 1;
        }
    }

    /// Adds a path as it stands in the file, if it is one of this crate.
    fn add(&mut self, path: Vec<String>) {
        let mut segments = path.into_iter().peekable();
        let mut full = match segments.peek().map(String::as_str) {
            Some("crate") => Module(Vec::new()),
            Some("self" | "super") => self.module.clone(),
            _ => return,
        };
        while let Some(word) =
            segments.next_if(|word| ["crate", "self", "super"].contains(&&**word))
        {
            if word == "super" {
                full = full.parent();
            }
        }
        full.0.extend(segments);
        self.paths.insert(full.0);
    }
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || (attribute.path().is_ident("cfg")
                && attribute.to_token_stream().to_string().contains("test"))
    })
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
