//! The client and the calls that the printed crate's front page and README show.
//!
//! In: the crate. Out: lines of Rust, made of the compiled examples of its methods. Knows nothing of the texts around them.

use super::features;
use crate::api::{Placement, SuccessEncoding};
use crate::rust::{Crate, CredentialPlan, Method, Resource};

/// What a line of code has room for.
const WIDTH: usize = 96;
/// What the code around a call imports, and its example must not.
const IMPORTED: [&str; 2] = ["CallOptions", "Duration"];

/// Returns the statement that makes the client of the first call: by the environment where that can hold credentials.
pub(super) fn first_client(krate: &Crate) -> Vec<String> {
    if !is_from_env(krate) {
        return built_client(krate, &[]);
    }
    let library = &krate.library;
    vec![format!("let client = {library}::Client::from_env()?;")]
}

/// Returns whether the environment can hold all that a client needs.
pub(super) fn is_from_env(krate: &Crate) -> bool {
    let client = &krate.client;
    let mut credentials = client.credentials.iter();
    client.base_url.is_some() && credentials.any(|credential| credential.env.is_some())
}

/// Returns the statement that makes a client in code, with the first alternative of credentials and further calls.
pub(super) fn built_client(krate: &Crate, further: &[&str]) -> Vec<String> {
    let mut statement = builder(krate);
    statement.extend(further.iter().map(|call| format!("    {call}")));
    statement.push("    .build()?;".to_owned());
    statement
}

/// Returns the beginning of the statement that makes a client in code.
pub(super) fn builder(krate: &Crate) -> Vec<String> {
    let client = &krate.client;
    let mut statement = vec![format!("let client = {}::Client::builder()", krate.library)];
    statement.extend(base_url(krate));
    let first = client.security.iter().find(|set| !set.is_empty());
    statement.extend(setters(krate, first));
    statement
}

/// Returns the calls that set the credentials which some operations need, where most need none.
pub(super) fn rarer_setters(krate: &Crate) -> Vec<String> {
    if krate.client.security.iter().any(|set| !set.is_empty()) {
        return Vec::new();
    }
    let methods = methods(krate);
    let mut sets = methods.iter().flat_map(|(_, method)| &method.security);
    setters(krate, sets.find(|set| !set.is_empty()))
}

fn setters(krate: &Crate, set: Option<&Vec<usize>>) -> Vec<String> {
    let indices = set.into_iter().flatten();
    let credentials = indices.map(|index| &krate.client.credentials[*index]);
    credentials.filter_map(call_of_setter).collect()
}

/// Returns the call that sets the base URL, in a chain, where a client is not built without.
pub(super) fn base_url(krate: &Crate) -> Option<String> {
    let call = "    .base_url(\"https://api.example.com\")";
    krate.client.base_url.is_none().then(|| call.to_owned())
}

/// Returns the call of a credential's setter, in a chain.
fn call_of_setter(credential: &CredentialPlan) -> Option<String> {
    let method = credential.method.as_str();
    match credential.placement {
        Placement::Transport => None,
        Placement::Basic => Some(format!("    .{method}(\"user\", \"password\")")),
        _ => Some(format!("    .{method}(\"…\")")),
    }
}

/// Returns the call that is shown first: one that changes nothing, if there is one.
pub(super) fn first_call(krate: &Crate) -> Option<(&Resource, &Method)> {
    first_of(krate, &|method| !method.example.is_empty())
}

/// Returns the first method that fits, preferably one that changes nothing.
pub(super) fn first_of<'a>(
    krate: &'a Crate,
    fits: &dyn Fn(&Method) -> bool,
) -> Option<(&'a Resource, &'a Method)> {
    let mut methods = methods(krate);
    methods.retain(|(_, method)| fits(method) && !method.deprecated);
    let read = methods
        .iter()
        .find(|(_, method)| method.http_method == "GET");
    read.or(methods.first()).copied()
}

/// Returns all methods with their resources, in order.
pub(super) fn methods(krate: &Crate) -> Vec<(&Resource, &Method)> {
    let mut methods = Vec::new();
    let mut open: Vec<&Resource> = krate.resources.iter().rev().collect();
    while let Some(resource) = open.pop() {
        methods.extend(resource.methods.iter().map(|method| (resource, method)));
        open.extend(resource.children.iter().rev());
    }
    methods
}

/// A call that can be shown in other forms than its example's.
pub(super) struct Shown<'a> {
    /// The operation's id.
    pub(super) id: &'a str,
    /// The feature that it needs.
    pub(super) feature: Option<&'a str>,
    /// The variable that takes its value.
    pub(super) variable: &'a str,
    /// The `use` lines, with a blank line after them.
    uses: &'a [String],
    /// The expression of the call, from `client` on and up to the awaiting.
    expression: Vec<&'a str>,
}

/// Returns the first call that gives one value and whose example is a single statement.
pub(super) fn shown(krate: &Crate) -> Option<Shown<'_>> {
    let (resource, method) = first_of(krate, &|method| parts(method).is_some())?;
    let (uses, variable, expression) = parts(method)?;
    Some(Shown {
        id: &method.id,
        feature: features::feature_of(krate, &resource.path),
        variable,
        uses,
        expression,
    })
}

/// Takes a method's example apart: its `use` lines, the variable, the expression.
fn parts(method: &Method) -> Option<(&[String], &str, Vec<&str>)> {
    let answer = &method.response;
    let is_value = matches!(
        answer.encoding,
        SuccessEncoding::Json | SuccessEncoding::Envelope
    );
    if !is_value || answer.several.is_some() {
        return None;
    }
    let start = method
        .example
        .iter()
        .position(|line| line.starts_with("let "))?;
    let (uses, statement) = method.example.split_at(start);
    let clashes = |line: &String| IMPORTED.iter().any(|name| line.contains(name));
    if uses.iter().any(clashes) {
        return None;
    }
    let (first, rest) = statement.split_first()?;
    let (variable, first) = first.strip_prefix("let ")?.split_once(" = ")?;
    let mut expression = vec![first];
    expression.extend(rest.iter().map(String::as_str));
    let last = expression.pop()?.strip_suffix(".await?;")?;
    if !last.trim().is_empty() {
        expression.push(last);
    }
    let is_single = first.starts_with("client")
        && !variable.contains(' ')
        && expression.iter().all(|line| !line.contains(".await"));
    is_single.then_some((uses, variable, expression))
}

impl Shown<'_> {
    /// Returns the `use` lines of the example and of what is shown around it.
    pub(super) fn uses(&self, further: &[String]) -> Vec<String> {
        let own = self.uses.iter().filter(|line| !line.is_empty());
        let mut uses: Vec<String> = further.iter().chain(own).cloned().collect();
        uses.dedup();
        uses.push(String::new());
        uses
    }

    /// Returns a statement: what takes the value, then the call with further methods, the last of which ends the statement.
    pub(super) fn statement(&self, variable: &str, further: &[&str]) -> Vec<String> {
        let mut lines: Vec<String> = self.expression.iter().map(|&line| line.into()).collect();
        lines[0].insert_str(0, &format!("let {variable} = "));
        let length = lines[0].chars().count() + further.concat().chars().count();
        if lines.len() == 1 && length <= WIDTH {
            return vec![lines.concat() + &further.concat()];
        }
        lines.extend(further.iter().map(|method| format!("    {method}")));
        lines
    }
}
