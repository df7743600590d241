//! Defines the client and the builder of a generated crate.
//!
//! In: the names of the two types, and the description of the API. Out: newtypes around [`Client`] and [`ClientBuilder`],
//! with their public methods. A crate can add inherent methods only to types of its own: those of its resources and
//! credentials.
//!
//! [`Client`]: crate::runtime::Client
//! [`ClientBuilder`]: crate::runtime::ClientBuilder

/// Defines the client of an API, and its builder.
///
/// Both have one private field, `inner`, and the builder has private methods that set credentials.
#[doc(hidden)]
#[macro_export]
macro_rules! define_client {
    ($client:ident, $builder:ident, $api:path) => {
        /// A client of the API. Cloning is cheap, and clones share their connections.
        ///
        /// `M` is the mode of the client: calls are awaited ([`Async`](crate::Async)) or blocking
        /// ([`Blocking`](crate::Blocking)).
        pub struct $client<M = $crate::runtime::Async> {
            inner: $crate::runtime::Client<M>,
        }

        impl $client {
            /// Returns a builder, to configure a client in code.
            pub fn builder() -> $builder {
                $builder {
                    inner: $crate::runtime::ClientBuilder::new(&$api),
                }
            }
        }

        #[cfg(feature = "blocking")]
        impl $client<$crate::runtime::Blocking> {
            /// Returns a blocking client that is configured from environment variables, like
            /// [`from_env`](Self::from_env).
            ///
            /// # Errors
            ///
            /// Returns an error if a variable has an invalid value, or if the credentials that most operations require are
            /// missing.
            pub fn blocking_from_env() -> ::std::result::Result<Self, $crate::runtime::Error> {
                $client::builder().env().build_blocking()
            }
        }

        impl<M> $client<M> {
            /// Creates a request to an endpoint that this crate has no method for.
            ///
            /// The path is relative to the base URL and has no query, such as `/zones/023e105f`. The request is sent
            /// like any call: with the client's credentials, timeouts, retries and errors. The response body is decoded
            /// as `T`; [`serde_json::Value`](crate::serde_json::Value) accepts any JSON.
            pub fn request<T>(
                &self,
                method: $crate::runtime::http::Method,
                path: impl ::std::convert::Into<::std::string::String>,
            ) -> $crate::runtime::Request<T, M> {
                self.inner.request(method, path)
            }

            /// Returns a client with other default options for its calls. They are merged over the default options of
            /// this client; a call's own options take precedence. The two clients share everything else: connections,
            /// credentials and the retry budget.
            pub fn with_options(&self, options: $crate::runtime::CallOptions) -> Self {
                Self {
                    inner: self.inner.with_options(options),
                }
            }

            #[doc(hidden)]
            pub fn call(
                &self,
                operation: &'static $crate::runtime::Operation,
            ) -> $crate::runtime::RawCall<M> {
                self.inner.call(operation)
            }
        }

        impl<M> ::std::clone::Clone for $client<M> {
            fn clone(&self) -> Self {
                Self {
                    inner: self.inner.clone(),
                }
            }
        }

        impl<M> ::std::fmt::Debug for $client<M> {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                self.inner.fmt(f)
            }
        }

        /// A builder for a [`Client`](crate::Client).
        ///
        /// Each method states the default of its setting. Invalid settings are reported by [`build`](Self::build).
        #[must_use = "a builder does nothing until it is built"]
        pub struct $builder {
            inner: $crate::runtime::ClientBuilder,
        }

        impl $builder {
            /// Sends no credentials, even if the API description requires them. Use this with a server that does not
            /// authenticate clients.
            ///
            /// Credentials in environment variables are ignored. It is an error to also set credentials. Credentials
            /// that a call sets with its own [`options`](crate::CallOptions::header) are still sent.
            pub fn no_credentials(self) -> Self {
                Self {
                    inner: self.inner.no_credentials(),
                }
            }

            /// Reads settings from environment variables, unless the other methods of this builder set them, before or
            /// after.
            ///
            /// The variables are those of the credentials and of the base URL; an empty variable is ignored. If the
            /// credentials that most operations require are still missing, [`build`](Self::build) fails.
            pub fn env(self) -> Self {
                Self {
                    inner: self.inner.env(),
                }
            }

            /// Sets the base URL of all operations, including those for which the API description declares another
            /// server.
            ///
            /// If the API description declares a server that is only a path, such as `/api/v1`, the path is appended to
            /// a base URL that has none: `https://example.com` becomes `https://example.com/api/v1`. A base URL with a
            /// path is used unchanged. A query is kept and sent with every request.
            pub fn base_url(
                self,
                base_url: impl ::std::convert::Into<::std::string::String>,
            ) -> Self {
                Self {
                    inner: self.inner.base_url(base_url),
                }
            }

            /// Sets the timeout for connecting. The default is 5 seconds.
            ///
            /// Applies to the built-in transports. Has no effect on wasm32.
            pub fn connect_timeout(self, connect_timeout: ::std::time::Duration) -> Self {
                Self {
                    inner: self.inner.connect_timeout(connect_timeout),
                }
            }

            /// Sets the timeout of an attempt, from its start until the response body has been received. The default is
            /// 60 seconds.
            ///
            /// If the body is streamed, the timeout ends when the response headers have been received.
            pub fn timeout(self, timeout: ::std::time::Duration) -> Self {
                Self {
                    inner: self.inner.timeout(timeout),
                }
            }

            /// Sets the timeout of a call as a whole, including all attempts and the delays between them. The default
            /// is no timeout.
            ///
            /// If the body is streamed, the timeout ends when the response headers have been received; after that,
            /// [`idle_timeout`](Self::idle_timeout) applies.
            pub fn total_timeout(self, total_timeout: ::std::time::Duration) -> Self {
                Self {
                    inner: self.inner.total_timeout(total_timeout),
                }
            }

            /// Sets the timeout for the next chunk of a streamed body. The default is 30 seconds.
            ///
            /// With the feature `ureq`, this timeout also applies to the response headers of a streamed body.
            pub fn idle_timeout(self, idle_timeout: ::std::time::Duration) -> Self {
                Self {
                    inner: self.inner.idle_timeout(idle_timeout),
                }
            }

            /// Sets the maximum number of retries of a call. The default is 2; 0 disables retries.
            ///
            /// The [crate documentation](crate) lists which statuses and errors are retried.
            pub fn max_retries(self, max_retries: u32) -> Self {
                Self {
                    inner: self.inner.max_retries(max_retries),
                }
            }

            /// Sends all requests through this proxy, such as `http://user:password@proxy.example.com:8080`.
            ///
            /// Percent-encode reserved characters in the user name and password. The default is to use the proxies of
            /// the environment variables `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, unless the base URL
            /// is on this machine. With the feature `ureq`, all requests are tunneled (`CONNECT`); with `reqwest`, only
            /// https requests are.
            ///
            /// Applies to the built-in transports. Has no effect on wasm32.
            pub fn proxy(self, url: impl ::std::convert::Into<::std::string::String>) -> Self {
                Self {
                    inner: self.inner.proxy(url),
                }
            }

            /// Sets the clock that is used for timeouts and for the delays between attempts.
            pub fn clock(self, clock: impl $crate::runtime::Clock) -> Self {
                Self {
                    inner: self.inner.clock(clock),
                }
            }

            /// Sets a suffix for the `User-Agent` header, such as `my-application/1.0`.
            pub fn user_agent_suffix(
                self,
                suffix: impl ::std::convert::Into<::std::string::String>,
            ) -> Self {
                Self {
                    inner: self.inner.user_agent_suffix(suffix),
                }
            }

            /// Sets whether an unexpected value in a response is an error. The default is `false`: the following are
            /// accepted, each with a warning.
            ///
            /// - An optional member with an unexpected shape is absent.
            /// - `null` in place of a list or map is empty.
            /// - A lone surrogate in a string, and bytes that are not valid UTF-8, are replaced by U+FFFD.
            /// - Of duplicate members, the last value is used.
            /// - A number that is out of range for `f64` becomes a string of its digits in a free-form value. A
            ///   required number that is out of range becomes the nearest value of its type; an optional one is absent.
            /// - A date-time without a time zone is UTC. A space in place of `T`, a date in place of a date-time, and a
            ///   date-time in place of a date are accepted. A date-time that is out of range for `Timestamp` becomes
            ///   its minimum or maximum.
            ///
            /// Of duplicate names in a map or in a free-form value, the last value is used even if the client is
            /// strict, with a warning. The data of an event is decoded by
            /// [`ServerSentEvent::value`](crate::ServerSentEvent::value), which is never strict.
            pub fn strict(self, strict: bool) -> Self {
                Self {
                    inner: self.inner.strict(strict),
                }
            }

            /// Sets whether the arguments of a call are validated against the documented constraints before the request
            /// is sent. The default is `true`.
            pub fn validate(self, validate: bool) -> Self {
                Self {
                    inner: self.inner.validate(validate),
                }
            }

            /// Sets a function that is called with each warning. The response also has the warnings.
            pub fn on_warning(
                self,
                hook: impl Fn(&$crate::runtime::Warning) + Send + Sync + 'static,
            ) -> Self {
                Self {
                    inner: self.inner.on_warning(hook),
                }
            }

            /// Sets the size limit of a response body, in bytes. The default is 256 MiB.
            ///
            /// A larger body of a successful response is an error. A larger body of an error response is truncated.
            pub fn max_body_size(self, max_body_size: usize) -> Self {
                Self {
                    inner: self.inner.max_body_size(max_body_size),
                }
            }

            /// Allows credentials to be sent over plain http to other machines. The default is `false`, because others
            /// can read them on the way.
            pub fn allow_plain_http(self, allow: bool) -> Self {
                Self {
                    inner: self.inner.allow_plain_http(allow),
                }
            }

            /// Sets the transport that sends the requests.
            pub fn transport(self, transport: impl $crate::runtime::Transport) -> Self {
                Self {
                    inner: self.inner.transport(transport),
                }
            }

            /// Sets the transport that sends the requests of a blocking client.
            #[cfg(feature = "blocking")]
            pub fn blocking_transport(
                self,
                transport: impl $crate::runtime::BlockingTransport,
            ) -> Self {
                Self {
                    inner: self.inner.blocking_transport(transport),
                }
            }

            /// Sends the requests with this reqwest client.
            ///
            /// Build it with `redirect(reqwest::redirect::Policy::none())`. Otherwise it follows redirects itself, and
            /// may send credentials in API-specific headers to another host. Its own timeouts also apply.
            #[cfg(feature = "reqwest")]
            pub fn reqwest(self, client: $crate::runtime::reqwest::Client) -> Self {
                Self {
                    inner: self.inner.reqwest(client),
                }
            }

            /// Adds a hook that is called before each attempt and can change the headers of the request. Redirects
            /// belong to the same attempt.
            ///
            /// The same rules apply to the changed headers: no credentials are sent to another host over plain http. If
            /// a hook changes the idempotency key, the call is no longer retried on account of the key.
            pub fn before_attempt(
                self,
                hook: impl Fn(&mut $crate::runtime::AttemptRequest<'_>) + Send + Sync + 'static,
            ) -> Self {
                Self {
                    inner: self.inner.before_attempt(hook),
                }
            }

            /// Adds a hook that is called after each attempt with its outcome, its duration, and whether it will be
            /// retried.
            pub fn after_attempt(
                self,
                hook: impl Fn(&$crate::runtime::Attempt) + Send + Sync + 'static,
            ) -> Self {
                Self {
                    inner: self.inner.after_attempt(hook),
                }
            }

            /// Builds the client.
            ///
            /// # Errors
            ///
            /// Returns an error of the kind [`Configuration`](crate::ErrorKind::Configuration) if a setting is invalid
            /// or missing.
            pub fn build(self) -> ::std::result::Result<$client, $crate::runtime::Error> {
                self.inner.build().map(|inner| $client { inner })
            }

            /// Builds a blocking client. It needs no async runtime, but can be used inside one.
            ///
            /// # Errors
            ///
            /// See [`build`](Self::build).
            #[cfg(feature = "blocking")]
            pub fn build_blocking(
                self,
            ) -> ::std::result::Result<$client<$crate::runtime::Blocking>, $crate::runtime::Error>
            {
                self.inner.build_blocking().map(|inner| $client { inner })
            }

            #[allow(dead_code)]
            fn credential(
                self,
                credential: &'static $crate::runtime::Credential,
                value: ::std::string::String,
            ) -> Self {
                Self {
                    inner: self.inner.credential(credential, value),
                }
            }

            #[allow(dead_code)]
            fn basic(
                self,
                credential: &'static $crate::runtime::Credential,
                username: ::std::string::String,
                password: ::std::string::String,
            ) -> Self {
                Self {
                    inner: self.inner.basic(credential, username, password),
                }
            }

            #[allow(dead_code)]
            fn token_provider(
                self,
                credential: &'static $crate::runtime::Credential,
                provider: impl $crate::runtime::TokenProvider,
            ) -> Self {
                Self {
                    inner: self.inner.token_provider(credential, provider),
                }
            }
        }

        impl ::std::fmt::Debug for $builder {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                self.inner.fmt(f)
            }
        }
    };
}
