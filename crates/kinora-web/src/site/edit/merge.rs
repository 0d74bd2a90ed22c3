//! When others changed the same part meanwhile: the page that shows what they and the editor did to it, and puts both together.

use askama::Template;
use axum::extract::{Extension, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kinora_model::Kind;
use kinora_model::draft::{Draft, DraftChange};
use kinora_model::revert::revert;
use kinora_store::SubmitError;
use serde_json::{Value, json};

use super::super::Site;
use super::super::member::{Editor, Member};
use super::super::page::{Page, answered, private};
use super::super::shortcut::Shortcut;
use super::choice::Chosen;
use super::difference::{Difference, differences};
use super::excerpt::Excerpt;
use super::leaf::Places;
use super::sent::{address, refused, told};
use super::whole::Whole;
use super::{Desk, PartFields, label, people};
use crate::editing::submit::hand_in;
use crate::error::ApiError;

/// What an editor made of what a page showed.
pub struct Mine {
    /// What it showed.
    pub showed: Option<Value>,
    /// What it became.
    pub read: Option<Value>,
    /// Where its rows shall stand in lists that it did not show whole.
    pub places: Places,
    /// Why.
    pub comment: String,
}

/// The same of the whole document. What the page did not show is as others left it.
struct Edit {
    base: Option<Value>,
    mine: Option<Value>,
}

impl Mine {
    fn of_whole(&self, excerpt: &Excerpt, theirs: Option<&Value>) -> Edit {
        let showed = self.showed.as_ref();
        let base = excerpt.paste(theirs, showed, self.showed.clone(), &Places::new());
        Edit {
            mine: excerpt.paste(base.as_ref(), showed, self.read.clone(), &self.places),
            base,
        }
    }
}

/// A field that both changed.
struct Clash {
    field: String,
    /// The same as pages show it.
    label: String,
    mine: Vec<Difference>,
    theirs: Vec<Difference>,
}

#[derive(Template)]
#[template(path = "edit_merge.html")]
struct MergePage {
    page: Page,
    heading: String,
    part: &'static str,
    address: String,
    action: String,
    version: i64,
    chosen: Option<Chosen>,
    leaf: Option<usize>,
    before: String,
    document: String,
    places: String,
    comment: String,
    clashes: Vec<Clash>,
    mine: Vec<Difference>,
    theirs: Vec<Difference>,
    faults: Vec<String>,
}

/// Whether one field is the other or inside of it.
fn is_within(field: &str, outer: &str) -> bool {
    outer.is_empty()
        || field
            .strip_prefix(outer)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

fn touches(field: &str, other: &str) -> bool {
    is_within(field, other) || is_within(other, field)
}

impl Edit {
    /// The fields that both changed.
    fn clashes(&self, theirs: Option<&Value>) -> Vec<String> {
        let (base, mine) = (self.base.as_ref(), self.mine.as_ref());
        revert(base, mine, theirs, &[]).err().unwrap_or_default()
    }

    /// What they made of it with what the editor made of it, of the fields that both changed those that are `chosen`.
    fn merged(&self, theirs: Option<&Value>, chosen: impl Fn(&str) -> bool) -> Option<Value> {
        let (base, mine) = (self.base.as_ref(), self.mine.as_ref());
        let clashes = self.clashes(theirs);
        let changes = kinora_model::diff::diff(base, mine);
        let peaceful = changes
            .into_iter()
            .map(|change| change.field)
            .filter(|field| !clashes.iter().any(|clash| touches(field, clash)));
        let mut peaceful: Vec<String> = peaceful.collect();
        let mut merged = theirs.cloned();
        if clashes.is_empty() {
            // All of it, and with it the order of rows that have become others as well.
            peaceful.clear();
        }
        if clashes.is_empty() || !peaceful.is_empty() {
            merged = revert(base, mine, theirs, &peaceful).unwrap_or(merged);
        }
        for clash in clashes.into_iter().filter(|clash| chosen(clash)) {
            // From theirs to mine, whatever was before.
            let field = std::slice::from_ref(&clash);
            merged = revert(theirs, mine, merged.as_ref(), field).unwrap_or(merged);
        }
        merged
    }
}

/// Shows what both did.
pub async fn show(
    site: &Site,
    member: &Member,
    kind: Kind,
    id: &str,
    excerpt: &Excerpt,
    edit: Mine,
) -> Result<Response, ApiError> {
    let desk = Desk::of(site, kind, id).await?;
    let whole = Whole::of(site, &member.visitor, &desk, excerpt).await?;
    let on = On { desk, whole };
    page(site, member, &on, excerpt, &edit, Vec::new()).await
}

/// What is merged with.
struct On {
    desk: Desk,
    whole: Whole,
}

async fn page(
    site: &Site,
    member: &Member,
    On { desk, whole }: &On,
    excerpt: &Excerpt,
    mine: &Mine,
    faults: Vec<String>,
) -> Result<Response, ApiError> {
    let theirs = whole.document.as_ref();
    let edit = mine.of_whole(excerpt, theirs);
    let carried = mine;
    let (base, mine) = (edit.base.as_ref(), edit.mine.as_ref());
    let mut my_changes = differences(base, mine);
    let mut their_changes = differences(base, theirs);
    let key = desk.worded.key;
    let told = &mut [(key, &mut my_changes), (key, &mut their_changes)];
    people::name(site, told).await?;
    let clashes = edit.clashes(theirs).into_iter().map(|field| {
        let take = |changes: &mut Vec<Difference>| {
            let all = std::mem::take(changes).into_iter();
            let (within, rest) = all.partition(|change| touches(&change.field, &field));
            *changes = rest;
            within
        };
        let mine: Vec<Difference> = take(&mut my_changes);
        let shown = mine.iter().find(|change| change.field == field);
        let label = shown.map_or_else(|| field.clone(), |change| change.label.clone());
        Clash {
            mine,
            theirs: take(&mut their_changes),
            label,
            field,
        }
    });
    let clashes = clashes.collect();
    let part = label::part_of(desk.worded.key.kind, excerpt.part);
    let visitor = member.visitor.clone();
    let action = format!("{}/edit/{}/merge", desk.base, excerpt.part.name());
    let title = format!("{} – {}", desk.name, visitor.words.say(part));
    let mut page = Page::new(site, visitor, &desk.address, &title);
    page.shortcuts = vec![Shortcut::SUBMIT_FORM];
    let status = match faults.is_empty() {
        true => StatusCode::CONFLICT,
        false => StatusCode::BAD_REQUEST,
    };
    let json = |document: Option<&Value>| document.map(Value::to_string).unwrap_or_default();
    let template = MergePage {
        heading: desk.name.clone(),
        part,
        address: format!("{}/edit/{}", desk.base, excerpt.part.name()),
        version: desk.worded.version,
        chosen: excerpt.chosen.clone(),
        leaf: excerpt.leaf.map(|leaf| leaf.0),
        before: json(carried.showed.as_ref()),
        document: json(carried.read.as_ref()),
        places: json!(carried.places).to_string(),
        comment: carried.comment.clone(),
        clashes,
        mine: my_changes,
        theirs: their_changes,
        faults,
        action,
        page,
    };
    Ok((status, private(&template)).into_response())
}

/// `POST /{kind}/{id}/edit/{part}/merge`
pub async fn save(
    State(site): State<Site>,
    Extension(kind): Extension<Kind>,
    Editor(member): Editor,
    Path((id, part)): Path<(String, String)>,
    form: PartFields,
) -> Response {
    let saved = async {
        let desk = Desk::of(&site, kind, &id).await?;
        let asked = |name: &str| form.field(name);
        let excerpt = Excerpt::of(kind, &part, asked, member.visitor.reads())?;
        let whole = Whole::of(&site, &member.visitor, &desk, &excerpt).await?;
        let document = |name: &str| match form.field(name) {
            "" => Ok(None),
            text => serde_json::from_str(text).map_err(|_| ApiError::InvalidParameters),
        };
        let places = match form.field("places") {
            "" => Ok(Places::new()),
            text => serde_json::from_str(text),
        };
        let edit = Mine {
            showed: document("before")?,
            read: document("document")?,
            places: places.map_err(|_| ApiError::InvalidParameters)?,
            comment: form.field("comment").to_owned(),
        };
        let (key, version) = (desk.worded.key, desk.worded.version);
        let on = On { desk, whole };
        if form.field("version") != version.to_string() {
            // It has changed once more.
            return page(&site, &member, &on, &excerpt, &edit, Vec::new()).await;
        }
        let chosen = |field: &str| form.field(&format!("choice#{field}")) == "mine";
        let theirs = on.whole.document.as_ref();
        let merged = edit.of_whole(&excerpt, theirs).merged(theirs, chosen);
        let draft = Draft {
            comment: edit.comment.clone(),
            changes: vec![DraftChange::Put {
                key,
                base: version,
                part: excerpt.part.name().to_owned(),
                document: on.whole.trimmed(&excerpt, merged),
            }],
        };
        match hand_in(&site.app, &member.account, draft, None).await? {
            Ok(outcome) => {
                let to = match outcome.proposal {
                    Some(proposal) => format!("/proposals/{proposal}"),
                    None => address(&on.desk, &excerpt, excerpt.leaf, "1"),
                };
                Ok(Redirect::to(&to).into_response())
            }
            Err(SubmitError::Stale(_)) => show(&site, &member, kind, &id, &excerpt, edit).await,
            Err(SubmitError::Faults(faults)) => {
                let faults = told(member.visitor.words, faults);
                page(&site, &member, &on, &excerpt, &edit, faults).await
            }
            Err(error) => refused(&site, &member, error),
        }
    };
    answered(&site, &member.visitor, saved).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_one_changed_stays_and_what_both_changed_is_chosen() {
        let edit = Edit {
            base: Some(json!({"a": 1, "b": 1, "c": 1, "list": [{"id": 1, "x": 1}]})),
            mine: Some(json!({"a": 2, "b": 2, "c": 1, "list": [{"id": 1, "x": 2}, {"id": 2}]})),
        };
        let theirs = json!({"a": 1, "b": 3, "c": 4, "list": [{"id": 1, "x": 3}, {"id": 3}]});

        let clashes = edit.clashes(Some(&theirs));
        let mine = edit.merged(Some(&theirs), |_| true);
        let other = edit.merged(Some(&theirs), |_| false);

        assert_eq!(clashes, ["b", "list[1].x"]);
        let merged =
            json!({"a": 2, "b": 2, "c": 4, "list": [{"id": 1, "x": 2}, {"id": 2}, {"id": 3}]});
        assert_eq!(mine, Some(merged));
        let merged =
            json!({"a": 2, "b": 3, "c": 4, "list": [{"id": 1, "x": 3}, {"id": 2}, {"id": 3}]});
        assert_eq!(other, Some(merged));
    }

    #[test]
    fn rows_are_told_apart_by_their_credits_and_keep_their_new_order() {
        let row =
            |credit: &str, part: &str| json!({"credit_id": credit, "person": 5, "character": part});
        let list = |rows: [Value; 3]| json!({ "cast": rows });
        let edit = Edit {
            base: Some(list([row("a", "A"), row("b", "B"), row("c", "C")])),
            mine: Some(list([row("c", "C"), row("a", "Mine"), row("b", "B")])),
        };
        let theirs = list([row("a", "A"), row("b", "Theirs"), row("c", "C")]);

        assert!(edit.clashes(Some(&theirs)).is_empty());
        let merged = list([row("c", "C"), row("a", "Mine"), row("b", "Theirs")]);
        assert_eq!(edit.merged(Some(&theirs), |_| false), Some(merged));
    }

    #[test]
    fn nothing_but_clashes_leaves_theirs_unless_mine_is_chosen() {
        let edit = Edit {
            base: Some(json!({"a": 1})),
            mine: Some(json!({"a": 2})),
        };
        let theirs = json!({"a": 3, "b": 1});
        assert_eq!(edit.merged(Some(&theirs), |_| false), Some(theirs.clone()));
        assert_eq!(
            edit.merged(Some(&theirs), |_| true),
            Some(json!({"a": 2, "b": 1}))
        );
    }
}
