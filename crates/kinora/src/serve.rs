//! Serving: a listener, the feed follower, and an orderly end.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::Context;
use kinora_index::Index;
use kinora_store::Store;
use kinora_web::{Settings, Views};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use crate::config::Config;
use crate::queue_server::QueueServer;
use crate::signals::Signals;
use crate::{daily, first_run};

/// How often views are written.
const FLUSH: Duration = Duration::from_secs(30);
/// How often the feed is looked at.
const FOLLOW: Duration = Duration::from_secs(1);
/// How long requests may take to finish after a signal to end.
const DRAIN: Duration = Duration::from_secs(10);

/// `kinora serve`
pub fn run(runtime: &Runtime, config: &Config) -> anyhow::Result<()> {
    runtime.block_on(async {
        let store = config.open_store().await?;
        serve(config, store, |address, queue| {
            tracing::info!(%address, "serving http://{address}/");
            if let Some(queue) = queue {
                tracing::info!(address = %queue, "serving queues at http://{queue}/");
            }
        })
        .await
    })
}

/// Serves until a signal says otherwise; `ready` is called with the addresses of the API and of the queues once requests are
/// taken.
pub async fn serve(
    config: &Config,
    store: Store,
    ready: impl FnOnce(SocketAddr, Option<SocketAddr>),
) -> anyhow::Result<()> {
    let listener = TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("cannot listen on {}", config.listen))?;
    let views = Views::default();
    let setup_code = first_run::prepare(config, &store).await?;
    let settings = Settings {
        api_key: config.api_key.clone(),
        public_url: config.public_url.clone(),
        image_base_url: config.image_base_url.clone(),
        top_rated_votes: f64::from(config.top_rated_votes),
        response_cache: u64::from(config.response_cache) * 1024 * 1024,
        exports: Some(config.exports()),
        views: views.clone(),
        rate_limit: config.rate_limit,
        trusted_proxies: config.trusted_proxies.clone(),
        registration: config.registration,
        setup_code: setup_code.clone(),
        images: Some(config.open_images()?),
        ..Settings::default()
    };
    let index = Index::kept_in(store.clone(), config.index_folder()).await?;
    index.follow().await?;
    tokio::spawn(follow(index.clone()));
    tokio::spawn(daily::run(store.clone(), config.exports()));
    tokio::spawn(write_views(store.clone(), views.clone()));
    let counted = (store.clone(), views);
    let address = listener.local_addr()?;
    let queue = QueueServer::bind(config, &store, &index, address).await?;
    let queue_address = queue.as_ref().map(QueueServer::address).transpose()?;
    let pages = kinora_web::warm_up(&store, &index).await;
    tracing::debug!(pages, "the start page was made for nobody");
    let signals = Signals::catch()?;
    ready(address, queue_address);
    if let Some(code) = setup_code {
        // It is meant to be read here, and is good for nothing once there is an account.
        eprintln!(
            "There is no account. The first administrator is made at http://{address}/setup with the code {code}"
        );
    }
    let service = kinora_web::router(store, index, settings);
    let end = || signals.clone().reach(1);
    let api = kinora_web::serve(listener, service, end());
    let queue = async {
        if let Some(queue) = queue {
            queue.serve(end()).await;
        }
    };
    let server = async {
        tokio::join!(api, queue);
    };
    let patience = async {
        end().await;
        tracing::info!("ending; a second signal ends at once");
        tokio::select! {
            () = tokio::time::sleep(DRAIN) => {}
            () = signals.clone().reach(2) => {}
        }
    };
    tokio::select! {
        // The signal is told of even where the server has nothing left to do.
        biased;
        () = patience => tracing::warn!("ended before every request was answered"),
        () = server => {}
    }
    let (store, views) = counted;
    flush(&store, &views).await;
    Ok(())
}

/// Writes the views that were counted since the last time, as views of today.
async fn flush(store: &Store, views: &Views) {
    let counted = views.take();
    if counted.is_empty() {
        return;
    }
    let day = daily::day_of(std::time::SystemTime::now()).day_number();
    if let Err(error) = store.add_views(day, counted).await {
        tracing::error!(%error, "views are lost");
    }
}

/// Writes views in batches, so that a view costs no write; a crash loses those since the last batch.
async fn write_views(store: Store, views: Views) {
    loop {
        tokio::time::sleep(FLUSH).await;
        flush(&store, &views).await;
    }
}

/// Takes over what other processes, an import for example, change in the catalogue. A long rebuild of the index is followed
/// by a pause of the same length, so that an import under way leaves time for readers.
async fn follow(index: Index) {
    let mut pause = FOLLOW;
    loop {
        tokio::time::sleep(pause).await;
        let began = Instant::now();
        if let Err(error) = index.follow().await {
            tracing::error!(%error, "cannot follow the feed");
        }
        pause = began.elapsed().max(FOLLOW);
    }
}
