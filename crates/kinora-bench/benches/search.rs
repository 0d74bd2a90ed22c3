//! `KINORA_BENCH_MOVIES=1000000 cargo bench -p kinora-bench --bench search`: how long searches for titles take among the names of
//! that many movies, in our index and in Tantivy, and whether what is looked for is found.
//!
//! Ours answers with the total, as the v3 API does. Tantivy is measured with and without one, for it can skip much without.
//! Both search whole words that are all in the names of one movie, and the beginning of the last one as it is typed; as ours
//! reads the last word as a beginning in every form, totals are held against each other only for single unfinished words.
//!
//! `KINORA_BENCH_PROFILE="as typed"` asks ours in that form for twenty seconds more, for a profiler.

mod engines;

use std::path::Path;
use std::time::Duration;

use engines::clock::{at, median, profile, ratio, shown, timed};
use engines::kinora;
use engines::tantivy::{self, Tantivy};
use kinora_bench::Catalogue;
use kinora_bench::queries::{Form, Search, search};
use kinora_index::Snapshot;

const FORMS: [(&str, Form); 3] = [
    ("exact", Form::Exact),
    ("as typed", Form::Typed),
    ("one typo", Form::Typo),
];

/// Of how many titles every beginning is searched for.
const TYPED_OUT: usize = 40;

fn main() -> anyhow::Result<()> {
    let catalogue = engines::catalogue();
    let folder = tempfile::tempdir()?;
    let (ours, theirs) = build(&catalogue, folder.path())?;
    let searches = search(&catalogue);
    println!("{} titles are searched for", searches.len());
    println!("| form | engine | p50 | p95 | p99 | found in 20 | first | p50 / kinora |");
    println!("|---|---|---|---|---|---|---|---|");
    for (name, form) in FORMS {
        profile(name, &searches, |search| {
            std::hint::black_box(kinora::search(&ours, search.text(form)));
        });
        measure(&catalogue, (&ours, &theirs), &searches, (name, form));
    }
    type_out((&ours, &theirs), &searches);
    compare((&ours, &theirs), &searches);
    Ok(())
}

fn build(catalogue: &Catalogue, folder: &Path) -> anyhow::Result<(Snapshot, Tantivy)> {
    let ours = kinora::build(catalogue, false);
    let building = tantivy::Building::new(folder)?;
    let (mut theirs_took, mut names) = (Duration::ZERO, 0);
    for id in 1..=catalogue.movies() {
        let movie = catalogue.movie(id);
        theirs_took += timed(|| building.add_names(&movie))?.0;
        let titles = movie
            .writing
            .translations
            .iter()
            .filter(|text| !text.title.is_empty());
        names += titles.count() + movie.writing.alternatives.len() + 1;
    }
    let (took, theirs) = timed(|| building.finish())?;
    theirs_took += took;
    println!("Tantivy: {:.1} s", theirs_took.as_secs_f64());
    println!("{} movies with {names} names", catalogue.movies());
    Ok((ours, theirs))
}

/// What an engine makes of all searches in a form.
#[derive(Default)]
struct Outcome {
    took: Vec<Duration>,
    found: usize,
    first: usize,
    /// What was searched for in vain.
    missed: Vec<String>,
}

impl Outcome {
    fn add(
        &mut self,
        catalogue: &Catalogue,
        (search, text): (&Search, &str),
        (took, ids): (Duration, &[i64]),
    ) {
        // Another movie with the same title is as good.
        let is_it =
            |id: &i64| *id == search.movie || catalogue.movie(*id).writing.title() == search.title;
        let place = ids.iter().position(is_it);
        self.took.push(took);
        self.found += usize::from(place.is_some());
        self.first += usize::from(place == Some(0));
        if place.is_none() {
            self.missed.push(format!("{text} ({})", search.title));
        }
    }

    fn print(&mut self, (form, engine): (&str, &str), ours: Duration) {
        let count = self.took.len();
        let [p50, p95, p99] = [0.5, 0.95, 0.99].map(|share| at(&mut self.took, share));
        println!(
            "| {form} | {engine} | {} | {} | {} | {}/{count} | {} | {} |",
            shown(p50),
            shown(p95),
            shown(p99),
            self.found,
            self.first,
            ratio(p50, ours),
        );
    }
}

fn measure(
    catalogue: &Catalogue,
    (ours, theirs): (&Snapshot, &Tantivy),
    searches: &[Search],
    (name, form): (&str, Form),
) {
    let mut outcomes: [Outcome; 3] = Default::default();
    for search in searches {
        let text = search.text(form);
        let (took, (_, ids)) = median(|| kinora::search(ours, text));
        outcomes[0].add(catalogue, (search, text), (took, &ids));
        for (outcome, with_total) in outcomes[1..].iter_mut().zip([true, false]) {
            let (took, (_, ids)) = median(|| theirs.search(text, form, with_total));
            outcome.add(catalogue, (search, text), (took, &ids));
        }
    }
    let p50 = at(&mut outcomes[0].took, 0.5);
    let engines = ["kinora", "Tantivy, with total", "Tantivy, without total"];
    for (outcome, engine) in outcomes.iter_mut().zip(engines) {
        outcome.print((name, engine), p50);
    }
    if !outcomes[0].missed.is_empty() {
        println!("kinora does not find: {}", outcomes[0].missed.join("; "));
    }
}

/// Every beginning of some titles, letter by letter.
fn type_out((ours, theirs): (&Snapshot, &Tantivy), searches: &[Search]) {
    let titles = searches
        .iter()
        .take(TYPED_OUT)
        .map(|search| search.title.as_str());
    let beginnings = titles.flat_map(|title| (1..=title.len()).map(|end| &title[..end]));
    let beginnings = beginnings.filter(|text| !text.ends_with(' '));
    let (mut our_times, mut their_times) = (Vec::new(), Vec::new());
    for text in beginnings {
        our_times.push(median(|| kinora::search(ours, text)).0);
        their_times.push(median(|| theirs.search(text, Form::Typed, true)).0);
    }
    let p50 = at(&mut our_times, 0.5);
    for (engine, times) in [
        ("kinora", &mut our_times),
        ("Tantivy, with total", &mut their_times),
    ] {
        let [middle, p95, p99] = [0.5, 0.95, 0.99].map(|share| at(times, share));
        let [middle_shown, p95, p99] = [middle, p95, p99].map(shown);
        println!(
            "| letter by letter | {engine} | {middle_shown} | {p95} | {p99} | | | {} |",
            ratio(middle, p50)
        );
    }
}

/// Totals of single words that are being typed. Ours may count more where it takes an unfinished word for a misspelt one.
fn compare((ours, theirs): (&Snapshot, &Tantivy), searches: &[Search]) {
    let words = searches
        .iter()
        .map(|search| search.typed.as_str())
        .filter(|text| !text.contains(' '));
    let (mut count, mut same, mut less) = (0, 0, 0);
    for word in words {
        let (our_total, their_total) = (
            kinora::search(ours, word).0,
            theirs.search(word, Form::Typed, true).0,
        );
        count += 1;
        same += usize::from(our_total == their_total);
        less += usize::from(our_total < their_total);
    }
    println!("totals of {count} single words as typed: {same} agree, ours is smaller for {less}");
    assert_eq!(less, 0, "ours finds everything that Tantivy finds");
}
