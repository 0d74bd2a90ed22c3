//! The header that tells those who ask for a chain of languages where texts came from.

use serde_json::{Value, json};

use crate::app::{Reply, TestApp};
use crate::chains::lamp;
use crate::films::*;

const SOURCES: &str = "kinora-languages";

/// The members of the header that tells sources: names with the languages in their inner lists (RFC 8941, 3.2).
fn sources(reply: &Reply) -> Vec<(String, Vec<String>)> {
    let header = reply.header(SOURCES);
    assert!(!header.is_empty(), "no {SOURCES} in {:?}", reply.headers);
    let member = |member: &str| {
        let (name, list) = member.split_once("=(").expect("a name and an inner list");
        let is_key = |letter: char| letter.is_ascii_lowercase() || letter == '_';
        assert!(!name.is_empty() && name.chars().all(is_key), "{member}");
        let items = list
            .strip_suffix(')')
            .expect("the end of an inner list")
            .split(' ');
        let items: Vec<String> = items.map(str::to_owned).collect();
        let is_token = |item: &String| {
            item.starts_with(|first: char| first.is_ascii_alphabetic())
                && item
                    .chars()
                    .all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
        };
        assert!(items.iter().all(is_token), "{member}");
        (name.to_owned(), items)
    };
    header.split(", ").map(member).collect()
}

/// The languages that a field came from.
fn source(reply: &Reply, field: &str) -> Vec<String> {
    let members = sources(reply);
    let mut of_field = members.into_iter().filter(|(name, _)| name == field);
    let languages = of_field.next().map(|(_, languages)| languages);
    assert!(of_field.next().is_none(), "{field} is told twice");
    languages.unwrap_or_default()
}

#[tokio::test]
async fn a_chain_of_one_is_a_language() {
    let app = TestApp::with(&lamp()).await;

    for (one, same) in [
        ("de,", "de"),
        (",%20fr-CA", "fr-CA"),
        (",,en,,", "en"),
        (",", "en-US"),
        ("%20", "en-US"),
    ] {
        let chain = app.get(&format!("/3/movie/11?language={one}")).await;
        let alone = app.get(&format!("/3/movie/11?language={same}")).await;

        assert_eq!(chain.json, alone.json, "{one}");
        assert!(chain.headers.get(SOURCES).is_none(), "{one}");
    }
}

#[tokio::test]
async fn the_header_tells_where_texts_came_from() {
    let app = TestApp::with(&lamp()).await;

    let reply = app.get("/3/movie/11?language=fr-CA,de,en").await;

    assert_eq!(source(&reply, "title"), ["fr-FR"]);
    assert_eq!(source(&reply, "overview"), ["fr-CA"]);
    assert_eq!(source(&reply, "tagline"), ["de-DE"]);
    let exposed = reply.header("access-control-expose-headers");
    assert!(exposed.to_ascii_lowercase().contains(SOURCES), "{exposed}");
}

#[tokio::test]
async fn the_header_of_a_list_tells_every_language_once() {
    let rows = [
        vec![
            film(1, json!({})),
            film(2, json!({})),
            film(3, json!({})),
            film(4, json!({})),
        ],
        vec![translations("movie/1", &[("fr-CA", "Un", "Premier.")])],
        vec![translations("movie/2", &[("de-DE", "Zwei", "")])],
        vec![translations("movie/3", &[("fr-CA", "Trois", "")])],
    ];
    let app = TestApp::with(&rows.concat()).await;

    let reply = app.get("/3/discover/movie?language=fr-CA,de").await;

    let titles: Vec<&Value> = (0..4)
        .map(|row| reply.at(&format!("/results/{row}/title")))
        .collect();
    assert_eq!(titles, ["Un", "Zwei", "Trois", "Film 4"]);
    assert_eq!(source(&reply, "title"), ["fr-CA", "de-DE", "original"]);
    assert_eq!(source(&reply, "overview"), ["fr-CA"]);
}

#[tokio::test]
async fn the_header_is_there_only_when_there_is_something_to_tell() {
    let app = TestApp::with(&lamp()).await;

    for target in [
        "/3/movie/11",
        "/3/movie/11?language=de",
        "/3/movie/11/keywords?language=fr,en",
        "/3/configuration/languages?language=fr,en",
        "/3/movie/11/credits?language=fr,en",
        "/3/discover/movie?language=fr,en&page=9",
        "/3/movie/999?language=fr,en",
    ] {
        let reply = app.get(target).await;

        assert!(
            reply.headers.get(SOURCES).is_none(),
            "{target}: {:?}",
            reply.header(SOURCES)
        );
    }
}
