//! Sets up clients.
//!
//! In: settings from the program and, if asked for, the environment. Out: a [`Client`] of either way, or the first thing that is
//! wrong with the settings. Knows nothing of calls.

use std::env;
use std::ffi::OsString;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use crate::runtime::attempts::retry::{self, Budget};
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

/// How long an attempt may take, unless set.
const TIMEOUT: Duration = Duration::from_secs(60);
/// How long the next part of a body that is read as it comes may take, unless set.
const IDLE_TIMEOUT: Duration = Duration::from_secs(30);
/// How long a connection may take, unless set.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How many bytes a body may have, unless set.
const MAX_BODY: usize = 256 << 20;

/// Sets up a [`Client`]: with which credentials, where to, within which limits.
///
/// What is not set has the default that its method names. What is wrong with a setting is told by [`build`](Self::build).
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
    /// Whether that is on another machine.
    is_proxy_remote: bool,
    connect_timeout: Duration,
    /// The first thing that was wrong.
    problem: Option<String>,
    /// What is wrong with the credentials of the environment.
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
            max_body_size: MAX_BODY,
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

    /// Sends no credentials, even where the API's document says that some are needed: for a server that runs without them.
    ///
    /// Variables of the environment that hold credentials are then passed over. To set credentials as well is an error when
    /// the client is built. A call whose own [`options`](crate::runtime::CallOptions::header) carry credentials sends those.
    pub fn no_credentials(mut self) -> Self {
        self.credentials.disable();
        self
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
        self.env_problem = result.err();
        if let Some(name) = self.api.base_url_env {
            match auth::read(name, variable) {
                Ok(base_url) => self.env_base_url = base_url,
                Err(problem) => self.record(Err(problem)),
            }
        }
        self
    }

    /// Sets the base URL of every operation, also of those for which the API's document names another.
    ///
    /// Where the document names a server by its path alone, such as `/api/v1`, that path is added to a base URL without a
    /// path: `https://example.com` becomes `https://example.com/api/v1`. A base URL with a path is used as it is. A query is
    /// kept, and sent with every request.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = Some(base_url.into());
        self
    }

    /// Sets how long a connection may take: 5 seconds unless set. Applies to the built-in transports alone, and not at
    /// all on wasm32.
    pub fn connect_timeout(mut self, connect_timeout: Duration) -> Self {
        self.connect_timeout = connect_timeout;
        self
    }

    /// Sets how long an attempt may take, from its beginning to the end of the answer's body: 60 seconds unless set. Where the
    /// answer is read as it comes, it is to the end of its head.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets how long a call may take as a whole, with all its attempts and the waits between them: any time unless set.
    ///
    /// Where the answer is read as it comes, this ends when its head is there; from then on
    /// [`idle_timeout`](Self::idle_timeout) holds.
    pub fn total_timeout(mut self, total_timeout: Duration) -> Self {
        self.total_timeout = Some(total_timeout);
        self
    }

    /// Sets how long the next part of an answer may take that is read as it comes: 30 seconds unless set.
    ///
    /// With the feature `ureq`, the head of such an answer is a part too.
    pub fn idle_timeout(mut self, idle_timeout: Duration) -> Self {
        self.idle_timeout = idle_timeout;
        self
    }

    /// Sets how many attempts may follow one that failed: 2 unless set.
    ///
    /// What may have arrived is sent again only where that does no harm: by the methods GET, HEAD, PUT, DELETE and OPTIONS,
    /// or with a key by which the service knows the request again. Of answers these are tried again: 408, 429, 500, 502, 503,
    /// 504, 520 to 524 and 529; for other methods 429 alone, and 503 where it says when to come back. A service's own
    /// `x-should-retry` decides outright, and its `Retry-After` is waited for, up to 60 seconds.
    pub fn max_retries(mut self, max_retries: u32) -> Self {
        self.max_retries = max_retries;
        self
    }

    /// Sends all requests by this proxy, such as `http://user:password@proxy.example.com:8080`.
    ///
    /// Signs in the user name and the password that would end them are percent-encoded. Otherwise the proxies are those that
    /// the environment names by `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`; a client whose base URL is on this
    /// machine leaves those alone. The feature `ureq` has each proxy make a tunnel (`CONNECT`), `reqwest` for https alone.
    /// Applies to the built-in transports, and not at all on wasm32.
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

    /// Sets what tells the time and waits, for time limits and between attempts.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Sets what is sent in `User-Agent` after this client's own name, such as `my-application/1.0`.
    pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.user_agent_suffix = Some(suffix.into());
        self
    }

    /// Sets whether everything unexpected in a response is an error: not so unless set. Otherwise these are read with a
    /// warning:
    ///
    /// - an optional member of an unexpected shape: as absent;
    /// - null in place of a list or map: as empty;
    /// - half a surrogate pair in a string, and bytes that are not UTF-8: as U+FFFD;
    /// - a member that is given twice: the last one counts;
    /// - a number beyond what an `f64` holds: as a string of its digits in a free-form value; a required number beyond 64
    ///   bits: as the nearest one that its type holds, and an optional one as absent;
    /// - a date-time without a time zone: as UTC; one with a space in place of `T`, a date in place of a date-time and the
    ///   other way round; one beyond what `Timestamp` holds: as the last or first one that it holds.
    ///
    /// Of a name that is given twice in a map or in a free-form value, the last one counts in either case, with a warning.
    /// The data of an event is read by [`ServerSentEvent::value`](crate::runtime::ServerSentEvent::value), which is never
    /// strict.
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

    /// Sets how many bytes of a response's body are kept: 256 MiB unless set. A success that is longer is an error; of a
    /// failure that is longer, the error has the beginning.
    pub fn max_body_size(mut self, max_body_size: usize) -> Self {
        self.max_body_size = max_body_size;
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

    /// Sets what sends the requests of a blocking client.
    #[cfg(feature = "blocking")]
    pub fn blocking_transport(mut self, transport: impl BlockingTransport) -> Self {
        self.blocking_transport = Some(Arc::new(blocking::BlockingAdapter(transport)));
        self
    }

    /// Sends the requests with this reqwest client.
    ///
    /// It should be built with `redirect(reqwest::redirect::Policy::none())`: otherwise it follows redirects, and then
    /// credentials in headers of the API's own may reach another host. Its own limits of time apply too.
    #[cfg(feature = "reqwest")]
    pub fn reqwest(self, client: reqwest::Client) -> Self {
        self.transport(crate::runtime::transport::reqwest_transport::ReqwestTransport::new(client))
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// An error of the kind [`Configuration`](crate::runtime::ErrorKind::Configuration) that says which setting is wrong.
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

    /// Builds the client as one whose calls hold up the thread until they are answered. It needs no runtime, and may be used
    /// inside one.
    ///
    /// # Errors
    ///
    /// As [`build`](Self::build).
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

    /// Returns the base URL that was set, or the document's if that is absolute.
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
                // A path stands in documents that are served by the API itself; a client cannot know its host.
                (None, None, Some(text)) if text.contains("://") => {
                    Some(parse_base_url(text, "the API description")?)
                }
                (None, None, _) => None,
            },
        )
    }

    /// Returns the base URL with the path that the document may name, and whose servers are used beside it.
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
            budget: Budget::new(),
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

    /// Refuses to send plain http for this machine to a proxy on another one, which could read the credentials in it.
    fn check_proxy(&self, base_url: Option<&BaseUrl>) -> Result<(), Error> {
        let is_plain_loopback = base_url.is_some_and(|base| base.is_loopback() && base.is_http());
        if self.is_proxy_remote && is_plain_loopback && !self.allow_plain_http {
            return Err(Error::configuration(
                "plain http requests to this machine are not sent through a remote proxy: remove `proxy`, or set `allow_plain_http`",
            ));
        }
        Ok(())
    }

    /// Gives the first problem, if there was one.
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

    /// Keeps the first problem.
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
