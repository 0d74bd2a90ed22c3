//! Parts of which editors see one thing at a time, and images of others.

use serde_json::json;

use crate::app::TestApp;
use crate::catalogue;
use crate::form_fields::Fields;
use crate::rows::answer;
use crate::site_editing::{desk, form_at, leads_to, signed_in, with_roles};

#[tokio::test]
async fn offers_are_edited_country_by_country() {
    let app = desk().await;
    let mut anna = signed_in(&app, "anna").await;
    let before = app.get("/3/movie/11/watch/providers").await;
    assert!(before.json["results"]["FI"].is_null());

    let page = "/movie/11/edit/providers?country=FI";
    let form = form_at(&mut anna, page).await;
    let saved = form
        .with("providers.link", "https://watch.example/lamp")
        .with("providers.rent[0].provider_id", "8")
        .with("providers.rent[0].provider_name", "Lamp Video")
        .save(&mut anna)
        .await;
    leads_to(&saved, "/movie/11/edit/providers?saved=1&country=FI");
    let wrong = form_at(&mut anna, page).await;
    let wrong = wrong
        .with("providers.buy[0].provider_id", "many")
        .save(&mut anna)
        .await;

    assert_eq!(wrong.status, 400);
    assert!(
        wrong
            .text()
            .contains("id=\"x-providers.buy[0].provider_id\""),
        "{}",
        wrong.text()
    );
    let after = app.get("/3/movie/11/watch/providers").await;
    assert_eq!(after.at("/results/FI/rent/0/provider_name"), "Lamp Video");
    for (country, offers) in before.json["results"].as_object().expect("countries") {
        assert_eq!(&after.json["results"][country], offers, "{country}");
    }
    assert_eq!(
        anna.get("/movie/11/edit/providers?country=Sweden")
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn a_filmography_is_put_in_order() {
    let app = desk().await;
    let mut anna = signed_in(&app, "anna").await;
    let list = async || {
        let credits = app.get("/3/person/31/combined_credits").await;
        let cast = credits.json["cast"].as_array().expect("a cast").clone();
        cast.iter()
            .map(|row| row["credit_id"].as_str().expect("an id").to_owned())
            .collect::<Vec<_>>()
    };
    let before = list().await;
    assert!(before.len() > 1, "{before:?}");

    let form = form_at(&mut anna, "/person/31/edit/credits?list=combined.cast").await;
    let last = format!("credits[{}]", before.len() - 1);
    assert_eq!(form.text(&last), before[before.len() - 1]);
    let saved = form
        .with(&format!("{last}#place"), "0")
        .save(&mut anna)
        .await;
    leads_to(&saved, "/person/31/edit/credits?saved=1&list=combined.cast");

    let mut expected = before.clone();
    expected.rotate_right(1);
    assert_eq!(list().await, expected);
    assert_eq!(anna.get("/person/31/edit/credits?list=x").await.status, 404);
}

#[tokio::test]
async fn tagged_images_name_their_titles() {
    let app = desk().await;
    let mut anna = signed_in(&app, "anna").await;
    let found = anna.get("/edit/find/title?query=lamplighter").await;
    assert_eq!(found.json[0]["value"], "movie 11 The Lamplighter");

    let form = form_at(&mut anna, "/person/31/edit/tagged").await;
    let row = form.next_row("tagged");
    let field = |name: &str| format!("{row}.{name}");
    let unclear = form
        .with(&field("file_path"), "/tagged.jpg")
        .with(&field("image_type"), "still")
        .with(&field("media"), "The Lamplighter")
        .save(&mut anna)
        .await;
    assert_eq!(unclear.status, 400);
    assert!(
        unclear.text().contains("<option>movie 11 The Lamplighter"),
        "{}",
        unclear.text()
    );
    let form = Fields::of(&unclear).with(&field("media"), "movie 11 The Lamplighter");
    leads_to(
        &form.save(&mut anna).await,
        "/person/31/edit/tagged?saved=1",
    );

    let images = app.get("/3/person/31/tagged_images").await;
    let rows = images.json["results"].as_array().expect("images");
    let tagged = rows
        .iter()
        .find(|row| row["file_path"] == "/tagged.jpg")
        .expect("the image");
    assert_eq!(tagged["media"]["id"], 11);
}

#[tokio::test]
async fn providers_that_the_catalogue_knows_are_named_by_their_numbers() {
    let provider = json!({
        "display_priorities": {"FI": 3}, "display_priority": 9, "logo_path": "/flick.jpg",
        "provider_name": "Flick", "provider_id": 8,
    });
    let mut rows = catalogue::rows();
    rows.push(answer(
        "/3/watch/providers/movie",
        json!({ "results": [provider] }),
    ));
    let app = with_roles(TestApp::with(&rows).await).await;
    let mut anna = signed_in(&app, "anna").await;

    let page = anna.get("/movie/11/edit/providers?country=FI").await;
    assert!(page.text().contains("<option value=\"8\">Flick</option>"));
    let form = Fields::of(&page).with("providers.flatrate[0].provider_id", "8");
    leads_to(
        &form.save(&mut anna).await,
        "/movie/11/edit/providers?saved=1",
    );

    let offers = app.get("/3/movie/11/watch/providers").await;
    let expected = json!({
        "display_priority": 3, "logo_path": "/flick.jpg", "provider_id": 8, "provider_name": "Flick",
    });
    assert_eq!(offers.json["results"]["FI"]["flatrate"], json!([expected]));
}
