//! The second listener: queues, over the same store, with the index to find titles.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Context;
use axum::Router;
use kinora_index::{
    Index, MovieFilter, MovieKey, MovieOrder, Search, SeriesFilter, SeriesKey, SeriesOrder, Slice,
};
use kinora_model::{EntityKey, Kind};
use kinora_queue::{Site, TitleSearch};
use kinora_store::Store;
use tokio::net::TcpListener;

use crate::config::Config;

/// How often titles are looked for that waited in queues and can be had by now.
const RELEASES: Duration = Duration::from_secs(60);

/// The listener of the queues, and what answers there; not much until it is served.
pub struct QueueServer {
    listener: TcpListener,
    service: Router,
}

impl QueueServer {
    /// Begins to listen, where the configuration says so. `site` is the address of the API and its website.
    pub async fn bind(
        config: &Config,
        store: &Store,
        index: &Index,
        site: SocketAddr,
    ) -> anyhow::Result<Option<QueueServer>> {
        let Some(address) = config.queue.listen() else {
            return Ok(None);
        };
        let listener = TcpListener::bind(address).await;
        let listener = listener.with_context(|| format!("cannot listen on {address}"))?;
        let site = Site {
            address: config.public_url.clone(),
            port: site.port(),
            images: config.image_base_url.clone(),
        };
        let titles = Arc::new(Titles(index.clone()));
        let settings = config.queue.settings(site);
        let service = kinora_queue::router(store.clone(), titles, settings);
        tokio::spawn(release(store.clone()));
        Ok(Some(QueueServer { listener, service }))
    }

    /// The address that clients connect to.
    pub fn address(&self) -> anyhow::Result<SocketAddr> {
        Ok(self.listener.local_addr()?)
    }

    /// Answers until it is told to end.
    pub async fn serve(self, ending: impl Future<Output = ()>) {
        let service = tower::ServiceExt::<axum::http::Request<_>>::map_request(
            self.service,
            |request: axum::http::Request<_>| request.map(axum::body::Body::new),
        );
        kinora_web::serve(self.listener, service, ending).await;
    }
}

/// Moves titles that waited in queues to what can be had, as their days come.
async fn release(store: Store) {
    loop {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let now = now.map_or(0, |now| i64::try_from(now.as_millis()).unwrap_or(i64::MAX));
        match store.release_saved(now).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "saved titles can be had"),
            Err(error) => tracing::error!(%error, "saved titles cannot be looked at"),
        }
        tokio::time::sleep(RELEASES).await;
    }
}

/// The index, as the queue sees it.
struct Titles(Index);

impl Titles {
    fn find(&self, text: &str, kinds: &[Kind], slice: Slice) -> (usize, Vec<EntityKey>) {
        let search = Search {
            text: text.to_owned(),
            kinds: kinds.to_vec(),
            ..Search::default()
        };
        let found = self.0.snapshot().search(&search, slice);
        (found.total, found.items)
    }
}

impl TitleSearch for Titles {
    fn titles(&self, text: &str, first: usize, length: usize) -> (usize, Vec<EntityKey>) {
        let kinds = [Kind::Movie, Kind::Series];
        self.find(text, &kinds, Slice { first, length })
    }

    fn people(&self, text: &str, first: usize, length: usize) -> (usize, Vec<EntityKey>) {
        self.find(text, &[Kind::Person], Slice { first, length })
    }

    fn similar(&self, title: EntityKey, most: usize) -> Vec<EntityKey> {
        let slice = Slice {
            first: 0,
            length: most,
        };
        let found = self.0.snapshot().similar(title, slice).items.into_iter();
        found.map(|id| EntityKey::new(title.kind, id)).collect()
    }

    fn popular(&self, most: usize) -> Vec<EntityKey> {
        let slice = Slice {
            first: 0,
            length: most.div_ceil(2),
        };
        let snapshot = self.0.snapshot();
        let order = MovieOrder {
            key: MovieKey::Popularity,
            descending: true,
        };
        let movies = snapshot
            .movies(&MovieFilter::default(), &order, slice)
            .items;
        let order = SeriesOrder {
            key: SeriesKey::Popularity,
            descending: true,
        };
        let series = snapshot
            .series(&SeriesFilter::default(), order, slice)
            .items;
        let movies = movies.into_iter().map(|id| EntityKey::new(Kind::Movie, id));
        let series = series
            .into_iter()
            .map(|id| EntityKey::new(Kind::Series, id));
        movies.chain(series).collect()
    }
}
