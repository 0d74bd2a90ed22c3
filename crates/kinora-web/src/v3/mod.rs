//! The v3 API.
//!
//! A *namespace* (movie, tv, season, episode, person, collection, company, network, keyword) is a table: what its details are,
//! and the sub-resources under it. Everything else is an [`Operation`] of its own. Namespaces make operations too, so that
//! routes and the OpenAPI document come from one list. Rendering an answer is a pure function of what was loaded and of the
//! [`View`].

mod account;
mod account_lists;
mod account_states;
mod authentication;
pub mod body;
mod change_items;
mod changes;
mod company;
mod credits;
mod discover;
mod find;
mod images;
mod lists;
mod mixed;
mod movie;
mod namespace;
mod openapi;
pub(crate) mod operation;
pub(crate) mod page;
pub(crate) mod parameter;
mod person;
mod ratings;
mod reference;
mod related;
mod reviews;
mod search;
mod season;
mod series;
mod texts;
mod title_lists;
mod titles;
pub mod upload;
mod view;
mod words;

use std::sync::LazyLock;

use axum::Router;

use crate::error::ApiError;
use crate::{App, format};

use namespace::Namespace;
use operation::Operation;

pub use credits::combined_rows;
pub use discover::parameters as discover_parameters;
pub use openapi::document;
pub use parameter::{Takes, leading_number};
pub use view::View;

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

/// Every operation.
fn operations() -> Vec<Operation> {
    let mut operations = vec![
        credits::credit(),
        reviews::review(),
        season::episode_group(),
        find::operation(),
    ];
    operations.extend(authentication::operations());
    operations.extend(account::operations());
    operations.extend(reference::operations());
    operations.extend(changes::operations());
    operations.extend(lists::operations());
    operations.extend(search::operations());
    operations.extend(discover::operations());
    operations.extend(account_lists::operations());
    operations.extend(ratings::operations());
    operations.extend(title_lists::operations());
    for namespace in NAMESPACES {
        operations.extend(namespace.operations());
    }
    operations
}

/// Why there is no answer at a path: another format of one that there is, or nothing.
pub fn missing(path: &str) -> ApiError {
    static PATHS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let operations = operations().into_iter();
        operations.map(|operation| operation.path).collect()
    });
    let (start, last) = path.rsplit_once('/').unwrap_or_default();
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let path = format!("{start}/{stem}");
    let leads_to = |template: &String| {
        let (words, names) = (path.split('/'), template.split('/'));
        words.clone().count() == names.clone().count()
            && words
                .zip(names)
                .all(|(word, name)| word == name || name.starts_with('{'))
    };
    match format::is_other(last) && PATHS.iter().any(leads_to) {
        true => ApiError::InvalidFormat,
        false => ApiError::NotFound,
    }
}

/// The routes under `/3`.
pub fn routes() -> Router<App> {
    let operations = operations().into_iter();
    operations.fold(Router::new(), |router, operation| operation.route(router))
}
