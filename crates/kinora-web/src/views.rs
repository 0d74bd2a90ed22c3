//! Views: how often the details of a movie, series or person were asked for.
//!
//! They are counted in memory, around everything else, so that answers that were kept count as well; whoever serves writes them in
//! batches. A view is an answered `GET` of details by id; what is refused or missing is none.

use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use axum::http::{Method, Request, StatusCode};
use axum::response::Response;
use kinora_model::key::{EntityKey, Kind};
use rustc_hash::FxHashMap;
use tower::Service;

/// How many entities views are held of; further ones are not counted until the next batch.
const CAPACITY: usize = 1_000_000;

/// Views since they were last taken. Cheap to clone; clones share them.
#[derive(Clone, Debug, Default)]
pub struct Views(Arc<Mutex<FxHashMap<EntityKey, u32>>>);

impl Views {
    fn count(&self, key: EntityKey) {
        let mut views = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if views.len() < CAPACITY || views.contains_key(&key) {
            let count = views.entry(key).or_default();
            *count = count.saturating_add(1);
        }
    }

    /// Takes what was counted, by key.
    pub fn take(&self) -> Vec<(EntityKey, u32)> {
        let mut views = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut taken: Vec<_> = std::mem::take(&mut *views).into_iter().collect();
        taken.sort_unstable_by_key(|(key, _)| *key);
        taken
    }
}

/// What a request is a view of, if it is answered.
fn viewed<B>(request: &Request<B>) -> Option<EntityKey> {
    if *request.method() != Method::GET {
        return None;
    }
    let (namespace, id) = request.uri().path().strip_prefix("/3/")?.split_once('/')?;
    let kind = match namespace {
        "movie" => Kind::Movie,
        "tv" => Kind::Series,
        "person" => Kind::Person,
        _ => return None,
    };
    // An id may be followed by a name, as in addresses of pages.
    let (id, rest) = id.split_at(id.find('-').unwrap_or(id.len()));
    let id = id.parse().ok().filter(|id| *id > 0)?;
    (!rest.contains('/')).then_some(EntityKey::new(kind, id))
}

/// A service whose answers are counted.
#[derive(Clone)]
pub struct Counting<S> {
    inner: S,
    views: Views,
}

impl<S> Counting<S> {
    /// Counts what `inner` answers.
    pub fn new(inner: S, views: Views) -> Counting<S> {
        Counting { inner, views }
    }
}

impl<S, B> Service<Request<B>> for Counting<S>
where
    S: Service<Request<B>, Response = Response>,
    S::Future: Unpin,
{
    type Response = Response;
    type Error = S::Error;
    type Future = Counted<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let viewed = viewed(&request).map(|key| (key, self.views.clone()));
        Counted {
            answer: self.inner.call(request),
            viewed,
        }
    }
}

/// An answer that is counted when it comes.
pub struct Counted<F> {
    answer: F,
    viewed: Option<(EntityKey, Views)>,
}

impl<F, E> Future for Counted<F>
where
    F: Future<Output = Result<Response, E>> + Unpin,
{
    type Output = Result<Response, E>;

    fn poll(mut self: std::pin::Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = std::task::ready!(std::pin::Pin::new(&mut self.answer).poll(context));
        if let (Some((key, views)), Ok(response)) = (self.viewed.take(), &answer)
            && matches!(response.status(), StatusCode::OK | StatusCode::NOT_MODIFIED)
        {
            views.count(key);
        }
        Poll::Ready(answer)
    }
}
