//! What an editor sends: read as a document, and handed in.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kinora_model::draft::{Draft, DraftChange};
use kinora_model::form::Fault;
use kinora_model::{EntityKey, Kind, Part};
use kinora_store::SubmitError;
use serde_json::Value;

use super::super::Site;
use super::super::answer::encoded;
use super::super::member::Member;
use super::super::page::message;
use super::super::words::Words;
use super::excerpt::{Excerpt, LEAF};
use super::leaf::{Leaf, Places};
use super::part::{Showing, show};
use super::reading::Reading;
use super::typed::Typed;
use super::whole::Whole;
use super::{Desk, PartFields, base, merge, offers};
use crate::editing::submit::hand_in;
use crate::error::ApiError;

/// What a form of fields says.
pub struct Sent {
    typed: Typed,
    base: i64,
    whole: Whole,
    /// What the page showed of the document.
    showed: Option<Value>,
    /// What was made of that.
    read: Option<Value>,
    /// Where rows of it shall stand.
    places: Places,
    comment: String,
    empty_rows: usize,
    wants_rows: bool,
    /// The rows that are to be shown next, where that is not the page that was sent.
    turns_to: Option<Leaf>,
    reading: Reading,
    document: Option<Value>,
    /// What the document would be if nobody had touched the page.
    untouched: Option<Value>,
}

impl Sent {
    /// Reads a form.
    pub fn read(
        site: &Site,
        kind: Kind,
        form: &PartFields,
        excerpt: &Excerpt,
        whole: Whole,
    ) -> Result<Sent, ApiError> {
        let showed = match form.field("before") {
            "" => None,
            text => serde_json::from_str(text).map_err(|_| ApiError::InvalidParameters)?,
        };
        let typed = Typed::of_fields(form.fields());
        let mut reading = match excerpt.leaf {
            Some(_) => Reading::of_leaf(),
            None => Reading::default(),
        };
        let name = excerpt.part.name();
        let mut read = reading.document(&typed, name, &excerpt.form, showed.as_ref());
        if let (Part::Providers, Some(read), Some(chosen)) =
            (excerpt.part, &mut read, &excerpt.chosen)
        {
            offers::complete(read, &site.app.store.reference(), kind, &chosen.value);
        }
        let places = reading.places(name);
        let made = |read: &Option<Value>, places: &Places| {
            let document = whole.document.as_ref();
            let pasted = excerpt.paste(document, showed.as_ref(), read.clone(), places);
            whole.trimmed(excerpt, pasted)
        };
        let document = made(&read, &places);
        let untouched = made(&showed, &Places::new());
        let action = form.field("action");
        let turned = action
            .strip_prefix("leaf ")
            .and_then(|number| number.parse().ok());
        Ok(Sent {
            document,
            untouched,
            whole,
            base: form.field("base").parse().unwrap_or_default(),
            comment: form.field("comment").to_owned(),
            empty_rows: form.field("rows").parse().unwrap_or_default(),
            wants_rows: action == "more",
            turns_to: turned.map(Leaf),
            typed,
            showed,
            read,
            places,
            reading,
        })
    }

    /// Hands in what the form means, or shows it again with what is wrong.
    pub async fn hand_in(
        self,
        site: &Site,
        member: &Member,
        kind: Kind,
        desk: Option<&Desk>,
        excerpt: &Excerpt,
    ) -> Result<Response, ApiError> {
        if self.wants_rows {
            let showing = self.again(kind, desk, excerpt);
            let showing = Showing {
                empty_rows: showing.empty_rows + 3,
                ..showing
            };
            return show(site, member, StatusCode::OK, showing).await;
        }
        let next = self.turns_to.or(excerpt.leaf);
        if let Some(desk) = desk
            && self.document == self.untouched
        {
            let saved = match self.turns_to {
                Some(_) => "",
                None => "0",
            };
            return Ok(Redirect::to(&address(desk, excerpt, next, saved)).into_response());
        }
        let words = member.visitor.words;
        let key = desk.map_or(EntityKey::new(kind, -1), |desk| desk.worded.key);
        let draft = Draft {
            comment: self.comment.clone(),
            changes: vec![DraftChange::Put {
                key,
                base: self.base,
                part: excerpt.part.name().to_owned(),
                document: self.document.clone(),
            }],
        };
        let (status, wrong, faults) = match hand_in(&site.app, &member.account, draft, None).await?
        {
            Ok(outcome) => {
                let made = outcome.entities.first().map(|edited| edited.key);
                let to = match (outcome.proposal, desk, made) {
                    (Some(proposal), ..) => format!("/proposals/{proposal}"),
                    (None, Some(desk), _) => address(desk, excerpt, next, "1"),
                    (None, None, Some(key)) => format!("{}/edit?saved=1", base(key)),
                    (None, None, None) => "/".to_owned(),
                };
                return Ok(Redirect::to(&to).into_response());
            }
            Err(SubmitError::Stale(_)) if desk.is_some() => {
                let edit = merge::Mine {
                    showed: self.showed,
                    read: self.read,
                    places: self.places,
                    comment: self.comment,
                };
                let id = key.id.to_string();
                return merge::show(site, member, kind, &id, excerpt, edit).await;
            }
            Err(SubmitError::Faults(faults)) => (
                StatusCode::BAD_REQUEST,
                "Something is not as it has to be. Nothing was saved.",
                self.by_field(words, excerpt, faults),
            ),
            Err(SubmitError::Locked { fields, .. }) => {
                let locked = |field| Fault::new(field, "A moderator locked this.");
                let faults = fields.into_iter().map(locked).collect();
                (
                    StatusCode::FORBIDDEN,
                    "A moderator locked this.",
                    self.by_field(words, excerpt, faults),
                )
            }
            Err(error) => return refused(site, member, error),
        };
        let showing = Showing {
            wrong: Some(wrong),
            faults,
            ..self.again(kind, desk, excerpt)
        };
        show(site, member, status, showing).await
    }

    /// The page as it was sent.
    fn again<'a>(
        &'a self,
        kind: Kind,
        desk: Option<&'a Desk>,
        excerpt: &'a Excerpt,
    ) -> Showing<'a> {
        Showing {
            desk,
            kind,
            excerpt,
            base: self.base,
            whole: &self.whole,
            before: self.showed.as_ref(),
            typed: self.typed.clone(),
            comment: self.comment.clone(),
            empty_rows: self.empty_rows,
            note: None,
            wrong: None,
            faults: BTreeMap::new(),
        }
    }

    /// Faults by the fields that show what they are about.
    fn by_field(
        &self,
        words: Words,
        excerpt: &Excerpt,
        faults: Vec<Fault>,
    ) -> BTreeMap<String, Vec<String>> {
        let mut by_field: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for Fault { field, message, .. } in faults {
            let within = field
                .split_once("].document")
                .map_or(&*field, |(_, rest)| rest);
            let within = within.trim_start_matches('.');
            let place = excerpt.place(self.document.as_ref(), self.read.as_ref(), within);
            let path = match place {
                Some(place) => self.reading.field(excerpt.part.name(), &place),
                None => field,
            };
            by_field.entry(path).or_default().push(words.tell(&message));
        }
        by_field
    }
}

/// Faults in the language of whoever reads them, each with its field.
pub fn told(words: Words, faults: Vec<Fault>) -> Vec<String> {
    let tell = |fault: Fault| format!("{} {}", fault.field, words.tell(&fault.message));
    faults.into_iter().map(tell).collect()
}

/// The page of a part with the rows of a leaf after it was saved; `saved` says what was, and is empty for nothing.
pub fn address(desk: &Desk, excerpt: &Excerpt, leaf: Option<Leaf>, saved: &str) -> String {
    let saved = Some(("saved", saved.to_owned())).filter(|(_, saved)| !saved.is_empty());
    let chosen = excerpt.chosen.as_ref();
    let chosen = chosen.map(|chosen| (chosen.choice.name(), encoded(&chosen.value)));
    let leaf = leaf.map(|Leaf(number)| (LEAF, number.to_string()));
    let query = saved.into_iter().chain(chosen).chain(leaf);
    let query = query.map(|(name, value)| format!("{name}={value}"));
    let query = query.collect::<Vec<_>>().join("&");
    format!("{}/edit/{}?{query}", desk.base, excerpt.part.name())
}

/// The page that says why something was not taken, for what belongs to no field.
pub fn refused(site: &Site, member: &Member, error: SubmitError) -> Result<Response, ApiError> {
    let (status, text) = match error {
        SubmitError::Store(error) => return Err(error.into()),
        SubmitError::NoProposal => return Err(ApiError::NotFound),
        SubmitError::TooManyProposals => (
            StatusCode::FORBIDDEN,
            "You have as many open proposals as an account may have.",
        ),
        SubmitError::Locked { .. } => (StatusCode::FORBIDDEN, "A moderator locked this."),
        SubmitError::Stale(_) | SubmitError::BuiltUpon { .. } => (
            StatusCode::CONFLICT,
            "It was changed again since. Please look at it anew.",
        ),
        SubmitError::Faults(_) | SubmitError::KeyUsed => (
            StatusCode::BAD_REQUEST,
            "Something is not as it has to be. Nothing was saved.",
        ),
    };
    let visitor = member.visitor.clone();
    Ok(message(site, visitor, status, "Not done", text))
}
