//! Reviews: those of a title with the form to write one's own, and each on a page of its own.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use kinora_model::review::ReviewText;
use serde::Deserialize;

use super::Site;
use super::address::slugged;
use super::form::Form;
use super::markdown::rendered;
use super::marks::title_key;
use super::member::Member;
use super::page::{Page, failed, html, private};
use super::shortcut::Shortcut;
use super::title::{Listed, Title};
use super::visitor::Visitor;
use crate::error::ApiError;

/// The largest form of a review, in bytes: every character may be twelve bytes as it is sent.
const LARGEST: usize = 12 * ReviewText::LONGEST + 1024;

/// The pages.
pub fn routes() -> Router<Site> {
    let mut router = Router::new().route("/review/{id}", get(page));
    for kind in ["movie", "tv"] {
        let shown =
            async move |State(site): State<Site>, visitor: Visitor, Path(id): Path<String>| {
                show(&site, visitor, kind, &id, None).await
            };
        let written = async move |State(site): State<Site>,
                                  member: Member,
                                  Path(id): Path<String>,
                                  form: Form<LARGEST>| {
            write(&site, member, kind, &id, &form).await
        };
        router = router.route(&format!("/{kind}/{{id}}/reviews"), get(shown).post(written));
    }
    router
}

/// A review as the API tells it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Review {
    /// Its id.
    pub id: String,
    /// Who wrote it.
    pub author: String,
    content: String,
    /// When it was written.
    pub created_at: String,
    author_details: Author,
    /// The title that it is about; not told where reviews of a title are listed.
    pub media_title: String,
    media_type: String,
    media_id: i64,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Author {
    rating: Option<f64>,
}

impl Review {
    /// The review with an id.
    pub async fn ask(site: &Site, visitor: &Visitor, id: &str) -> Result<Review, ApiError> {
        site.ask(visitor, &format!("/review/{id}"), &[]).await
    }

    /// Its text as HTML that does nothing.
    pub fn prose(&self) -> String {
        rendered(&self.content)
    }

    /// The day on which it was written.
    pub fn day(&self) -> &str {
        self.created_at.get(..10).unwrap_or_default()
    }

    /// What its author gave the title.
    pub fn rating(&self) -> Option<f64> {
        self.author_details.rating
    }

    /// The page of what it is about.
    pub fn title_address(&self) -> String {
        format!(
            "/{}/{}",
            self.media_type,
            slugged(self.media_id, &self.media_title)
        )
    }
}

#[derive(Template)]
#[template(path = "review.html")]
struct ReviewPage {
    page: Page,
    review: Review,
}

/// `GET /review/{id}`
async fn page(State(site): State<Site>, visitor: Visitor, Path(id): Path<String>) -> Response {
    match Review::ask(&site, &visitor, &super::answer::encoded(&id)).await {
        Ok(review) => {
            let path = format!("/review/{}", review.id);
            let title = format!("{} – {}", review.media_title, review.author);
            let mut page = Page::new(&site, visitor, &path, &title);
            page.description.clone_from(&review.content);
            page.shortcuts = Shortcut::MEDIA.to_vec();
            html(&ReviewPage { page, review })
        }
        Err(error) => failed(&site, visitor, &error),
    }
}

#[derive(Template)]
#[template(path = "reviews.html")]
struct ReviewsPage {
    page: Page,
    title: Title,
    parent: String,
    reviews: Vec<Review>,
    /// What is in the field of whoever is signed in.
    text: String,
    is_written: bool,
    wrong: Option<&'static str>,
}

/// What was typed, and why it was not kept.
struct Refused {
    text: String,
    wrong: &'static str,
}

async fn show(
    site: &Site,
    visitor: Visitor,
    kind: &'static str,
    id: &str,
    refused: Option<Refused>,
) -> Response {
    let status = match refused {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    match reviews(site, &visitor, kind, id, refused).await {
        Ok(template) if template.page.visitor.account.is_some() => {
            (status, private(&template)).into_response()
        }
        Ok(template) => html(&template),
        Err(error) => failed(site, visitor, &error),
    }
}

async fn reviews(
    site: &Site,
    visitor: &Visitor,
    kind: &'static str,
    id: &str,
    refused: Option<Refused>,
) -> Result<ReviewsPage, ApiError> {
    let key = title_key(kind, id).ok_or(ApiError::NotFound)?;
    let path = format!("/{kind}/{}", key.id);
    let title: Title = site.ask(visitor, &path, &[]).await?;
    // In every language: there are few enough.
    let reviews: Listed<Review> = site.ask_whole(&format!("{path}/reviews")).await?;
    let own = match &visitor.account {
        Some(account) => site.app.store.review_by(account.id, key).await?,
        None => None,
    };
    let is_written = own.is_some();
    let written = own.map(|review| review.content).unwrap_or_default();
    let wrong = refused.as_ref().map(|refused| refused.wrong);
    let parent = title.address(kind);
    let heading = visitor.words.say("Reviews");
    let name = format!("{} – {heading}", title.title);
    let mut page = Page::new(site, visitor.clone(), &format!("{parent}/reviews"), &name);
    page.show(site, title.poster_path.as_deref());
    page.shortcuts = Shortcut::MEDIA.to_vec();
    Ok(ReviewsPage {
        page,
        title,
        parent,
        reviews: reviews.results,
        text: refused.map_or(written, |refused| refused.text),
        is_written,
        wrong,
    })
}

/// `POST /{movie|tv}/{id}/reviews`: writes what is in the field, or deletes what was written.
async fn write(
    site: &Site,
    Member { visitor, account }: Member,
    kind: &'static str,
    id: &str,
    form: &Form<LARGEST>,
) -> Response {
    let written = form.field("text");
    let Some(key) = title_key(kind, id) else {
        return failed(site, visitor, &ApiError::NotFound);
    };
    let done = if form.field("action") == "delete" {
        let removed = site.app.store.remove_review(account.id, key).await;
        removed.map(drop).map_err(ApiError::from)
    } else {
        let Some(text) = ReviewText::new(written) else {
            let refused = Refused {
                text: written.to_owned(),
                wrong: "A review has 1 to 20,000 characters.",
            };
            return show(site, visitor, kind, id, Some(refused)).await;
        };
        let language = visitor.locale.language.as_str().to_owned();
        let put = site
            .app
            .store
            .write_review(account.id, key, text, language)
            .await;
        put.map_err(ApiError::from)
            .and_then(|put| put.map(drop).ok_or(ApiError::NotFound))
    };
    match done {
        Ok(()) => {
            site.app.follow().await;
            Redirect::to(&format!("/{kind}/{}/reviews", key.id)).into_response()
        }
        Err(error) => failed(site, visitor, &error),
    }
}
