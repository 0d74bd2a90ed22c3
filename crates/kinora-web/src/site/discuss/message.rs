//! What is done with a single message: editing, removing, reporting.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kinora_model::discussion::{Message, MessageText, ReportReason};

use super::super::Site;
use super::super::markdown::rendered;
use super::super::member::Member;
use super::super::page::{Page, answered, failed, private};
use super::super::shortcut::Shortcut;
use super::super::visitor::Visitor;
use super::{MessageForm, Refusal, place as place_of, reader, refusal};
use crate::error::ApiError;

/// What can be done with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    Edit,
    Remove,
    Report,
}

impl Deed {
    fn of(segment: &str) -> Result<Deed, ApiError> {
        let deeds = [Deed::Edit, Deed::Remove, Deed::Report];
        let named = deeds.into_iter().find(|deed| deed.segment() == segment);
        named.ok_or(ApiError::NotFound)
    }

    /// In addresses.
    fn segment(self) -> &'static str {
        match self {
            Deed::Edit => "edit",
            Deed::Remove => "remove",
            Deed::Report => "report",
        }
    }

    /// As a heading.
    fn name(self) -> &'static str {
        match self {
            Deed::Edit => "Edit a message",
            Deed::Remove => "Remove a message",
            Deed::Report => "Report a message",
        }
    }
}

#[derive(Template)]
#[template(path = "discussion_message.html")]
struct MessagePage {
    page: Page,
    deed: Deed,
    message: Message,
    html: String,
    /// What is typed.
    text: String,
    wrong: Option<&'static str>,
}

async fn found(site: &Site, visitor: &Visitor, id: &str) -> Result<(Message, usize), ApiError> {
    let id = id.parse().map_err(|_| ApiError::NotFound)?;
    let found = site.app.store.message(reader(visitor), id).await?;
    found.ok_or(ApiError::NotFound)
}

/// `GET /discuss/message/{message}`: leads to where it stands.
pub async fn place(State(site): State<Site>, visitor: Visitor, Path(id): Path<String>) -> Response {
    match found(&site, &visitor, &id).await {
        Ok((message, place)) => {
            Redirect::to(&place_of(message.discussion, message.id, place)).into_response()
        }
        Err(error) => failed(&site, visitor, &error),
    }
}

/// `GET /discuss/message/{message}/{act}`
pub async fn page(
    State(site): State<Site>,
    member: Member,
    Path((id, act)): Path<(String, String)>,
) -> Response {
    let made = async {
        let deed = Deed::of(&act)?;
        let (message, _) = found(&site, &member.visitor, &id).await?;
        let text = match deed {
            Deed::Edit => message.text.clone(),
            _ => String::new(),
        };
        Ok(show(&site, &member.visitor, deed, message, text, None))
    };
    answered(&site, &member.visitor, made).await
}

/// `POST /discuss/message/{message}/{act}`
pub async fn act(
    State(site): State<Site>,
    member: Member,
    Path((id, act)): Path<(String, String)>,
    form: MessageForm,
) -> Response {
    let done = async {
        let deed = Deed::of(&act)?;
        let (message, place) = found(&site, &member.visitor, &id).await?;
        let written = form.field("text");
        let refused = match carry_out(&site, &member, deed, message.id, written).await? {
            None => {
                let to = place_of(message.discussion, message.id, place);
                return Ok(Redirect::to(&to).into_response());
            }
            Some(refused) => refused,
        };
        let visitor = &member.visitor;
        let text = written.to_owned();
        Ok(show(&site, visitor, deed, message, text, Some(refused)))
    };
    answered(&site, &member.visitor, done).await
}

/// Does it, or answers why not.
async fn carry_out(
    site: &Site,
    member: &Member,
    deed: Deed,
    message: i64,
    written: &str,
) -> Result<Option<Refusal>, ApiError> {
    const LONG_MESSAGE: Refusal = (
        StatusCode::BAD_REQUEST,
        "Please write a message of at most 10,000 characters.",
    );
    const LONG_REASON: Refusal = (
        StatusCode::BAD_REQUEST,
        "Please write a reason of at most 1,000 characters.",
    );
    let (store, reader) = (&site.app.store, reader(&member.visitor));
    let now = site.app.settings.clock.milliseconds();
    let done = match deed {
        Deed::Edit => match MessageText::new(written) {
            Some(text) => store.rewrite_message(reader, message, text, now).await,
            None => return Ok(Some(LONG_MESSAGE)),
        },
        Deed::Report => match ReportReason::new(written) {
            Some(reason) => store.report_message(reader, message, reason, now).await,
            None => return Ok(Some(LONG_REASON)),
        },
        Deed::Remove => store.remove_message(reader, message, now).await,
    };
    done.err().map(refusal).transpose()
}

fn show(
    site: &Site,
    visitor: &Visitor,
    deed: Deed,
    message: Message,
    text: String,
    wrong: Option<Refusal>,
) -> Response {
    let path = format!("/discuss/message/{}", message.id);
    let title = visitor.words.say(deed.name()).to_owned();
    let mut page = Page::new(site, visitor.clone(), &path, &title);
    page.shortcuts = vec![Shortcut::SUBMIT_MESSAGE];
    let template = MessagePage {
        page,
        deed,
        html: rendered(&message.text),
        message,
        text,
        wrong: wrong.map(|(_, reason)| reason),
    };
    let status = wrong.map_or(StatusCode::OK, |(status, _)| status);
    (status, private(&template)).into_response()
}
