//! Settings that the catalogue carries with it.

use super::TestStore;

pub async fn a_setting_is_what_it_was_set_to_last(store: TestStore) {
    for (name, value) in [
        ("name", "Kinora"),
        ("region", "DE"),
        ("name", "Kinora Berlin"),
    ] {
        store.set_setting(name, value).await.unwrap();
    }

    let name = store.setting("name").await.unwrap();
    let region = store.setting("region").await.unwrap();
    let other = store.setting("other").await.unwrap();

    assert_eq!(name.as_deref(), Some("Kinora Berlin"));
    assert_eq!(region.as_deref(), Some("DE"));
    assert_eq!(other, None);
}
