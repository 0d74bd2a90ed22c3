//! HTTP: queues, titles and ratings for clients of the Netflix API of 2008 to 2014, over the catalogue and accounts of a store.
//!
//! A request is resolved to a [`resource`], its key, signature and token are [checked](oauth::check), its parameters are read, and
//! a function of the [`catalogue`] or of a [`user`] answers with one [`document`], which is written as XML, JSON or Atom. Whatever
//! goes wrong is a [`fault`], told from one table. The order of all this is in one place, [`pipeline`].

mod address;
mod answer;
mod atom;
mod call;
mod catalogue;
mod clock;
mod document;
mod fault;
mod limit;
mod number;
mod oauth;
mod pages;
mod parameter;
mod pipeline;
mod resource;
mod user;

use std::sync::Arc;
use std::sync::atomic::AtomicU32;

use axum::Router;
use kinora_model::EntityKey;
use kinora_store::{PasswordCost, Passwords, Store};
use tower_http::compression::CompressionLayer;

use address::Links;
pub use clock::Clock;
pub use fault::{Messages, UnknownWording};
pub use limit::CallLimits;

/// What finds titles and people; the index of the catalogue, which this crate does not know.
pub trait TitleSearch: Send + Sync + 'static {
    /// How many movies and series a text finds, and a stretch of them, the best first.
    fn titles(&self, text: &str, first: usize, length: usize) -> (usize, Vec<EntityKey>);
    /// The same for people.
    fn people(&self, text: &str, first: usize, length: usize) -> (usize, Vec<EntityKey>);
    /// Titles of the same kind that are like a movie or series.
    fn similar(&self, title: EntityKey, most: usize) -> Vec<EntityKey>;
    /// The most popular movies and series.
    fn popular(&self, most: usize) -> Vec<EntityKey>;
}

/// How the service presents itself.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The addresses that requests are signed for; links begin with the first. Without any it is the `Host` of the request.
    pub bases: Vec<String>,
    /// What the schemes of categories begin with; by default what links begin with.
    pub categories: Option<String>,
    /// Where people sign in; by default here.
    pub login: Option<String>,
    /// Hosts whose addresses of titles are understood, besides its own.
    pub title_hosts: Vec<String>,
    /// The web pages of titles, and what pictures begin with.
    pub site: Site,
    /// How failures are worded.
    pub messages: Messages,
    /// How many calls a key may make.
    pub calls: CallLimits,
    /// Whether a request that was made before is refused.
    pub rejects_nonces: bool,
    /// How hard hashes of passwords are.
    pub password_cost: PasswordCost,
    /// What time it is.
    pub clock: Clock,
    /// For tests: how many of the next requests for the login page are refused with status 405.
    pub refused_logins: Arc<AtomicU32>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            bases: Vec::new(),
            categories: None,
            login: None,
            title_hosts: ["api.netflix.com", "api-public.netflix.com"]
                .map(str::to_owned)
                .into(),
            site: Site::default(),
            messages: Messages::default(),
            calls: CallLimits::default(),
            rejects_nonces: false,
            password_cost: PasswordCost::default(),
            clock: Clock::default(),
            refused_logins: Arc::default(),
        }
    }
}

/// Where the website and the pictures are.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// The address of the website; without it, the host of the request at [`port`](Site::port).
    pub address: Option<String>,
    /// The port of the website.
    pub port: u16,
    /// What addresses of pictures begin with; without it, `/t/p/` of the website.
    pub images: Option<String>,
}

/// What every request needs.
#[derive(Clone)]
struct App {
    store: Store,
    titles: Arc<dyn TitleSearch>,
    settings: Arc<Settings>,
    passwords: Passwords,
    calls: Arc<limit::Calls>,
    failures: Arc<limit::Failures>,
    nonces: Arc<oauth::nonce::Nonces>,
}

impl App {
    /// The addresses that a request may have been signed for, in both schemes. The first is what links begin with.
    fn bases(&self, host: &str) -> Vec<String> {
        let told = self
            .settings
            .bases
            .iter()
            .map(|base| base.trim_end_matches('/').to_owned());
        let mut bases: Vec<String> = told.collect();
        if bases.is_empty() {
            bases.push(format!("http://{host}"));
        }
        for index in 0..bases.len() {
            let base = &bases[index];
            let other = match base.split_once("://") {
                Some(("https", rest)) => format!("http://{rest}"),
                Some((_, rest)) => format!("https://{rest}"),
                None => continue,
            };
            bases.push(other);
        }
        bases
    }

    /// Where addresses of an answer lead.
    fn links(&self, host: &str) -> Links {
        let (settings, bases) = (&self.settings, self.bases(host));
        let base = bases.first().cloned().unwrap_or_default();
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            _ => host,
        };
        let site = settings.site.address.clone();
        let site = site.unwrap_or_else(|| format!("http://{name}:{}", settings.site.port));
        let site = site.trim_end_matches('/').to_owned();
        let images = settings.site.images.clone();
        let images = images.unwrap_or_else(|| format!("{site}/t/p"));
        let images = format!("{}/", images.trim_end_matches('/'));
        let hosts = bases.iter().chain(&settings.categories);
        let hosts = hosts.filter_map(|base| base.split_once("://"));
        let hosts = hosts.map(|(_, host)| host.to_owned());
        Links {
            categories: settings.categories.clone().unwrap_or_else(|| base.clone()),
            base,
            site,
            images,
            hosts: hosts
                .chain(settings.title_hosts.clone())
                .chain([host.to_owned()])
                .collect(),
        }
    }

    /// Where people sign in.
    fn login_base(&self, links: &Links) -> String {
        let login = self.settings.login.clone();
        login.unwrap_or_else(|| links.base.clone())
    }
}

/// The whole service over a store and what finds titles in it.
pub fn router(store: Store, titles: Arc<dyn TitleSearch>, settings: Settings) -> Router {
    let app = App {
        store,
        titles,
        passwords: Passwords::new(settings.password_cost),
        settings: Arc::new(settings),
        calls: Arc::default(),
        failures: Arc::default(),
        nonces: Arc::default(),
    };
    Router::new()
        .fallback(pipeline::answer)
        .with_state(app)
        .layer(CompressionLayer::new())
        .layer(tower_http::catch_panic::CatchPanicLayer::custom(|_| {
            pipeline::broken()
        }))
}
