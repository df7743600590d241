//! Every kind of change, and how far the version moves for it.
//!
//! The table is the one in README.md, "What makes a schema change breaking": a test compares them.

use Level::{Major, Minor, Patch};
use Section::{Added, Breaking, Deprecated, Documentation, Wire};

/// How far a version moves for a change, as Semantic Versioning has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Nothing that users can call or name differs.
    Patch,
    /// Code that compiles still compiles and means the same.
    Minor,
    /// Code that compiled no longer compiles, or means something else.
    Major,
}

impl Level {
    /// Returns the word for it: `major`, `minor` or `patch`.
    pub fn name(self) -> &'static str {
        match self {
            Major => "major",
            Minor => "minor",
            Patch => "patch",
        }
    }
}

/// A section of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Section {
    /// What breaks code that uses the crate.
    Breaking,
    /// What is new.
    Added,
    /// What should no longer be used.
    Deprecated,
    /// What is sent, read or checked otherwise by the same code.
    Wire,
    /// What is only described otherwise.
    Documentation,
}

impl Section {
    /// Returns the title of the section.
    pub fn title(self) -> &'static str {
        match self {
            Breaking => "Breaking",
            Added => "Added",
            Deprecated => "Deprecated",
            Wire => "On the wire only",
            Documentation => "Documentation",
        }
    }
}

/// A kind of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// The package has another name.
    PackageRenamed,
    /// A method of a resource is gone.
    OperationRemoved,
    /// A method of a resource has another name.
    OperationRenamed,
    /// A method of the same name belongs to another resource.
    OperationMoved,
    /// The type that a method returns has another name.
    BuilderRenamed,
    /// A method takes another argument.
    ArgumentAdded,
    /// A method no longer takes an argument.
    ArgumentRemoved,
    /// A field of the struct of arguments has another name.
    ArgumentReplaced,
    /// A method takes its arguments in another order.
    ArgumentOrder,
    /// An argument has another type.
    ArgumentType,
    /// The arguments are taken one by one where a struct took them, or the reverse.
    ArgumentsStruct,
    /// A method of a call that sets an optional parameter is gone.
    SetterRemoved,
    /// A method of a call that sets an optional parameter has another name.
    SetterRenamed,
    /// A method of a call takes another type.
    SetterType,
    /// The body has another type.
    BodyType,
    /// The body is an enum of media types where it was one of them, or has lost one.
    BodyForm,
    /// A call returns another type.
    ResultType,
    /// A method of a call that returns the response in another form is gone, or a header is.
    FormRemoved,
    /// A method of a call that returns the response in another form returns another type.
    FormType,
    /// Credentials that sufficed do so no longer.
    SecurityRemoved,
    /// The client no longer takes a credential.
    CredentialRemoved,
    /// The method that sets a credential has another name.
    CredentialRenamed,
    /// The methods that set a credential take other arguments.
    CredentialKind,
    /// A cargo feature is gone, or is needed now.
    FeatureRemoved,
    /// A type is gone.
    TypeRemoved,
    /// A type has another name.
    TypeRenamed,
    /// A struct has become an enum, or the like.
    TypeKind,
    /// An alias stands for another type.
    AliasType,
    /// A field is gone.
    FieldRemoved,
    /// A field has another name.
    FieldRenamed,
    /// A field has another type.
    FieldType,
    /// A field of the same type is `Option` or `Patch` where it was not, or the reverse.
    FieldPresence,
    /// `new` takes another argument for a field, or one less.
    RequiredFieldAdded,
    /// `new` takes its arguments in another order.
    RequiredOrder,
    /// A variant is gone.
    VariantRemoved,
    /// A variant has another name.
    VariantRenamed,
    /// A variant holds another type.
    VariantType,
    /// A type has lost `validate` or a conversion.
    TraitRemoved,
    /// A resource has a new method.
    OperationAdded,
    /// A call has a new method for an optional parameter or body.
    SetterAdded,
    /// A call has a new method that returns the response in another form, or a new header.
    FormAdded,
    /// Credentials suffice that did not.
    SecurityAdded,
    /// The client takes a new credential.
    CredentialAdded,
    /// There is a new cargo feature.
    FeatureAdded,
    /// There is a new type.
    TypeAdded,
    /// A struct has a new field that `new` does not take.
    FieldAdded,
    /// An enum or union has a new variant.
    VariantAdded,
    /// A type has got `validate` or a conversion.
    TraitAdded,
    /// An element is deprecated.
    Deprecated,
    /// A member or parameter has another name on the wire.
    WireName,
    /// A value has another text on the wire.
    WireValue,
    /// A method sends another HTTP method or path.
    WireRequest,
    /// A value is written or read in another form.
    WireEncoding,
    /// The service takes another value where none is given.
    WireDefault,
    /// Other values are refused before sending.
    WireCheck,
    /// The environment variable is another one.
    WireEnvironment,
    /// A setting of the client that no code names has another value.
    WireSetting,
    /// Pages follow each other in another way.
    WirePages,
    /// An alternative of a union is recognised by another member or value.
    WireTag,
    /// `Debug` prints a value that it did not, or the reverse.
    Secrecy,
    /// Only the documentation differs.
    Documentation,
}

/// A rule with what README and report say of it.
#[derive(Debug)]
pub struct Entry {
    /// The kind of change.
    pub rule: Rule,
    /// The section it is reported in.
    pub section: Section,
    /// What the report says of one, after its Rust path and before the values; empty where these say it.
    pub phrase: &'static str,
    /// What the README says of it.
    pub meaning: &'static str,
}

const fn entry(rule: Rule, section: Section, phrase: &'static str, meaning: &'static str) -> Entry {
    Entry {
        rule,
        section,
        phrase,
        meaning,
    }
}

/// All rules. Those with an equal meaning are one line of the README.
#[rustfmt::skip]
pub static RULES: &[Entry] = &[
    entry(Rule::PackageRenamed, Breaking, "renamed", "another package name"),
    entry(Rule::OperationRemoved, Breaking, "removed", "an operation that is removed or renamed"),
    entry(Rule::OperationRenamed, Breaking, "renamed", "an operation that is removed or renamed"),
    entry(Rule::OperationMoved, Breaking, "moved", "an operation that is removed or renamed"),
    entry(Rule::BuilderRenamed, Breaking, "type of the call", "an operation that is removed or renamed"),
    entry(Rule::ArgumentAdded, Breaking, "new argument", "a required parameter or body that is added or removed, or that was optional"),
    entry(Rule::ArgumentRemoved, Breaking, "removed argument", "a required parameter or body that is added or removed, or that was optional"),
    entry(Rule::ArgumentReplaced, Breaking, "argument", "a required parameter or body that is added or removed, or that was optional"),
    entry(Rule::ArgumentOrder, Breaking, "arguments", "another order of path parameters, or of other required parameters"),
    entry(Rule::ArgumentType, Breaking, "argument", "another type of a parameter or body, also where `readOnly` or `writeOnly` splits it in two"),
    entry(Rule::ArgumentsStruct, Breaking, "arguments", "more than six required parameters where there were fewer, or the reverse"),
    entry(Rule::SetterRemoved, Breaking, "removed", "an optional parameter or body that is removed or renamed"),
    entry(Rule::SetterRenamed, Breaking, "renamed", "an optional parameter or body that is removed or renamed"),
    entry(Rule::SetterType, Breaking, "takes", "another type of a parameter or body, also where `readOnly` or `writeOnly` splits it in two"),
    entry(Rule::BodyType, Breaking, "argument", "another type of a parameter or body, also where `readOnly` or `writeOnly` splits it in two"),
    entry(Rule::BodyForm, Breaking, "argument", "a media type of a request body that is removed, or a second one"),
    entry(Rule::ResultType, Breaking, "returns", "another result of an operation"),
    entry(Rule::FormRemoved, Breaking, "removed", "a form of the response that is gone: pages, a stream, events, a header"),
    entry(Rule::FormType, Breaking, "returns", "another result of an operation"),
    entry(Rule::SecurityRemoved, Breaking, "no longer accepts", "an alternative of the credentials that is no longer accepted"),
    entry(Rule::CredentialRemoved, Breaking, "removed", "a security scheme that is removed, renamed, or of another kind"),
    entry(Rule::CredentialRenamed, Breaking, "renamed", "a security scheme that is removed, renamed, or of another kind"),
    entry(Rule::CredentialKind, Breaking, "takes other arguments", "a security scheme that is removed, renamed, or of another kind"),
    entry(Rule::FeatureRemoved, Breaking, "cargo feature removed", "a resource that gets a cargo feature, or loses it"),
    entry(Rule::TypeRemoved, Breaking, "removed", "a schema that is removed or renamed"),
    entry(Rule::TypeRenamed, Breaking, "renamed", "a schema that is removed or renamed"),
    entry(Rule::TypeKind, Breaking, "another kind of type", "a schema of another kind: an object that becomes an enum, or the like"),
    entry(Rule::AliasType, Breaking, "stands for", "another type or format of a schema that is neither object nor enum; other items of a list"),
    entry(Rule::FieldRemoved, Breaking, "removed", "a property that is removed or renamed"),
    entry(Rule::FieldRenamed, Breaking, "renamed", "a property that is removed or renamed"),
    entry(Rule::FieldType, Breaking, "", "another type, format, integer width or item type of a property"),
    entry(Rule::FieldPresence, Breaking, "", "a property that becomes required, optional or nullable, or no longer is"),
    entry(Rule::RequiredFieldAdded, Breaking, "changes the arguments of `new`", "a required property that is added, or whose only value (`const`) is given or taken away"),
    entry(Rule::RequiredOrder, Breaking, "order of the arguments of `new`", "another order of required properties, which are the arguments of `new`"),
    entry(Rule::VariantRemoved, Breaking, "removed", "a value of an enum or an alternative of a union that is removed or renamed"),
    entry(Rule::VariantRenamed, Breaking, "renamed", "a value of an enum or an alternative of a union that is removed or renamed"),
    entry(Rule::VariantType, Breaking, "holds", "another type of an alternative of a union"),
    entry(Rule::TraitRemoved, Breaking, "no longer has", "a type that requests no longer carry, or that is no longer split by direction"),
    entry(Rule::OperationAdded, Added, "new", "a new operation"),
    entry(Rule::SetterAdded, Added, "new", "a new optional parameter or body"),
    entry(Rule::FormAdded, Added, "new", "a new form of the response: pages, a stream, events, a header"),
    entry(Rule::SecurityAdded, Added, "now accepts", "a new alternative of the credentials, or a new security scheme"),
    entry(Rule::CredentialAdded, Added, "new", "a new alternative of the credentials, or a new security scheme"),
    entry(Rule::FeatureAdded, Added, "new cargo feature", "a new resource with a cargo feature"),
    entry(Rule::TypeAdded, Added, "new", "a new schema"),
    entry(Rule::FieldAdded, Added, "new", "a new optional property (structs are `#[non_exhaustive]`)"),
    entry(Rule::VariantAdded, Added, "new", "a new value of an enum or alternative of a union (both are open)"),
    entry(Rule::TraitAdded, Added, "now has", "a type that requests carry too"),
    entry(Rule::Deprecated, Deprecated, "deprecated", "`deprecated: true`"),
    entry(Rule::WireName, Wire, "name on the wire", "another name on the wire under the same Rust name (`x-rust-name`)"),
    entry(Rule::WireValue, Wire, "value", "another value of an enum or constant under the same Rust name"),
    entry(Rule::WireRequest, Wire, "request", "another path or HTTP method of an operation"),
    entry(Rule::WireEncoding, Wire, "written", "another style, media type or envelope of the same value"),
    entry(Rule::WireDefault, Wire, "default", "another `default`"),
    entry(Rule::WireCheck, Wire, "checked before sending", "another limit: `minimum`, `maxLength` and the like"),
    entry(Rule::WireEnvironment, Wire, "environment variable", "another environment variable, server, or request id header"),
    entry(Rule::WireSetting, Wire, "value", "another environment variable, server, or request id header"),
    entry(Rule::WirePages, Wire, "pages follow each other otherwise", "another way from one page to the next"),
    entry(Rule::WireTag, Wire, "tag", "another discriminator"),
    entry(Rule::Secrecy, Wire, "`Debug` prints", "`x-sensitive`, which changes what `Debug` prints"),
    entry(Rule::Documentation, Documentation, "documentation", "any title, description or example; another name of a path parameter"),
];

impl Rule {
    /// Returns the row of the table.
    pub fn entry(self) -> &'static Entry {
        RULES
            .iter()
            .find(|entry| entry.rule == self)
            .expect("each rule has a row, which a test shows")
    }

    /// Returns the section of the report.
    pub fn section(self) -> Section {
        self.entry().section
    }

    /// Returns how far the version moves.
    pub fn level(self) -> Level {
        match self.section() {
            Breaking => Major,
            Added | Deprecated => Minor,
            Wire | Documentation => Patch,
        }
    }
}

/// Returns the table of the README: a row for each meaning, breaking changes first.
pub fn table() -> String {
    let mut table = "| Change | Version |\n| --- | --- |\n".to_owned();
    let mut known: Vec<&str> = Vec::new();
    for entry in RULES {
        if known.contains(&entry.meaning) {
            continue;
        }
        known.push(entry.meaning);
        let mut letters = entry.meaning.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        let meaning: String = first.into_iter().chain(letters).collect();
        table.push_str(&format!("| {meaning} | {} |\n", entry.rule.level().name()));
    }
    table
}
