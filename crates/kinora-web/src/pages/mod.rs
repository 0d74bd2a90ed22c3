//! The pages of accounts: signing in, registering, approving what an application asks for, the first administrator.
//!
//! They are plain HTML without scripts. A form is taken only with the word that its page was given in a cookie, so that no other
//! site can send it; cookies are out of reach of scripts and are not sent along by forms of other sites.

mod approval;
mod form;
mod html;
mod registration;
mod session;

use axum::Router;
use axum::routing::get;

use crate::App;

pub use registration::Registration;

/// The routes of the pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route(
            "/authenticate/{token}",
            get(approval::page).post(approval::decide),
        )
        .route("/sign-in", get(session::page).post(session::sign_in))
        .route("/sign-out", get(session::page).post(session::sign_out))
        .route(
            "/register",
            get(registration::page).post(registration::register),
        )
        .route(
            "/setup",
            get(registration::setup_page).post(registration::set_up),
        )
}
