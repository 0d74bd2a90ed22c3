//! What changes the catalogue: every operation makes a draft, and one function hands it in.

use axum::http::{HeaderMap, Method};
use kinora_model::account::{Account, Role};
use kinora_model::draft::{Draft, DraftChange};
use kinora_model::form::{Fault, Form};
use kinora_model::{EntityKey, Kind, Part};
use kinora_store::{Once, Outcome, Submission, SubmitError};
use schemars::Schema;
use serde_json::{Map, Value};

use super::answer::Made;
use super::request::{self, Create, Edits, Merge, Put, SetState, Undo, read};
use super::{account_with, number, refusal};
use crate::App;
use crate::error::ApiError;
use crate::v3::operation::{Call, Operation, Reply, inline_schema};

/// The setting that makes edits of contributors wait for a moderator.
pub const REVIEW_EDITS: &str = "review_edits";

/// The largest body of an edit, in bytes.
const LARGEST_BODY: usize = 1024 * 1024;

/// The longest `Idempotency-Key`.
const LONGEST_KEY: usize = 200;

type Body = Map<String, Value>;

/// An operation that makes a draft of its body.
fn drafting(
    method: Method,
    path: &str,
    summary: &str,
    body: Schema,
    draft: impl Fn(&Call, Body) -> Result<Draft, ApiError> + Copy + Send + Sync + 'static,
) -> Operation {
    let operation = Operation::reading(
        method,
        path,
        summary,
        body,
        move |call: Call, body: Body| async move {
            let account = account_with(&call, Role::Contributor)?;
            let once = once(&call, &body)?;
            let draft = draft(&call, body)?;
            submit(&call.app, &account, draft, once).await
        },
    );
    operation
        .answering(&[200, 201, 202])
        .with_bodies_up_to(LARGEST_BODY)
}

/// `POST /edits`
pub fn edits() -> Operation {
    let summary = "Several changes in one edit";
    drafting(
        Method::POST,
        "/edits",
        summary,
        inline_schema::<Edits>(),
        |_, body| read::<Edits>(body)?.into_draft(),
    )
}

/// What can be done to an entity as a whole.
pub fn operations(kind: Kind) -> Vec<Operation> {
    let name = kind.name();
    let below = |path: &str| format!("/{name}/{{id}}/{path}");
    let key = move |call: &Call| Ok::<_, ApiError>(EntityKey::new(kind, number(call, 0)?));
    let one = |comment, change| Draft {
        comment,
        changes: vec![change],
    };
    vec![
        drafting(
            Method::POST,
            &format!("/{name}"),
            &format!("Make a {name}"),
            request::schema_of_create(kind),
            move |_, body| {
                let Create { comment, mut parts } = read(body)?;
                let put = |(part, document)| DraftChange::Put {
                    key: EntityKey::new(kind, -1),
                    base: 0,
                    part,
                    document: Some(document),
                };
                // What else there is may depend on facts.
                let facts = parts.remove_entry("facts");
                let changes = facts.into_iter().chain(parts).map(put).collect();
                Ok(Draft { comment, changes })
            },
        ),
        drafting(
            Method::POST,
            &below("delete"),
            &format!("Delete a {name}"),
            inline_schema::<SetState>(),
            move |call, body| {
                let SetState { comment, base } = read(body)?;
                let key = key(call)?;
                Ok(one(comment, DraftChange::Delete { key, base }))
            },
        ),
        drafting(
            Method::POST,
            &below("restore"),
            &format!("Show a deleted or merged {name} again"),
            inline_schema::<SetState>(),
            move |call, body| {
                let SetState { comment, base } = read(body)?;
                let key = key(call)?;
                Ok(one(comment, DraftChange::Restore { key, base }))
            },
        ),
        drafting(
            Method::POST,
            &below("merge"),
            &format!("Say that a {name} is another one"),
            inline_schema::<Merge>(),
            move |call, body| {
                let Merge {
                    comment,
                    base,
                    into,
                } = read(body)?;
                let key = key(call)?;
                Ok(one(comment, DraftChange::Merge { key, base, into }))
            },
        ),
        drafting(
            Method::POST,
            &below("revisions/{revision}/undo"),
            &format!("Take a revision of a {name} back"),
            inline_schema::<Undo>(),
            move |call, body| {
                let Undo { comment, fields } = read(body)?;
                let (key, revision) = (key(call)?, number(call, 1)?);
                let undo = DraftChange::Undo {
                    key,
                    revision,
                    fields,
                };
                Ok(one(comment, undo))
            },
        ),
    ]
}

/// `PUT /{kind}/{id}/{part}`
pub fn part(kind: Kind, part: Part, form: &Form) -> Operation {
    let path = format!("/{}/{{id}}/{}", kind.name(), part.name());
    let summary = format!("Change the {} of a {}", part.name(), kind.name());
    let schema = request::schema_of_put(form);
    drafting(Method::PUT, &path, &summary, schema, move |call, body| {
        if !body.contains_key("document") {
            return Err(refusal::faults(&[Fault::new("document", "is required")]));
        }
        let Put {
            comment,
            base,
            document,
        } = read(body)?;
        let put = DraftChange::Put {
            key: EntityKey::new(kind, number(call, 0)?),
            base,
            part: part.name().to_owned(),
            document,
        };
        Ok(Draft {
            comment,
            changes: vec![put],
        })
    })
}

/// The `Idempotency-Key` of a request, bound to all of it.
fn once(call: &Call, body: &Body) -> Result<Option<Once>, ApiError> {
    let Some(key) = idempotency_key(&call.headers)? else {
        return Ok(None);
    };
    let request = format!("{} {}", call.target, Value::Object(body.clone()));
    Ok(Some(Once::of(key, &request)))
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<&str>, ApiError> {
    let Some(value) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    let key = value.to_str().ok();
    let key = key.filter(|key| (1..=LONGEST_KEY).contains(&key.len()));
    let fault = || {
        Fault::new(
            "Idempotency-Key",
            format!("has to have 1 to {LONGEST_KEY} characters"),
        )
    };
    key.map(Some).ok_or_else(|| refusal::faults(&[fault()]))
}

/// Whether only moderators make such a change.
fn is_for_moderators(change: &DraftChange) -> bool {
    matches!(
        change,
        DraftChange::Delete { .. } | DraftChange::Restore { .. } | DraftChange::Merge { .. }
    )
}

async fn submit(
    app: &App,
    account: &Account,
    draft: Draft,
    once: Option<Once>,
) -> Result<Reply<Made>, ApiError> {
    match hand_in(app, account, draft, once).await? {
        Ok(outcome) => Ok(reply(outcome)),
        Err(error) => Err(refusal::of(app, error).await),
    }
}

/// Hands a draft in; what it changes is visible when this answers. It is the one way in which people change the catalogue, over
/// JSON and on the website. The account has to be a contributor.
pub async fn hand_in(
    app: &App,
    account: &Account,
    draft: Draft,
    once: Option<Once>,
) -> Result<Result<Outcome, SubmitError>, ApiError> {
    let is_moderator = account.role >= Role::Moderator;
    if !is_moderator && draft.changes.iter().any(is_for_moderators) {
        return Err(refusal::not_allowed(Role::Moderator));
    }
    let review = app.store.setting(REVIEW_EDITS).await?;
    let submission = Submission {
        draft,
        account: account.id,
        is_bound: !is_moderator,
        is_proposal: !is_moderator && review.as_deref() == Some("true"),
        once,
    };
    let submitted = app.store.submit(submission).await;
    if submitted.is_ok() {
        follow(app).await;
    }
    Ok(submitted)
}

/// Brings this node to the end of the feed, so that whoever wrote sees what they wrote. What is committed stays so when that
/// fails: the follower tries again.
pub async fn follow(app: &App) {
    let followed = match app.store.refresh().await {
        Ok(_) => app.index.follow().await,
        Err(error) => Err(error),
    };
    if let Err(error) = followed {
        tracing::error!(%error, "cannot follow an edit");
    }
}

fn reply(outcome: Outcome) -> Reply<Made> {
    let is_new = outcome
        .entities
        .iter()
        .any(|entity| entity.placeholder.is_some());
    let is_proposal = outcome.proposal.is_some();
    let made = Made::from(outcome);
    match (is_proposal, is_new) {
        (true, _) => Reply::accepted(made),
        (false, true) => Reply::created(made),
        (false, false) => Reply::from(made),
    }
}
