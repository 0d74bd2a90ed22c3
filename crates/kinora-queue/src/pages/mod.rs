//! Pages for people: approving what an application asks for, and taking it back.

pub mod applications;
pub mod login;
mod sign_in;

use askama::Template;

/// The look of the pages.
pub const STYLESHEET: &str = include_str!("../../templates/style.css");

#[derive(Template)]
#[template(path = "message.html")]
struct Message<'a> {
    title: &'a str,
    text: &'a str,
    code: Option<&'a str>,
}

/// A page that says why something failed.
pub fn failure(text: &str) -> String {
    message("Authorization failed", text, None)
}

/// A page that says one thing.
fn message(title: &str, text: &str, code: Option<&str>) -> String {
    let page = Message { title, text, code };
    page.render().unwrap_or_default()
}
