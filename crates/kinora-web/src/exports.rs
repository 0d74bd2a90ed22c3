//! The daily files of ids at `/p/exports/` (contract 3.28): no key, a page that lists them, each file by its name.

use std::fmt::Write as _;
use std::path::Path as FilePath;

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use kinora_model::export::{ExportFile, InvalidExportFile};

use crate::{App, file};

/// A file is never changed once it is there, unless the operator makes it anew.
const CACHING: &str = "public, max-age=3600";

/// The page and the files.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/p/exports", get(list))
        .route("/p/exports/{name}", get(one))
}

/// `GET /p/exports/{name}`
async fn one(State(app): State<App>, Path(name): Path<String>, request: Request) -> Response {
    // What the path is made of is what was read from the name, so no name leads out of the folder.
    let named: Result<ExportFile, InvalidExportFile> = name.parse();
    match (&app.settings.exports, named) {
        (Some(folder), Ok(named)) => {
            let path = folder.join(named.to_string());
            file::send(&path, file::GZIP, CACHING, request).await
        }
        _ => file::missing(),
    }
}

/// `GET /p/exports/`
async fn list(State(app): State<App>) -> Response {
    let folder = app.settings.exports.clone();
    let files = tokio::task::spawn_blocking(move || folder.map(|folder| files(&folder)));
    let files = files.await.ok().flatten().unwrap_or_default();
    let mut rows = String::new();
    for (file, bytes) in files {
        let _ = writeln!(
            rows,
            "<tr><th scope=\"row\"><a href=\"/p/exports/{file}\">{file}</a></th><td>{}</td><td>{bytes}</td></tr>",
            file.day
        );
    }
    Html(include_str!("exports.html").replace("{{rows}}", &rows)).into_response()
}

/// The files in a folder with their sizes in bytes, the newest day first. Other things in it are not shown.
fn files(folder: &FilePath) -> Vec<(ExportFile, u64)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let named = entries.filter_map(|entry| {
        let file: ExportFile = entry.file_name().to_str()?.parse().ok()?;
        Some((file, entry.metadata().ok()?.len()))
    });
    let mut files: Vec<_> = named.collect();
    files.sort_by_key(|(file, _)| (std::cmp::Reverse(file.day), file.to_string()));
    files
}
