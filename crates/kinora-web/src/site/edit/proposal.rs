//! Edits that wait for a moderator.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kinora_model::EntityKey;
use kinora_model::account::Role;
use kinora_model::draft::DraftChange;
use kinora_model::form::check_comment;
use kinora_store::{Proposal, ProposalState, SubmitError};
use serde::Deserialize;

use super::super::Site;
use super::super::form::Form;
use super::super::member::{Member, Moderator};
use super::super::moment::Moment;
use super::super::page::{Page, answered, failed, private};
use super::super::pages::{Asked, Pages};
use super::super::sections::{Section, cut};
use super::difference::{Difference, FIELDS, differences};
use super::sent::refused;
use super::{base, label, lookup, people};
use crate::editing::answer::Names;
use crate::editing::submit::follow;
use crate::error::ApiError;
use crate::v3::page::PAGE_SIZE;

/// Which proposals.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wish {
    state: String,
    page: Option<i64>,
}

/// A proposal in the list.
struct Row {
    id: i64,
    editor: String,
    comment: String,
    made_at: Moment,
    about: Vec<String>,
}

#[derive(Template)]
#[template(path = "proposals.html")]
struct List {
    page: Page,
    tabs: Vec<(&'static str, &'static str, bool)>,
    rows: Vec<Row>,
    state: &'static str,
    number: i64,
    last: i64,
}

/// What a state is called.
fn state_name(state: ProposalState) -> &'static str {
    match state {
        ProposalState::Open => "Waiting",
        ProposalState::Accepted => "Accepted",
        ProposalState::Rejected => "Rejected",
    }
}

/// `GET /proposals`
pub async fn list(
    State(site): State<Site>,
    Moderator(member): Moderator,
    Query(wish): Query<Wish>,
) -> Response {
    let visitor = member.visitor;
    let made = async {
        let named = ProposalState::ALL.into_iter();
        let mut named = named.filter(|state| state.name() == wish.state || wish.state.is_empty());
        let state = named.next().ok_or(ApiError::NotFound)?;
        let (number, size) = (wish.page.unwrap_or(1), PAGE_SIZE as i64);
        let first = number.saturating_sub(1).saturating_mul(size).max(0);
        let (total, proposals) = site.app.store.proposals(state, first, size).await?;
        let last = ((total + size - 1) / size).max(1);
        if !(1..=last).contains(&number) {
            return Err(ApiError::InvalidPage);
        }
        let editors = proposals.iter().map(|proposal| proposal.account).collect();
        let names = Names::of(&site.app, editors).await?;
        let words = visitor.words;
        let row = |proposal: Proposal| {
            let mut about: Vec<String> = Vec::new();
            for change in &proposal.draft.changes {
                let EntityKey { kind, id } = change.key();
                let id = if id < 0 {
                    words.say("new").to_owned()
                } else {
                    id.to_string()
                };
                let name = format!("{} {id}", words.say(label::kind(kind)));
                if !about.contains(&name) {
                    about.push(name);
                }
            }
            Row {
                id: proposal.id,
                editor: names.name(Some(proposal.account)),
                made_at: Moment::of(proposal.made_at),
                comment: proposal.draft.comment,
                about,
            }
        };
        let title = words.say("Proposals").to_owned();
        let tab = |known: ProposalState| (known.name(), state_name(known), known == state);
        Ok(List {
            page: Page::new(&site, visitor.clone(), "/proposals", &title),
            tabs: ProposalState::ALL.map(tab).to_vec(),
            rows: proposals.into_iter().map(row).collect(),
            state: state.name(),
            number,
            last,
        })
    };
    match made.await {
        Ok(list) => private(&list),
        Err(error) => failed(&site, visitor, &error),
    }
}

/// A change of a proposal.
struct Change {
    what: String,
    address: Option<String>,
    /// How it differs from what there is.
    differences: Vec<Difference>,
}

#[derive(Template)]
#[template(path = "proposal.html")]
struct ProposalPage {
    page: Page,
    id: i64,
    state: &'static str,
    is_open: bool,
    editor: String,
    comment: String,
    made_at: Moment,
    reason: String,
    decided_by: String,
    /// The changes, with the differences that the page shows of each and the address of its entity.
    changes: Vec<(Section<Difference>, Option<String>)>,
    pages: Pages,
    is_moderator: bool,
    wrong: Option<&'static str>,
}

/// The proposal of an address, which its editor and moderators may see.
async fn found(site: &Site, member: &Member, id: &str) -> Result<Proposal, ApiError> {
    let id = id.parse().map_err(|_| ApiError::NotFound)?;
    let found = site.app.store.proposal(id).await?;
    let may_see =
        |proposal: &Proposal| proposal.account == member.account.id || member.visitor.moderates();
    found.filter(may_see).ok_or(ApiError::NotFound)
}

async fn change(site: &Site, member: &Member, change: &DraftChange) -> Result<Change, ApiError> {
    let key = change.key();
    let words = member.visitor.words;
    let name = words.say(label::kind(key.kind));
    let (deed, mut differences) = match change {
        DraftChange::Put { part, document, .. } => {
            let worded = site.app.store.worded(key).await?;
            let current = worded.as_ref().and_then(|worded| {
                let mut parts = worded.parts.iter();
                parts
                    .find(|(known, _)| known == part)
                    .map(|(_, document)| document)
            });
            let known = kinora_model::form::parts(key.kind).find(|(known, _)| known.name() == part);
            let label = known.map_or("", |(part, _)| label::part(part));
            (
                words.say(label).to_owned(),
                differences(current, document.as_ref()),
            )
        }
        DraftChange::Delete { .. } => (words.say("Delete").to_owned(), Vec::new()),
        DraftChange::Restore { .. } => (words.say("Show again").to_owned(), Vec::new()),
        DraftChange::Merge { into, .. } => (format!("→ {into}"), Vec::new()),
        DraftChange::Undo {
            revision, fields, ..
        } => {
            let text = format!(
                "{} {revision} {}",
                words.say("Take back"),
                fields.join(", ")
            );
            (text, Vec::new())
        }
    };
    people::name(site, &mut [(key, &mut differences)]).await?;
    let is_new = key.id < 0;
    let id = if is_new {
        words.say("new").to_owned()
    } else {
        let names = lookup::named(site, vec![key]).await?;
        let name = names.get(&key).filter(|name| !name.is_empty());
        name.map_or_else(|| key.id.to_string(), Clone::clone)
    };
    Ok(Change {
        what: format!("{name} {id}: {deed}"),
        address: (!is_new).then(|| format!("{}/changes", base(key))),
        differences,
    })
}

/// `GET /proposals/{proposal}`
pub async fn page(
    State(site): State<Site>,
    member: Member,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let made = async {
        let proposal = found(&site, &member, &id).await?;
        let asked = asked.number();
        show(&site, &member, proposal, asked, StatusCode::OK, None).await
    };
    answered(&site, &member.visitor, made).await
}

async fn show(
    site: &Site,
    member: &Member,
    proposal: Proposal,
    number: Option<&str>,
    status: StatusCode,
    wrong: Option<&'static str>,
) -> Result<Response, ApiError> {
    let accounts = [Some(proposal.account), proposal.decided_by];
    let names = Names::of(&site.app, accounts.into_iter().flatten().collect()).await?;
    let mut changes = Vec::new();
    for each in &proposal.draft.changes {
        changes.push(change(site, member, each).await?);
    }
    let path = format!("/proposals/{}", proposal.id);
    let total = changes.iter().map(|change| change.differences.len()).sum();
    let pages = Pages::of(number, total, FIELDS, format!("{path}?page="))?;
    let changes = changes.into_iter();
    let (groups, addresses): (Vec<_>, Vec<_>) = changes
        .map(|change| ((change.what, change.differences), change.address))
        .unzip();
    let sections = cut(groups, &pages.rows());
    let visitor = member.visitor.clone();
    let title = format!("{} {}", visitor.words.say("Proposal"), proposal.id);
    let template = ProposalPage {
        page: Page::new(site, visitor, &path, &title),
        id: proposal.id,
        state: state_name(proposal.state),
        is_open: proposal.state == ProposalState::Open,
        editor: names.name(Some(proposal.account)),
        made_at: Moment::of(proposal.made_at),
        decided_by: names.name(proposal.decided_by),
        comment: proposal.draft.comment,
        reason: proposal.reason,
        changes: sections.into_iter().zip(addresses).collect(),
        pages,
        is_moderator: member.visitor.moderates(),
        wrong,
    };
    Ok((status, private(&template)).into_response())
}

/// `POST /proposals/{proposal}/{decision}`
pub async fn decide(
    State(site): State<Site>,
    member: Member,
    Path((id, decision)): Path<(String, String)>,
    form: Form,
) -> Response {
    let decided = async {
        let proposal = found(&site, &member, &id).await?;
        let (store, reason) = (&site.app.store, form.field("reason"));
        if check_comment(reason).is_some() {
            let wrong = Some("Please write a reason of at most 1,000 characters.");
            return show(
                &site,
                &member,
                proposal,
                None,
                StatusCode::BAD_REQUEST,
                wrong,
            )
            .await;
        }
        let done = match decision.as_str() {
            "accept" => {
                if let Some(refused) = member.refused(&site, Role::Moderator) {
                    return Ok(refused);
                }
                let accepted = store.accept_proposal(proposal.id, member.account.id, reason);
                accepted.await.map(drop)
            }
            "reject" => {
                store
                    .reject_proposal(proposal.id, member.account.id, reason)
                    .await
            }
            _ => return Err(ApiError::NotFound),
        };
        match done {
            Ok(()) => {
                follow(&site.app).await;
                let to = format!("/proposals/{}", proposal.id);
                Ok(Redirect::to(&to).into_response())
            }
            Err(SubmitError::Stale(_) | SubmitError::BuiltUpon { .. }) => {
                let wrong = Some("What it is about was changed since it was proposed.");
                show(&site, &member, proposal, None, StatusCode::CONFLICT, wrong).await
            }
            Err(error) => refused(&site, &member, error),
        }
    };
    answered(&site, &member.visitor, decided).await
}
