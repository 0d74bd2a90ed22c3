//! Beginning a discussion.

use askama::Template;
use axum::extract::{Extension, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kinora_model::Kind;
use kinora_model::discussion::{self, MessageText};
use kinora_store::NewDiscussion;

use super::super::Site;
use super::super::member::Member;
use super::super::page::{Page, answered, failed, private};
use super::super::shortcut::Shortcut;
use super::super::subject::Subject;
use super::super::visitor::Visitor;
use super::{MessageForm, Refusal, refusal};
use crate::error::ApiError;

#[derive(Template)]
#[template(path = "discussion_new.html")]
struct New {
    page: Page,
    about: Option<Subject>,
    action: String,
    subject: String,
    text: String,
    wrong: Option<&'static str>,
}

/// `GET /discuss/new`
pub async fn general_page(State(site): State<Site>, member: Member) -> Response {
    show(&site, member.visitor, None, ("", ""), None)
}

/// `GET /{kind}/{id}/discuss/new`
pub async fn about_page(
    State(site): State<Site>,
    Extension(kind): Extension<Kind>,
    member: Member,
    Path(id): Path<String>,
) -> Response {
    match Subject::of(&site, &member.visitor, kind, &id).await {
        Ok(about) => show(&site, member.visitor, Some(about), ("", ""), None),
        Err(error) => failed(&site, member.visitor, &error),
    }
}

/// `POST /discuss`
pub async fn general(State(site): State<Site>, member: Member, form: MessageForm) -> Response {
    let visitor = member.visitor.clone();
    let begun = begin(&site, member, None, &form);
    answered(&site, &visitor, begun).await
}

/// `POST /{kind}/{id}/discuss`
pub async fn about(
    State(site): State<Site>,
    Extension(kind): Extension<Kind>,
    member: Member,
    Path(id): Path<String>,
    form: MessageForm,
) -> Response {
    let visitor = member.visitor.clone();
    let begun = async {
        let about = Subject::of(&site, &visitor, kind, &id).await?;
        begin(&site, member, Some(about), &form).await
    };
    answered(&site, &visitor, begun).await
}

async fn begin(
    site: &Site,
    member: Member,
    about: Option<Subject>,
    form: &MessageForm,
) -> Result<Response, ApiError> {
    const FAULTS: Refusal = (
        StatusCode::BAD_REQUEST,
        "Please write a subject of at most 200 and a message of at most 10,000 characters.",
    );
    let (subject, text) = (form.field("subject"), form.field("text"));
    let told = discussion::Subject::new(subject).zip(MessageText::new(text));
    let Some((new_subject, new_text)) = told else {
        return Ok(show(
            site,
            member.visitor,
            about,
            (subject, text),
            Some(FAULTS),
        ));
    };
    let new = NewDiscussion {
        about: about.as_ref().map(|about| about.key),
        subject: new_subject,
        text: new_text,
    };
    let now = site.app.settings.clock.milliseconds();
    let begun = site.app.store.begin_discussion(member.account.id, new, now);
    Ok(match begun.await {
        Ok(id) => Redirect::to(&format!("/discuss/{id}")).into_response(),
        Err(error) => {
            let refusal = refusal(error)?;
            show(site, member.visitor, about, (subject, text), Some(refusal))
        }
    })
}

/// The form with what was typed.
fn show(
    site: &Site,
    visitor: Visitor,
    about: Option<Subject>,
    (subject, text): (&str, &str),
    wrong: Option<Refusal>,
) -> Response {
    let base = about
        .as_ref()
        .map(|about| about.address.clone())
        .unwrap_or_default();
    let title = visitor.words.say("New discussion").to_owned();
    let mut page = Page::new(site, visitor, &format!("{base}/discuss/new"), &title);
    page.shortcuts = vec![Shortcut::SUBMIT_MESSAGE];
    let template = New {
        page,
        about,
        action: format!("{base}/discuss"),
        subject: subject.to_owned(),
        text: text.to_owned(),
        wrong: wrong.map(|(_, reason)| reason),
    };
    let status = wrong.map_or(StatusCode::OK, |(status, _)| status);
    (status, private(&template)).into_response()
}
