//! Whose answers a change reaches.
//!
//! An answer knows what it was made of: a movie's credits are made of the movie and of every person in them. So a change of
//! something reaches all that show it by itself. What is told here beyond that are those that *begin* to show it, or cease to:
//! a person who gets a credit, a collection that gets a movie, a series that gets an episode.

use kinora_model::{EntityKey, Kind, Part};
use kinora_store::Revision;
use serde_json::Value;

/// What a change reaches.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// These entities.
    Entities(Vec<EntityKey>),
    /// Everything.
    Everything,
}

/// What a change reaches. `series` is the one that a season or episode belongs to.
pub(crate) fn affected(revision: &Revision, series: Option<i64>) -> Reach {
    // A bulk load tells nothing of what it changed. What is deleted, merged or brought back is so seldom, and it reaches so
    // far, that it is not worth following.
    let key = match revision.key {
        Some(key) if revision.part != Part::State.name() => key,
        _ => return Reach::Everything,
    };
    let mut reached = vec![key];
    reached.extend(series.map(|id| EntityKey::new(Kind::Series, id)));
    if revision.part == Part::Facts.name() {
        reached.extend(named(revision, "series", Kind::Series));
        reached.extend(named(revision, "collection", Kind::Collection));
    }
    if revision.part == Part::Credits.name() {
        reached.extend(named(revision, "person", Kind::Person));
        reached.extend(title_before(revision));
    }
    reached.sort_unstable();
    reached.dedup();
    Reach::Entities(reached)
}

/// The entities that a field named before the change and names after it.
fn named(revision: &Revision, field: &str, kind: Kind) -> impl Iterator<Item = EntityKey> {
    let before = revision
        .before
        .iter()
        .filter_map(move |document| document.get(field));
    let changes = revision.changes.iter();
    let changes = changes.filter(move |change| change.field == field);
    let after = changes.filter_map(|change| change.after.as_ref());
    let ids = before.chain(after).filter_map(Value::as_i64);
    ids.map(move |id| EntityKey::new(kind, id))
}

/// The title that a credit had before it changed.
pub(crate) fn title_before(revision: &Revision) -> Option<EntityKey> {
    let title = revision.before.as_ref()?.get("title")?;
    let kind = title.get("kind")?.as_str()?;
    let kind = Kind::ALL.into_iter().find(|known| known.name() == kind)?;
    Some(EntityKey::new(kind, title.get("id")?.as_i64()?))
}

#[cfg(test)]
mod tests {
    use kinora_model::diff::diff;
    use serde_json::json;

    use super::*;

    fn change(key: EntityKey, part: Part, before: Option<Value>, after: &Value) -> Revision {
        Revision {
            seq: 1,
            key: Some(key),
            part: part.name(),
            editor: None,
            comment: String::new(),
            made_at: 0,
            changes: diff(before.as_ref(), Some(after)),
            before,
        }
    }

    fn reached(revision: &Revision, series: Option<i64>) -> Vec<String> {
        match affected(revision, series) {
            Reach::Entities(keys) => keys.iter().map(EntityKey::to_string).collect(),
            Reach::Everything => vec!["everything".to_owned()],
        }
    }

    #[test]
    fn a_change_reaches_what_it_is_about() {
        let movie = EntityKey::new(Kind::Movie, 11);
        let before = Some(json!({ "budget": 1 }));
        let revision = change(movie, Part::Facts, before, &json!({ "budget": 2 }));

        assert_eq!(reached(&revision, None), ["movie 11"]);
    }

    #[test]
    fn a_credit_reaches_its_title_and_person_of_before_and_after() {
        let new = json!({ "title": { "kind": "movie", "id": 11 }, "person": 5, "job": "Director" });
        let old = json!({ "title": { "kind": "movie", "id": 12 }, "person": 6, "job": "Director" });
        let movie = EntityKey::new(Kind::Movie, 11);

        let made = change(movie, Part::Credits, None, &new);
        assert_eq!(reached(&made, None), ["movie 11", "person 5"]);
        let moved = change(movie, Part::Credits, Some(old), &new);
        let all = ["movie 11", "movie 12", "person 5", "person 6"];
        assert_eq!(reached(&moved, None), all);
    }

    #[test]
    fn places_reach_what_they_are_in() {
        let movie = EntityKey::new(Kind::Movie, 11);
        let before = Some(json!({ "collection": 3 }));
        let moved = change(movie, Part::Facts, before, &json!({ "collection": 4 }));
        let all = ["movie 11", "collection 3", "collection 4"];
        assert_eq!(reached(&moved, None), all);

        let episode = EntityKey::new(Kind::Episode, 7);
        let made = change(
            episode,
            Part::Facts,
            None,
            &json!({ "series": 2, "season": 1 }),
        );
        assert_eq!(reached(&made, None), ["series 2", "episode 7"]);
        let told = change(episode, Part::Texts, None, &json!({ "seen": [] }));
        assert_eq!(reached(&told, Some(2)), ["series 2", "episode 7"]);
    }

    #[test]
    fn what_comes_and_goes_reaches_everything() {
        let movie = EntityKey::new(Kind::Movie, 11);
        let deleted = change(movie, Part::State, None, &json!({ "state": "deleted" }));
        assert_eq!(affected(&deleted, None), Reach::Everything);

        let bulk = Revision {
            key: None,
            ..deleted
        };
        assert_eq!(affected(&bulk, None), Reach::Everything);
    }
}
