//! API keys.

use kinora_store::{Secrets, random_hex};

use super::TestStore;

/// New random secrets.
pub fn secrets() -> Secrets {
    Secrets {
        key: random_hex(16).unwrap(),
        token: random_hex(32).unwrap(),
    }
}

pub async fn a_key_is_found_by_its_key_and_by_its_token(store: TestStore) {
    let (ours, theirs) = (secrets(), secrets());
    let created = store.create_api_key("television", &ours).await.unwrap();
    store.create_api_key("phone", &theirs).await.unwrap();

    let by_key = store.api_key_of(&ours.key).await.unwrap();
    let by_token = store.api_key_of(&ours.token).await.unwrap();
    let by_guess = store.api_key_of(&random_hex(16).unwrap()).await.unwrap();

    assert_eq!(created.name, "television");
    assert_eq!(created.revoked_at, None);
    assert!(created.created_at > 0);
    assert_eq!(by_key, Some(created.clone()));
    assert_eq!(by_token, Some(created));
    assert_eq!(by_guess, None);
}

pub async fn a_revoked_key_opens_nothing(store: TestStore) {
    let (first, second, other) = (secrets(), secrets(), secrets());
    for (name, secrets) in [
        ("television", &first),
        ("television", &second),
        ("phone", &other),
    ] {
        store.create_api_key(name, secrets).await.unwrap();
    }

    let revoked = store.revoke_api_keys("television").await.unwrap();
    let again = store.revoke_api_keys("television").await.unwrap();

    assert_eq!((revoked, again), (2, 0));
    for secret in [&first.key, &first.token, &second.key] {
        assert_eq!(store.api_key_of(secret).await.unwrap(), None);
    }
    assert!(store.api_key_of(&other.key).await.unwrap().is_some());
    let listed = store.api_keys().await.unwrap();
    let valid: Vec<bool> = listed.iter().map(|key| key.revoked_at.is_none()).collect();
    assert_eq!(valid, [false, false, true]);
}

pub async fn keys_are_listed_oldest_first(store: TestStore) {
    for name in ["television", "phone", "archive"] {
        store.create_api_key(name, &secrets()).await.unwrap();
    }

    let keys = store.api_keys().await.unwrap();

    let names: Vec<&str> = keys.iter().map(|key| key.name.as_str()).collect();
    assert_eq!(names, ["television", "phone", "archive"]);
}

pub async fn a_secret_belongs_to_one_key_only(store: TestStore) {
    let secrets = secrets();
    store.create_api_key("television", &secrets).await.unwrap();

    let again = store.create_api_key("phone", &secrets).await;

    assert!(again.is_err());
    assert_eq!(store.api_keys().await.unwrap().len(), 1);
}
