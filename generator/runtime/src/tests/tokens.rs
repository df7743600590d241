//! Token providers: caching, shared fetches, and refreshing.

use std::error::Error as StdError;
use std::io;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::support::{API, CREATE, TOKEN, VirtualClock, wait};
use crate::runtime::{
    BoxFuture, CallOptions, Client, ClientBuilder, Error, ErrorKind, Parameter, TimeoutPhase,
    Token, TokenProvider, Transport, TransportError, TransportRequest, TransportResponse,
};

/// A service that accepts one token, and records those it received.
#[derive(Clone, Default)]
struct Service {
    /// The only token that is accepted, or `None` to accept any.
    valid: Arc<Mutex<Option<String>>>,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Service {
    fn seen(&self) -> Vec<String> {
        self.seen.lock().expect("no test panics inside").clone()
    }

    fn take_only(&self, token: &str) {
        *self.valid.lock().expect("no test panics inside") = Some(format!("Bearer {token}"));
    }
}

impl Transport for Service {
    fn send(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let authorization = request.headers["authorization"]
            .to_str()
            .expect("ASCII")
            .to_owned();
        let valid = self.valid.lock().expect("no test panics inside").clone();
        let status = if valid.is_none_or(|valid| valid == authorization) {
            StatusCode::OK
        } else {
            StatusCode::UNAUTHORIZED
        };
        self.seen
            .lock()
            .expect("no test panics inside")
            .push(authorization);
        let body = Bytes::from_static(br#"{"result":7,"success":true,"errors":[],"messages":[]}"#);
        let response = TransportResponse::new(status, HeaderMap::new(), body);
        Box::pin(async move { Ok(response) })
    }
}

/// A slow provider.
struct Slow<P>(P);

impl<P: TokenProvider> TokenProvider for Slow<P> {
    fn token(&self) -> BoxFuture<'_, Result<Token, Box<dyn StdError + Send + Sync>>> {
        Box::pin(async move {
            tokio::task::yield_now().await;
            self.0.token().await
        })
    }
}

/// Numbered tokens with this lifetime.
fn numbered(count: &Arc<AtomicU32>, expires_in: Duration) -> impl TokenProvider {
    let count = count.clone();
    move || {
        let number = count.fetch_add(1, Ordering::SeqCst) + 1;
        async move { Ok::<_, io::Error>(Token::new(format!("t{number}")).expires_in(expires_in)) }
    }
}

fn builder(service: &Service, provider: impl TokenProvider) -> ClientBuilder {
    ClientBuilder::new(&API)
        .token_provider(&TOKEN, provider)
        .transport(service.clone())
}

async fn call(client: &Client) -> Result<i32, Error> {
    let mut call = client.call(&CREATE);
    call.parameter(&Parameter::path("account_id"), "a1");
    call.send().await
}

#[test]
fn token_is_cached_until_shortly_before_it_expires() {
    let (service, count, clock) = (Service::default(), Arc::default(), VirtualClock::default());
    let provider = numbered(&count, Duration::from_secs(3600));
    let client = builder(&service, provider)
        .clock(clock.clone())
        .build()
        .expect("valid");
    wait(async {
        call(&client).await.expect("sent");
        clock.advance(Duration::from_secs(3539));
        call(&client).await.expect("sent");
        clock.advance(Duration::from_secs(1));
        call(&client).await.expect("sent");
    });
    assert_eq!(service.seen(), ["Bearer t1", "Bearer t1", "Bearer t2"]);
    assert!(!format!("{client:?} {:?}", Token::new("t1")).contains("t1"));
}

#[test]
fn concurrent_calls_share_one_fetch() {
    let (service, count) = (Service::default(), Arc::default());
    let provider = Slow(numbered(&count, Duration::from_secs(60)));
    let client = builder(&service, provider).build().expect("valid");
    wait(async {
        let (a, b, c, d) = tokio::join!(call(&client), call(&client), call(&client), call(&client));
        for result in [a, b, c, d] {
            assert_eq!(result.expect("sent"), 7);
        }
    });
    assert_eq!(count.load(Ordering::SeqCst), 1);
    assert_eq!(service.seen(), ["Bearer t1"; 4]);
}

#[test]
fn failed_fetch_fails_waiting_calls_and_is_retried_by_the_next() {
    let (service, count) = (Service::default(), Arc::new(AtomicU32::new(0)));
    let counted = count.clone();
    let provider = move || {
        let number = counted.fetch_add(1, Ordering::SeqCst);
        async move {
            tokio::task::yield_now().await;
            match number {
                0 => Err(io::Error::other("the vault is sealed")),
                _ => Ok(Token::new("t2")),
            }
        }
    };
    let client = builder(&service, provider).build().expect("valid");
    wait(async {
        let (a, b) = tokio::join!(call(&client), call(&client));
        for result in [a, b] {
            let error = result.expect_err("no token");
            assert_eq!(error.kind(), ErrorKind::Credentials);
            assert_eq!(error.attempts(), 0);
            assert_eq!(
                error.to_string(),
                "POST /accounts/{account_id}/inputs: credentials: no token is available: the vault is sealed"
            );
            let source = error.source().expect("what the provider said");
            assert!(source.downcast_ref::<io::Error>().is_some());
            assert_eq!(source.to_string(), "the vault is sealed");
            assert!(format!("{error:?}").contains("the vault is sealed"));
        }
        assert_eq!(count.load(Ordering::SeqCst), 1);
        assert_eq!(call(&client).await.expect("sent"), 7);
    });
    assert_eq!(service.seen(), ["Bearer t2"]);
}

#[test]
fn rejected_cached_token_is_refreshed_once() {
    let (service, count) = (Service::default(), Arc::default());
    let provider = numbered(&count, Duration::from_secs(3600));
    let client = builder(&service, provider)
        .max_retries(0)
        .build()
        .expect("valid");
    wait(async {
        call(&client).await.expect("sent");
        service.take_only("t2");
        call(&client).await.expect("sent with the second token");
        assert_eq!(service.seen(), ["Bearer t1", "Bearer t1", "Bearer t2"]);
        service.take_only("none");
        let error = call(&client).await.expect_err("refused");
        assert!(error.is_unauthorized());
        assert_eq!(error.attempts(), 2);
        assert_eq!(service.seen()[3..], ["Bearer t2", "Bearer t3"]);
        // The latest token is cached, so the next call refreshes it once.
        service.take_only("t4");
        call(&client).await.expect("sent");
        assert_eq!(service.seen()[5..], ["Bearer t3", "Bearer t4"]);
    });
}

#[test]
fn rejected_fresh_token_is_not_refreshed() {
    let (service, count) = (Service::default(), Arc::default());
    service.take_only("none");
    let client = builder(&service, numbered(&count, Duration::from_secs(60)));
    let error = wait(call(&client.build().expect("valid"))).expect_err("refused");
    assert_eq!((error.attempts(), count.load(Ordering::SeqCst)), (1, 1));
}

#[test]
fn dropped_call_hands_over_the_fetch() {
    let (service, count) = (Service::default(), Arc::new(AtomicU32::new(0)));
    let counted = count.clone();
    let provider = move || {
        let number = counted.fetch_add(1, Ordering::SeqCst);
        async move {
            if number == 0 {
                std::future::pending::<()>().await;
            }
            Ok::<_, io::Error>(Token::new("t"))
        }
    };
    let client = builder(&service, provider).build().expect("valid");
    wait(async {
        let short =
            client.with_options(CallOptions::new().total_timeout(Duration::from_millis(20)));
        let (first, second) = tokio::join!(call(&short), call(&client));
        let error = first.expect_err("late");
        assert_eq!(error.kind(), ErrorKind::Timeout(TimeoutPhase::Total));
        assert_eq!(second.expect("sent"), 7);
    });
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

#[test]
fn invalid_tokens_are_rejected() {
    for value in ["", "a\nb"] {
        let provider = move || async move { Ok::<_, io::Error>(Token::new(value)) };
        let client = builder(&Service::default(), provider)
            .build()
            .expect("valid");
        let error = wait(call(&client)).expect_err("no token");
        assert_eq!(error.kind(), ErrorKind::Credentials);
        let source = error.source().expect("a source").to_string();
        assert!(source.starts_with("the token "), "{source}");
    }
}

#[test]
fn providers_take_precedence_over_the_environment() {
    let (service, count) = (Service::default(), Arc::default());
    let builder = || builder(&service, numbered(&count, Duration::from_secs(60)));
    let env = |name: &str| (name != "X_BASE_URL").then(|| "from the environment".into());
    wait(call(&builder().env_from(&env).build().expect("valid"))).expect("sent");
    assert_eq!(service.seen(), ["Bearer t1"]);
    let plain = builder()
        .base_url("http://api.example.com")
        .build()
        .expect("valid");
    assert_eq!(
        wait(call(&plain)).expect_err("plain").kind(),
        ErrorKind::Configuration
    );
}

#[cfg(feature = "blocking")]
#[test]
fn blocking_clients_share_one_fetch() {
    struct Adapted(Service);
    impl crate::runtime::BlockingTransport for Adapted {
        fn send(&self, request: TransportRequest) -> Result<TransportResponse, TransportError> {
            crate::runtime::transport::blocking::wait(self.0.send(request))
        }
    }
    let (service, count) = (Service::default(), Arc::new(AtomicU32::new(0)));
    let counted = count.clone();
    let provider = move || {
        counted.fetch_add(1, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(50));
        async { Ok::<_, io::Error>(Token::new("t")) }
    };
    let client = ClientBuilder::new(&API)
        .token_provider(&TOKEN, provider)
        .blocking_transport(Adapted(service.clone()))
        .build_blocking()
        .expect("valid");
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut call = client.call(&CREATE);
                call.parameter(&Parameter::path("account_id"), "a1");
                assert_eq!(call.send::<i32>().send().expect("sent"), 7);
            });
        }
    });
    assert_eq!(count.load(Ordering::SeqCst), 1);
    assert_eq!(service.seen(), ["Bearer t"; 4]);
}

#[test]
fn rejected_attempt_before_a_token_timeout_was_not_processed() {
    let (service, count) = (Service::default(), AtomicU32::new(0));
    let provider = move || {
        let is_first = count.fetch_add(1, Ordering::SeqCst) == 0;
        async move {
            if is_first {
                Ok::<_, io::Error>(Token::new("t1"))
            } else {
                std::future::pending().await
            }
        }
    };
    let builder = builder(&service, provider).clock(VirtualClock::default());
    let builder = builder.total_timeout(Duration::from_secs(30));
    let client = builder.build().expect("valid");
    wait(async {
        call(&client).await.expect("sent");
        service.take_only("t2");
        let error = call(&client).await.expect_err("late");
        assert_eq!(error.kind(), ErrorKind::Timeout(TimeoutPhase::Total));
        assert_eq!(
            (error.attempts(), error.may_have_been_processed()),
            (1, false)
        );
    });
}
