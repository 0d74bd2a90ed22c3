//! The plot in `docs/popularity.md`: what the formula makes of a title over simulated weeks. The file is checked to be what
//! the formula gives today; `KINORA_BLESS=1` writes it anew.

use std::fmt::Write as _;
use std::path::Path;

use kinora_index::popularity::{Inputs, score};
use kinora_store::Signals;

/// How many days are shown.
const DAYS: i64 = 140;
/// The day of the release.
const RELEASE: i64 = 28;
/// The day on which everybody speaks of the film again.
const REVIVAL: i64 = 98;

/// A film that is announced, released, forgotten, and rediscovered.
fn inputs(day: i64, total_votes: i64) -> Inputs {
    let burst = |since: i64, height: f64, days: f64| match since {
        ..0 => 0.0,
        _ => height * (-(since as f64) / days).exp(),
    };
    let interest = burst(day - RELEASE, 3_000.0, 9.0) + burst(day - REVIVAL, 1_500.0, 5.0);
    let waiting = if (RELEASE - 14..RELEASE).contains(&day) {
        60.0
    } else {
        0.0
    };
    Inputs {
        signals: Signals {
            views: (interest + waiting + 4.0) as i64,
            votes: (interest / 25.0) as i64,
            favourites: (interest / 80.0) as i64,
            watchlist: ((interest + 4.0 * waiting) / 60.0) as i64,
        },
        since_news: Some(day - RELEASE),
        total_votes,
    }
}

/// The score of every day.
fn scores() -> Vec<f64> {
    let (mut before, mut votes) = (0.0, 0);
    let days = (0..DAYS).map(|day| {
        let inputs = inputs(day, votes);
        votes += inputs.signals.votes;
        before = score(before, inputs);
        before
    });
    days.collect()
}

fn plot(scores: &[f64]) -> String {
    const WIDTH: f64 = 720.0;
    const HEIGHT: f64 = 260.0;
    const LEFT: f64 = 40.0;
    let top = scores.iter().copied().fold(0.0, f64::max) * 1.1;
    let x = |day: i64| LEFT + day as f64 * (WIDTH - LEFT - 10.0) / DAYS as f64;
    let y = |score: f64| HEIGHT - 30.0 - score * (HEIGHT - 50.0) / top;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" font-size=\"11\">\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>\n"
    );
    for step in 0..=(top / 20.0) as i64 {
        let level = y(step as f64 * 20.0);
        let _ = writeln!(
            svg,
            "<path d=\"M{LEFT} {level:.1}H{:.1}\" stroke=\"#ddd\"/><text x=\"8\" y=\"{:.1}\">{}</text>",
            x(DAYS),
            level + 4.0,
            step * 20
        );
    }
    for week in 0..=DAYS / 28 {
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\">week {}</text>",
            x(week * 28),
            HEIGHT - 10.0,
            week * 4
        );
    }
    for (day, word) in [(RELEASE, "release"), (REVIVAL, "revival")] {
        let at = x(day);
        let _ = writeln!(
            svg,
            "<path d=\"M{at:.1} 14V{:.1}\" stroke=\"#b8860b\" stroke-dasharray=\"4 3\"/><text x=\"{:.1}\" y=\"20\" fill=\"#8a6508\">{word}</text>",
            HEIGHT - 30.0,
            at + 4.0
        );
    }
    let points: Vec<String> = (0..)
        .zip(scores)
        .map(|(day, score)| format!("{:.1} {:.1}", x(day), y(*score)))
        .collect();
    let _ = writeln!(
        svg,
        "<polyline points=\"{}\" fill=\"none\" stroke=\"#333\" stroke-width=\"2\"/>\n</svg>",
        points.join(" ")
    );
    svg
}

#[test]
fn the_plot_in_the_documents_is_what_the_formula_gives() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/popularity.svg");
    let plot = plot(&scores());
    if std::env::var_os("KINORA_BLESS").is_some() {
        std::fs::write(&path, &plot).unwrap();
    }

    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == plot,
        "run this test with KINORA_BLESS=1 to write the plot anew"
    );
}

#[test]
fn a_release_rises_fades_and_is_revived() {
    let scores = scores();
    let at = |day: i64| scores[usize::try_from(day).unwrap()];

    assert!(at(RELEASE + 5) > 2.0 * at(RELEASE - 1), "the release");
    assert!(at(REVIVAL - 1) < at(RELEASE + 5) / 2.0, "the fade");
    assert!(at(REVIVAL + 4) > 1.5 * at(REVIVAL - 1), "the revival");
    assert!(at(REVIVAL + 4) < at(RELEASE + 5), "less than the release");
}
