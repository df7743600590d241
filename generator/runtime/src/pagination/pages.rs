//! Iterates over the pages of an operation.
//!
//! In: a call, and its pagination. Out: [`Pages`] and [`Items`]. All branches are in `PageWalker`, which is not
//! generic; the parent module decides which page follows. Pages are requested lazily, and never twice: a reference to
//! an earlier page ends the iteration.

use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::fmt;
use std::future::poll_fn;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::task::{Context, Poll, ready};
use std::vec;

use bytes::Bytes;
use http::Uri;

use crate::runtime::attempts::attempt::BodyMode;
use crate::runtime::auth::is_credential_query;
use crate::runtime::call::{self, RawCall};
use crate::runtime::client::mode::Async;
#[cfg(feature = "blocking")]
use crate::runtime::client::mode::Blocking;
use crate::runtime::descriptor::{Parameter, ParameterLocation, ResponseKind};
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::json::Json;
use crate::runtime::pagination::next::{self, Page, next};
use crate::runtime::pagination::{PageStrategy, Pagination};
use crate::runtime::request::reference;
use crate::runtime::request::url;
use crate::runtime::request::{CallParts, PreparedRequest};
use crate::runtime::response::Response;
use crate::runtime::response::exchange::Exchange;
use crate::runtime::transport::BoxFuture;

/// The maximum number of consecutive pages without items. Some services return such pages while they search. A service
/// that always returns another cursor would otherwise keep a single call of `next` busy forever.
const MAX_EMPTY_PAGES: u32 = 100;

/// A position in the pages of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PagePosition {
    /// The page that the call itself requests.
    First,
    /// The page with this number, offset, cursor or URL.
    At(String),
    /// The end, after the last page.
    End,
}

/// The pages of an operation.
///
/// Each page is a separate call with the same options and arguments. Pages are requested lazily. The iteration ends
/// when the service says so, at an empty page if pages are numbered, and at a page or cursor that has been seen before,
/// which protects against services that ignore the page parameter. If pages are numbered and there is no total, a page
/// with the same items as the previous one counts as the same page.
///
/// A total that is lower than the number of items so far is ignored; the iteration then also ends at a page with fewer
/// items than a full page, if that number is known. A total is also ignored if it has been reached while a flag says
/// that another page follows.
///
/// After an error, `None` is returned once, so that a loop that ignores errors ends. Calling `next` again retries the
/// page.
///
/// [`position`](Self::position) is the next page, and [`start_at`](Self::start_at) resumes there, even in another
/// process. If a parameter of the operation selects the page, setting it has the same effect.
#[must_use = "pages are requested only when `next` is called"]
pub struct Pages<P, M = Async> {
    walker: PageWalker,
    read: fn(Exchange) -> Result<P, Error>,
    mode: PhantomData<M>,
}

/// The items of all pages of an operation. See [`Pages`] for the end of the iteration and for errors.
///
/// Pages without items are skipped. It is an error if a hundred consecutive pages contain no items and another one
/// follows; calling `next` again continues with it.
#[must_use = "pages are requested only when `next` is called"]
pub struct Items<T, M = Async> {
    walker: PageWalker,
    read: fn(Exchange, &'static Pagination) -> Result<Vec<T>, Error>,
    /// The remaining items of the last page.
    remaining: vec::IntoIter<T>,
    /// The number of pages without items since the last item or error.
    empty_pages: u32,
    mode: PhantomData<M>,
}

// The pinned futures are boxed.
impl<P, M> Unpin for Pages<P, M> {}
impl<T, M> Unpin for Items<T, M> {}

impl<M> RawCall<M> {
    /// Iterates over the page that the call requests and all following pages.
    pub fn pages<P: Json>(self, rule: &'static Pagination) -> Pages<P, M> {
        Pages {
            walker: PageWalker::new(self.into_parts(), rule),
            read: |exchange| call::json_response(exchange).map(Response::into_value),
            mode: PhantomData,
        }
    }

    /// Iterates over the items of the page that the call requests and of all following pages.
    pub fn items<T: Json>(self, rule: &'static Pagination) -> Items<T, M> {
        Items {
            walker: PageWalker::new(self.into_parts(), rule),
            read: list,
            remaining: Vec::new().into_iter(),
            empty_pages: 0,
            mode: PhantomData,
        }
    }
}

/// Decodes the list of items, and nothing else of a page.
fn list<T: Json>(exchange: Exchange, rule: &'static Pagination) -> Result<Vec<T>, Error> {
    let mut items = Vec::new();
    let kind = exchange.operation.response;
    exchange.decode(kind, &mut |reader| {
        next::read_at_path(reader, rule.items, &mut |reader| {
            items = if reader.null()? {
                Vec::new()
            } else {
                reader.value()?
            };
            Ok(())
        })
    })?;
    Ok(items)
}

impl<P, M> Pages<P, M> {
    /// Returns the position of the next page.
    pub fn position(&self) -> &PagePosition {
        &self.walker.position
    }

    /// Starts at this position, the value of a [`PagePosition::At`].
    pub fn start_at(mut self, position: impl Into<String>) -> Self {
        self.walker.start_at(position.into());
        self
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<P, Error>>> {
        let Some(result) = ready!(self.walker.poll(context)) else {
            return Poll::Ready(None);
        };
        let read = result.and_then(|(exchange, step)| Ok(((self.read)(exchange)?, step)));
        Poll::Ready(match read {
            Ok((page, step)) => self.walker.advance(step).then_some(Ok(page)),
            Err(error) => Some(Err(self.walker.failed(error))),
        })
    }
}

impl<P> Pages<P> {
    /// Returns the next page, or `None` after the last page and once after an error.
    ///
    /// This method is cancel safe: a pending request continues with the next call.
    pub async fn next(&mut self) -> Option<Result<P, Error>> {
        poll_fn(|context| self.poll_page(context)).await
    }
}

impl<T, M> Items<T, M> {
    /// Returns the position of the page with the next item. If the iteration is resumed there, no item is missing, but
    /// items of that page may be repeated.
    pub fn position(&self) -> &PagePosition {
        if self.remaining.as_slice().is_empty() {
            &self.walker.position
        } else {
            &self.walker.current
        }
    }

    /// Starts at this position, the value of a [`PagePosition::At`].
    pub fn start_at(mut self, position: impl Into<String>) -> Self {
        self.remaining = Vec::new().into_iter();
        self.empty_pages = 0;
        self.walker.start_at(position.into());
        self
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            if let Some(item) = self.remaining.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            let Some(result) = ready!(self.walker.poll(context)) else {
                return Poll::Ready(None);
            };
            let rule = self.walker.rule;
            let read = result.and_then(|(exchange, step)| Ok(((self.read)(exchange, rule)?, step)));
            match read {
                Ok((items, step)) => {
                    self.empty_pages = if items.is_empty() {
                        self.empty_pages + 1
                    } else {
                        0
                    };
                    if self.walker.advance(step) {
                        self.remaining = items.into_iter();
                    }
                    if self.empty_pages == MAX_EMPTY_PAGES
                        && self.walker.position != PagePosition::End
                    {
                        self.empty_pages = 0;
                        let detail =
                            format!("{MAX_EMPTY_PAGES} consecutive pages contain no items");
                        let error = Error::new(ErrorKind::Decode, detail);
                        return Poll::Ready(Some(Err(self.walker.failed(error))));
                    }
                }
                Err(error) => return Poll::Ready(Some(Err(self.walker.failed(error)))),
            }
        }
    }
}

impl<T> Items<T> {
    /// Returns the next item, or `None` after the last item and once after an error.
    ///
    /// This method is cancel safe: a pending request continues with the next call.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    /// Collects all remaining items.
    ///
    /// # Errors
    ///
    /// Returns the first error. The items before it are lost.
    pub async fn collect(mut self) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await {
            all.push(item?);
        }
        Ok(all)
    }
}

#[cfg(feature = "blocking")]
impl<P> Iterator for Pages<P, Blocking> {
    type Item = Result<P, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        crate::runtime::transport::blocking::wait(poll_fn(|context| self.poll_page(context)))
    }
}

#[cfg(feature = "blocking")]
impl<T> Iterator for Items<T, Blocking> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        crate::runtime::transport::blocking::wait(poll_fn(|context| self.poll_item(context)))
    }
}

#[cfg(feature = "stream")]
impl<P> futures_core::Stream for Pages<P> {
    type Item = Result<P, Error>;

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_page(context)
    }
}

#[cfg(feature = "stream")]
impl<T> futures_core::Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_item(context)
    }
}

/// Shows the operation ID, but no arguments.
impl<P, M> fmt::Debug for Pages<P, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.walker.parts.operation.id;
        f.debug_tuple("Pages").field(&operation).finish()
    }
}

/// Shows the operation ID, but no arguments.
impl<T, M> fmt::Debug for Items<T, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.walker.parts.operation.id;
        f.debug_tuple("Items").field(&operation).finish()
    }
}

/// Requests page after page.
struct PageWalker {
    /// The call for the first page.
    parts: Box<CallParts>,
    rule: &'static Pagination,
    /// The next page.
    position: PagePosition,
    /// The last page that was received.
    current: PagePosition,
    /// The number of items so far, if the iteration started with the first page.
    before: Option<u64>,
    /// Fingerprints of the requested pages. Collisions are practically impossible.
    requested: HashSet<u128>,
    /// The body of the last page.
    last: Option<Bytes>,
    /// The list of items in it, if pages are numbered.
    last_list: Option<Bytes>,
    /// The pending request and its URL.
    pending: Option<(Uri, BoxFuture<'static, Result<Exchange, Error>>)>,
    /// Whether the last result was an error.
    failed: bool,
}

/// What follows a page that has been received.
struct Step {
    position: PagePosition,
    before: Option<u64>,
    body: Bytes,
    list: Option<Bytes>,
    /// Whether the page is returned. A page that only marks the end is not.
    is_page: bool,
}

impl PageWalker {
    fn new(parts: Box<CallParts>, rule: &'static Pagination) -> Self {
        let begins = match requested_page(&parts, rule) {
            None => true,
            Some(sent) => rule.first().is_some_and(|first| sent == first.to_string()),
        };
        Self {
            parts,
            rule,
            position: PagePosition::First,
            current: PagePosition::First,
            before: begins.then_some(0),
            requested: HashSet::new(),
            last: None,
            last_list: None,
            pending: None,
            failed: false,
        }
    }

    fn start_at(&mut self, position: String) {
        *self = Self {
            position: PagePosition::At(position),
            before: None,
            ..Self::new(self.parts.clone(), self.rule)
        };
    }

    /// Requests the next page and returns its response and what follows it; `None` at the end and once after an error.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<(Exchange, Step), Error>>> {
        if std::mem::take(&mut self.failed) || self.position == PagePosition::End {
            return Poll::Ready(None);
        }
        let (uri, pending) = match &mut self.pending {
            Some(pending) => pending,
            none => match prepare(&self.parts, self.rule, &self.position) {
                Ok(prepared) => none.insert((
                    prepared.uri.clone(),
                    Box::pin(prepared.exchange(BodyMode::Declared)),
                )),
                Err(error) => return Poll::Ready(Some(Err(error))),
            },
        };
        let result = ready!(pending.as_mut().poll(context));
        let uri = uri.clone();
        self.pending = None;
        Poll::Ready(Some(result.map(|exchange| {
            let step = self.step(&uri, &exchange);
            (exchange, step)
        })))
    }

    /// Returns what follows a page.
    fn step(&self, uri: &Uri, exchange: &Exchange) -> Step {
        let response = &exchange.response;
        let own = match &self.position {
            PagePosition::At(value) => Some(value.clone()),
            PagePosition::First | PagePosition::End => requested_page(&self.parts, self.rule),
        };
        let size = self.rule.size.as_ref().and_then(|size| {
            let requested = size.parameter.map(Parameter::query);
            let requested = requested.and_then(|parameter| argument(&self.parts, &parameter));
            requested.map_or(size.default, |requested| requested.parse().ok())
        });
        let next = next(
            self.rule,
            &Page {
                headers: &response.headers,
                body: &response.body,
                wrapping: wrapping(exchange),
                sent: own.as_deref(),
                before: self.before,
                size,
            },
        );
        let is_numbered = self.rule.first().is_some();
        let list = next.list;
        let same_body = self.last.as_ref() == Some(&response.body);
        let same_list = !next.has_credible_total && list.is_some() && self.last_list == list;
        let repeated = same_list || same_body && (is_numbered || next.count > 0);
        let is_empty = is_numbered && next.count == 0 && self.position != PagePosition::First;
        let target = next.value.map(|value| match self.rule.strategy {
            PageStrategy::Url(_) => self.absolute(uri, value),
            _ => value,
        });
        let known = |value: &String| {
            own.as_ref() == Some(value)
                || self.requested.contains(&fingerprint(value))
                || *value == uri.to_string()
        };
        Step {
            position: match target {
                Some(value) if !repeated && !known(&value) => PagePosition::At(value),
                _ => PagePosition::End,
            },
            before: self.before.map(|before| before.saturating_add(next.count)),
            body: response.body.clone(),
            list,
            is_page: !repeated && !is_empty,
        }
    }

    /// Resolves a URL reference and removes credentials, which are sent anyway. Returns an invalid reference unchanged.
    fn absolute(&self, uri: &Uri, reference: String) -> String {
        let Some(target) = reference::resolve(uri, &reference) else {
            return reference;
        };
        url::remove_query_parameters(&target.to_string(), |name| {
            is_credential_query(self.parts.settings.api.credentials, name)
        })
    }

    /// Advances past a page that was decoded. Returns `true` if the page is returned.
    fn advance(&mut self, step: Step) -> bool {
        if let PagePosition::At(value) = &self.position {
            self.requested.insert(fingerprint(value));
        } else if let Some(sent) = requested_page(&self.parts, self.rule) {
            self.requested.insert(fingerprint(&sent));
        }
        self.current = std::mem::replace(&mut self.position, step.position);
        self.before = step.before;
        self.last = Some(step.body);
        self.last_list = step.list;
        step.is_page
    }

    /// Records an error, and adds the operation to it.
    fn failed(&mut self, error: Error) -> Error {
        self.failed = true;
        error.in_operation(self.parts.operation.clone())
    }
}

/// Builds the request for a page.
fn prepare(
    parts: &CallParts,
    rule: &Pagination,
    position: &PagePosition,
) -> Result<PreparedRequest, Error> {
    let mut call = RawCall::<Async>::from_parts(Box::new(parts.clone()));
    let (PagePosition::At(value), parameter) = (position, rule.parameter()) else {
        return call.into_parts().prepare();
    };
    if let Some(parameter) = parameter {
        call.parameter(parameter, value.as_str());
        let mut parts = call.into_parts();
        let options = &mut parts.options;
        match parameter.location {
            ParameterLocation::Query => options.query.retain(|(name, _)| name != parameter.name),
            ParameterLocation::Header => options
                .headers
                .retain(|(name, _)| !name.eq_ignore_ascii_case(parameter.name)),
            ParameterLocation::Path | ParameterLocation::Cookie => {}
        }
        return parts.prepare();
    }
    let own = call.into_parts().prepare()?;
    let refused = |detail: &str| Error::new(ErrorKind::Decode, detail.to_owned());
    let target = reference::resolve(&own.uri, value)
        .ok_or_else(|| refused("the URL of the next page is not valid"))?;
    if !reference::same_origin(&own.uri, &target) {
        return Err(refused(
            "the URL of the next page has another origin and is not followed",
        ));
    }
    let mut parts = parts.clone();
    parts.follow = Some(target);
    parts.prepare()
}

/// Returns the page parameter of the call itself.
fn requested_page(parts: &CallParts, rule: &Pagination) -> Option<String> {
    argument(parts, rule.parameter()?)
}

/// Returns the value of an argument of the call.
fn argument(parts: &CallParts, parameter: &Parameter) -> Option<String> {
    let options = &parts.options;
    let replaced = match parameter.location {
        ParameterLocation::Query => options
            .query
            .iter()
            .find(|(name, _)| name == parameter.name),
        ParameterLocation::Header => options
            .headers
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(parameter.name)),
        ParameterLocation::Path | ParameterLocation::Cookie => None,
    };
    if let Some((_, value)) = replaced {
        return Some(value.clone());
    }
    let argument = parts.arguments.iter().find(|argument| {
        argument.name == parameter.name && argument.location == parameter.location
    })?;
    let has_name = parameter.location != ParameterLocation::Header;
    next::argument_value(argument.pieces.as_ref().ok()?, has_name)
}

/// Returns the member of the envelope that holds the value, if there is an envelope.
fn wrapping(exchange: &Exchange) -> Option<&'static str> {
    let envelope = exchange.settings.api.envelope.as_ref()?;
    (exchange.operation.response == ResponseKind::Envelope).then_some(envelope.result)
}

/// Returns a 128-bit hash of a string, which takes less memory than the string.
fn fingerprint(text: &str) -> u128 {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        salt.hash(&mut hasher);
        text.hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}
