//! The accent of pages, which follows their picture.

use kinora_images::{Images, Settings as ImageSettings};
use kinora_web::Settings;

use crate::app::TestApp;
use crate::rows::{Object as _, answer, movie};

/// Mostly night, a red lamp.
const POSTER: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='200' height='300'>\
    <rect width='200' height='300' fill='#101014'/><circle cx='90' cy='90' r='60' fill='#d23c28'/></svg>";

/// What the page at a path says is its accent.
async fn accent(app: &TestApp, path: &str) -> Option<String> {
    let page = app.call("GET", path, &[]).await;
    assert_eq!(page.status, 200, "{path}");
    let rest = page.text().split("data-accent=\"").nth(1)?.to_owned();
    rest.split('"').next().map(str::to_owned)
}

#[tokio::test]
async fn a_page_takes_the_colour_of_its_poster_once_that_is_known() {
    let data = tempfile::tempdir().expect("a temporary folder");
    let open = || Images::open(ImageSettings::of(data.path())).expect("a store");
    let images = open();
    let (name, _) = images.ingest(POSTER.into(), None).await.expect("a drawing");
    let name = name.with_format(kinora_images::Format::Jpeg);
    let poster = format!("/{name}");
    let rows = [
        answer("/3/movie/11", movie(11, "Lamp").with("poster_path", poster)),
        answer("/3/movie/12", movie(12, "No such poster")),
    ];
    let settings = Settings {
        images: Some(images.clone()),
        ..Settings::default()
    };
    let app = TestApp::set_up(&rows, settings).await;

    // Nobody waits for it: the first page has the usual accent.
    assert_eq!(accent(&app, "/movie/11").await, None);
    let colour = images.colour(&name).await.expect("a picture");
    let [red, green, blue] = colour.expect("a colour");
    assert!(red > 180 && green < 80 && blue < 60, "{colour:?}");

    let shown = accent(&app, "/movie/11").await.expect("an accent");
    for path in [
        "/movie/11/cast",
        "/movie/11/images/posters",
        "/movie/11/reviews",
    ] {
        assert_eq!(accent(&app, path).await.as_ref(), Some(&shown), "{path}");
    }
    assert_eq!(accent(&app, "/movie/12").await, None);
    assert_eq!(accent(&app, "/").await, None);

    let page = app.call("GET", "/movie/11", &[]).await;
    let style = page.text().split("<link rel=\"stylesheet\" href=\"").nth(1);
    let style = style
        .and_then(|rest| rest.split('"').next())
        .expect("a stylesheet");
    let style = app.call("GET", style, &[]).await;
    let rule = format!("[data-accent=\"{shown}\"]{{--accent:light-dark(#");
    assert!(style.text().contains(&rule), "{rule}");
    assert!(style.body.len() < 40_000, "{} bytes", style.body.len());
    assert_eq!(open().colour_at_hand(&name), colour, "it is kept");
}
