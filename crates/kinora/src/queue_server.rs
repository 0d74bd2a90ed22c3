//! The second listener: queues, over the same store, with the index to find titles.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Context;
use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::Request;
use kinora_index::{
    Index, MovieFilter, MovieKey, MovieOrder, Search, SeriesFilter, SeriesKey, SeriesOrder, Slice,
};
use kinora_model::{EntityKey, Kind};
use kinora_queue::{Site, TitleSearch};
use kinora_store::Store;
use kinora_web::Network;
use tokio::net::TcpListener;

use crate::config::Config;

/// How often titles are looked for that waited in queues and can be had by now.
const RELEASES: Duration = Duration::from_secs(60);

/// The listener of the queues, and what answers there; not much until it is served.
pub struct QueueServer {
    listener: TcpListener,
    service: Router,
    trusted_proxies: Vec<Network>,
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
        Ok(Some(QueueServer {
            listener,
            service,
            trusted_proxies: config.trusted_proxies.clone(),
        }))
    }

    /// The address that clients connect to.
    pub fn address(&self) -> anyhow::Result<SocketAddr> {
        Ok(self.listener.local_addr()?)
    }

    /// Answers until it is told to end.
    pub async fn serve(self, ending: impl Future<Output = ()>) {
        let trusted = self.trusted_proxies;
        let service = tower::ServiceExt::<Request<_>>::map_request(
            self.service,
            move |request: Request<_>| from_client(request.map(axum::body::Body::new), &trusted),
        );
        kinora_web::serve(self.listener, service, ending).await;
    }
}

/// The request as from the client that trusted proxies name, because failed logins are counted by address.
fn from_client<Body>(mut request: Request<Body>, trusted: &[Network]) -> Request<Body> {
    let client = kinora_web::client_address(request.extensions(), request.headers(), trusted);
    if let Some(client) = client {
        let client = ConnectInfo(SocketAddr::new(client, 0));
        request.extensions_mut().insert(client);
    }
    request
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

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;

    #[test]
    fn only_trusted_proxies_say_where_a_request_comes_from() {
        let trusted: Network = "10.0.0.0/8".parse().unwrap();
        let client = |peer: &str| -> IpAddr {
            let mut request = Request::new(());
            let peer = SocketAddr::new(peer.parse().unwrap(), 4711);
            request.extensions_mut().insert(ConnectInfo(peer));
            let told = axum::http::HeaderValue::from_static("192.0.2.1");
            request.headers_mut().insert("x-forwarded-for", told);
            let request = from_client(request, &[trusted]);
            let client = request.extensions().get::<ConnectInfo<SocketAddr>>();
            client.unwrap().0.ip()
        };

        assert_eq!(client("10.1.2.3").to_string(), "192.0.2.1");
        assert_eq!(client("198.51.100.7").to_string(), "198.51.100.7");
    }
}
