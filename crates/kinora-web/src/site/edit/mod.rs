//! Pages on which people change the catalogue.
//!
//! Which fields a page has follows from the forms of parts in the model ([`sheet`]), what a posted page means as well ([`reading`]), so that
//! there is one page and one way to read it for every part of every kind. What it means is handed in where the editing API
//! hands it in.

mod below;
mod choice;
mod create;
mod difference;
mod excerpt;
mod history;
pub mod image;
mod label;
mod leaf;
mod lookup;
mod merge;
mod moderate;
mod offers;
mod part;
mod people;
mod proposal;
mod reading;
mod sent;
mod sheet;
mod suggestions;
mod typed;
mod whole;

use axum::Router;
use axum::extract::Extension;
use axum::routing::{get, post};
use kinora_model::{EntityKey, Kind, Part};
use kinora_store::Worded;
use serde_json::Value;

use super::Site;
use super::address::id;
use super::form::Form;
use super::subject::segment;
use crate::error::ApiError;

/// A form with a part: it holds the largest document twice, once as it was and once with the names of its fields.
type PartFields = Form<{ crate::LARGEST_FORM }>;

/// The pages of editors.
pub fn routes() -> Router<Site> {
    let router = Router::new()
        .route("/edit/find/{kind}", get(lookup::suggestions))
        .route("/changes", get(history::newest))
        .route("/proposals", get(proposal::list))
        .route("/proposals/{proposal}", get(proposal::page))
        .route("/proposals/{proposal}/{decision}", post(proposal::decide));
    Kind::ALL.into_iter().fold(router, |router, kind| {
        let name = segment(kind);
        let base = format!("/{name}/{{id}}");
        let of_kind = Router::new()
            .route(
                &format!("/{name}/new"),
                get(create::page).post(create::make),
            )
            .route(&format!("{base}/edit"), get(part::facts))
            .route(
                &format!("{base}/edit/{{part}}"),
                get(part::page).post(part::save),
            )
            .route(&format!("{base}/edit/{{part}}/merge"), post(merge::save))
            .route(
                &format!("{base}/edit/state/{{deed}}"),
                post(moderate::set_state),
            )
            .route(&format!("{base}/edit/locks/{{deed}}"), post(moderate::lock))
            .route(&format!("{base}/edit/images/add"), post(image::add))
            .route(&format!("{base}/changes"), get(history::page))
            .route(
                &format!("{base}/changes/{{revision}}"),
                get(history::revision),
            )
            .route(
                &format!("{base}/changes/{{revision}}/undo"),
                post(history::undo),
            );
        router.merge(of_kind.layer(Extension(kind)))
    })
}

/// An entity on the desk of an editor.
struct Desk {
    worded: Worded,
    /// The name that its facts tell.
    name: String,
    /// Its page, for readers.
    address: String,
    /// The address below which its pages for editors are.
    base: String,
}

impl Desk {
    /// The entity that a segment of an address names, whatever its state.
    async fn of(site: &Site, kind: Kind, segment: &str) -> Result<Desk, ApiError> {
        let key = EntityKey::new(kind, id(segment).ok_or(ApiError::NotFound)?);
        let worded = site.app.store.worded(key).await?;
        Ok(Desk::with(worded.ok_or(ApiError::NotFound)?))
    }

    fn with(worded: Worded) -> Desk {
        let key = worded.key;
        let nothing = Value::Null;
        let facts = worded.parts.iter().find(|(name, _)| *name == "facts");
        let facts = facts.map_or(&nothing, |(_, facts)| facts);
        let base = base(key);
        Desk {
            name: lookup::name(key.kind, facts),
            address: reader_address(key, facts).unwrap_or_else(|| base.clone()),
            base,
            worded,
        }
    }

    /// The document of a part, in the form in which editors write it.
    fn document(&self, part: Part) -> Option<&Value> {
        let mut parts = self.worded.parts.iter();
        let found = parts.find(|(name, _)| *name == part.name());
        found.map(|(_, document)| document)
    }
}

/// The address below which the pages for editors of an entity are.
fn base(key: EntityKey) -> String {
    format!("/{}/{}", segment(key.kind), key.id)
}

/// The page of an entity for readers; those of seasons and episodes are below their series.
fn reader_address(key: EntityKey, facts: &Value) -> Option<String> {
    let number = |name: &str| facts.get(name).and_then(Value::as_i64);
    Some(match key.kind {
        Kind::Season => format!("/tv/{}/season/{}", number("series")?, number("number")?),
        Kind::Episode => format!(
            "/tv/{}/season/{}/episode/{}",
            number("series")?,
            number("season")?,
            number("number")?
        ),
        _ => base(key),
    })
}
