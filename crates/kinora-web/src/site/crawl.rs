//! What search engines ask for: `robots.txt`, and sitemaps of everything that has a page, with the day of its last change.
//!
//! A sitemap is made when it is asked for. It has 50,000 links at most, which is what the protocol allows (sitemaps.org). Titles and
//! people come from the index, in the order of popularity, so that the first file of a kind holds what most people look for; other kinds
//! come from the store, by their ids.

use std::fmt::Write;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kinora_index::{
    MovieFilter, MovieKey, MovieOrder, SeriesFilter, SeriesKey, SeriesOrder, Slice, Snapshot,
};

use kinora_model::Kind;

use super::Site;
use super::moment::Moment;
use super::page::answered;
use super::subject::segment;
use super::visitor::Visitor;
use crate::error::ApiError;

/// How many links a file has at most.
const LINKS: usize = 50_000;
/// How many files an index of them names at most.
const MOST_FILES: usize = 50_000;
/// What search engines leave alone: pages of accounts, forms, what can be asked in endless ways, and the API.
const LEFT_ALONE: [&str; 16] = [
    "/3/",
    "/authenticate/",
    "/discover/",
    "/edit/",
    "/kinora/",
    "/list/new",
    "/new/",
    "/p/",
    "/preferences",
    "/register",
    "/search",
    "/settings",
    "/setup",
    "/sign-in",
    "/sign-out",
    "/u/",
];
/// The kinds that have sitemaps.
const KINDS: [Kind; 7] = [
    Kind::Movie,
    Kind::Series,
    Kind::Person,
    Kind::Collection,
    Kind::Company,
    Kind::Network,
    Kind::Keyword,
];

/// The routes.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/robots.txt", get(robots))
        .route("/sitemap.xml", get(index))
        .route("/sitemap/{file}", get(sitemap))
}

/// `GET /robots.txt`
async fn robots(State(site): State<Site>, headers: HeaderMap) -> Response {
    let mut text = String::from("User-agent: *\n");
    for path in LEFT_ALONE {
        let _ = writeln!(text, "Disallow: {path}");
    }
    let _ = writeln!(
        text,
        "\nSitemap: {}/sitemap.xml",
        site.app.address(&headers)
    );
    kept("text/plain; charset=utf-8", text)
}

/// `GET /sitemap.xml`: the files there are.
async fn index(State(site): State<Site>, visitor: Visitor) -> Response {
    let made = async {
        let origin = escaped(&visitor.origin);
        let snapshot = site.app.index.snapshot();
        let mut text = begun("sitemapindex");
        for kind in KINDS {
            let ranked = ranked(&snapshot, kind, Slice::page(1, 0));
            let total = ranked.map_or_else(|| snapshot.count(kind), |(total, _)| total);
            let kind = segment(kind);
            for number in 1..=total.div_ceil(LINKS) {
                let _ = writeln!(
                    text,
                    "<sitemap><loc>{origin}/sitemap/{kind}-{number}.xml</loc></sitemap>"
                );
            }
        }
        text.push_str("</sitemapindex>\n");
        Ok(kept(XML, text))
    };
    answered(&site, &visitor, made).await
}

/// `GET /sitemap/{kind}-{number}.xml`
async fn sitemap(State(site): State<Site>, visitor: Visitor, Path(file): Path<String>) -> Response {
    let made = async {
        let (kind, number) = named(&file).ok_or(ApiError::NotFound)?;
        let store = &site.app.store;
        let ranked = {
            let snapshot = site.app.index.snapshot();
            ranked(&snapshot, kind, Slice::page(number, LINKS))
        };
        let ids = match ranked {
            Some((_, ids)) => ids,
            None => store.ids(kind, (number - 1) * LINKS, LINKS).await?,
        };
        if ids.is_empty() {
            return Err(ApiError::NotFound);
        }
        let changed = store.changed_at(kind, ids.clone()).await?;
        let (origin, kind) = (escaped(&visitor.origin), segment(kind));
        let mut text = begun("urlset");
        for id in ids {
            let day = changed.get(&id).map(|time| Moment::of(*time).day());
            let day = day.map(|day| format!("<lastmod>{day}</lastmod>"));
            let day = day.unwrap_or_default();
            let _ = writeln!(text, "<url><loc>{origin}/{kind}/{id}</loc>{day}</url>");
        }
        text.push_str("</urlset>\n");
        Ok(kept(XML, text))
    };
    answered(&site, &visitor, made).await
}

/// The kind of a file and its number, from 1.
fn named(file: &str) -> Option<(Kind, usize)> {
    let (name, number) = file.strip_suffix(".xml")?.split_once('-')?;
    let kind = KINDS.into_iter().find(|kind| segment(*kind) == name)?;
    let number = number.parse().ok()?;
    (1..=MOST_FILES).contains(&number).then_some((kind, number))
}

/// How many of a kind there are, without what is for adults, and a slice of their ids by popularity, for the kinds that have one.
fn ranked(snapshot: &Snapshot, kind: Kind, slice: Slice) -> Option<(usize, Vec<i64>)> {
    let found = match kind {
        Kind::Movie => {
            let filter = MovieFilter {
                include_video: true,
                ..MovieFilter::default()
            };
            let order = MovieOrder {
                key: MovieKey::Popularity,
                descending: true,
            };
            snapshot.movies(&filter, &order, slice)
        }
        Kind::Series => {
            let filter = SeriesFilter {
                include_null_first_air_dates: true,
                ..SeriesFilter::default()
            };
            let order = SeriesOrder {
                key: SeriesKey::Popularity,
                descending: true,
            };
            snapshot.series(&filter, order, slice)
        }
        Kind::Person => snapshot.people(slice),
        _ => return None,
    };
    Some((found.total, found.items))
}

const XML: &str = "application/xml; charset=utf-8";

fn begun(element: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{element} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
    )
}

/// Text between tags.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// An answer that is the same for everyone for an hour.
fn kept(media_type: &'static str, text: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (header::CACHE_CONTROL, "public, max-age=3600"),
    ];
    (headers, text).into_response()
}
