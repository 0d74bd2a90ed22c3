//! The pictures of the demo, in every size that the configuration names and in the forms that websites and skins use.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![cfg(unix)]

mod external;

use external::Server;
use kinora_images::{Format, Header, Limits};
use serde_json::Value;

/// Forms that the configuration does not name, of a poster of 500 by 750, with what they measure.
const FORMS: [(&str, (u32, u32)); 9] = [
    ("w300_and_h450_bestv2", (300, 450)),
    ("w600_and_h900_bestv2", (600, 900)),
    ("w1066_and_h600_bestv2", (1066, 600)),
    ("w500_and_h282_face", (500, 282)),
    ("w1000_and_h450_multi_faces", (1000, 450)),
    ("w94_and_h141_bestv2_filter(blur)", (94, 141)),
    ("h100_filter(negate,000,666)", (67, 100)),
    ("w300_filter(duotone,032541,01b4e4)", (300, 450)),
    ("h632", (421, 632)),
];

/// The body of an answer of 200.
fn get(server: &Server, target: &str) -> Vec<u8> {
    let (status, body) = server.get(target);
    assert_eq!(status, 200, "{target}");
    body
}

fn api(server: &Server, path: &str) -> Value {
    serde_json::from_slice(&get(server, &format!("/3/{path}?api_key=demo"))).unwrap()
}

/// Format, width and height of a picture.
fn measured(server: &Server, size: &str, path: &str) -> (Format, (u32, u32)) {
    let bytes = get(server, &format!("/t/p/{size}{path}"));
    let header = Header::read(&bytes, &Limits::default()).unwrap();
    (header.format, (header.width, header.height))
}

/// The first picture of this kind in a list.
fn path_in(list: &Value, kind: &str) -> Option<String> {
    let paths = list.as_array().unwrap().iter().map(|item| &item[kind]);
    paths.filter_map(Value::as_str).next().map(str::to_owned)
}

#[test]
fn the_demo_shows_its_pictures_in_every_size() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start("demo", folder.path(), &[]);
    let movies = api(&server, "discover/movie")["results"].take();
    let providers = api(&server, "watch/providers/movie")["results"].take();
    let cast = api(&server, &format!("movie/{}/credits", movies[0]["id"]))["cast"].take();
    let series = api(&server, "discover/tv")["results"][0]["id"].take();
    let episodes = api(&server, &format!("tv/{series}/season/1"))["episodes"].take();
    let poster = path_in(&movies, "poster_path").unwrap();
    let sizes = api(&server, "configuration")["images"].take();

    for (kind, path) in [
        ("poster_sizes", Some(poster.clone())),
        ("backdrop_sizes", path_in(&movies, "backdrop_path")),
        ("logo_sizes", path_in(&providers, "logo_path")),
        ("profile_sizes", path_in(&cast, "profile_path")),
        ("still_sizes", path_in(&episodes, "still_path")),
    ] {
        let path = path.unwrap_or_else(|| panic!("nothing for {kind}"));
        let (_, (width, height)) = measured(&server, "original", &path);
        let sizes = sizes[kind].as_array().unwrap();
        assert!(sizes.len() >= 4, "{kind}");
        for size in sizes.iter().map(|size| size.as_str().unwrap()) {
            let wanted = |side: u32| f64::from(size[1..].parse::<u32>().unwrap()) / f64::from(side);
            let scale = match size.as_bytes()[0] {
                b'w' => wanted(width),
                b'h' => wanted(height),
                _ => 1.0,
            };
            let side = |side: u32| (f64::from(side) * scale.min(1.0)).round() as u32;

            let found = measured(&server, size, &path);

            assert_eq!(
                found,
                (Format::Png, (side(width), side(height))),
                "{kind} {size}"
            );
        }
    }
    for (form, expected) in FORMS {
        let found = measured(&server, form, &poster);
        assert_eq!(found, (Format::Png, expected), "{form}");
    }
    let stem = poster.strip_suffix(".png").unwrap();
    for (extension, format) in [("jpg", Format::Jpeg), ("webp", Format::WebP)] {
        let found = measured(&server, "w342", &format!("{stem}.{extension}"));
        assert_eq!(found, (format, (342, 513)));
    }
    let avif = get(&server, &format!("/t/p/w92{stem}.avif"));
    assert_eq!(&avif[4..12], b"ftypavif");
    // Each title has a poster of its own.
    let others = Value::Array(movies.as_array().unwrap()[1..].to_vec());
    let another = path_in(&others, "poster_path").unwrap();
    let [one, other] = [&poster, &another].map(|path| get(&server, &format!("/t/p/w92{path}")));
    assert!(one != other && one.len() > 1000);
}
