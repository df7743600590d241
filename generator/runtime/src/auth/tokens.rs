//! Tokens that the program provides on demand. A token is cached until shortly before it expires.
//!
//! In: a [`TokenProvider`]. Out: the `Authorization` header of an attempt. Concurrent calls share one fetch. The first
//! of them runs it; if that call is dropped, another one takes over. Needs no async runtime: waiting calls are woken
//! through their wakers. Knows nothing about requests. Tokens are never formatted.

use std::collections::BTreeMap;
use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};
use std::time::Duration;

use http::HeaderValue;

use crate::runtime::client::Settings;
use crate::runtime::clock::Clock;
use crate::runtime::descriptor::Credential;
use crate::runtime::redacted::Redacted;
use crate::runtime::request::parameter::has_control_character;
use crate::runtime::transport::BoxFuture;

/// A token is refreshed this long before it expires, but not before four fifths of its lifetime have passed.
const REFRESH_MARGIN: Duration = Duration::from_secs(60);

/// The error of a provider.
pub(crate) type ProviderError = Arc<dyn StdError + Send + Sync>;

/// Provides tokens.
///
/// The provider is called if there is no token yet, shortly before the cached token expires, and once if the service
/// rejects the cached token. Concurrent calls wait for the same token. With a blocking client, prefer a provider whose
/// future is immediately ready; any other future blocks the thread until it is woken.
///
/// Functions that return a future of a token implement this trait.
pub trait TokenProvider: Send + Sync + 'static {
    /// Fetches a token.
    ///
    /// An error fails all calls that wait for the token, as the source of their errors. The next call fetches again.
    /// The message of the error appears wherever errors are printed, so it must not contain secrets.
    fn token(&self) -> BoxFuture<'_, Result<Token, Box<dyn StdError + Send + Sync>>>;

    /// Fetches a token for this client. The default implementation calls [`token`](Self::token). Providers that send
    /// requests through the client's transport implement this method, such as
    /// [`ClientCredentials`](crate::runtime::ClientCredentials).
    ///
    /// This is the method that a client calls. A provider that wraps another one must forward it.
    fn token_for<'a>(
        &'a self,
        client: TokenClient<'a>,
    ) -> BoxFuture<'a, Result<Token, Box<dyn StdError + Send + Sync>>> {
        let _ = client;
        self.token()
    }
}

/// The client that requests a token.
#[derive(Clone, Copy)]
pub struct TokenClient<'a> {
    pub(crate) settings: &'a Arc<Settings>,
    pub(crate) credential: &'static Credential,
    /// The timeout for the token.
    pub(crate) limit: Duration,
}

impl fmt::Debug for TokenClient<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenClient")
            .field("credential", &self.credential.name)
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl<F, T, E> TokenProvider for F
where
    F: Fn() -> T + Send + Sync + 'static,
    T: Future<Output = Result<Token, E>> + Send + 'static,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    fn token(&self) -> BoxFuture<'_, Result<Token, Box<dyn StdError + Send + Sync>>> {
        let token = self();
        Box::pin(async move { token.await.map_err(Into::into) })
    }
}

#[cfg(target_arch = "wasm32")]
impl<F, T, E> TokenProvider for F
where
    F: Fn() -> T + Send + Sync + 'static,
    T: Future<Output = Result<Token, E>> + 'static,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    fn token(&self) -> BoxFuture<'_, Result<Token, Box<dyn StdError + Send + Sync>>> {
        let token = self();
        Box::pin(async move { token.await.map_err(Into::into) })
    }
}

/// A token and its lifetime. `Debug` does not show the token.
#[derive(Clone)]
pub struct Token {
    value: String,
    expires_in: Option<Duration>,
}

impl Token {
    /// Creates a token without a known expiry.
    pub fn new(value: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            expires_in: None,
        }
    }

    /// Sets the lifetime of the token, from the time of the request for it.
    pub fn expires_in(mut self, expires_in: Duration) -> Self {
        self.expires_in = Some(expires_in);
        self
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token")
            .field("value", &Redacted)
            .field("expires_in", &self.expires_in)
            .finish()
    }
}

/// A provider with its cached token.
pub(crate) struct TokenSource {
    credential: &'static Credential,
    provider: Box<dyn TokenProvider>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    cached: Option<CachedToken>,
    /// The serial number of the last token.
    serial: u64,
    /// Whether a call is fetching a token.
    fetching: bool,
    /// How many fetches failed, and the error of the last one.
    failures: u64,
    cause: Option<ProviderError>,
    /// The calls that wait for a token.
    waiting: BTreeMap<u64, Waker>,
    next_waiting: u64,
}

struct CachedToken {
    header: HeaderValue,
    /// The time at which the token must be refreshed.
    until: Option<Duration>,
}

/// A token for an attempt.
pub(crate) struct IssuedToken {
    /// The value of the `Authorization` header.
    pub(crate) header: HeaderValue,
    /// Whether it comes from the cache. It may have been revoked in the meantime.
    pub(crate) cached: bool,
    serial: u64,
}

impl TokenSource {
    pub(crate) fn new(credential: &'static Credential, provider: impl TokenProvider) -> Self {
        Self {
            credential,
            provider: Box::new(provider),
            state: Mutex::default(),
        }
    }

    /// Returns the cached token, or fetches one within this timeout.
    ///
    /// # Errors
    ///
    /// Returns the error of the provider, from this call or from the one that this call waited for.
    pub(crate) async fn get(
        &self,
        settings: &Arc<Settings>,
        limit: Duration,
    ) -> Result<IssuedToken, ProviderError> {
        let clock = &*settings.clock;
        if let Some(result) = self.cached_or_turn(clock).await {
            return result;
        }
        let guard = FetchGuard(self);
        let started_at = clock.now();
        let client = TokenClient {
            settings,
            credential: self.credential,
            limit,
        };
        let fetched = match self.provider.token_for(client).await {
            Ok(token) => CachedToken::new(token, started_at).map_err(Into::into),
            Err(cause) => Err(cause),
        };
        let mut state = self.lock();
        let result = match fetched {
            Ok(cached) => {
                state.serial += 1;
                let header = cached.header.clone();
                state.cached = Some(cached);
                Ok(IssuedToken {
                    header,
                    cached: false,
                    serial: state.serial,
                })
            }
            Err(cause) => {
                let cause = ProviderError::from(cause);
                state.failures += 1;
                state.cause = Some(cause.clone());
                Err(cause)
            }
        };
        // Wakes the waiting calls, which then see the result.
        drop(state);
        drop(guard);
        result
    }

    /// Drops a token that the service rejected, unless there is a newer one.
    pub(crate) fn invalidate(&self, issued: &IssuedToken) {
        let mut state = self.lock();
        if state.serial == issued.serial {
            state.cached = None;
        }
    }

    /// Waits for a token or a failed fetch. Returns `None` if this call has to fetch the token itself.
    async fn cached_or_turn(
        &self,
        clock: &dyn Clock,
    ) -> Option<Result<IssuedToken, ProviderError>> {
        let failures = self.lock().failures;
        let mut waiter = Waiter(self, None);
        poll_fn(|context| {
            let mut state = self.lock();
            if let Some(cached) = &state.cached {
                if cached.until.is_none_or(|until| clock.now() < until) {
                    return Poll::Ready(Some(Ok(IssuedToken {
                        header: cached.header.clone(),
                        cached: true,
                        serial: state.serial,
                    })));
                }
            }
            if state.failures != failures {
                if let Some(cause) = &state.cause {
                    return Poll::Ready(Some(Err(cause.clone())));
                }
            }
            if !state.fetching {
                state.fetching = true;
                return Poll::Ready(None);
            }
            let key = *waiter.1.get_or_insert_with(|| {
                state.next_waiting += 1;
                state.next_waiting
            });
            state.waiting.insert(key, context.waker().clone());
            Poll::Pending
        })
        .await
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl CachedToken {
    fn new(token: Token, started_at: Duration) -> Result<Self, &'static str> {
        if token.value.is_empty() {
            return Err("the token is empty");
        }
        if has_control_character(&token.value) {
            return Err("the token contains a control character, such as a line break");
        }
        let mut header = HeaderValue::try_from(format!("Bearer {}", token.value))
            .map_err(|_| "the token is not a valid header value")?;
        header.set_sensitive(true);
        let until = token.expires_in.map(|lifetime| {
            let usable = lifetime - REFRESH_MARGIN.min(lifetime / 5);
            started_at.saturating_add(usable)
        });
        Ok(Self { header, until })
    }
}

/// The right to fetch a token. When it is dropped, even because the call was dropped, all waiting calls are woken.
struct FetchGuard<'a>(&'a TokenSource);

impl Drop for FetchGuard<'_> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.fetching = false;
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        waiting.into_values().for_each(Waker::wake);
    }
}

/// A waiting call. Dropping it removes its waker.
struct Waiter<'a>(&'a TokenSource, Option<u64>);

impl Drop for Waiter<'_> {
    fn drop(&mut self) {
        if let Some(key) = self.1 {
            let waker = self.0.lock().waiting.remove(&key);
            drop(waker);
        }
    }
}
