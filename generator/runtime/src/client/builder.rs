//! Builds clients.
//!
//! In: settings from the program and, on request, from the environment. Out: a [`Client`], async or blocking, or an
//! error that reports the first invalid setting. Knows nothing about calls.

use std::env;
use std::ffi::OsString;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use crate::runtime::attempts::retry::{self, RetryBudget};
use crate::runtime::auth::tokens::{TokenProvider, TokenSource};
use crate::runtime::auth::{self, Credentials};
use crate::runtime::client::hooks::Hooks;
#[cfg(feature = "blocking")]
use crate::runtime::client::mode::Blocking;
use crate::runtime::client::{Client, DocumentServers, Settings, WarningHook};
use crate::runtime::clock::{Clock, SystemClock};
use crate::runtime::descriptor::{Api, Credential};
use crate::runtime::error::Error;
use crate::runtime::request::url::BaseUrl;
use crate::runtime::response::Warning;
#[cfg(feature = "blocking")]
use crate::runtime::transport::BlockingTransport;
use crate::runtime::transport::Transport;
#[cfg(feature = "blocking")]
use crate::runtime::transport::blocking;
use crate::runtime::transport::proxy;

/// The default timeout of an attempt.
const TIMEOUT: Duration = Duration::from_secs(60);
/// The default timeout for the next chunk of a streamed body.
const IDLE_TIMEOUT: Duration = Duration::from_secs(30);
/// The default timeout for connecting.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// The default size limit of a response body, in bytes.
const MAX_BODY_SIZE: usize = 256 << 20;

/// A builder for a [`Client`]. Generated crates wrap it: `define_client!` has the documentation of its methods.
#[must_use = "a builder does nothing until it is built"]
pub struct ClientBuilder {
    api: &'static Api,
    credentials: Credentials,
    /// Whether credentials were read from the environment.
    env: bool,
    base_url: Option<String>,
    env_base_url: Option<String>,
    user_agent_suffix: Option<String>,
    timeout: Duration,
    total_timeout: Option<Duration>,
    idle_timeout: Duration,
    max_retries: u32,
    max_body_size: usize,
    strict: bool,
    validate: bool,
    allow_plain_http: bool,
    on_warning: Option<WarningHook>,
    pub(crate) hooks: Hooks,
    transport: Option<Arc<dyn Transport>>,
    #[cfg(feature = "blocking")]
    blocking_transport: Option<Arc<dyn Transport>>,
    clock: Option<Arc<dyn Clock>>,
    proxy: Option<String>,
    /// Whether the proxy is on another machine.
    is_proxy_remote: bool,
    connect_timeout: Duration,
    /// The first invalid setting.
    problem: Option<String>,
    /// The first invalid credential in the environment.
    env_problem: Option<String>,
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
            total_timeout: None,
            idle_timeout: IDLE_TIMEOUT,
            max_retries: retry::MAX_RETRIES,
            max_body_size: MAX_BODY_SIZE,
            strict: false,
            validate: true,
            allow_plain_http: false,
            on_warning: None,
            hooks: Hooks::default(),
            transport: None,
            #[cfg(feature = "blocking")]
            blocking_transport: None,
            clock: None,
            proxy: None,
            is_proxy_remote: false,
            connect_timeout: CONNECT_TIMEOUT,
            problem: None,
            env_problem: None,
        }
    }

    #[doc(hidden)]
    pub fn credential(mut self, credential: &'static Credential, value: String) -> Self {
        let result = self.credentials.set(credential, value);
        self.record(result);
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
            self.record(Err(format!(
                "`{}`: the user name contains a colon",
                credential.setter
            )));
            return self;
        }
        self.credential(credential, format!("{username}:{password}"))
    }

    #[doc(hidden)]
    pub fn token_provider(
        mut self,
        credential: &'static Credential,
        provider: impl TokenProvider,
    ) -> Self {
        let source = Arc::new(TokenSource::new(credential, provider));
        self.credentials.set_token_source(credential, source);
        self
    }

    /// Sends no credentials, even if the API description requires them. Use this with a server that does not
    /// authenticate clients.
    pub fn no_credentials(mut self) -> Self {
        self.credentials.disable();
        self
    }

    /// Reads settings from environment variables, unless the other methods of this builder set them, before or after.
    pub fn env(self) -> Self {
        self.env_from(&|name| env::var_os(name))
    }

    pub(crate) fn env_from(mut self, variable: &dyn Fn(&str) -> Option<OsString>) -> Self {
        self.env = true;
        let result = self.credentials.read(self.api.credentials, variable);
        self.env_problem = result.err();
        if let Some(name) = self.api.base_url_env {
            match auth::read(name, variable) {
                Ok(base_url) => self.env_base_url = base_url,
                Err(problem) => self.record(Err(problem)),
            }
        }
        self
    }

    /// Sets the base URL of all operations, including those for which the API description declares another server.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = Some(base_url.into());
        self
    }

    /// Sets the timeout for connecting. The default is 5 seconds.
    pub fn connect_timeout(mut self, connect_timeout: Duration) -> Self {
        self.connect_timeout = connect_timeout;
        self
    }

    /// Sets the timeout of an attempt, from its start until the response body has been received. The default is 60
    /// seconds.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the timeout of a call as a whole, including all attempts and the delays between them. The default is no
    /// timeout.
    pub fn total_timeout(mut self, total_timeout: Duration) -> Self {
        self.total_timeout = Some(total_timeout);
        self
    }

    /// Sets the timeout for the next chunk of a streamed body. The default is 30 seconds.
    pub fn idle_timeout(mut self, idle_timeout: Duration) -> Self {
        self.idle_timeout = idle_timeout;
        self
    }

    /// Sets the maximum number of retries of a call. The default is 2; 0 disables retries.
    pub fn max_retries(mut self, max_retries: u32) -> Self {
        self.max_retries = max_retries;
        self
    }

    /// Sends all requests through this proxy, such as `http://user:password@proxy.example.com:8080`.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        match proxy::parse(&url.into()) {
            Ok((url, is_loopback)) => {
                self.proxy = Some(url);
                self.is_proxy_remote = !is_loopback;
            }
            Err(problem) => self.record(Err(format!("`proxy` {problem}"))),
        }
        self
    }

    /// Sets the clock that is used for timeouts and for the delays between attempts.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Sets a suffix for the `User-Agent` header, such as `my-application/1.0`.
    pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.user_agent_suffix = Some(suffix.into());
        self
    }

    /// Sets whether an unexpected value in a response is an error. The default is `false`.
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Sets whether the arguments of a call are validated against the documented constraints before the request is
    /// sent. The default is `true`.
    pub fn validate(mut self, validate: bool) -> Self {
        self.validate = validate;
        self
    }

    /// Sets a function that is called with each warning. The response also has the warnings.
    pub fn on_warning(mut self, hook: impl Fn(&Warning) + Send + Sync + 'static) -> Self {
        self.on_warning = Some(Arc::new(hook));
        self
    }

    /// Sets the size limit of a response body, in bytes. The default is 256 MiB.
    pub fn max_body_size(mut self, max_body_size: usize) -> Self {
        self.max_body_size = max_body_size;
        self
    }

    /// Allows credentials to be sent over plain http to other machines. The default is `false`, because others can read
    /// them on the way.
    pub fn allow_plain_http(mut self, allow: bool) -> Self {
        self.allow_plain_http = allow;
        self
    }

    /// Sets the transport that sends the requests.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Sets the transport that sends the requests of a blocking client.
    #[cfg(feature = "blocking")]
    pub fn blocking_transport(mut self, transport: impl BlockingTransport) -> Self {
        self.blocking_transport = Some(Arc::new(blocking::BlockingAdapter(transport)));
        self
    }

    /// Sends the requests with this reqwest client.
    #[cfg(feature = "reqwest")]
    pub fn reqwest(self, client: reqwest::Client) -> Self {
        self.transport(crate::runtime::transport::reqwest_transport::ReqwestTransport::new(client))
    }

    /// Builds the client.
    pub fn build(mut self) -> Result<Client, Error> {
        self.check_recorded_problem()?;
        let transport = match self.transport.take() {
            Some(transport) => transport,
            #[cfg(feature = "reqwest")]
            None => Arc::new(
                crate::runtime::transport::reqwest_transport::ReqwestTransport::build(
                    self.connect_timeout,
                    self.known_base_url()?
                        .as_ref()
                        .is_some_and(BaseUrl::is_loopback),
                    self.proxy.as_deref(),
                )?,
            ),
            #[cfg(not(feature = "reqwest"))]
            None => {
                return Err(Error::configuration(
                    "no transport: set one with `transport`, or enable the feature `reqwest`",
                ));
            }
        };
        let clock = self.clock.take();
        let clock = clock.unwrap_or_else(|| Arc::new(SystemClock::new()));
        self.settings(transport, clock).map(Client::new)
    }

    /// Builds a blocking client. It needs no async runtime, but can be used inside one.
    #[cfg(feature = "blocking")]
    pub fn build_blocking(mut self) -> Result<Client<Blocking>, Error> {
        self.check_recorded_problem()?;
        let transport = match self.blocking_transport.take() {
            Some(transport) => transport,
            #[cfg(feature = "ureq")]
            None => Arc::new(blocking::BlockingAdapter(
                crate::runtime::transport::ureq_transport::UreqTransport::build(
                    self.connect_timeout,
                    self.known_base_url()?
                        .as_ref()
                        .is_some_and(BaseUrl::is_loopback),
                    self.proxy.as_deref(),
                )?,
            )),
            #[cfg(not(feature = "ureq"))]
            None => {
                return Err(Error::configuration(
                    "no transport: set one with `blocking_transport`, or enable the feature `ureq`",
                ));
            }
        };
        let clock = self.clock.take();
        let clock = clock.unwrap_or_else(|| Arc::new(SystemClock::blocking()));
        self.settings(transport, clock).map(Client::new)
    }

    /// Returns the base URL that was set, or else that of the API description if it is absolute.
    fn known_base_url(&self) -> Result<Option<BaseUrl>, Error> {
        Ok(
            match (&self.base_url, &self.env_base_url, self.api.base_url) {
                (Some(text), _, _) => Some(parse_base_url(text, "`base_url`")?),
                (None, Some(text), _) => {
                    let variable = self.api.base_url_env.unwrap_or_default();
                    Some(parse_base_url(
                        text,
                        &format!("the environment variable `{variable}`"),
                    )?)
                }
                // A document that the API itself serves may declare only a path. The client cannot know the host.
                (None, None, Some(text)) if text.contains("://") => {
                    Some(parse_base_url(text, "the API description")?)
                }
                (None, None, _) => None,
            },
        )
    }

    /// Returns the base URL with the path that the API description may declare, and which operations use their own
    /// servers.
    fn servers(&self) -> Result<(Option<BaseUrl>, DocumentServers), Error> {
        let is_set = self.base_url.is_some() || self.env_base_url.is_some();
        let base = match self.known_base_url()? {
            Some(base) if is_set => base,
            known => return Ok((known, DocumentServers::All)),
        };
        if !base.is_origin() {
            return Ok((Some(base), DocumentServers::None));
        }
        let base = match self.api.base_url.filter(|url| !url.contains("://")) {
            Some(path) => {
                let base = base.with_path(path);
                base.map_err(|problem| {
                    Error::configuration(format!("the API description: {problem}"))
                })?
            }
            None => base,
        };
        Ok((Some(base), DocumentServers::Paths))
    }

    fn settings(
        self,
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
    ) -> Result<Settings, Error> {
        let (base_url, document_servers) = self.servers()?;
        self.check_proxy(base_url.as_ref())?;
        if self.env {
            let chosen = self.credentials.choose(self.api.security);
            chosen.map_err(Error::configuration)?;
        }
        let user_agent = match &self.user_agent_suffix {
            Some(suffix) => format!("{} {suffix}", self.api.user_agent),
            None => self.api.user_agent.to_owned(),
        };
        let user_agent = HeaderValue::from_bytes(user_agent.as_bytes()).map_err(|_| {
            Error::configuration("`user_agent_suffix` contains a control character")
        })?;
        Ok(Settings {
            api: self.api,
            transport,
            clock,
            budget: RetryBudget::new(),
            credentials: self.credentials,
            base_url,
            document_servers,
            user_agent,
            timeout: self.timeout,
            total_timeout: self.total_timeout,
            idle_timeout: self.idle_timeout,
            max_retries: self.max_retries,
            max_body_size: self.max_body_size,
            strict: self.strict,
            validate: self.validate,
            allow_plain_http: self.allow_plain_http,
            on_warning: self.on_warning,
            hooks: self.hooks,
        })
    }

    /// Refuses to send plain http requests to this machine through a remote proxy, which could read the credentials.
    fn check_proxy(&self, base_url: Option<&BaseUrl>) -> Result<(), Error> {
        let is_plain_loopback = base_url.is_some_and(|base| base.is_loopback() && base.is_http());
        if self.is_proxy_remote && is_plain_loopback && !self.allow_plain_http {
            return Err(Error::configuration(
                "plain http requests to this machine are not sent through a remote proxy: remove `proxy`, or set `allow_plain_http`",
            ));
        }
        Ok(())
    }

    /// Returns the first invalid setting as an error.
    fn check_recorded_problem(&mut self) -> Result<(), Error> {
        let env_problem = self.env_problem.take();
        let env_problem = env_problem.filter(|_| self.credentials.are_enabled());
        match self.problem.take().or(env_problem) {
            Some(problem) => Err(Error::configuration(problem)),
            None => self
                .credentials
                .check_conflict()
                .map_err(Error::configuration),
        }
    }

    /// Records the first invalid setting.
    fn record(&mut self, result: Result<(), String>) {
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

fn parse_base_url(text: &str, place: &str) -> Result<BaseUrl, Error> {
    BaseUrl::parse(text).map_err(|problem| Error::configuration(format!("{place}: {problem}")))
}
