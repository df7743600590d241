//! Emits `client.rs`: the static description of the API, and the methods that only the client of this API has.
//!
//! In: the plan of the client and the top-level resources. Out: one file.

use super::descriptor;
use super::layout::{Code, Name, code, commas, number};
use super::literal::{docs, inner_docs, string_literal};
use super::names::Names;
use super::shared::Shared;
use super::{features, render, resources};
use crate::rust::{Crate, CredentialPlan, ExchangePlan, Ident, Placement, code, wrap};

/// The version of the runtime's protocol that emitted files use.
const PROTOCOL: u32 = 1;

/// Emits `client.rs`.
pub(super) fn file(shared: &Shared<'_>) -> String {
    let krate = shared.krate;
    let mut names = Names::new(shared);
    names.define_client();
    for credential in &krate.client.credentials {
        names.define(&credential.constant);
    }
    let items = vec![
        client(&names, krate),
        builder(&names, krate),
        // After the methods of this API, so that rustdoc lists those first.
        definition(&names),
        statics(&names, krate),
    ];
    let docs = inner_docs(&[
        "What is specific to this API in its client: the base URL, the credentials and the resources.",
    ]);
    render::file(&docs, names.imports().into_iter().chain(items))
}

/// Emits the two types, with the methods of every client, and the check of the runtime.
fn definition(names: &Names<'_>) -> Code {
    let (define, protocol) = (names.get("define_client"), number(PROTOCOL));
    code! {
        #define!(Client, ClientBuilder, API);

        const _: () = crate::runtime::protocol::check(#protocol);
    }
}

fn client(names: &Names<'_>, krate: &Crate) -> Code {
    let mode = names.mode();
    let (result, error) = (names.get("Result"), names.get("Error"));
    let from_env = docs(&from_env_docs(krate));
    let accessors = krate.resources.iter().map(|resource| {
        let accessor = &resource.accessor;
        // An import of what may not be compiled would need the same condition.
        let name = match &krate.features {
            Some(_) => {
                let name = &resource.name;
                code!(crate::resources::#name)
            }
            None => names.resource("crate::resources", &resource.name),
        };
        let docs = docs(&resources::resource_docs(krate, resource));
        let condition = features::condition(krate, resource);
        code! {
            #docs
            #condition
            pub fn #accessor(&self) -> #name<#mode> {
                #name::new(self.inner.clone())
            }
        }
    });
    let accessors: Code = accessors.collect();
    let accessors = (!accessors.is_empty()).then(|| {
        code! {
            impl<#mode> Client<#mode> {
                #accessors
            }
        }
    });
    code! {
        impl Client {
            #from_env
            pub fn from_env() -> #result<Self, #error> {
                Self::builder().env().build()
            }
        }

        #accessors
    }
}

fn from_env_docs(krate: &Crate) -> Vec<String> {
    let mut lines = vec![
        "Returns a client that is configured from environment variables.".to_owned(),
        String::new(),
    ];
    let variables = variables(krate);
    if variables.is_empty() {
        lines.push(
            "The API declares none, so this is what `builder().env().build()` returns.".to_owned(),
        );
    }
    lines.extend(variables.iter().map(Variable::list_item));
    lines.extend(["", "# Errors", ""].map(str::to_owned));
    lines.extend(wrap(
        "Returns an error if a variable has an invalid value, or if the credentials that most operations require are \
         missing. A call fails if there is no base URL, or if it needs other credentials.",
    ));
    lines
}

/// An environment variable that configures the client.
pub(super) struct Variable {
    name: String,
    meaning: String,
}

impl Variable {
    /// Returns the item of a list that explains it.
    pub(super) fn list_item(&self) -> String {
        format!("* {}: {}", code(&self.name), self.meaning)
    }
}

/// Returns the environment variables.
pub(super) fn variables(krate: &Crate) -> Vec<Variable> {
    let credentials = set_in_code(krate).filter_map(|credential| {
        let mut meaning = format!(
            "sets [`{0}`](ClientBuilder::{0})",
            credential.method.plain()
        );
        if credential.placement == Placement::Basic {
            meaning.push_str(", in the form `user:password`");
        }
        Some(Variable {
            name: credential.env.clone()?,
            meaning,
        })
    });
    let base_url = krate.client.base_url_env.iter().map(|name| Variable {
        name: name.clone(),
        meaning: "sets [`base_url`](ClientBuilder::base_url)".to_owned(),
    });
    credentials.chain(base_url).collect()
}

/// Returns the credentials that the client sends, which those of the transport are not.
fn set_in_code(krate: &Crate) -> impl Iterator<Item = &CredentialPlan> {
    let credentials = krate.client.credentials.iter();
    credentials.filter(|credential| credential.placement != Placement::Transport)
}

fn builder(names: &Names<'_>, krate: &Crate) -> Code {
    let setters: Code = set_in_code(krate)
        .map(|credential| setter(names, credential))
        .collect();
    if setters.is_empty() {
        return Code::default();
    }
    code! {
        impl ClientBuilder {
            #setters
        }
    }
}

fn setter(names: &Names<'_>, credential: &CredentialPlan) -> Code {
    let (method, constant) = (&credential.method, &credential.constant);
    let (into, string) = (names.get("Into"), names.get("String"));
    let docs = match credential.docs.as_slice() {
        [] => docs(&[format!("Sets the credential {}.", code(&credential.name))]),
        lines => docs(lines),
    };
    match credential.placement {
        Placement::Basic => code! {
            #docs
            pub fn #method(self, username: impl #into<#string>, password: impl #into<#string>) -> Self {
                self.basic(&#constant, username.into(), password.into())
            }
        },
        _ => {
            let provider = credential
                .provider
                .as_ref()
                .map(|method| provider(names, credential, method));
            let exchange = credential
                .exchange
                .as_ref()
                .map(|plan| exchange(names, credential, plan));
            code! {
                #docs
                pub fn #method(self, #method: impl #into<#string>) -> Self {
                    self.credential(&#constant, #method.into())
                }

                #provider

                #exchange
            }
        }
    }
}

/// Returns the setter of the provider of a credential.
fn provider(names: &Names<'_>, credential: &CredentialPlan, method: &Ident) -> Code {
    let (constant, provider) = (&credential.constant, names.get("TokenProvider"));
    let mut lines = vec![
        format!(
            "Sets the provider of the credential {}.",
            code(&credential.name)
        ),
        String::new(),
    ];
    lines.extend(wrap(
        "The client keeps a token until shortly before it expires. Calls that wait for a new one at the same time share it. \
         To exchange an id and a secret for tokens, use [client credentials](crate::ClientCredentials).",
    ));
    let docs = docs(&lines);
    code! {
        #docs
        pub fn #method(self, provider: impl #provider) -> Self {
            self.token_provider(&#constant, provider)
        }
    }
}

/// Returns the setter of the id and the secret that are exchanged for a credential.
fn exchange(names: &Names<'_>, credential: &CredentialPlan, exchange: &ExchangePlan) -> Code {
    let mut lines = wrap(&format!(
        "Sets the client id and the client secret that are exchanged for the credential {}.",
        code(&credential.name)
    ));
    let mut details = format!(
        "Tokens are requested at {} with the client credentials grant of OAuth 2.",
        code(&exchange.token_url)
    );
    if let Some(provider) = &credential.provider {
        details.push_str(&format!(
            " To set scopes, an audience or other parameters, pass [client credentials](crate::ClientCredentials) to \
             [`{0}`](Self::{0}).",
            provider.plain()
        ));
    }
    lines.push(String::new());
    lines.extend(wrap(&details));
    if !exchange.scopes.is_empty() {
        lines.extend([String::new(), "Scopes:".to_owned(), String::new()]);
        let scopes = exchange.scopes.iter();
        lines.extend(scopes.map(|(name, meaning)| match meaning.as_str() {
            "" => format!("* {}", code(name)),
            meaning => format!("* {}: {meaning}", code(name)),
        }));
    }
    let docs = docs(&lines);
    let (method, constant) = (&exchange.method, &credential.constant);
    let (into, string) = (names.get("Into"), names.get("String"));
    let credentials = names.get("ClientCredentials");
    code! {
        #docs
        pub fn #method(self, id: impl #into<#string>, secret: impl #into<#string>) -> Self {
            self.token_provider(&#constant, #credentials::new(id, secret))
        }
    }
}

fn statics(names: &Names<'_>, krate: &Crate) -> Code {
    let (client, api, credential) = (&krate.client, names.get("Api"), names.get("Credential"));
    let name = string_literal(&krate.package);
    let setting = |method: &str, value: Option<&String>| {
        let (method, value) = (Name::new(method), string_literal(value?));
        Some(code!(.#method(#value)))
    };
    let base_url = setting(
        "base_url",
        client.base_url.as_ref().or(client.base_path.as_ref()),
    );
    let base_url_env = setting("base_url_env", client.base_url_env.as_ref());
    let request_id_header = setting("request_id_header", client.request_id_header.as_ref());
    let envelope = client.envelope.as_ref().map(|envelope| {
        let ty = names.get("Envelope");
        let result = string_literal(&envelope.result);
        let members = [
            setting("success", envelope.success.as_ref()),
            setting("errors", envelope.errors.as_ref()),
            setting("messages", envelope.messages.as_ref()),
        ];
        let members: Code = members.into_iter().flatten().collect();
        code!(.envelope(#ty::new(#result) #members))
    });
    let constants: Vec<_> = client
        .credentials
        .iter()
        .map(|credential| &credential.constant)
        .collect();
    let known = (!constants.is_empty()).then(|| {
        let constants = commas(constants.iter().map(|constant| code!(&#constant)));
        code!(.credentials(&[#constants]))
    });
    let credentials = client
        .credentials
        .iter()
        .map(|credential| descriptor::credential(names, credential));
    let credentials: Code = credentials.collect();
    let security = descriptor::security(&client.security, |index| {
        let constant = &client.credentials[index].constant;
        code!(#constant)
    });
    code! {
        static API: #api = #api::new(#name, concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")))
            #base_url
            #base_url_env
            #envelope
            #request_id_header
            #known
            .security(SECURITY);

        #credentials

        /// The alternative sets of credentials of most operations.
        pub(crate) static SECURITY: &[&[&#credential]] = #security;
    }
}

#[cfg(test)]
mod tests {
    use super::super::runtime;
    use super::PROTOCOL;

    #[test]
    fn the_runtime_has_this_version_of_the_protocol() {
        let source = runtime::text_of("protocol.rs").expect("the runtime has a protocol");
        let version = format!("pub const VERSION: u32 = {PROTOCOL};");
        assert!(source.contains(&version), "{version}");
    }
}
