//! The client and the call that the documentation and README of a generated crate show.
//!
//! In: the crate. Out: lines of Rust, made from the compiled examples of its methods. Knows nothing of the text around them.

use super::features;
use crate::rust::{Crate, CredentialPlan, Method, Placement, Resource, SuccessEncoding};

/// The width of a line of code.
const WIDTH: usize = 96;

/// What the code around a call imports, so that its example must not.
const IMPORTED: [&str; 2] = ["CallOptions", "Duration"];

/// Returns the statement that makes the client of the first call: from the environment if it can hold credentials.
pub(super) fn first_client(krate: &Crate) -> Vec<String> {
    if !is_from_env(krate) {
        return client_in_code(krate, &[]);
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

/// Returns the statement that makes a client in code, with the first alternative of credentials and more calls.
pub(super) fn client_in_code(krate: &Crate, more: &[&str]) -> Vec<String> {
    let mut statement = builder(krate);
    statement.extend(more.iter().map(|call| format!("    {call}")));
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

/// Returns the calls that set the credentials of the operations that need any, if most need none.
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
    credentials.filter_map(setter_call).collect()
}

/// Returns the call that sets the base URL, for a chain, if a client cannot be built without.
pub(super) fn base_url(krate: &Crate) -> Option<String> {
    let call = "    .base_url(\"https://api.example.com\")";
    krate.client.base_url.is_none().then(|| call.to_owned())
}

/// Returns the call that sets a credential, for a chain.
fn setter_call(credential: &CredentialPlan) -> Option<String> {
    let method = credential.method.as_str();
    match credential.placement {
        Placement::Transport => None,
        Placement::Basic => Some(format!("    .{method}(\"user\", \"password\")")),
        _ => Some(format!("    .{method}(\"…\")")),
    }
}

/// Returns the method to show first: one that only reads, if there is one.
pub(super) fn first_call(krate: &Crate) -> Option<(&Resource, &Method)> {
    first_of(krate, &|method| !method.example.is_empty())
}

/// Returns the first method that fits, preferably one that only reads.
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

/// A call that can be shown in other forms than in its example.
pub(super) struct SampleCall<'a> {
    /// The operation's id.
    pub(super) id: &'a str,
    /// The feature that it needs.
    pub(super) feature: Option<&'a str>,
    /// The variable that holds its value.
    pub(super) variable: &'a str,
    /// The `use` lines, with a blank line after them.
    uses: &'a [String],
    /// The expression of the call, from `client` up to `.await`.
    expression: Vec<&'a str>,
}

/// Returns the first call that returns one value and whose example is a single statement.
pub(super) fn sample_call(krate: &Crate) -> Option<SampleCall<'_>> {
    let (resource, method) = first_of(krate, &|method| parse(method).is_some())?;
    let mut call = parse(method)?;
    call.feature = features::feature_of(krate, &resource.path);
    Some(call)
}

/// Returns the parts of a method's example, if the call can be shown in other forms.
fn parse(method: &Method) -> Option<SampleCall<'_>> {
    let response = &method.response;
    let is_value = matches!(
        response.encoding,
        SuccessEncoding::Json | SuccessEncoding::Envelope
    );
    if !is_value || response.several.is_some() {
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
    is_single.then_some(SampleCall {
        id: &method.id,
        feature: None,
        variable,
        uses,
        expression,
    })
}

impl SampleCall<'_> {
    /// Returns the `use` lines of the example after those of the code around it, and a blank line if there are any.
    pub(super) fn uses(&self, more: &[String]) -> Vec<String> {
        let own = self.uses.iter().filter(|line| !line.is_empty());
        let mut uses: Vec<String> = more.iter().chain(own).cloned().collect();
        uses.dedup();
        if !uses.is_empty() {
            uses.push(String::new());
        }
        uses
    }

    /// Returns a statement that assigns the call with more methods to a variable. The last of the methods ends the statement.
    pub(super) fn statement(&self, variable: &str, methods: &[&str]) -> Vec<String> {
        let mut lines: Vec<String> = self.expression.iter().map(|&line| line.into()).collect();
        lines[0].insert_str(0, &format!("let {variable} = "));
        let length = lines[0].chars().count() + methods.concat().chars().count();
        if lines.len() == 1 && length <= WIDTH {
            return vec![lines.concat() + &methods.concat()];
        }
        lines.extend(methods.iter().map(|method| format!("    {method}")));
        lines
    }
}
