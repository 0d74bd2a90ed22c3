//! Names beside the numbers in differences: whose credit a row is, and who a person is.

use kinora_model::{EntityKey, Kind};

use super::super::Site;
use super::difference::Difference;
use super::lookup;
use crate::error::ApiError;

/// Names the people of the credits of a movie or series that differences mention. Of credits that are gone only the numbers are known.
pub async fn name(
    site: &Site,
    title: EntityKey,
    changes: &mut [Difference],
) -> Result<(), ApiError> {
    let is_title = matches!(title.kind, Kind::Movie | Kind::Series);
    let has_rows = |change: &Difference| change.field.contains('[') || is_person(change);
    if !is_title || !changes.iter().any(has_rows) {
        return Ok(());
    }
    let mut credits = site.app.store.credits_of_title(title).await?;
    credits.retain(|credit| changes.iter().any(|change| change.mentions(&credit.id)));
    let key = |id| EntityKey::new(Kind::Person, id);
    let of_credits = credits.iter().filter_map(|credit| credit.person);
    let changed = changes.iter().filter(|change| is_person(change));
    let changed = changed.flat_map(|change| [&change.before, &change.after]);
    let changed = changed.filter_map(|id| id.parse().ok());
    let people = of_credits.chain(changed).map(key).collect();
    let names = lookup::named(site, people).await?;
    for change in changes {
        for credit in &credits {
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
    Ok(())
}

/// Whether it says who somebody is.
fn is_person(change: &Difference) -> bool {
    change.field == "person" || change.field.ends_with(".person")
}
