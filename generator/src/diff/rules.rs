//! Every kind of change, and how far the version must move for it.
//!
//! README.md, "What makes a schema change breaking", has the same table; a test compares them.

use Level::{Major, Minor, Patch};
use Section::{Added, Breaking, Deprecated, Documentation, Wire};

/// How far a version must move for a change, in terms of Semantic Versioning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// The public API is the same.
    Patch,
    /// The public API has additions. Existing code still compiles and means the same.
    Minor,
    /// Existing code may no longer compile, or may mean something else.
    Major,
}

impl Level {
    /// Returns `major`, `minor` or `patch`.
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
    /// Changes that break code that uses the crate.
    Breaking,
    /// Additions.
    Added,
    /// Deprecations.
    Deprecated,
    /// Changes that affect what the same code sends, decodes or checks.
    Wire,
    /// Changes of documentation.
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
    /// A method of a resource was removed.
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
    /// The arguments are no longer a struct, or the reverse.
    ArgumentsStruct,
    /// A method of a call that sets an optional parameter was removed.
    SetterRemoved,
    /// A method of a call that sets an optional parameter has another name.
    SetterRenamed,
    /// A method of a call takes another type.
    SetterType,
    /// The body has another type.
    BodyType,
    /// The body became an enum of media types, or lost a media type.
    BodyForm,
    /// A call returns another type.
    ResultType,
    /// A method of a call that returns the response in another form was removed, or a header was.
    FormRemoved,
    /// A method of a call that returns the response in another form returns another type.
    FormType,
    /// Credentials are no longer accepted.
    SecurityRemoved,
    /// The client no longer has a credential.
    CredentialRemoved,
    /// The method that sets a credential has another name.
    CredentialRenamed,
    /// The methods that set a credential take other arguments.
    CredentialKind,
    /// A cargo feature was removed, or became necessary.
    FeatureRemoved,
    /// A type was removed.
    TypeRemoved,
    /// A type has another name.
    TypeRenamed,
    /// A type changed its kind, such as from a struct to an enum.
    TypeKind,
    /// An alias stands for another type.
    AliasType,
    /// A field was removed.
    FieldRemoved,
    /// A field has another name.
    FieldRenamed,
    /// A field has another type.
    FieldType,
    /// A field of the same type gained, lost or changed `Option` or `Patch`.
    FieldPresence,
    /// `new` takes another argument for a new field, or a field became a constant, or the reverse.
    RequiredFieldAdded,
    /// `new` takes its arguments in another order.
    RequiredOrder,
    /// A variant was removed.
    VariantRemoved,
    /// A variant has another name.
    VariantRenamed,
    /// A variant holds another type.
    VariantType,
    /// A type lost `validate` or a conversion.
    TraitRemoved,
    /// A resource has a new method.
    OperationAdded,
    /// A call has a new method for an optional parameter or body.
    SetterAdded,
    /// A call has a new method that returns the response in another form, or a new header.
    FormAdded,
    /// More credentials are accepted.
    SecurityAdded,
    /// The client has a new credential.
    CredentialAdded,
    /// There is a new cargo feature.
    FeatureAdded,
    /// There is a new type.
    TypeAdded,
    /// A struct has a new field that `new` does not take.
    FieldAdded,
    /// An enum or union has a new variant.
    VariantAdded,
    /// A type gained `validate` or a conversion.
    TraitAdded,
    /// An element is deprecated.
    Deprecated,
    /// A member or parameter has another name on the wire.
    WireName,
    /// A constant or variant has another value on the wire.
    WireValue,
    /// A method sends another HTTP method or path.
    WireRequest,
    /// A value has another encoding.
    WireEncoding,
    /// The service has another default.
    WireDefault,
    /// Another constraint is checked before sending.
    WireCheck,
    /// The environment variable has another name.
    WireEnvironment,
    /// A setting in the generated code, such as the base URL, has another value.
    WireSetting,
    /// The rules of pagination changed.
    WirePages,
    /// The tag of a union or of one of its alternatives changed.
    WireTag,
    /// A value became secret in the output of `Debug`, or the reverse.
    Secrecy,
    /// Only the documentation changed.
    Documentation,
}

/// A rule with its texts.
#[derive(Debug)]
pub struct Entry {
    /// The kind of change.
    pub rule: Rule,
    /// The section it is reported in.
    pub section: Section,
    /// The text in the report, between the Rust path and the values. Empty if the values are enough.
    pub phrase: &'static str,
    /// The text in the README.
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

/// All rules. Rules with equal meanings are one row in the README.
#[rustfmt::skip]
pub static RULES: &[Entry] = &[
    entry(Rule::PackageRenamed, Breaking, "renamed", "The package is renamed"),
    entry(Rule::OperationRemoved, Breaking, "removed", "An operation is removed or renamed, or belongs to another resource"),
    entry(Rule::OperationRenamed, Breaking, "renamed", "An operation is removed or renamed, or belongs to another resource"),
    entry(Rule::OperationMoved, Breaking, "moved", "An operation is removed or renamed, or belongs to another resource"),
    entry(Rule::BuilderRenamed, Breaking, "type of the call", "An operation is removed or renamed, or belongs to another resource"),
    entry(Rule::ArgumentAdded, Breaking, "new argument", "A required parameter or body is added or removed, or an optional one becomes required, or the reverse"),
    entry(Rule::ArgumentRemoved, Breaking, "removed argument", "A required parameter or body is added or removed, or an optional one becomes required, or the reverse"),
    entry(Rule::ArgumentReplaced, Breaking, "argument", "A required parameter or body is added or removed, or an optional one becomes required, or the reverse"),
    entry(Rule::ArgumentOrder, Breaking, "arguments", "The order of path parameters, or of other required parameters"),
    entry(Rule::ArgumentType, Breaking, "argument", "The type of a parameter or body, including a type that `readOnly` or `writeOnly` splits in two"),
    entry(Rule::ArgumentsStruct, Breaking, "arguments", "More than six required parameters, which are passed as a struct, or no longer more than six"),
    entry(Rule::SetterRemoved, Breaking, "removed", "An optional parameter or body is removed or renamed"),
    entry(Rule::SetterRenamed, Breaking, "renamed", "An optional parameter or body is removed or renamed"),
    entry(Rule::SetterType, Breaking, "takes", "The type of a parameter or body, including a type that `readOnly` or `writeOnly` splits in two"),
    entry(Rule::BodyType, Breaking, "argument", "The type of a parameter or body, including a type that `readOnly` or `writeOnly` splits in two"),
    entry(Rule::BodyForm, Breaking, "argument", "A media type of a request body is removed, or a second one is added"),
    entry(Rule::ResultType, Breaking, "returns", "The result of an operation"),
    entry(Rule::FormRemoved, Breaking, "removed", "A form of the response is removed: pages, a stream, events, a header"),
    entry(Rule::FormType, Breaking, "returns", "The result of an operation"),
    entry(Rule::SecurityRemoved, Breaking, "no longer accepts", "An alternative of the credentials is removed"),
    entry(Rule::CredentialRemoved, Breaking, "removed", "A security scheme is removed or renamed, or changes its kind"),
    entry(Rule::CredentialRenamed, Breaking, "renamed", "A security scheme is removed or renamed, or changes its kind"),
    entry(Rule::CredentialKind, Breaking, "takes other arguments", "A security scheme is removed or renamed, or changes its kind"),
    entry(Rule::FeatureRemoved, Breaking, "cargo feature removed", "A cargo feature of a resource is removed, or resources get cargo features"),
    entry(Rule::TypeRemoved, Breaking, "removed", "A schema is removed or renamed"),
    entry(Rule::TypeRenamed, Breaking, "renamed", "A schema is removed or renamed"),
    entry(Rule::TypeKind, Breaking, "kind", "A schema changes its kind, such as from an object to an enum"),
    entry(Rule::AliasType, Breaking, "stands for", "The type, format or item type of a schema that is neither an object nor an enum"),
    entry(Rule::FieldRemoved, Breaking, "removed", "A property is removed or renamed"),
    entry(Rule::FieldRenamed, Breaking, "renamed", "A property is removed or renamed"),
    entry(Rule::FieldType, Breaking, "", "The type, format, integer width or item type of a property"),
    entry(Rule::FieldPresence, Breaking, "", "A property becomes required, optional or nullable, or the reverse"),
    entry(Rule::RequiredFieldAdded, Breaking, "changes the arguments of `new`", "A required property is added to a type of requests, or gets or loses a `const` there"),
    entry(Rule::RequiredOrder, Breaking, "order of the arguments of `new`", "The order of required properties of a type of requests, which are the arguments of `new`"),
    entry(Rule::VariantRemoved, Breaking, "removed", "A value of an enum or an alternative of a union is removed or renamed"),
    entry(Rule::VariantRenamed, Breaking, "renamed", "A value of an enum or an alternative of a union is removed or renamed"),
    entry(Rule::VariantType, Breaking, "holds", "The type of an alternative of a union"),
    entry(Rule::TraitRemoved, Breaking, "no longer has", "Requests no longer contain a type, or `readOnly` and `writeOnly` no longer split it; or a type of responses without required properties gets one, and loses `Default`"),
    entry(Rule::OperationAdded, Added, "new", "An operation is added"),
    entry(Rule::SetterAdded, Added, "new", "An optional parameter or body is added"),
    entry(Rule::FormAdded, Added, "new", "A form of the response is added: pages, a stream, events, a header"),
    entry(Rule::SecurityAdded, Added, "now accepts", "An alternative of the credentials or a security scheme is added"),
    entry(Rule::CredentialAdded, Added, "new", "An alternative of the credentials or a security scheme is added"),
    entry(Rule::FeatureAdded, Added, "new cargo feature", "A resource with a cargo feature is added"),
    entry(Rule::TypeAdded, Added, "new", "A schema is added"),
    entry(Rule::FieldAdded, Added, "new", "An optional property is added, or a required one to a type of responses alone (structs are `#[non_exhaustive]`)"),
    entry(Rule::VariantAdded, Added, "new", "A value of an enum or an alternative of a union is added (both are open)"),
    entry(Rule::TraitAdded, Added, "now has", "Requests contain a type that only responses contained"),
    entry(Rule::Deprecated, Deprecated, "deprecated", "`deprecated: true`"),
    entry(Rule::WireName, Wire, "name on the wire", "The wire name of a property or parameter with the same Rust name (`x-rust-name`)"),
    entry(Rule::WireValue, Wire, "value", "The value of a constant or an enum variant with the same Rust name"),
    entry(Rule::WireRequest, Wire, "request", "The path or HTTP method of an operation"),
    entry(Rule::WireEncoding, Wire, "encoding", "The style, media type or envelope of a value"),
    entry(Rule::WireDefault, Wire, "default", "A `default`"),
    entry(Rule::WireCheck, Wire, "constraint", "A constraint, such as `minimum` or `maxLength`"),
    entry(Rule::WireEnvironment, Wire, "environment variable", "An environment variable, a server, or the request id header"),
    entry(Rule::WireSetting, Wire, "value", "An environment variable, a server, or the request id header"),
    entry(Rule::WirePages, Wire, "rules of pagination", "The rules of pagination"),
    entry(Rule::WireTag, Wire, "tag", "A discriminator"),
    entry(Rule::Secrecy, Wire, "`Debug` prints", "`x-sensitive`, which changes the output of `Debug`"),
    entry(Rule::Documentation, Documentation, "documentation", "A title, description or example, or the name of a path parameter"),
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

/// Returns the table in the README: one row for each meaning, breaking changes first.
pub fn table() -> String {
    let mut table = "| Change | Level |\n| --- | --- |\n".to_owned();
    let mut known: Vec<&str> = Vec::new();
    for entry in RULES {
        if known.contains(&entry.meaning) {
            continue;
        }
        known.push(entry.meaning);
        let level = entry.rule.level().name();
        table.push_str(&format!("| {} | {level} |\n", entry.meaning));
    }
    table
}
