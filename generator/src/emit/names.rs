//! Decides how each name is written in one file: bare, imported, or with its path.
//!
//! In: what a file defines, then each name as its tokens are made. Out: the name's tokens, and at the end exactly the imports
//! that were used. A name of the document never stands for one of the language, of a package or of the runtime: where it would,
//! it is written with its path, and where the file itself defines it, the other one is.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::literal;
use crate::rust::{Crate, Ident, Item, Resource, Ty};

/// What printed files name and have no need to import.
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

/// What else means something without an import. Printed files do not name these, but who reads `Iterator` thinks of the
/// language's.
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

/// What printed files import.
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
    ("Alternative", "crate::runtime"),
    ("Alternatives", "crate::runtime"),
    ("Answer", "crate::runtime"),
    ("Async", "crate::runtime"),
    ("AnswerBody", "crate::runtime"),
    ("Api", "crate::runtime"),
    ("CallOptions", "crate::runtime"),
    ("Client", "crate::runtime"),
    ("ClientBuilder", "crate::runtime"),
    ("Credential", "crate::runtime"),
    ("DecodeError", "crate::runtime"),
    ("Envelope", "crate::runtime"),
    ("Error", "crate::runtime"),
    ("HeaderForm", "crate::runtime"),
    ("HeaderReader", "crate::runtime"),
    ("IntegerRange", "crate::runtime"),
    ("Json", "crate::runtime"),
    ("Look", "crate::runtime"),
    ("NumberRange", "crate::runtime"),
    ("Operation", "crate::runtime"),
    ("Parameter", "crate::runtime"),
    ("Part", "crate::runtime"),
    ("Patch", "crate::runtime"),
    ("Pending", "crate::runtime"),
    ("Placement", "crate::runtime"),
    ("RawCall", "crate::runtime"),
    ("Reader", "crate::runtime"),
    ("Redacted", "crate::runtime"),
    ("Response", "crate::runtime"),
    ("Segment", "crate::runtime"),
    ("ServerSentEvent", "crate::runtime"),
    ("StatusRange", "crate::runtime"),
    ("Style", "crate::runtime"),
    ("TokenProvider", "crate::runtime"),
    ("Undeclared", "crate::runtime"),
    ("Validate", "crate::runtime"),
    ("ValidationError", "crate::runtime"),
    ("Violations", "crate::runtime"),
    ("Writer", "crate::runtime"),
    ("convert", "crate::runtime"),
];

/// What printed files import unless they import a type of the document by that name: such names are too common there.
const COMMON: &[(&str, &str)] = &[
    ("Advance", "crate::runtime"),
    ("ClientCredentials", "crate::runtime"),
    ("Download", "crate::runtime"),
    ("Events", "crate::runtime"),
    ("File", "crate::runtime"),
    ("Items", "crate::runtime"),
    ("Lines", "crate::runtime"),
    ("Number", "crate::runtime"),
    ("PageSize", "crate::runtime"),
    ("PageSource", "crate::runtime"),
    ("Pages", "crate::runtime"),
    ("Pagination", "crate::runtime"),
];

/// The parameter of clients, resources and calls that says how calls are sent.
const MODE: &str = "M";

/// What all files of a crate share.
pub(super) struct Shared<'a> {
    /// The crate.
    pub(super) krate: &'a Crate,
    aliases: HashMap<&'a Ident, &'a Ty>,
    /// The unions that are made of the values of their variants.
    unions: HashSet<&'a Ident>,
}

impl<'a> Shared<'a> {
    /// Returns what the files of a crate share.
    pub(super) fn new(krate: &'a Crate) -> Self {
        let items = krate.types.iter().flat_map(|module| &module.items);
        let aliases = items.clone().filter_map(|item| match item {
            Item::Alias(alias) => Some((&alias.name, &alias.ty)),
            Item::Struct(_) | Item::Enum(_) | Item::Union(_) => None,
        });
        let unions = items.clone().filter_map(|item| match item {
            Item::Union(union) if super::unions::convertible(union).next().is_some() => {
                Some(&union.name)
            }
            _ => None,
        });
        Self {
            krate,
            unions: unions.collect(),
            aliases: aliases.collect(),
        }
    }

    /// Returns whether a type is a union that is made of the values of its variants.
    pub(super) fn is_made_of_values(&self, ty: &Ty) -> bool {
        matches!(ty, Ty::Item(name) if self.unions.contains(name))
    }

    /// Returns what a type is when it is no longer another name for one.
    pub(super) fn resolve<'b>(&self, ty: &'b Ty) -> &'b Ty
    where
        'a: 'b,
    {
        let mut resolved = ty;
        // An alias of itself would be no type; a plan has none, and the bound keeps a mistake from hanging.
        for _ in 0..=self.aliases.len() {
            match resolved {
                Ty::Item(name) => match self.aliases.get(name) {
                    Some(ty) => resolved = ty,
                    None => break,
                },
                _ => break,
            }
        }
        resolved
    }
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
    /// Where the file finds the items of `types`.
    items: &'static str,
    /// Module to names.
    imports: RefCell<BTreeMap<String, BTreeSet<String>>>,
    /// Names that the file gives to long types: the wish, the name, the type.
    shortened: RefCell<Vec<(String, String, TokenStream)>>,
}

impl<'a> Names<'a> {
    /// Returns the names of a file that defines nothing and declares no module.
    pub(super) fn new(shared: &'a Shared<'a>) -> Self {
        Self {
            shared,
            defined: HashSet::new(),
            modules: HashSet::new(),
            own: HashSet::new(),
            items: "crate::types",
            imports: RefCell::default(),
            shortened: RefCell::default(),
        }
    }

    /// Returns the names of a file below `types/`.
    pub(super) fn of_types(
        shared: &'a Shared<'a>,
        defined: impl IntoIterator<Item = &'a Ident>,
    ) -> Self {
        let own: HashSet<&str> = defined.into_iter().map(Ident::as_str).collect();
        Self {
            defined: own.clone(),
            own,
            // With features, modules of types stand in modules that hold them together.
            items: match shared.krate.features {
                Some(_) => "crate::types",
                None => "super",
            },
            ..Self::new(shared)
        }
    }

    /// Returns the names of a file below `resources/`.
    pub(super) fn of_resource(shared: &'a Shared<'a>, resource: &'a Resource) -> Self {
        let mut names = Self::new(shared);
        names.defined.insert(resource.name.as_str());
        names
            .modules
            .extend(resource.children.iter().map(|child| child.module.as_str()));
        for method in &resource.methods {
            names
                .defined
                .extend([method.builder.as_str(), method.constant.as_str()]);
            let answer = &method.response;
            let body = method.body.as_ref();
            let pagination = method.pagination.as_ref();
            let own = [
                pagination.map(|pagination| &pagination.constant),
                body.and_then(|body| body.choice.as_ref()),
                method.arguments.as_ref(),
                answer.several.as_ref().map(|several| &several.name),
                answer.headers.as_ref().map(|headers| &headers.name),
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

    /// Returns a name of the language, of a package or of the runtime.
    ///
    /// # Panics
    ///
    /// Where the name is not in the lists above: they must hold all that is used.
    pub(super) fn get(&self, name: &str) -> TokenStream {
        if let Some((name, module)) = PRELUDE.iter().find(|(known, _)| *known == name) {
            return match self.defined.contains(name) {
                true => self.path(module, name),
                false => self.bare(name),
            };
        }
        let (name, module) = IMPORTED
            .iter()
            .chain(COMMON)
            .find(|(known, _)| *known == name)
            .expect("the name is listed");
        self.import(module, name)
    }

    /// Returns the name of the parameter that says how calls are sent.
    pub(super) fn mode(&self) -> TokenStream {
        self.bare(match self.defined.contains(MODE) {
            true => "Mode",
            false => MODE,
        })
    }

    /// Returns an item of the `types` module.
    pub(super) fn item(&self, name: &Ident) -> TokenStream {
        let name = name.as_str();
        if self.own.contains(name) {
            self.bare(name)
        } else if is_reserved(name) {
            self.path("crate::types", name)
        } else {
            match self.defined.contains(name) {
                true => self.path("crate::types", name),
                false => self.import(self.items, name),
            }
        }
    }

    /// Returns a static of the file `client.rs`.
    pub(super) fn client_static(&self, name: &str) -> TokenStream {
        self.import("crate::client", name)
    }

    /// Returns the struct of a resource, from the module that has it.
    pub(super) fn resource(&self, module: &str, name: &Ident) -> TokenStream {
        match is_reserved(name.as_str()) {
            true => self.path(module, name.as_str()),
            false => self.import(module, name.as_str()),
        }
    }

    /// Returns another name for a type, which the file is to define: the same for the same wish.
    pub(super) fn shorten(&self, wish: &str, ty: TokenStream) -> TokenStream {
        let mut shortened = self.shortened.borrow_mut();
        if let Some((_, name, _)) = shortened.iter().find(|(known, ..)| known == wish) {
            return self.bare(name);
        }
        let imports = self.imports.borrow();
        let is_taken = |name: &str| {
            is_reserved(name)
                || self.defined.contains(name)
                || imports.values().any(|names| names.contains(name))
                || shortened.iter().any(|(_, known, _)| known == name)
        };
        let mut name = wish.to_owned();
        let mut number = 1;
        while is_taken(&name) {
            number += 1;
            name = format!("{wish}{number}");
        }
        let tokens = self.bare(&name);
        shortened.push((wish.to_owned(), name, ty));
        tokens
    }

    /// Returns the names that the file is to give to long types.
    pub(super) fn shortened(&self) -> TokenStream {
        let shortened = self.shortened.borrow();
        let items = shortened.iter().map(|(_, name, ty)| {
            let name = literal::name(name);
            quote! {
                /// Another name for a long type.
                pub type #name = #ty;
            }
        });
        items.collect()
    }

    /// Returns the imports that were used, in groups: the standard library, packages, this crate.
    pub(super) fn imports(&self) -> Vec<TokenStream> {
        let mut groups = [
            TokenStream::new(),
            TokenStream::new(),
            TokenStream::new(),
            TokenStream::new(),
        ];
        for (module, names) in self.imports.borrow().iter() {
            let group = match module.split("::").next() {
                Some("std") => 0,
                Some("self" | "super") => 2,
                Some("crate") => 3,
                _ => 1,
            };
            let path = self.module(module);
            let names: Vec<_> = names.iter().map(|name| literal::name(name)).collect();
            groups[group].extend(match names.as_slice() {
                [name] => quote!(use #path::#name;),
                names => quote!(use #path::{#(#names),*};),
            });
        }
        let [std, packages, near, own] = groups;
        [std, packages, quote!(#near #own)]
            .into_iter()
            .filter(|group| !group.is_empty())
            .collect()
    }

    fn import(&self, module: &str, name: &str) -> TokenStream {
        if self.defined.contains(name)
            || self
                .shortened
                .borrow()
                .iter()
                .any(|(_, known, _)| known == name)
        {
            return self.path(module, name);
        }
        let mut imports = self.imports.borrow_mut();
        // Two modules may offer one name: the first to ask gets it.
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

    fn bare(&self, name: &str) -> TokenStream {
        let name = literal::name(name);
        quote!(#name)
    }

    fn path(&self, module: &str, name: &str) -> TokenStream {
        let (module, name) = (self.module(module), literal::name(name));
        quote!(#module::#name)
    }

    /// Returns a module's path, from the root of all packages where the file has a module of a package's name.
    fn module(&self, module: &str) -> TokenStream {
        let segments: Vec<_> = module.split("::").map(literal::name).collect();
        let first = module.split("::").next().unwrap_or_default();
        match self.modules.contains(first) {
            true => quote!(::#(#segments)::*),
            false => quote!(#(#segments)::*),
        }
    }
}

/// Returns whether a name has a meaning in printed files, so that no item of a document is imported under it.
pub(super) fn is_reserved(name: &str) -> bool {
    PRELUDE
        .iter()
        .chain(IMPORTED)
        .any(|(known, _)| *known == name)
        || UNNAMED.contains(&name)
        || name == MODE
}
