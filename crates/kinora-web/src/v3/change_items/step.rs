//! Paths of fields in the words of the store.

/// The first step of a field's path: `posters[/a.jpg].iso_639_1` is a name, an item and a rest.
pub(super) struct Step<'a> {
    pub(super) name: &'a str,
    pub(super) item: Option<&'a str>,
    pub(super) rest: &'a str,
}

impl<'a> Step<'a> {
    pub(super) fn first(path: &'a str) -> Step<'a> {
        let end = path.find(['.', '[']).unwrap_or(path.len());
        let (name, behind) = path.split_at(end);
        let Some(items) = behind.strip_prefix('[') else {
            return Step {
                name,
                item: None,
                rest: behind.trim_start_matches('.'),
            };
        };
        let end = items.find("].").into_iter().chain(items.find("][")).min();
        let end = end.unwrap_or(items.len().saturating_sub(1));
        let (item, rest) = items.split_at(end);
        Step {
            name,
            item: Some(item),
            rest: rest.trim_start_matches(']').trim_start_matches('.'),
        }
    }
}
