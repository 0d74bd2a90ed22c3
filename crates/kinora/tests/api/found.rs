//! Probes.

use kinora_dumps::archive::{Import, Progress, Summary};
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::rows::*;

fn ids(v: &Value) -> Vec<String> {
    v.as_array()
        .into_iter()
        .flatten()
        .map(|r| format!("{}:{}", r["credit_id"], r["character"]))
        .collect()
}

#[tokio::test]
async fn p01_only_german() {
    let app = TestApp::with(&[answer_in(
        "de",
        "/3/movie/11",
        movie(11, "L").and(json!({"title":"T"})),
    )])
    .await;
    let r = app.get("/3/movie/11").await;
    println!(
        "P01 runtime {} homepage {} poster {} title {} overview {}",
        r.json["runtime"],
        r.json["homepage"],
        r.json["poster_path"],
        r.json["title"],
        r.json["overview"]
    );
    let r = app.get("/3/movie/11?language=fr").await;
    println!(
        "P01 fr runtime {} homepage {}",
        r.json["runtime"], r.json["homepage"]
    );
}

fn s1(with: bool) -> Value {
    let tom = cast(card(32, "Tom"), "c22", "Sailor", 5);
    let g = |e: Value| e.with("guest_stars", json!([tom]));
    let e2 = episode(212, 21, 1, 2, "B");
    answer(
        "/3/tv/21/season/1",
        season(
            201,
            1,
            vec![
                g(episode(211, 21, 1, 1, "A")),
                if with { g(e2) } else { e2 },
            ],
        ),
    )
}

#[tokio::test]
async fn p02_guest_leaves() {
    let app = TestApp::with(&[answer("/3/tv/21", series(21, "H")), s1(true)]).await;
    println!(
        "P02 before {}",
        app.get("/3/person/32/tv_credits")
            .await
            .at("/cast/0/episode_count")
    );
    app.import(&[s1(false)]).await;
    println!(
        "P02 after one left {}",
        app.get("/3/person/32/tv_credits")
            .await
            .at("/cast/0/episode_count")
    );
    let none = season(
        201,
        1,
        vec![episode(211, 21, 1, 1, "A"), episode(212, 21, 1, 2, "B")],
    );
    app.import(&[answer("/3/tv/21/season/1", none)]).await;
    println!(
        "P02 after both left: person {} series credits {}",
        app.get("/3/person/32/tv_credits").await.json["cast"],
        app.get("/3/tv/21/credits").await.json["cast"]
    );
}

#[tokio::test]
async fn p03_regulars_of_earlier_seasons() {
    let ida = cast(card(31, "Ida"), "c21", "Moll", 0);
    let ana = cast(card(33, "Ana"), "c23", "New", 0);
    let app = TestApp::with(&[
        answer("/3/tv/21", series(21, "H")),
        s1(true),
        answer(
            "/3/tv/21/season/1/credits",
            json!({"id":201,"cast":[ida],"crew":[]}),
        ),
        answer(
            "/3/tv/21/season/2",
            season(202, 2, vec![episode(221, 21, 2, 1, "C")]),
        ),
        answer(
            "/3/tv/21/season/2/credits",
            json!({"id":202,"cast":[ana],"crew":[]}),
        ),
    ])
    .await;
    println!(
        "P03 series credits {:?} (documented: the latest season's)",
        ids(&app.get("/3/tv/21/credits").await.json["cast"])
    );
    println!(
        "P03 Ida's episode_count {} aggregate {}",
        app.get("/3/person/31/tv_credits")
            .await
            .at("/cast/0/episode_count"),
        app.get("/3/tv/21/aggregate_credits").await.json["cast"][0]["total_episode_count"]
    );
}

#[tokio::test]
async fn p04_aggregate_leaks_into_credits() {
    let role = json!({"order":0,"total_episode_count":7,"roles":[{"character":"Sailor","credit_id":"c22","episode_count":7}]});
    let ida = cast(card(31, "Ida"), "c21", "Moll", 0);
    let app = TestApp::with(&[
        answer("/3/tv/21", series(21, "H")),
        answer("/3/tv/21/season/1", season(201, 1, vec![])),
        answer(
            "/3/tv/21/season/1/credits",
            json!({"id":201,"cast":[ida],"crew":[]}),
        ),
        answer(
            "/3/tv/21/aggregate_credits",
            json!({"id":21,"cast":[card(32,"Tom").and(role)],"crew":[]}),
        ),
    ])
    .await;
    println!(
        "P04 credits {:?}",
        ids(&app.get("/3/tv/21/credits").await.json["cast"])
    );
    let app2 = TestApp::with(&[
        answer("/3/tv/21", series(21, "H")),
        answer("/3/tv/21/credits", json!({"id":21,"cast":[],"crew":[]})),
    ])
    .await;
    println!("P04 own empty {}", app2.get("/3/tv/21/credits").await.json);
}

#[tokio::test]
async fn p05_imdb_changes() {
    let app = TestApp::with(&[answer(
        "/3/movie/11",
        movie(11, "L").with("imdb_id", "tt0000011"),
    )])
    .await;
    app.import(&[answer(
        "/3/movie/11",
        movie(11, "L").with("imdb_id", "tt0000012"),
    )])
    .await;
    println!(
        "P05 old {} new {}",
        app.get("/3/movie/tt0000011").await.status,
        app.get("/3/movie/tt0000012").await.status
    );
    app.import(&[answer(
        "/3/movie/11",
        movie(11, "L")
            .with("imdb_id", Value::Null)
            .with("tagline", "x"),
    )])
    .await;
    println!(
        "P05 null later: {}",
        app.get("/3/movie/11").await.json["imdb_id"]
    );
}

#[tokio::test]
async fn p06_regions() {
    let at = || answer_in("de-AT", "/3/movie/11", movie(11, "Orig"));
    let de = || {
        answer_in(
            "de-DE",
            "/3/movie/11",
            movie(11, "Orig").with("title", "Deutsch"),
        )
    };
    for rows in [[at(), de()], [de(), at()]] {
        let app = TestApp::with(&rows).await;
        println!(
            "P06 {}",
            app.get("/3/movie/11?language=de-AT").await.json["title"]
        );
    }
}

async fn try_import(rows: &[Value]) -> Summary {
    let folder = tempfile::tempdir().unwrap();
    let store = kinora_store::Store::open(folder.path()).await.unwrap();
    let archive: String = rows.iter().map(|row| format!("{row}\n")).collect();
    let runtime = tokio::runtime::Handle::current();
    tokio::task::spawn_blocking(move || {
        let mut s = Summary::default();
        Import::new(store, std::sync::Arc::new(Progress::default()), false)
            .reader("rows", archive.as_bytes(), &runtime, &mut s)
            .unwrap();
        s
    })
    .await
    .unwrap()
}

#[tokio::test]
async fn p07_nulls() {
    let m = |name: &str, body: Value| answer(&format!("/3/movie/11/{name}"), body.with("id", 11));
    for (what, row) in [
        (
            "image vote null",
            m(
                "images",
                json!({"posters":[image("/a.jpg").with("vote_average", Value::Null)]}),
            ),
        ),
        (
            "image vote text",
            m(
                "images",
                json!({"posters":[image("/a.jpg").with("vote_average", "5.3")]}),
            ),
        ),
        (
            "image aspect int",
            m(
                "images",
                json!({"posters":[image("/a.jpg").with("aspect_ratio", 1)]}),
            ),
        ),
        (
            "image width float",
            m(
                "images",
                json!({"posters":[image("/a.jpg").with("width", 1500.0)]}),
            ),
        ),
        ("images list null", m("images", json!({"posters":null}))),
        (
            "video country null",
            m(
                "videos",
                json!({"results":[video("en","US","e").with("iso_3166_1", Value::Null)]}),
            ),
        ),
        (
            "video lang null",
            m(
                "videos",
                json!({"results":[video("en","US","e").with("iso_639_1", Value::Null)]}),
            ),
        ),
        (
            "video published null",
            m(
                "videos",
                json!({"results":[video("en","US","e").with("published_at", Value::Null)]}),
            ),
        ),
        (
            "video size null",
            m(
                "videos",
                json!({"results":[video("en","US","e").with("size", Value::Null)]}),
            ),
        ),
        ("videos null", m("videos", json!({"results":null}))),
        (
            "release lang null",
            m(
                "release_dates",
                json!({"results":[{"iso_3166_1":"SE","release_dates":[{"certification":"","descriptors":[],"iso_639_1":null,"note":"","release_date":"1999-10-15T00:00:00.000Z","type":3}]}]}),
            ),
        ),
        (
            "release note null",
            m(
                "release_dates",
                json!({"results":[{"iso_3166_1":"SE","release_dates":[{"note":null,"release_date":"1999-10-15T00:00:00.000Z","type":3}]}]}),
            ),
        ),
        (
            "offer null",
            m(
                "watch/providers",
                json!({"results":{"SE":{"link":"x","flatrate":null}}}),
            ),
        ),
        (
            "offer priority null",
            m(
                "watch/providers",
                json!({"results":{"SE":{"link":"x","rent":[{"provider_id":1,"provider_name":"a","display_priority":null,"logo_path":null}]}}}),
            ),
        ),
        (
            "offer link null",
            m("watch/providers", json!({"results":{"SE":{"link":null}}})),
        ),
        (
            "providers array",
            m("watch/providers", json!({"results":[]})),
        ),
        (
            "rating null",
            answer(
                "/3/tv/21/content_ratings",
                json!({"id":21,"results":[{"iso_3166_1":"DE","rating":null}]}),
            ),
        ),
        (
            "rating desc null",
            answer(
                "/3/tv/21/content_ratings",
                json!({"id":21,"results":[{"iso_3166_1":"DE","rating":"1","descriptors":null}]}),
            ),
        ),
        ("keywords null", m("keywords", json!({"keywords":null}))),
        (
            "credits character null",
            m(
                "credits",
                json!({"cast":[cast(card(1,"a"),"c","x",0).with("character", Value::Null)],"crew":null}),
            ),
        ),
        (
            "review rating text",
            m(
                "reviews",
                json!({"results":[review("a","b").with("author_details", json!({"rating":"7"}))]}),
            ),
        ),
        (
            "legacy null",
            m(
                "releases",
                json!({"countries":[{"iso_3166_1":"SE","certification":null,"release_date":null,"primary":null}]}),
            ),
        ),
        (
            "tagged",
            answer(
                "/3/person/31/tagged_images",
                json!({"id":31,"results":[image("/a.jpg").and(json!({"vote_average":null,"media_type":"movie","media":movie_row(&movie(11,"L"))}))]}),
            ),
        ),
    ] {
        let s = try_import(&[row]).await;
        if s.malformed_count > 0 {
            println!("P07 {what}: LOST {}", s.malformed[0].2);
        }
    }
}

#[tokio::test]
async fn p08_told_pages() {
    // second page of reviews replaces?
    let app = TestApp::with(&[answer("/3/movie/11", movie(11, "L")),
        answer("/3/person/31", person(31, "I")),
        answer_to("/3/person/31/tagged_images", json!({"page":"1"}), json!({"id":31,"page":1,"results":[image("/a.jpg").and(json!({"image_type":"backdrop","media_type":"movie","media":movie_row(&movie(11,"L"))}))],"total_pages":2,"total_results":2})),
        answer_to("/3/person/31/tagged_images", json!({"page":"2"}), json!({"id":31,"page":2,"results":[image("/b.jpg").and(json!({"image_type":"backdrop","media_type":"movie","media":movie_row(&movie(11,"L"))}))],"total_pages":2,"total_results":2})),
    ]).await;
    println!(
        "P08 tagged after 2 pages: {}",
        app.get("/3/person/31/tagged_images").await.json["total_results"]
    );
}

#[tokio::test]
async fn p09_stat_order() {
    let full = answer("/3/movie/11", movie(11, "L").without("popularity"));
    let part = answer(
        "/3/discover/movie",
        json!({"results":[movie_row(&movie(11,"L")).with("popularity", 3.0)]}),
    );
    for rows in [[full.clone(), part.clone()], [part, full]] {
        let app = TestApp::with(&rows).await;
        println!("P09 {}", app.get("/3/movie/11").await.json["popularity"]);
    }
}

#[tokio::test]
async fn p10_episode_credits_order() {
    // episode credits row before season row
    let tom = cast(card(32, "Tom"), "c22", "Sailor", 5);
    let c = answer(
        "/3/tv/21/season/1/episode/1/credits",
        json!({"id":211,"cast":[],"crew":[],"guest_stars":[tom]}),
    );
    let noid = answer(
        "/3/tv/21/season/1/episode/1/credits",
        json!({"cast":[],"crew":[],"guest_stars":[tom]}),
    );
    let s = answer(
        "/3/tv/21/season/1",
        season(
            201,
            1,
            vec![
                episode(211, 21, 1, 1, "A")
                    .without("guest_stars")
                    .without("crew"),
            ],
        ),
    );
    let t = answer("/3/tv/21", series(21, "H"));
    for rows in [
        vec![c.clone(), s.clone(), t.clone()],
        vec![t.clone(), s.clone(), c.clone()],
        vec![t.clone(), s.clone(), noid.clone()],
        vec![noid, s, t],
    ] {
        let app = TestApp::with(&rows).await;
        println!(
            "P10 {} {}",
            app.get("/3/tv/21/season/1/episode/1/credits").await.json["guest_stars"]
                .as_array()
                .map_or(0, Vec::len),
            app.get("/3/person/32/tv_credits").await.json["cast"][0]["episode_count"]
        );
    }
}

#[tokio::test]
async fn p11_filters() {
    let app = TestApp::with(&[answer("/3/movie/11", movie(11, "L"))]).await;
    for q in [
        "language=de&language=fr",
        "page=01",
        "page=%201",
        "page=+1",
        "append_to_response=images&include_image_language=null",
    ] {
        let r = app.get(&format!("/3/movie/11/reviews?{q}")).await;
        println!("P11 {q} {}", r.status);
    }
    let r = app
        .get_with("/3/movie/11", &[("accept-encoding", "gzip, br, zstd")])
        .await;
    println!(
        "P11 {:?} {:?}",
        r.headers.get_all("vary").iter().collect::<Vec<_>>(),
        r.header("content-encoding")
    );
    let r = app
        .get_with("/3/movie/99", &[("accept-encoding", "gzip")])
        .await;
    println!("P11 404 {:?}", r.headers);
    let r = app.get_with("/3/movie/11", &[("if-none-match", "*")]).await;
    println!("P11 304 {:?}", r.headers);
}

#[tokio::test]
async fn p12_two_seasons_same_place() {
    // the season's id changes
    let app = TestApp::with(&[answer(
        "/3/tv/21",
        series(21, "H").with("seasons", json!([season_row(&season(201, 1, vec![]))])),
    )])
    .await;
    app.import(&[answer(
        "/3/tv/21",
        series(21, "H").with("seasons", json!([season_row(&season(299, 1, vec![]))])),
    )])
    .await;
    println!(
        "P12 {:?} {}",
        app.get("/3/tv/21").await.json["seasons"]
            .as_array()
            .map(|s| s.iter().map(|s| s["id"].clone()).collect::<Vec<_>>()),
        app.get("/3/tv/21/season/1").await.json["id"]
    );
}

#[tokio::test]
async fn p13_collection_membership() {
    let with = movie(11, "L").with(
        "belongs_to_collection",
        json!({"id":41,"name":"C","poster_path":null,"backdrop_path":null}),
    );
    let app = TestApp::with(&[answer("/3/movie/11", with)]).await;
    println!(
        "P13 {}",
        app.get("/3/collection/41").await.json["parts"]
            .as_array()
            .map_or(0, Vec::len)
    );
    app.import(&[answer("/3/movie/11", movie(11, "L"))]).await;
    println!(
        "P13 left {}",
        app.get("/3/collection/41").await.json["parts"]
            .as_array()
            .map_or(0, Vec::len)
    );
}
