//! Adding a picture: the file is stored, and stands last in a list of images.

use axum::extract::{Extension, Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kinora_model::draft::{Draft, DraftChange};
use kinora_model::form::{self, Form};
use kinora_model::{Kind, Part};
use kinora_store::SubmitError;
use serde_json::{Value, json};

use super::super::Site;
use super::super::form::FIELD as WORD;
use super::super::member::{Editor, Member};
use super::super::page::{answered, message};
use super::sent::refused;
use super::{Desk, label};
use crate::editing::image::store;
use crate::editing::submit::hand_in;
use crate::error::ApiError;
use crate::v3::upload;

/// The lists of images of a kind, with what each is called.
pub fn lists(kind: Kind) -> Vec<(&'static str, String)> {
    match form::part(kind, Part::Images) {
        Some(Form::Record(fields)) => {
            let named = fields.iter();
            named
                .map(|field| (field.name, label::field(field.name)))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// `POST /{kind}/{id}/edit/images/add`
pub async fn add(
    State(site): State<Site>,
    Extension(kind): Extension<Kind>,
    Editor(member): Editor,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let added = added(&site, &member, kind, &id, request);
    answered(&site, &member.visitor, added).await
}

async fn added(
    site: &Site,
    member: &Member,
    kind: Kind,
    id: &str,
    request: Request,
) -> Result<Response, ApiError> {
    let images = site.app.settings.images.as_ref();
    let images = images.ok_or(ApiError::NotFound)?;
    let say = |status, text| message(site, member.visitor.clone(), status, "Not done", text);
    let (parts, body) = request.into_parts();
    let texts = [WORD, "list", "iso_639_1"];
    let sent = upload::read(&parts.headers, body, images.original_bytes(), &texts).await;
    let sent = match sent {
        Ok(sent) => sent,
        Err(ApiError::BodyTooLarge) => {
            return Ok(say(StatusCode::PAYLOAD_TOO_LARGE, "It is too large."));
        }
        Err(_) => {
            return Ok(say(
                StatusCode::BAD_REQUEST,
                "There was no file in the form.",
            ));
        }
    };
    if !member
        .visitor
        .word
        .is_known(&parts.headers, sent.text(WORD))
    {
        let text = "This form is too old, or was not sent by this site. Please try again.";
        return Ok(say(StatusCode::FORBIDDEN, text));
    }
    let desk = Desk::of(site, kind, id).await?;
    let list = sent.text("list").unwrap_or_default();
    if !lists(kind).iter().any(|(name, _)| *name == list) {
        return Err(ApiError::NotFound);
    }
    let stored = match store(images, sent.file.clone()).await {
        Ok(stored) => stored,
        Err(ApiError::Refused(_)) => {
            let text = "The file is no picture that can be taken.";
            return Ok(say(StatusCode::BAD_REQUEST, text));
        }
        Err(error) => return Err(error),
    };
    let mut image = json!({
        "file_path": stored.file_path, "width": stored.width, "height": stored.height,
    });
    if let Some(language) = sent.text("iso_639_1").filter(|code| !code.is_empty()) {
        image["iso_639_1"] = Value::from(language);
    }
    let mut document = desk.document(Part::Images).cloned().unwrap_or(json!({}));
    match document.get_mut(list).and_then(Value::as_array_mut) {
        Some(images) => images.push(image),
        None => document[list] = json!([image]),
    }
    let draft = Draft {
        comment: String::new(),
        changes: vec![DraftChange::Put {
            key: desk.worded.key,
            base: desk.worded.version,
            part: Part::Images.name().to_owned(),
            document: Some(document),
        }],
    };
    match hand_in(&site.app, &member.account, draft, None).await? {
        Ok(outcome) => {
            let to = match outcome.proposal {
                Some(proposal) => format!("/proposals/{proposal}"),
                None => format!("{}/edit/images?saved=1", desk.base),
            };
            Ok(Redirect::to(&to).into_response())
        }
        Err(SubmitError::Faults(_)) => {
            let text = "The picture is in the list already, or its language is none.";
            Ok(say(StatusCode::BAD_REQUEST, text))
        }
        Err(error) => refused(site, member, error),
    }
}
