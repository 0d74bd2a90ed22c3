//! The v3 API.
//!
//! A *namespace* (movie, tv, season, episode, person, collection, company, network) is a table: what its details are, and the
//! sub-resources under it. Routes and `append_to_response` are made from these tables, so that a sub-resource is declared once.
//! Rendering an answer is a pure function of what was loaded and of the [`View`].

mod company;
mod credits;
mod images;
mod movie;
mod namespace;
mod person;
mod reference;
mod reviews;
mod season;
mod series;
mod texts;
mod titles;
mod view;

use axum::Router;
use axum::routing::get;

use crate::App;

use namespace::Namespace;
use view::View;

/// Every namespace.
const NAMESPACES: [&Namespace; 9] = [
    &movie::NAMESPACE,
    &series::NAMESPACE,
    &season::SEASON,
    &season::EPISODE,
    &person::NAMESPACE,
    &movie::COLLECTION,
    &company::COMPANY,
    &company::NETWORK,
    &company::KEYWORD,
];

/// The routes under `/3`.
pub fn routes() -> Router<App> {
    let mut router = reference::routes()
        .route("/credit/{credit_id}", get(credits::credit))
        .route("/review/{review_id}", get(reviews::review))
        .route(
            "/tv/episode_group/{tv_episode_group_id}",
            get(season::episode_group),
        );
    for namespace in NAMESPACES {
        router = namespace.route(router);
    }
    router
}
