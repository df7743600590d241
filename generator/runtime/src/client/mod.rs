//! The client and its settings.
//!
//! In: validated settings (see `builder`). Out: a [`Client`], which creates calls. Knows nothing about how a call is
//! sent (see `call`).

pub mod builder;
pub mod define;
pub mod hooks;
pub mod mode;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use crate::runtime::attempts::retry::RetryBudget;
use crate::runtime::auth::Credentials;
use crate::runtime::call::{CallOptions, RawCall};
use crate::runtime::client::hooks::Hooks;
use crate::runtime::client::mode::Async;
use crate::runtime::clock::Clock;
use crate::runtime::descriptor::{Api, Operation, OperationRef};
use crate::runtime::request::url::BaseUrl;
use crate::runtime::response::Warning;
use crate::runtime::transport::Transport;

/// A function that is called with each warning.
pub(crate) type WarningHook = Arc<dyn Fn(&Warning) + Send + Sync>;

/// A client of an API. Cloning is cheap, and clones share their connections. Generated crates wrap it: `define_client!` has
/// the documentation of its methods.
pub struct Client<M = Async> {
    // Not a method: generated accessors could have the same name.
    pub(crate) settings: Arc<Settings>,
    defaults: Arc<CallOptions>,
    mode: PhantomData<M>,
}

/// Which operations use the servers that the API description declares for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DocumentServers {
    /// All of them: no base URL was set.
    All,
    /// Those whose server is only a path: the base URL that was set has no path, and the path is appended to it.
    Paths,
    /// None: a base URL with a path was set.
    None,
}

/// The settings of a client.
pub(crate) struct Settings {
    pub(crate) api: &'static Api,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) budget: RetryBudget,
    pub(crate) credentials: Credentials,
    /// The base URL, if there is one.
    pub(crate) base_url: Option<BaseUrl>,
    pub(crate) document_servers: DocumentServers,
    pub(crate) user_agent: HeaderValue,
    pub(crate) timeout: Duration,
    pub(crate) total_timeout: Option<Duration>,
    pub(crate) idle_timeout: Duration,
    pub(crate) max_retries: u32,
    pub(crate) max_body_size: usize,
    pub(crate) strict: bool,
    pub(crate) validate: bool,
    pub(crate) allow_plain_http: bool,
    pub(crate) on_warning: Option<WarningHook>,
    pub(crate) hooks: Hooks,
}

impl<M> Client<M> {
    #[doc(hidden)]
    pub fn call(&self, operation: &'static Operation) -> RawCall<M> {
        self.call_operation(OperationRef::Documented(operation))
    }

    pub(crate) fn call_operation(&self, operation: OperationRef) -> RawCall<M> {
        RawCall::new(self.settings.clone(), self.defaults.clone(), operation)
    }

    /// Returns a client with other default options for its calls.
    pub fn with_options(&self, options: CallOptions) -> Self {
        Self {
            defaults: Arc::new(options.over(&self.defaults)),
            ..self.clone()
        }
    }

    pub(crate) fn new(settings: Settings) -> Self {
        Self {
            settings: Arc::new(settings),
            defaults: Arc::default(),
            mode: PhantomData,
        }
    }
}

impl<M> Clone for Client<M> {
    fn clone(&self) -> Self {
        Self {
            settings: self.settings.clone(),
            defaults: self.defaults.clone(),
            mode: PhantomData,
        }
    }
}

impl<M> fmt::Debug for Client<M> {
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
