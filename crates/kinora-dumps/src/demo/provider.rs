//! Where the films can be watched: everything here is in the public domain in the United States, and the Internet Archive
//! keeps it.

use serde_json::{Value, json};

use super::{answer, ids, picture};

/// The one provider.
pub const NAME: &str = "Internet Archive";

/// The lists of providers.
pub fn rows() -> Vec<Value> {
    let provider = json!({
        "display_priorities": { "US": 1 },
        "display_priority": 1,
        "logo_path": picture::of_provider(NAME).path,
        "provider_name": NAME,
        "provider_id": ids::id(1),
    });
    let list = json!({ "results": [provider] });
    vec![
        answer::row("watch/providers/movie", list.clone()),
        answer::row("watch/providers/tv", list),
    ]
}

/// The `watch/providers` answer of a title that a search for these words finds.
pub fn free(search_words: &str) -> Value {
    let offer = json!({
        "logo_path": picture::of_provider(NAME).path,
        "provider_id": ids::id(1),
        "provider_name": NAME,
        "display_priority": 1,
    });
    let link = format!("https://archive.org/search?query={search_words}");
    json!({ "results": { "US": { "link": link, "free": [offer] } } })
}
