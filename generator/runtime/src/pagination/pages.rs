//! Goes through pages: sends call after call, until no page follows.
//!
//! In: a call, and how its pages follow each other. Out: [`Pages`] and [`Items`], which give one after the other. All that has
//! branches is in `Walk`, which is not generic; which page follows is decided in `pagination`. No page is asked for before it is
//! wanted, and none twice: what leads back to where it came from is the end.

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
use crate::runtime::pagination::{self, Page, PageStrategy, Pagination};
use crate::runtime::request::reference;
use crate::runtime::request::url;
use crate::runtime::request::{CallParts, PreparedRequest};
use crate::runtime::response::Response;
use crate::runtime::response::exchange::Exchange;
use crate::runtime::transport::BoxFuture;

/// How many pages without an item may follow each other. Some services search as they go and give such pages now and then; one
/// that gives a new cursor with each would be asked for ever, all in one call of `next`.
const EMPTY_PAGES: u32 = 100;

/// Which page a walk through pages is at.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PagePosition {
    /// The page that the call itself asks for.
    First,
    /// The page that is asked for by this: its number, the number of items before it, a cursor, or an address.
    At(String),
    /// After the last page.
    End,
}

/// The pages of an operation, one after the other.
///
/// Each page is a call of its own, with everything that the first one was given: options, retries, headers. A page is asked
/// for when it is wanted, not before. Pages end where the service says so, with an empty page where pages are counted, and
/// with a page or a cursor that was there before: a service that ignores what it is asked for is not asked for ever. Where pages
/// are counted and the service does not say how many there are, a page with the items of the one before it is the same page.
///
/// A total that is less than what came already is not believed: the pages go on, and also end with one that has fewer items
/// than a full page, as far as it is known how many that are. Nor is a total believed that is reached while a flag says that
/// another page follows.
///
/// After an error comes `None`, so that nothing that ignores errors goes on for ever. Asked once more, the same page is tried
/// again.
///
/// [`position`](Self::position) says which page is next, and [`start_at`](Self::start_at) begins there, in another program
/// too. Where a page is asked for by a parameter of the operation, the parameter does the same.
#[must_use = "pages are requested only when `next` is called"]
pub struct Pages<P, M = Async> {
    walker: PageWalker,
    read: fn(Exchange) -> Result<P, Error>,
    mode: PhantomData<M>,
}

/// The items of all pages of an operation, one after the other; see [`Pages`] for where they end, and for errors.
///
/// Pages without an item are passed over. A hundred of them, each of which leads to another, are an error; asked once more, the
/// items go on with the page after them.
#[must_use = "pages are requested only when `next` is called"]
pub struct Items<T, M = Async> {
    walker: PageWalker,
    read: fn(Exchange, &'static Pagination) -> Result<Vec<T>, Error>,
    /// What is left of the page that came in last.
    left: vec::IntoIter<T>,
    /// How many pages without an item came since the last item or error.
    empty: u32,
    mode: PhantomData<M>,
}

// Neither is ever pinned to a place: what is awaited is boxed.
impl<P, M> Unpin for Pages<P, M> {}
impl<T, M> Unpin for Items<T, M> {}

impl<M> RawCall<M> {
    /// Goes through the pages that follow the one that the call asks for.
    pub fn pages<P: Json>(self, rule: &'static Pagination) -> Pages<P, M> {
        Pages {
            walker: PageWalker::new(self.into_parts(), rule),
            read: |exchange| call::json_response(exchange).map(Response::into_value),
            mode: PhantomData,
        }
    }

    /// Goes through the items of the pages that follow the one that the call asks for.
    pub fn items<T: Json>(self, rule: &'static Pagination) -> Items<T, M> {
        Items {
            walker: PageWalker::new(self.into_parts(), rule),
            read: list,
            left: Vec::new().into_iter(),
            empty: 0,
            mode: PhantomData,
        }
    }
}

/// Reads the list of items, and nothing else of a page.
fn list<T: Json>(exchange: Exchange, rule: &'static Pagination) -> Result<Vec<T>, Error> {
    let mut items = Vec::new();
    let kind = exchange.operation.response;
    exchange.decode(kind, &mut |reader| {
        pagination::read_at_path(reader, rule.items, &mut |reader| {
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
    /// Returns which page is next.
    pub fn position(&self) -> &PagePosition {
        &self.walker.position
    }

    /// Begins with the page that is asked for by this, which [`PagePosition::At`] holds.
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
    /// Gives the next page; `None` after the last, and once after an error.
    ///
    /// Can be dropped and called again: what is under way goes on.
    pub async fn next(&mut self) -> Option<Result<P, Error>> {
        poll_fn(|context| self.poll_page(context)).await
    }
}

impl<T, M> Items<T, M> {
    /// Returns the page that the next item is of, as far as that is known: from there on, no item is left out, though some of
    /// the page may have been given already.
    pub fn position(&self) -> &PagePosition {
        if self.left.as_slice().is_empty() {
            &self.walker.position
        } else {
            &self.walker.current
        }
    }

    /// Begins with the page that is asked for by this, which [`PagePosition::At`] holds.
    pub fn start_at(mut self, position: impl Into<String>) -> Self {
        self.left = Vec::new().into_iter();
        self.empty = 0;
        self.walker.start_at(position.into());
        self
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            if let Some(item) = self.left.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            let Some(result) = ready!(self.walker.poll(context)) else {
                return Poll::Ready(None);
            };
            let rule = self.walker.rule;
            let read = result.and_then(|(exchange, step)| Ok(((self.read)(exchange, rule)?, step)));
            match read {
                Ok((items, step)) => {
                    self.empty = if items.is_empty() { self.empty + 1 } else { 0 };
                    if self.walker.advance(step) {
                        self.left = items.into_iter();
                    }
                    if self.empty == EMPTY_PAGES && self.walker.position != PagePosition::End {
                        self.empty = 0;
                        let detail = format!("{EMPTY_PAGES} consecutive pages contain no items");
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
    /// Gives the next item; `None` after the last, and once after an error.
    ///
    /// Can be dropped and called again: what is under way goes on.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    /// Returns all items that are left.
    ///
    /// # Errors
    ///
    /// The first error; the items before it are lost.
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

/// Prints which operation is called, and no argument.
impl<P, M> fmt::Debug for Pages<P, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.walker.parts.operation.id;
        f.debug_tuple("Pages").field(&operation).finish()
    }
}

/// Prints which operation is called, and no argument.
impl<T, M> fmt::Debug for Items<T, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.walker.parts.operation.id;
        f.debug_tuple("Items").field(&operation).finish()
    }
}

/// Goes from page to page.
struct PageWalker {
    /// The call as it was put together.
    parts: Box<CallParts>,
    rule: &'static Pagination,
    /// The page that is next.
    position: PagePosition,
    /// The page that came in last.
    current: PagePosition,
    /// How many items came before, if the walk began with the first page.
    before: Option<u64>,
    /// What pages were asked for by, as numbers that no two texts share but by a miracle.
    requested: HashSet<u128>,
    /// The body that came in last.
    last: Option<Bytes>,
    /// The list of items in it, where pages are counted.
    last_list: Option<Bytes>,
    /// What is under way, and its URL.
    pending: Option<(Uri, BoxFuture<'static, Result<Exchange, Error>>)>,
    /// Whether an error was given and nothing after it yet.
    failed: bool,
}

/// Where a page leads, once it is read.
struct Step {
    position: PagePosition,
    before: Option<u64>,
    body: Bytes,
    list: Option<Bytes>,
    /// Whether the page is to be given: not so for what only says that nothing follows.
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

    /// Asks for the next page, if there is one, and gives its answer with where it leads; nothing once after an error.
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

    /// Returns where a page leads.
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
        let next = pagination::next(
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
        let counted = self.rule.first().is_some();
        let list = next.list;
        let same_body = self.last.as_ref() == Some(&response.body);
        let same_list = !next.has_credible_total && list.is_some() && self.last_list == list;
        let repeated = same_list || same_body && (counted || next.count > 0);
        let empty = counted && next.count == 0 && self.position != PagePosition::First;
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
            is_page: !repeated && !empty,
        }
    }

    /// Returns a URL by itself, without credentials, which are sent in any case; what is none stays as it is.
    fn absolute(&self, uri: &Uri, reference: String) -> String {
        let Some(target) = reference::resolve(uri, &reference) else {
            return reference;
        };
        url::remove_query_parameters(&target.to_string(), |name| {
            is_credential_query(self.parts.settings.api.credentials, name)
        })
    }

    /// Goes on from a page that could be read; returns whether it is to be given.
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

    /// Notes that an error is given, and returns it with the operation's name.
    fn failed(&mut self, error: Error) -> Error {
        self.failed = true;
        error.in_operation(self.parts.operation.clone())
    }
}

/// Makes the request of the page at a position.
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

/// Returns what the call itself asks for a page by.
fn requested_page(parts: &CallParts, rule: &Pagination) -> Option<String> {
    argument(parts, rule.parameter()?)
}

/// Returns what a call gives a parameter.
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
    pagination::argument_value(argument.pieces.as_ref().ok()?, has_name)
}

/// Returns the member of the body that holds the value, where it is wrapped.
fn wrapping(exchange: &Exchange) -> Option<&'static str> {
    let envelope = exchange.settings.api.envelope?;
    (exchange.operation.response == ResponseKind::Envelope).then_some(envelope.result)
}

/// Returns a number for a text, for many texts to take little room.
fn fingerprint(text: &str) -> u128 {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        salt.hash(&mut hasher);
        text.hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}
