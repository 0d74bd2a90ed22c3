//! Which movies pass the filters of discover (contract 3.10).

use serde_json::json;

use crate::app::TestApp;
use crate::films::*;
use crate::rows::*;

const MOVIES: &str = "/3/discover/movie";

/// Three films that share genres, keywords, companies and people, all with the same ids.
async fn three_films() -> TestApp {
    let film = |id: i64, ids: &[i64]| film(id, genres(ids).and(companies(ids)));
    TestApp::with(&[
        film(1, &[18, 35]),
        keywords("movie/1", "keywords", &[18, 35]),
        people(1, &[18, 35], 33),
        film(2, &[18]),
        keywords("movie/2", "keywords", &[18]),
        people(2, &[18], 18),
        film(3, &[35]),
        keywords("movie/3", "keywords", &[35]),
        people(3, &[35], 34),
    ])
    .await
}

#[tokio::test]
async fn a_comma_asks_for_all_values_and_a_bar_for_any() {
    let app = three_films().await;

    for name in [
        "with_genres",
        "with_keywords",
        "with_companies",
        "with_cast",
    ] {
        for (value, expected) in [
            ("18", vec![1, 2]),
            ("18,35", vec![1]),
            ("18|35", vec![1, 2, 3]),
            ("18%2C35", vec![1]),
            ("18%7c35", vec![1, 2, 3]),
            // The comma is the outer one of the two.
            ("18|35,18", vec![1, 2]),
            ("35,18|99", vec![1]),
            ("+18+,+35+", vec![1]),
            ("18-drama", vec![1, 2]),
            ("99", vec![]),
            ("99|35", vec![1, 3]),
            ("99,35", vec![]),
            ("", vec![1, 2, 3]),
            (",", vec![1, 2, 3]),
            ("|", vec![1, 2, 3]),
            ("18,", vec![1, 2]),
            ("|35|", vec![1, 3]),
        ] {
            let target = format!("{MOVIES}?{name}={value}");

            assert_eq!(found(&app, &target).await, expected, "{target}");
        }
    }
}

#[tokio::test]
async fn each_value_that_must_not_be_there_hides_a_movie() {
    let app = three_films().await;

    for name in ["without_genres", "without_keywords", "without_companies"] {
        for (value, expected) in [
            ("18", vec![3]),
            ("18,35", vec![]),
            ("18|35", vec![]),
            ("99", vec![1, 2, 3]),
            ("35%7C99", vec![2]),
            ("", vec![1, 2, 3]),
            (",|,", vec![1, 2, 3]),
        ] {
            let target = format!("{MOVIES}?{name}={value}");

            assert_eq!(found(&app, &target).await, expected, "{target}");
        }
    }
}

#[tokio::test]
async fn people_are_looked_for_in_the_cast_in_the_crew_or_in_both() {
    let app = three_films().await;

    assert_found(
        &app,
        MOVIES,
        &[
            ("with_cast=33", &[]),
            ("with_crew=33", &[1]),
            ("with_crew=18", &[2]),
            ("with_crew=33|34", &[1, 3]),
            ("with_crew=33,34", &[]),
            ("with_people=18", &[1, 2]),
            ("with_people=18,33", &[1]),
            ("with_people=33|34", &[1, 3]),
            // Such parameters are not there.
            ("without_cast=18", &[1, 2, 3]),
            ("without_people=18", &[1, 2, 3]),
            ("with_imdb_id=tt0000001", &[1, 2, 3]),
        ],
    )
    .await;
}

#[tokio::test]
async fn filters_are_joined_by_and() {
    let app = three_films().await;

    assert_found(
        &app,
        MOVIES,
        &[
            ("with_genres=18&with_crew=33", &[1]),
            ("with_genres=18&without_genres=35", &[2]),
            ("with_genres=18&with_keywords=35&with_crew=34", &[]),
        ],
    )
    .await;
}

#[tokio::test]
async fn languages_and_countries_of_origin_are_compared_as_codes() {
    let app = TestApp::with(&[
        film(
            1,
            json!({ "original_language": "fr", "origin_country": ["FR", "BE"] }),
        ),
        film(
            2,
            json!({ "original_language": "sv", "origin_country": ["SE"] }),
        ),
        film(
            3,
            json!({ "original_language": "en", "origin_country": [] }),
        ),
    ])
    .await;

    assert_found(
        &app,
        MOVIES,
        &[
            ("with_original_language=fr", &[1]),
            ("with_original_language=FR", &[1]),
            ("with_original_language=fr|sv", &[1, 2]),
            ("with_original_language=fr,sv", &[]),
            ("with_original_language=en-US", &[]),
            ("with_original_language=", &[1, 2, 3]),
            ("with_origin_country=BE", &[1]),
            ("with_origin_country=be", &[1]),
            ("with_origin_country=BE|SE", &[1, 2]),
            ("with_origin_country=BE,FR", &[1]),
            ("with_origin_country=BE,SE", &[]),
            ("with_origin_country=Belgium", &[]),
        ],
    )
    .await;
}

/// Four films with releases of several types, the third with a first release only, the fourth without any.
async fn released_films() -> TestApp {
    let on = |id: i64, date: &str| film(id, json!({ "release_date": date }));
    TestApp::with(&[
        on(1, "2005-05-05"),
        releases(
            1,
            &[
                ("DE", 3, "2005-05-05", ""),
                ("US", 1, "2005-01-01", ""),
                ("US", 4, "2006-06-06", ""),
            ],
        ),
        on(2, "2005-03-03"),
        releases(
            2,
            &[("DE", 4, "2007-07-07", ""), ("US", 3, "2005-03-03", "")],
        ),
        on(3, "2005-02-02"),
        on(4, ""),
    ])
    .await
}

#[tokio::test]
async fn country_type_and_date_are_those_of_one_release() {
    let app = released_films().await;

    assert_found(
        &app,
        MOVIES,
        &[
            ("region=DE", &[1, 2]),
            ("region=us", &[1, 2]),
            ("region=FR", &[]),
            ("with_release_type=4", &[1, 2, 3, 4]),
            ("with_release_type=3&region=DE", &[1]),
            ("with_release_type=1|3&region=US", &[1, 2]),
            ("with_release_type=1,4&region=US", &[1]),
            ("with_release_type=5&region=US", &[]),
            ("release_date.gte=2006-06-06", &[1, 2]),
            ("release_date.gte=2006-06-07", &[2]),
            ("release_date.lte=2005-01-01", &[1]),
            (
                "release_date.gte=2005-02-01&release_date.lte=2005-02-28",
                &[3],
            ),
            ("release_date.gte=2007-01-01&region=US", &[]),
            ("release_date.gte=2007-01-01&with_release_type=4", &[2]),
            ("release_date.gte=2007-01-01&with_release_type=3", &[]),
            (
                "release_date.gte=2006-01-01&with_release_type=4&region=DE",
                &[2],
            ),
            (
                "release_date.gte=2006-01-01&with_release_type=3&region=DE",
                &[],
            ),
            (
                "release_date.lte=2005-05-05&with_release_type=3&region=DE",
                &[1],
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_year_is_that_of_any_release_and_a_primary_one_that_of_the_first() {
    let app = released_films().await;

    assert_found(
        &app,
        MOVIES,
        &[
            ("year=2006", &[1]),
            ("year=2005", &[1, 2, 3]),
            ("year=2005&region=DE", &[1]),
            ("year=soon", &[1, 2, 3, 4]),
            ("primary_release_year=2006", &[]),
            ("primary_release_year=2005", &[1, 2, 3]),
            ("primary_release_year=20055", &[1, 2, 3, 4]),
            ("primary_release_date.gte=2005-03-03", &[1, 2]),
            ("primary_release_date.lte=2005-03-03", &[2, 3]),
            (
                "primary_release_date.gte=2005-03-04&primary_release_date.lte=2005-05-04",
                &[],
            ),
            (
                "primary_release_year=2005&primary_release_date.lte=2005-02-02",
                &[3],
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn the_date_of_the_region_is_shown_as_the_types_ask_for_it() {
    let app = TestApp::with(&[
        film(1, json!({ "release_date": "2005-05-05" })),
        releases(
            1,
            &[
                ("JP", 1, "2004-12-31", ""),
                ("US", 1, "2005-01-01", ""),
                ("US", 3, "2005-06-07", ""),
                ("US", 2, "2005-06-06", ""),
                ("US", 4, "2006-06-06", ""),
            ],
        ),
    ])
    .await;

    for (query, date) in [
        ("", "2005-05-05"),
        ("region=US", "2005-06-06"),
        ("region=jp", "2004-12-31"),
        ("region=US&with_release_type=3|2", "2005-06-07"),
        ("region=US&with_release_type=2|3", "2005-06-06"),
        ("region=US&with_release_type=5|4", "2006-06-06"),
    ] {
        let reply = app.get(&format!("{MOVIES}?{query}")).await;

        assert_eq!(reply.at("/results/0/release_date"), date, "{query}");
    }
}

/// Six films, rated in the United States but for the fifth, which is rated in Germany, and the sixth, which is not rated.
async fn rated_films() -> TestApp {
    let mut rows: Vec<_> = (1..=6).map(|id| film(id, json!({}))).collect();
    for (id, country, certification) in [
        (1, "US", "NR"),
        (2, "US", "PG"),
        (3, "US", "PG-13"),
        (4, "US", "R"),
        (5, "DE", "R"),
        (6, "US", ""),
    ] {
        rows.push(releases(id, &[(country, 3, "1999-10-15", certification)]));
    }
    TestApp::with(&rows).await
}

#[tokio::test]
async fn certifications_are_those_of_a_country_in_its_order() {
    let app = rated_films().await;

    let all = &[1, 2, 3, 4, 5, 6][..];
    assert_found(
        &app,
        MOVIES,
        &[
            ("certification_country=US&certification=R", &[4]),
            ("certification_country=us&certification=r", &[4]),
            ("certification_country=US&certification=PG|R", &[2, 4]),
            ("certification_country=US&certification=PG%7CR", &[2, 4]),
            ("certification_country=US&certification=X", &[]),
            ("certification_country=DE&certification=R", &[5]),
            ("certification_country=US&certification.lte=PG", &[1, 2]),
            ("certification_country=US&certification.gte=PG-13", &[3, 4]),
            (
                "certification_country=US&certification.gte=PG&certification.lte=PG-13",
                &[2, 3],
            ),
            (
                "certification_country=US&certification=PG|R&certification.lte=PG-13",
                &[2],
            ),
            ("region=US&certification=PG", &[2]),
            ("region=DE&certification_country=US&certification=R", &[]),
            ("certification=R", all),
            ("certification.lte=PG", all),
            ("certification_country=US", all),
        ],
    )
    .await;
}

#[tokio::test]
async fn an_empty_certification_asks_for_nothing() {
    let app = rated_films().await;

    assert_found(
        &app,
        MOVIES,
        &[
            ("certification_country=US&certification=|R", &[4]),
            ("certification_country=US&certification=R,", &[4]),
            (
                "certification_country=US&certification=|",
                &[1, 2, 3, 4, 5, 6],
            ),
            (
                "certification_country=US&certification=&certification.gte=R",
                &[4],
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn offers_need_a_country_and_provider_and_way_are_those_of_one() {
    let app = TestApp::with(&[
        film(1, json!({})),
        offers("movie/1", &[("DE", "flatrate", 8), ("DE", "rent", 2)]),
        film(2, json!({})),
        offers("movie/2", &[("DE", "rent", 8), ("US", "flatrate", 8)]),
        film(3, json!({})),
        show(1, json!({})),
        offers("tv/1", &[("DE", "flatrate", 8), ("DE", "rent", 2)]),
        show(2, json!({})),
        offers("tv/2", &[("DE", "rent", 8), ("US", "flatrate", 8)]),
        show(3, json!({})),
    ])
    .await;

    for path in [MOVIES, "/3/discover/tv"] {
        for (region, query, ids) in [
            ("", "with_watch_providers=8", &[1, 2, 3][..]),
            ("", "without_watch_providers=8", &[1, 2, 3]),
            ("", "with_watch_monetization_types=rent", &[1, 2, 3]),
            ("DE", "", &[1, 2, 3]),
            ("DE", "with_watch_providers=8", &[1, 2]),
            ("us", "with_watch_providers=8", &[2]),
            ("FR", "with_watch_providers=8", &[]),
            ("DE", "with_watch_providers=8,2", &[1]),
            ("DE", "with_watch_providers=2|9", &[1]),
            ("DE", "without_watch_providers=8", &[3]),
            ("US", "without_watch_providers=8", &[1, 3]),
            ("DE", "without_watch_providers=2,9", &[2, 3]),
            ("DE", "with_watch_monetization_types=flatrate", &[1]),
            ("DE", "with_watch_monetization_types=flatrate|rent", &[1, 2]),
            ("DE", "with_watch_monetization_types=flatrate,rent", &[1]),
            ("DE", "with_watch_monetization_types=barter", &[]),
            (
                "DE",
                "with_watch_providers=8&with_watch_monetization_types=rent",
                &[2],
            ),
            (
                "DE",
                "with_watch_providers=2&with_watch_monetization_types=flatrate",
                &[],
            ),
        ] {
            let target = format!("{path}?watch_region={region}&{query}");

            assert_eq!(found(&app, &target).await, ids, "{target}");
        }
    }
}

#[tokio::test]
async fn adult_movies_and_videos_are_shown_to_those_who_ask() {
    let app = TestApp::with(&[
        film(1, json!({})),
        film(2, json!({ "adult": true })),
        film(3, json!({ "video": true })),
    ])
    .await;

    assert_found(
        &app,
        MOVIES,
        &[
            ("", &[1]),
            ("include_adult=true", &[1, 2]),
            ("include_adult=True", &[1, 2]),
            ("include_adult=1", &[1, 2]),
            ("include_adult=False", &[1]),
            ("include_adult=0", &[1]),
            ("include_adult=perhaps", &[1]),
            ("include_adult=true&include_adult=false", &[1]),
            ("include_video=TRUE", &[1, 3]),
            ("include_video=false", &[1]),
            ("include_adult=true&include_video=true", &[1, 2, 3]),
        ],
    )
    .await;
}
