//! What the first pages would have to wait for.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use kinora_index::Index;
use kinora_store::Store;
use tokio::runtime::Handle;
use tokio::task::JoinSet;
use tower::ServiceExt as _;

use crate::{App, Settings, site};

/// Makes the start page as often as there are threads that answer requests, at once and for nobody. The first page that a thread
/// makes takes several times as long as those after it: bundled tables are read, connections to the database are opened, and the
/// system hands out memory. Answers how many were made.
pub async fn warm_up(store: &Store, index: &Index) -> usize {
    let app = App::new(store.clone(), index.clone(), Settings::default());
    let site = site::routes(&app);
    let mut pages = JoinSet::new();
    for _ in 0..Handle::current().metrics().num_workers() {
        let request = Request::new(Body::empty());
        pages.spawn(site.clone().oneshot(request));
    }
    let pages = pages.join_all().await.into_iter();
    let is_made = |page: &Response| page.status() == StatusCode::OK;
    pages.flatten().filter(is_made).count()
}
