//! Names beside the numbers in differences: whose credit a row is, and who a person is.

use std::collections::HashMap;

use kinora_model::credit::Credit;
use kinora_model::{EntityKey, Kind};

use super::super::Site;
use super::difference::Difference;
use super::lookup;
use crate::error::ApiError;

/// Names the people of the credits of movies and series that differences mention, those of each title. The credits of a title
/// are read once, and the names of all people together. Of credits that are gone only the numbers are known.
pub async fn name(
    site: &Site,
    told: &mut [(EntityKey, &mut Vec<Difference>)],
) -> Result<(), ApiError> {
    let mut credits: HashMap<EntityKey, Vec<Credit>> = HashMap::new();
    for (title, changes) in told.iter() {
        if has_people(*title, changes) && !credits.contains_key(title) {
            credits.insert(*title, site.app.store.credits_of_title(*title).await?);
        }
    }
    if credits.is_empty() {
        return Ok(());
    }
    for (title, credits) in &mut credits {
        let of_title = told.iter().filter(|(key, _)| key == title);
        let changes: Vec<&Difference> = of_title.flat_map(|(_, changes)| changes.iter()).collect();
        credits.retain(|credit| changes.iter().any(|change| change.mentions(&credit.id)));
    }
    let key = |id| EntityKey::new(Kind::Person, id);
    let of_credits = credits
        .values()
        .flatten()
        .filter_map(|credit| credit.person);
    let changed = (told.iter()).filter(|(title, _)| credits.contains_key(title));
    let changed = changed.flat_map(|(_, changes)| changes.iter());
    let changed = changed.filter(|change| is_person(change));
    let changed = changed.flat_map(|change| [&change.before, &change.after]);
    let changed = changed.filter_map(|id| id.parse().ok());
    let people = of_credits.chain(changed).map(key).collect();
    let names = lookup::named(site, people).await?;
    for (title, changes) in told {
        let Some(credits) = credits.get(title) else {
            continue;
        };
        for change in changes.iter_mut() {
            for credit in credits {
                if let Some(name) = credit.person.and_then(|id| names.get(&key(id))) {
                    change.put_name(&credit.id, name);
                }
            }
            if is_person(change) {
                for value in [&mut change.before, &mut change.after] {
                    if let Some(name) = value.parse().ok().and_then(|id| names.get(&key(id))) {
                        *value = format!("{value} {name}");
                    }
                }
            }
        }
    }
    Ok(())
}

/// Whether differences of a movie or series may mention people.
fn has_people(title: EntityKey, changes: &[Difference]) -> bool {
    let has_rows = |change: &Difference| change.field.contains('[') || is_person(change);
    matches!(title.kind, Kind::Movie | Kind::Series) && changes.iter().any(has_rows)
}

/// Whether it says who somebody is.
fn is_person(change: &Difference) -> bool {
    change.field == "person" || change.field.ends_with(".person")
}
