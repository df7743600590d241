//! Decides how each name is written in a file: bare, imported, or with its path.
//!
//! In: the names that a file defines, then each name that its code uses. Out: the code of the name, and at the end the imports
//! that were used. A name of the document never shadows one of the language, of a package or of the runtime: it is written with
//! its path instead. In a file that defines such a name, the other one is written with its path.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use heck::ToShoutySnakeCase;

use super::layout::{Code, Name, code, commas};
use super::shared::Shared;
use crate::rust::{Ident, Resource};

/// Names that generated files use without an import.
const PRELUDE: &[(&str, &str)] = &[
    ("Box", "std::boxed"),
    ("Default", "std::default"),
    ("From", "std::convert"),
    ("Into", "std::convert"),
    ("IntoFuture", "std::future"),
    ("IntoIterator", "std::iter"),
    ("Option", "std::option"),
    ("Result", "std::result"),
    ("String", "std::string"),
    ("TryFrom", "std::convert"),
    ("Vec", "std::vec"),
];

/// The other names of the prelude. Generated files do not use these, but a reader takes `Iterator` for the one of the standard
/// library.
const UNNAMED: &[&str] = &[
    "AsMut",
    "AsRef",
    "Clone",
    "Copy",
    "Debug",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "FromIterator",
    "Future",
    "Hash",
    "Iterator",
    "None",
    "Ok",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Self",
    "Send",
    "Sized",
    "Some",
    "Sync",
    "ToOwned",
    "ToString",
    "TryInto",
    "Unpin",
];

/// Names that generated files import.
const IMPORTED: &[(&str, &str)] = &[
    ("BTreeMap", "std::collections"),
    ("LazyLock", "std::sync"),
    ("fmt", "std"),
    ("Bytes", "bytes"),
    ("HeaderMap", "http"),
    ("Method", "http"),
    ("Date", "jiff::civil"),
    ("Timestamp", "jiff"),
    ("Map", "serde_json"),
    ("Value", "serde_json"),
    ("Api", "crate::runtime"),
    ("Async", "crate::runtime"),
    ("CallOptions", "crate::runtime"),
    ("Client", "crate::runtime"),
    ("ClientBuilder", "crate::runtime"),
    ("Credential", "crate::runtime"),
    ("DecodeError", "crate::runtime"),
    ("Envelope", "crate::runtime"),
    ("Error", "crate::runtime"),
    ("HeaderForm", "crate::runtime"),
    ("HeaderReader", "crate::runtime"),
    ("Limits", "crate::runtime"),
    ("Operation", "crate::runtime"),
    ("Parameter", "crate::runtime"),
    ("Parsed", "crate::runtime"),
    ("Part", "crate::runtime"),
    ("Patch", "crate::runtime"),
    ("Pending", "crate::runtime"),
    ("Placement", "crate::runtime"),
    ("RawCall", "crate::runtime"),
    ("Redacted", "crate::runtime"),
    ("Response", "crate::runtime"),
    ("ResponseBody", "crate::runtime"),
    ("ResponseEnum", "crate::runtime"),
    ("ResponseKind", "crate::runtime"),
    ("Segment", "crate::runtime"),
    ("ServerSentEvent", "crate::runtime"),
    ("StatusRange", "crate::runtime"),
    ("StatusResponse", "crate::runtime"),
    ("Style", "crate::runtime"),
    ("TokenProvider", "crate::runtime"),
    ("UndeclaredResponse", "crate::runtime"),
    ("ValidationError", "crate::runtime"),
    ("WireShape", "crate::runtime"),
    ("call_methods", "crate::runtime"),
    ("checked_object", "crate::runtime"),
    ("checked_union", "crate::runtime"),
    ("convert", "crate::runtime"),
    ("define_client", "crate::runtime"),
    ("integer_enum", "crate::runtime"),
    ("limits", "crate::runtime"),
    ("object", "crate::runtime"),
    ("string_enum", "crate::runtime"),
    ("union", "crate::runtime"),
];

/// Names that generated files import unless the document has a type of that name: documents often do.
const COMMON: &[(&str, &str)] = &[
    ("Call", "crate::runtime"),
    ("ClientCredentials", "crate::runtime"),
    ("CursorSource", "crate::runtime"),
    ("Download", "crate::runtime"),
    ("Events", "crate::runtime"),
    ("File", "crate::runtime"),
    ("Items", "crate::runtime"),
    ("JsonLines", "crate::runtime"),
    ("Number", "crate::runtime"),
    ("PageSize", "crate::runtime"),
    ("Pages", "crate::runtime"),
    ("Pagination", "crate::runtime"),
];

/// The type parameter of clients, resources and calls that tells async from blocking.
const MODE: &str = "M";

/// An alias of a type that is too complex for a signature.
struct TypeAlias {
    requested: String,
    name: String,
    ty: Code,
}

/// The static of a parameter.
struct ParameterStatic {
    name: String,
    value: Code,
}

/// The names of one file.
pub(super) struct Names<'a> {
    /// What all files share.
    pub(super) shared: &'a Shared<'a>,
    /// The types and statics that the file defines.
    defined: HashSet<&'a str>,
    /// The modules that the file declares.
    modules: HashSet<&'a str>,
    /// The items of `types` that the file defines.
    own: HashSet<&'a str>,
    /// The module from which the file imports the items of `types`.
    items: &'static str,
    /// The imported names of each module.
    imports: RefCell<BTreeMap<String, BTreeSet<String>>>,
    /// The aliases of complex types.
    type_aliases: RefCell<Vec<TypeAlias>>,
    /// The statics of parameters.
    parameters: RefCell<Vec<ParameterStatic>>,
}

impl<'a> Names<'a> {
    /// Returns the names of a file that defines nothing and declares no modules.
    pub(super) fn new(shared: &'a Shared<'a>) -> Self {
        Self {
            shared,
            defined: HashSet::new(),
            modules: HashSet::new(),
            own: HashSet::new(),
            items: "crate::types",
            imports: RefCell::default(),
            type_aliases: RefCell::default(),
            parameters: RefCell::default(),
        }
    }

    /// Returns the names of a file below `types/`.
    pub(super) fn for_types(
        shared: &'a Shared<'a>,
        defined: impl IntoIterator<Item = &'a Ident>,
    ) -> Self {
        let own: HashSet<&str> = defined.into_iter().map(Ident::as_str).collect();
        Self {
            defined: own.clone(),
            own,
            // With features, modules of types are nested in one module for each set of features.
            items: match shared.krate.features {
                Some(_) => "crate::types",
                None => "super",
            },
            ..Self::new(shared)
        }
    }

    /// Returns the names of a file below `resources/`.
    pub(super) fn for_resource(shared: &'a Shared<'a>, resource: &'a Resource) -> Self {
        let mut names = Self::new(shared);
        names.defined.insert(resource.name.as_str());
        names
            .modules
            .extend(resource.children.iter().map(|child| child.module.as_str()));
        for method in &resource.methods {
            names
                .defined
                .extend([method.builder.as_str(), method.constant.as_str()]);
            let response = &method.response;
            let body = method.body.as_ref();
            let pagination = method.pagination.as_ref();
            let own = [
                pagination.map(|pagination| &pagination.constant),
                body.and_then(|body| body.choice.as_ref()),
                method.arguments.as_ref(),
                response.several.as_ref().map(|several| &several.name),
                response.headers.as_ref().map(|headers| &headers.name),
            ];
            names
                .defined
                .extend(own.into_iter().flatten().map(Ident::as_str));
        }
        names
    }

    /// Adds a static or type that the file defines.
    pub(super) fn define(&mut self, name: &'a Ident) {
        self.defined.insert(name.as_str());
    }

    /// Adds the client and its builder, which `client.rs` defines.
    pub(super) fn define_client(&mut self) {
        self.defined.extend(["Client", "ClientBuilder"]);
    }

    /// Returns a name of the standard library, of a package or of the runtime.
    ///
    /// # Panics
    ///
    /// When the name is missing from the lists above.
    pub(super) fn get(&self, name: &str) -> Code {
        if let Some((name, module)) = PRELUDE.iter().find(|(known, _)| *known == name) {
            return if self.defined.contains(name) {
                self.path(module, name)
            } else {
                self.bare(name)
            };
        }
        let (name, module) = IMPORTED
            .iter()
            .chain(COMMON)
            .find(|(known, _)| *known == name)
            .expect("the name is listed");
        self.import(module, name)
    }

    /// Returns the name of the type parameter that tells async from blocking.
    pub(super) fn mode(&self) -> Code {
        let is_taken = self.defined.contains(MODE);
        self.bare(if is_taken { "Mode" } else { MODE })
    }

    /// Returns an item of the `types` module.
    pub(super) fn item(&self, name: &Ident) -> Code {
        let name = name.as_str();
        if self.own.contains(name) {
            self.bare(name)
        } else if is_reserved(name) || self.defined.contains(name) {
            self.path("crate::types", name)
        } else {
            self.import(self.items, name)
        }
    }

    /// Returns a static of the file `client.rs`.
    pub(super) fn client_static(&self, name: &str) -> Code {
        self.import("crate::client", name)
    }

    /// Returns the struct of a resource, which this module exports.
    pub(super) fn resource(&self, module: &str, name: &Ident) -> Code {
        if is_reserved(name.as_str()) {
            self.path(module, name.as_str())
        } else {
            self.import(module, name.as_str())
        }
    }

    /// Returns an alias of a type, which the file is to define. The same requested name gives the same alias.
    pub(super) fn type_alias(&self, requested: &str, ty: Code) -> Code {
        let mut aliases = self.type_aliases.borrow_mut();
        if let Some(alias) = aliases.iter().find(|alias| alias.requested == requested) {
            return self.bare(&alias.name);
        }
        let imports = self.imports.borrow();
        let is_taken = |name: &str| {
            is_reserved(name)
                || self.defined.contains(name)
                || imports.values().any(|names| names.contains(name))
                || aliases.iter().any(|alias| alias.name == name)
        };
        let mut name = requested.to_owned();
        let mut number = 1;
        while is_taken(&name) {
            number += 1;
            name = format!("{requested}{number}");
        }
        let tokens = self.bare(&name);
        aliases.push(TypeAlias {
            requested: requested.to_owned(),
            name,
            ty,
        });
        tokens
    }

    /// Returns the definitions of the aliases.
    pub(super) fn type_aliases(&self) -> Code {
        let aliases = self.type_aliases.borrow();
        let items = aliases.iter().map(|TypeAlias { name, ty, .. }| {
            let name = Name::new(name);
            code! {
                /// An alias of a complex type.
                pub type #name = #ty;
            }
        });
        items.collect()
    }

    /// Returns the static of a parameter, which the file is to define. Equal parameters share one.
    pub(super) fn parameter_static(&self, parameter: &Ident, value: Code) -> Code {
        let mut statics = self.parameters.borrow_mut();
        if let Some(known) = (statics.iter()).find(|known| known.value == value) {
            return self.bare(&known.name);
        }
        let mut requested = parameter.plain().to_shouty_snake_case();
        if !requested.starts_with(|first: char| first.is_ascii_alphabetic()) {
            requested = format!("PARAMETER_{requested}");
        }
        let imports = self.imports.borrow();
        let is_taken = |name: &str| {
            self.defined.contains(name)
                || imports.values().any(|names| names.contains(name))
                || statics.iter().any(|known| known.name == name)
        };
        let mut name = requested.clone();
        let mut number = 1;
        while is_taken(&name) {
            number += 1;
            name = format!("{requested}_{number}");
        }
        let tokens = self.bare(&name);
        statics.push(ParameterStatic { name, value });
        tokens
    }

    /// Returns the definitions of the statics of parameters.
    pub(super) fn parameter_statics(&self) -> Code {
        let statics = self.parameters.borrow();
        if statics.is_empty() {
            return Code::default();
        }
        let ty = self.get("Parameter");
        let items = statics.iter().map(|ParameterStatic { name, value }| {
            let name = Name::new(name);
            code!(static #name: #ty = #value;)
        });
        items.collect()
    }

    /// Returns the imports that were used, in groups: the standard library, packages, this crate.
    pub(super) fn imports(&self) -> Vec<Code> {
        let mut groups = [
            Code::default(),
            Code::default(),
            Code::default(),
            Code::default(),
        ];
        for (module, names) in self.imports.borrow().iter() {
            let group = match module.split("::").next() {
                Some("std") => 0,
                Some("self" | "super") => 2,
                Some("crate") => 3,
                _ => 1,
            };
            let path = self.module(module);
            let names: Vec<_> = names.iter().map(|name| Name::new(name)).collect();
            groups[group].push(match names.as_slice() {
                [name] => code!(use #path::#name;),
                names => {
                    let names = commas(names);
                    code!(use #path::{#names};)
                }
            });
        }
        let [std, packages, near, own] = groups;
        [std, packages, code!(#near #own)]
            .into_iter()
            .filter(|group| !group.is_empty())
            .collect()
    }

    fn import(&self, module: &str, name: &str) -> Code {
        let is_imported = |names: &BTreeSet<String>| names.contains(name);
        if self.imports.borrow().get(module).is_some_and(is_imported) {
            return self.bare(name);
        }
        let aliases = self.type_aliases.borrow();
        if self.defined.contains(name)
            || aliases.iter().any(|alias| alias.name == name)
            || (self.parameters.borrow().iter()).any(|known| known.name == name)
        {
            return self.path(module, name);
        }
        let mut imports = self.imports.borrow_mut();
        // Two modules may export one name: the first that is used is imported.
        if imports
            .iter()
            .any(|(other, names)| other != module && names.contains(name))
        {
            return self.path(module, name);
        }
        imports
            .entry(module.to_owned())
            .or_default()
            .insert(name.to_owned());
        self.bare(name)
    }

    fn bare(&self, name: &str) -> Code {
        Name::code(name)
    }

    fn path(&self, module: &str, name: &str) -> Code {
        let (module, name) = (self.module(module), Name::new(name));
        code!(#module::#name)
    }

    /// Returns the path of a module, with a leading `::` where the file declares a module of the package's name.
    fn module(&self, module: &str) -> Code {
        let mut path = Code::default();
        for (number, segment) in module.split("::").enumerate() {
            if number > 0 || self.modules.contains(segment) {
                path.token("::");
            }
            path.push(Name::new(segment));
        }
        path
    }
}

/// Returns whether generated files give a name a meaning, so that no item of a document is imported under it.
pub(super) fn is_reserved(name: &str) -> bool {
    PRELUDE
        .iter()
        .chain(IMPORTED)
        .any(|(known, _)| *known == name)
        || UNNAMED.contains(&name)
        || name == MODE
}
