//! `/metrics`: counts for those who run the server, as Prometheus reads them. Nothing that a client sends becomes a label.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::App;
use crate::error::ApiError;

/// A number that only grows.
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
    /// One more.
    pub fn add(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// What is counted while serving.
#[derive(Debug, Default)]
pub struct Metrics {
    /// Answers by the first digit of their status.
    answers: [Counter; 6],
    /// How often the cache of answers was asked.
    pub kept_answers: KeptAnswers,
}

/// How often a kept answer was there.
#[derive(Debug, Default)]
pub struct KeptAnswers {
    /// It was.
    pub hits: Counter,
    /// It was not, or not good any more.
    pub misses: Counter,
}

impl Metrics {
    /// Counts an answer.
    pub fn answered(&self, status: StatusCode) {
        if let Some(counter) = self.answers.get(usize::from(status.as_u16() / 100)) {
            counter.add();
        }
    }
}

/// `GET /metrics`
pub async fn page(State(app): State<App>) -> Result<Response, ApiError> {
    let mut page = Page::default();
    let metrics = &app.metrics;
    page.describe(
        "kinora_answers_total",
        "counter",
        "Answers by class of their status.",
    );
    for (class, counter) in metrics.answers.iter().enumerate().skip(1) {
        page.value(
            &format!("kinora_answers_total{{status=\"{class}xx\"}}"),
            counter.get(),
        );
    }
    page.single(
        "kinora_limited_requests_total",
        "counter",
        "Requests that were refused because of a limit.",
        app.limits.refused(),
    );
    if let Some(cache) = &app.cache {
        let kept = &metrics.kept_answers;
        page.single(
            "kinora_kept_answer_hits_total",
            "counter",
            "Requests that a kept answer was there for.",
            kept.hits.get(),
        );
        page.single(
            "kinora_kept_answer_misses_total",
            "counter",
            "Requests whose answer was made, to be kept.",
            kept.misses.get(),
        );
        page.single(
            "kinora_kept_answers",
            "gauge",
            "Answers that are kept.",
            cache.len() as u64,
        );
        page.single(
            "kinora_kept_answer_bytes",
            "gauge",
            "Memory that kept answers take.",
            cache.bytes(),
        );
    }
    let feed = app.store.last_seq().await?;
    page.single(
        "kinora_feed_position",
        "gauge",
        "The number of the newest change in the catalogue.",
        feed.unsigned_abs(),
    );
    let index = app.index.snapshot().position();
    page.single(
        "kinora_index_position",
        "gauge",
        "The number of the newest change that lists and searches know.",
        index.unsigned_abs(),
    );
    let kind = [(
        header::CONTENT_TYPE,
        "text/plain; version=0.0.4; charset=utf-8",
    )];
    Ok((kind, page.0).into_response())
}

/// The text format of Prometheus.
#[derive(Default)]
struct Page(String);

impl Page {
    fn describe(&mut self, name: &str, kind: &str, help: &str) {
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    fn value(&mut self, name: &str, value: u64) {
        let _ = writeln!(self.0, "{name} {value}");
    }

    fn single(&mut self, name: &str, kind: &str, help: &str, value: u64) {
        self.describe(name, kind, help);
        self.value(name, value);
    }
}
