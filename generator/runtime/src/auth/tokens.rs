//! Tokens that a program fetches when they are needed, and that are kept until shortly before they expire.
//!
//! In: a [`TokenProvider`]. Out: the `Authorization` header of an attempt. Many calls at once cause one fetch; it is the call
//! that came first that runs it, and where that call is given up, another takes its waiter. Needs no runtime: who waits is
//! woken. Knows nothing of requests. Tokens are never printed.

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

/// A token is fetched anew this long before it expires, or earlier where it lives for a short time: in a fifth of that.
const EARLY: Duration = Duration::from_secs(60);

/// Why a provider gave no token.
pub(crate) type ProviderError = Arc<dyn StdError + Send + Sync>;

/// Fetches tokens.
///
/// It is asked when there is no token yet, shortly before the last one expires, and once more where the service refuses one that
/// was kept. Calls that come in the meantime wait for the same token. On a blocking client, a provider whose future is ready
/// at once does best: others hold up the thread until they are woken.
///
/// Functions that return a future of a token are providers, too.
pub trait TokenProvider: Send + Sync + 'static {
    /// Fetches a token.
    ///
    /// An error fails the calls that wait, as the source of theirs, and the next call asks again. Its text is printed wherever
    /// errors are, so it must hold no secret.
    fn token(&self) -> BoxFuture<'_, Result<Token, Box<dyn StdError + Send + Sync>>>;

    /// Fetches a token for this client: by [`token`](Self::token), unless the provider sends its requests by the client's own
    /// transport, as [`ClientCredentials`](crate::runtime::ClientCredentials) do.
    ///
    /// This is what a client asks. A provider that is made of another passes it on.
    fn token_for<'a>(
        &'a self,
        client: TokenClient<'a>,
    ) -> BoxFuture<'a, Result<Token, Box<dyn StdError + Send + Sync>>> {
        let _ = client;
        self.token()
    }
}

/// The client that wants a token, as its provider sees it.
#[derive(Clone, Copy)]
pub struct TokenClient<'a> {
    pub(crate) settings: &'a Arc<Settings>,
    pub(crate) credential: &'static Credential,
    /// How long the token may take.
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

/// A token, and how long it can be used. Printing it does not show it.
#[derive(Clone)]
pub struct Token {
    value: String,
    expires_in: Option<Duration>,
}

impl Token {
    /// Returns a token that does not expire, as far as is known.
    pub fn new(value: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            expires_in: None,
        }
    }

    /// Sets how long it can be used, counted from when it was asked for.
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

/// A provider with the token that it gave last.
pub(crate) struct TokenSource {
    credential: &'static Credential,
    provider: Box<dyn TokenProvider>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    cached: Option<CachedToken>,
    /// Which token it is: the first, the second.
    serial: u64,
    /// Whether a call is fetching one.
    fetching: bool,
    /// How many fetches failed, and why the last one did.
    failures: u64,
    cause: Option<ProviderError>,
    /// Who waits for the fetch.
    waiting: BTreeMap<u64, Waker>,
    next_waiting: u64,
}

struct CachedToken {
    header: HeaderValue,
    /// The time from which on it is not used any more.
    until: Option<Duration>,
}

/// A token as an attempt sends it.
pub(crate) struct IssuedToken {
    /// What stands in `Authorization`.
    pub(crate) header: HeaderValue,
    /// Whether it was there before it was asked for, so that it may have been revoked since.
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

    /// Returns the token that is kept, or fetches one within this time.
    ///
    /// # Errors
    ///
    /// What the provider said, to this call or to one that it waited for.
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
        // Whoever waits is woken now, and sees what came of it.
        drop(state);
        drop(guard);
        result
    }

    /// Drops a token that the service refused, unless there is a newer one.
    pub(crate) fn invalidate(&self, issued: &IssuedToken) {
        let mut state = self.lock();
        if state.serial == issued.serial {
            state.cached = None;
        }
    }

    /// Waits until there is a token, or a failed fetch; or until it is this call's turn to fetch one, which is nothing.
    async fn cached_or_turn(
        &self,
        clock: &dyn Clock,
    ) -> Option<Result<IssuedToken, ProviderError>> {
        let failures = self.lock().failures;
        let mut waiter = Waiter(self, None);
        poll_fn(|context| {
            let mut state = self.lock();
            if let Some(cached) = &state.cached
                && cached.until.is_none_or(|until| clock.now() < until)
            {
                return Poll::Ready(Some(Ok(IssuedToken {
                    header: cached.header.clone(),
                    cached: true,
                    serial: state.serial,
                })));
            }
            if state.failures != failures
                && let Some(cause) = &state.cause
            {
                return Poll::Ready(Some(Err(cause.clone())));
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
            let usable = lifetime - EARLY.min(lifetime / 5);
            started_at.saturating_add(usable)
        });
        Ok(Self { header, until })
    }
}

/// The turn to fetch. It ends in any case, also where the call is given up, and then all who wait look again.
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

/// A waiter among those who wait.
struct Waiter<'a>(&'a TokenSource, Option<u64>);

impl Drop for Waiter<'_> {
    fn drop(&mut self) {
        if let Some(key) = self.1 {
            let waker = self.0.lock().waiting.remove(&key);
            drop(waker);
        }
    }
}
