//! What search engines ask for: `robots.txt`, and sitemaps of every movie, series and person.
//!
//! A sitemap is made when it is asked for, of the index: the ids in the order of popularity, 50,000 of them, which is what the
//! protocol allows (sitemaps.org), so that the first file of a kind holds what most people look for. A full file takes some milliseconds.

use std::fmt::Write;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kinora_index::{
    MovieFilter, MovieKey, MovieOrder, SeriesFilter, SeriesKey, SeriesOrder, Slice, Snapshot,
};

use super::Site;
use super::page::failed;
use super::visitor::Visitor;
use crate::error::ApiError;

/// How many links a file has at most.
const LINKS: usize = 50_000;
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
/// The kinds that have sitemaps, as addresses name them.
const KINDS: [&str; 3] = ["movie", "tv", "person"];

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
async fn index(State(site): State<Site>, headers: HeaderMap) -> Response {
    let origin = escaped(&site.app.address(&headers));
    let snapshot = site.app.index.snapshot();
    let mut text = begun("sitemapindex");
    for kind in KINDS {
        let total = ids(&snapshot, kind, Slice::page(1, 0)).0;
        for number in 1..=total.div_ceil(LINKS) {
            let _ = writeln!(
                text,
                "<sitemap><loc>{origin}/sitemap/{kind}-{number}.xml</loc></sitemap>"
            );
        }
    }
    text.push_str("</sitemapindex>\n");
    kept(XML, text)
}

/// `GET /sitemap/{kind}-{number}.xml`
async fn sitemap(
    State(site): State<Site>,
    visitor: Visitor,
    headers: HeaderMap,
    Path(file): Path<String>,
) -> Response {
    let named = file
        .strip_suffix(".xml")
        .and_then(|name| name.split_once('-'));
    let kind = named.and_then(|(kind, _)| KINDS.into_iter().find(|known| *known == kind));
    let number = named.and_then(|(_, number)| number.parse().ok());
    let Some((kind, number)) = kind.zip(number.filter(|number| *number > 0)) else {
        return failed(&site, visitor, &ApiError::NotFound);
    };
    let snapshot = site.app.index.snapshot();
    let (_, ids) = ids(&snapshot, kind, Slice::page(number, LINKS));
    if ids.is_empty() {
        return failed(&site, visitor, &ApiError::NotFound);
    }
    let origin = escaped(&site.app.address(&headers));
    let mut text = begun("urlset");
    for id in ids {
        let _ = writeln!(text, "<url><loc>{origin}/{kind}/{id}</loc></url>");
    }
    text.push_str("</urlset>\n");
    kept(XML, text)
}

/// How many of a kind there are, without what is for adults, and a slice of their ids.
fn ids(snapshot: &Snapshot, kind: &str, slice: Slice) -> (usize, Vec<i64>) {
    let found = match kind {
        "movie" => {
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
        "tv" => {
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
        _ => snapshot.people(slice),
    };
    (found.total, found.items)
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
