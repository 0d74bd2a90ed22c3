//! What only a store in files can be asked: its bytes, its schema, its folder.

use std::fs;

use kinora_store::{Store, StoreError};

use super::TestStore;
use super::keys::secrets;

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn the_files_never_contain_the_secrets_of_a_key() {
    let store = TestStore::sqlite().await;
    let secrets = secrets();
    store.create_api_key("television", &secrets).await.unwrap();
    store.api_key_of(&secrets.token).await.unwrap();

    let files = fs::read_dir(store.folder()).unwrap();
    let bytes: Vec<Vec<u8>> = files
        .map(|file| fs::read(file.unwrap().path()).unwrap())
        .collect();

    let anywhere = |text: &str| bytes.iter().any(|bytes| contains(bytes, text));
    assert!(anywhere("television"));
    assert!(!anywhere(&secrets.key));
    assert!(!anywhere(&secrets.token));
}

#[tokio::test]
async fn a_schema_of_a_newer_program_is_refused_with_both_numbers() {
    let store = TestStore::sqlite().await;
    let file = rusqlite::Connection::open(store.folder().join("catalogue.sqlite")).unwrap();
    let ours: i64 = file
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    file.pragma_update(None, "user_version", 987).unwrap();

    let refused = Store::open(store.folder()).await.err().unwrap();

    assert!(
        matches!(refused, StoreError::NewerSchema { found: 987, known } if known == ours),
        "{refused}"
    );
    let message = refused.to_string();
    assert!(message.contains("schema 987"), "{message}");
    assert!(message.contains(&format!("up to {ours}")), "{message}");
}

#[tokio::test]
async fn a_folder_that_is_missing_is_made() {
    let store = TestStore::sqlite().await;
    let folder = store.folder().join("data/kinora");

    let opened = Store::open(&folder).await.unwrap();

    assert_eq!(opened.last_seq().await.unwrap(), 0);
    assert!(folder.is_dir());
}

#[tokio::test]
async fn a_file_in_place_of_the_folder_is_named() {
    let store = TestStore::sqlite().await;
    let file = store.folder().join("notes.txt");
    fs::write(&file, "not a folder").unwrap();

    let refused = Store::open(&file).await.err().unwrap();

    assert!(matches!(refused, StoreError::Folder { .. }), "{refused}");
    assert!(refused.to_string().contains("notes.txt"));
}
