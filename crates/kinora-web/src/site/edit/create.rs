//! Making a new entity: the page of its facts, from which the pages of its other parts follow.

use std::collections::BTreeMap;

use axum::extract::{Extension, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use kinora_model::{Kind, Part};

use super::super::Site;
use super::super::member::Editor;
use super::super::page::answered;
use super::PartFields;
use super::excerpt::Excerpt;
use super::part::{Showing, show};
use super::sent::Sent;
use super::typed::Typed;
use super::whole::Whole;

/// `GET /{kind}/new`. The query may fill fields, by their paths: `facts.series=5`.
pub async fn page(
    State(site): State<Site>,
    Extension(kind): Extension<Kind>,
    Editor(member): Editor,
    Query(filled): Query<Vec<(String, String)>>,
) -> Response {
    let shown = async {
        let excerpt = Excerpt::of(kind, Part::Facts.name(), |_| "", member.visitor.reads())?;
        let filled = filled.iter();
        let filled = filled.map(|(name, text)| (name.as_str(), text.as_str()));
        let showing = Showing {
            desk: None,
            kind,
            excerpt: &excerpt,
            base: 0,
            whole: &Whole::default(),
            before: None,
            typed: Typed::of_fields(filled),
            comment: String::new(),
            empty_rows: 0,
            note: None,
            wrong: None,
            faults: BTreeMap::new(),
        };
        show(&site, &member, StatusCode::OK, showing).await
    };
    answered(&site, &member.visitor, shown).await
}

/// `POST /{kind}/new`
pub async fn make(
    State(site): State<Site>,
    Extension(kind): Extension<Kind>,
    Editor(member): Editor,
    form: PartFields,
) -> Response {
    let made = async {
        let excerpt = Excerpt::of(kind, Part::Facts.name(), |_| "", member.visitor.reads())?;
        let sent = Sent::read(&site, kind, &form, &excerpt, Whole::default())?;
        sent.hand_in(&site, &member, kind, None, &excerpt).await
    };
    answered(&site, &member.visitor, made).await
}
