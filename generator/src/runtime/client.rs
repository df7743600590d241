//! The client and its builder.
//!
//! In: settings from the program and, if asked for, the environment. Out: a [`Client`], checked, from which calls start.
//! Knows nothing of how a call is made (see `call`).

use std::env;
use std::ffi::OsString;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use crate::runtime::auth::{self, Credentials};
use crate::runtime::call::RawCall;
use crate::runtime::error::Error;
use crate::runtime::operation::{Api, Credential, Operation};
use crate::runtime::response::Warning;
use crate::runtime::transport::Transport;
use crate::runtime::url::BaseUrl;

/// How long an attempt may take, unless set.
const TIMEOUT: Duration = Duration::from_secs(60);
/// How long a connection may take, unless set.
#[cfg(feature = "reqwest")]
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How many bytes a body may have, unless set.
const MAX_BODY: usize = 256 << 20;

/// What is told of warnings.
pub(crate) type WarningHook = Arc<dyn Fn(&Warning) + Send + Sync>;

/// A client of the API. Cloning it is cheap, and clones share their connections.
#[derive(Clone)]
pub struct Client {
    // Not a method: its name would be taken from the accessors of generated code.
    pub(crate) settings: Arc<Settings>,
}

/// What a client is made of.
pub(crate) struct Settings {
    pub(crate) api: &'static Api,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) credentials: Credentials,
    /// The base URL, if one is known, and whether it was set rather than taken from the document.
    pub(crate) base_url: Option<BaseUrl>,
    pub(crate) base_url_is_set: bool,
    pub(crate) user_agent: HeaderValue,
    pub(crate) timeout: Duration,
    pub(crate) max_body: usize,
    pub(crate) strict: bool,
    pub(crate) validate: bool,
    pub(crate) allow_plain_http: bool,
    pub(crate) on_warning: Option<WarningHook>,
}

impl Client {
    #[doc(hidden)]
    pub fn call(&self, operation: &'static Operation) -> RawCall {
        RawCall::new(self.clone(), operation)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("api", &self.settings.api.name)
            .field(
                "base_url",
                &self.settings.base_url.as_ref().map(BaseUrl::public),
            )
            .field("credentials", &self.settings.credentials)
            .finish_non_exhaustive()
    }
}

/// Sets up a [`Client`].
#[must_use = "a builder does nothing until it is built"]
pub struct ClientBuilder {
    api: &'static Api,
    credentials: Credentials,
    /// Whether the environment was asked for credentials.
    env: bool,
    base_url: Option<String>,
    env_base_url: Option<String>,
    user_agent_suffix: Option<String>,
    timeout: Duration,
    max_body: usize,
    strict: bool,
    validate: bool,
    allow_plain_http: bool,
    on_warning: Option<WarningHook>,
    transport: Option<Arc<dyn Transport>>,
    #[cfg(feature = "reqwest")]
    connect_timeout: Duration,
    /// The first thing that was wrong.
    problem: Option<String>,
}

impl ClientBuilder {
    #[doc(hidden)]
    pub fn new(api: &'static Api) -> Self {
        Self {
            api,
            credentials: Credentials::default(),
            env: false,
            base_url: None,
            env_base_url: None,
            user_agent_suffix: None,
            timeout: TIMEOUT,
            max_body: MAX_BODY,
            strict: false,
            validate: true,
            allow_plain_http: false,
            on_warning: None,
            transport: None,
            #[cfg(feature = "reqwest")]
            connect_timeout: CONNECT_TIMEOUT,
            problem: None,
        }
    }

    #[doc(hidden)]
    pub fn credential(mut self, credential: &'static Credential, value: String) -> Self {
        let result = self.credentials.set(credential, value);
        self.note(result);
        self
    }

    #[doc(hidden)]
    pub fn basic(
        mut self,
        credential: &'static Credential,
        username: String,
        password: String,
    ) -> Self {
        if username.contains(':') {
            self.note(Err(format!(
                "`{}`: the user name holds a colon",
                credential.setter
            )));
            return self;
        }
        self.credential(credential, format!("{username}:{password}"))
    }

    /// Takes from the environment what is not set by this builder's other methods, before or after.
    ///
    /// The variables are those of the credentials and of the base URL; an empty one counts as not set. A client that asked
    /// the environment and still cannot make the API's usual calls for want of credentials is not built.
    pub fn env(self) -> Self {
        self.env_from(&|name| env::var_os(name))
    }

    pub(crate) fn env_from(mut self, variable: &dyn Fn(&str) -> Option<OsString>) -> Self {
        self.env = true;
        let result = self.credentials.read(self.api.credentials, variable);
        self.note(result);
        if let Some(name) = self.api.base_url_env {
            match auth::read(name, variable) {
                Ok(base_url) => self.env_base_url = base_url,
                Err(problem) => self.note(Err(problem)),
            }
        }
        self
    }

    /// Sets the base URL of every operation, also of those for which the API's document names another.
    ///
    /// A path is kept, and so is a query, which is then sent with every request.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = Some(base_url.into());
        self
    }

    /// Sets how long a connection may take: 5 seconds unless set. Applies to the built-in transport alone, and not at
    /// all on wasm32.
    #[cfg(feature = "reqwest")]
    pub fn connect_timeout(mut self, connect_timeout: Duration) -> Self {
        self.connect_timeout = connect_timeout;
        self
    }

    /// Sets how long an attempt may take, from its beginning to the end of the answer's body: 60 seconds unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets what is sent in `User-Agent` after this client's own name, such as `my-application/1.0`.
    pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.user_agent_suffix = Some(suffix.into());
        self
    }

    /// Sets whether every unexpected member of an answer is an error: not so unless set. Otherwise an optional member of
    /// an unexpected shape is left out of the value, with a warning.
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Sets whether arguments are checked against the documented constraints before anything is sent: so unless set.
    pub fn validate(mut self, validate: bool) -> Self {
        self.validate = validate;
        self
    }

    /// Sets what is told of each warning, beside the response that has it too.
    pub fn on_warning(mut self, hook: impl Fn(&Warning) + Send + Sync + 'static) -> Self {
        self.on_warning = Some(Arc::new(hook));
        self
    }

    /// Sets how many bytes the body of a successful answer may have: 256 MiB unless set.
    pub fn max_body(mut self, max_body: usize) -> Self {
        self.max_body = max_body;
        self
    }

    /// Allows to send credentials over plain http to hosts other than this one, where others can read them.
    pub fn allow_plain_http(mut self, allow: bool) -> Self {
        self.allow_plain_http = allow;
        self
    }

    /// Sets what sends the requests.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Sends the requests with this reqwest client.
    ///
    /// It should be built with `redirect(reqwest::redirect::Policy::none())`: otherwise it follows redirects, and then
    /// credentials in headers of the API's own may reach another host. Its own limits of time apply too.
    #[cfg(feature = "reqwest")]
    pub fn reqwest(self, client: reqwest::Client) -> Self {
        self.transport(crate::runtime::reqwest_transport::ReqwestTransport::new(
            client,
        ))
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// An error of the kind [`Configuration`](crate::runtime::ErrorKind::Configuration) that says which setting is wrong.
    pub fn build(self) -> Result<Client, Error> {
        if let Some(problem) = self.problem {
            return Err(Error::configuration(problem));
        }
        let base_url_is_set = self.base_url.is_some() || self.env_base_url.is_some();
        let base_url = match (self.base_url, self.env_base_url, self.api.base_url) {
            (Some(text), _, _) => Some(parse(&text, "`base_url`")?),
            (None, Some(text), _) => {
                let variable = self.api.base_url_env.unwrap_or_default();
                Some(parse(&text, &format!("the variable `{variable}`"))?)
            }
            // A relative URL stands in documents that are served by the API itself; a client cannot know its host.
            (None, None, Some(text)) if text.contains("://") => {
                Some(parse(text, "the API's document")?)
            }
            (None, None, _) => None,
        };
        if self.env {
            let chosen = self.credentials.choose(self.api.security);
            chosen.map_err(Error::configuration)?;
        }
        let user_agent = match &self.user_agent_suffix {
            Some(suffix) => format!("{} {suffix}", self.api.user_agent),
            None => self.api.user_agent.to_owned(),
        };
        let user_agent = HeaderValue::from_bytes(user_agent.as_bytes())
            .map_err(|_| Error::configuration("`user_agent_suffix` holds a control character"))?;
        let transport = match self.transport {
            Some(transport) => transport,
            #[cfg(feature = "reqwest")]
            None => Arc::new(crate::runtime::reqwest_transport::ReqwestTransport::build(
                self.connect_timeout,
                base_url.as_ref().is_some_and(BaseUrl::is_loopback),
            )?),
            #[cfg(not(feature = "reqwest"))]
            None => {
                return Err(Error::configuration(
                    "no transport: set one by `transport`, or enable the feature `reqwest`",
                ));
            }
        };
        Ok(Client {
            settings: Arc::new(Settings {
                api: self.api,
                transport,
                credentials: self.credentials,
                base_url,
                base_url_is_set,
                user_agent,
                timeout: self.timeout,
                max_body: self.max_body,
                strict: self.strict,
                validate: self.validate,
                allow_plain_http: self.allow_plain_http,
                on_warning: self.on_warning,
            }),
        })
    }

    /// Keeps the first problem.
    fn note(&mut self, result: Result<(), String>) {
        if let Err(problem) = result {
            self.problem.get_or_insert(problem);
        }
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("api", &self.api.name)
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}

fn parse(text: &str, place: &str) -> Result<BaseUrl, Error> {
    BaseUrl::parse(text).map_err(|problem| Error::configuration(format!("{place}: {problem}")))
}
