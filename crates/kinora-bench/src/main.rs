//! The `kinora-bench` command: made-up catalogues as archives or stores, and the requests that they are measured with.

use std::fs::File;
use std::io::{BufWriter, Write, stdout};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context;
use clap::{Args, Parser, Subcommand, ValueEnum};
use kinora_bench::queries::{self, Form};
use kinora_bench::{Catalogue, answer, fill};
use kinora_images::{Format, Limits, Size, render};
use kinora_store::Store;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Made-up catalogues of any size, and the requests that they are measured with.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a catalogue
    #[command(subcommand)]
    Generate(Generate),
    /// Print requests to such a catalogue, one a line, without a key
    Queries {
        #[command(flatten)]
        sizes: Sizes,
        /// Which requests; without it the 240 lists, and the 400 searches in each of three forms
        #[arg(long)]
        of: Option<Requests>,
        /// How many details to ask for
        #[arg(long, default_value_t = 5_000)]
        count: usize,
    },
    /// Make a size of a picture again and again on one core, and print the median in milliseconds
    Picture {
        /// The original
        file: PathBuf,
        /// Where the last one goes
        out: PathBuf,
        /// The size, as in addresses
        #[arg(long, default_value = "w500")]
        size: Size,
        /// How often
        #[arg(long, default_value_t = 40)]
        rounds: usize,
    },
}

#[derive(Subcommand)]
enum Generate {
    /// As NDJSON of recorded v3 answers
    Archive {
        /// The file; - for standard output
        file: PathBuf,
        #[command(flatten)]
        sizes: Sizes,
    },
    /// As the data folder of a server
    Store {
        /// The folder; made when it is missing, and empty otherwise
        folder: PathBuf,
        #[command(flatten)]
        sizes: Sizes,
    },
}

#[derive(Args)]
struct Sizes {
    /// How many movies
    #[arg(long, default_value_t = 10_000)]
    movies: u64,
    /// How many series [default: one for 50 movies]
    #[arg(long)]
    series: Option<u64>,
    /// How many people [default: three for 10 movies]
    #[arg(long)]
    people: Option<u64>,
    /// The same seed and sizes give the same catalogue
    #[arg(long, default_value_t = 603)]
    seed: u64,
}

impl Sizes {
    fn catalogue(&self) -> Catalogue {
        let series = self.series.unwrap_or(self.movies / 50);
        let people = self.people.unwrap_or(self.movies * 3 / 10);
        Catalogue::new(self.seed, self.movies, series, people)
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum Requests {
    /// Lists: twelve shapes, twenty of each
    Discover,
    /// Searches for whole titles
    Exact,
    /// Searches for titles of which the last word is not finished
    Typed,
    /// Searches for titles with a typo
    Typo,
    /// Details of the movies with the most votes
    Popular,
    /// Details of movies picked at random
    Random,
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::Generate(Generate::Archive { file, sizes }) => archive(&file, &sizes.catalogue()),
        Command::Generate(Generate::Store { folder, sizes }) => store(&folder, &sizes.catalogue()),
        Command::Queries { sizes, of, count } => print(&sizes.catalogue(), of, count),
        Command::Picture {
            file,
            out,
            size,
            rounds,
        } => picture(&file, &out, size, rounds),
    }
}

fn picture(file: &Path, out: &Path, size: Size, rounds: usize) -> anyhow::Result<()> {
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let (mut times, mut made) = (Vec::new(), Vec::new());
    for _ in 0..rounds.max(1) {
        let start = Instant::now();
        made = render(&bytes, size, Format::Jpeg, &Limits::default())?;
        times.push(start.elapsed());
    }
    times.sort();
    std::fs::write(out, &made).with_context(|| format!("cannot write {}", out.display()))?;
    println!("{:.2}", times[times.len() / 2].as_secs_f64() * 1e3);
    Ok(())
}

fn archive(file: &Path, catalogue: &Catalogue) -> anyhow::Result<()> {
    let out: Box<dyn Write> = match file.to_str() {
        Some("-") => Box::new(stdout().lock()),
        _ => Box::new(
            File::create(file).with_context(|| format!("cannot write {}", file.display()))?,
        ),
    };
    answer::write(catalogue, BufWriter::with_capacity(1 << 20, out))
}

fn store(folder: &Path, catalogue: &Catalogue) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let store = runtime.block_on(Store::open(folder))?;
    let is_empty = runtime.block_on(store.last_seq())? == 0;
    anyhow::ensure!(is_empty, "{} holds a catalogue already", folder.display());
    let filled = fill::fill(&store, catalogue, runtime.handle(), |progress| {
        let seconds = progress.took.as_secs_f64();
        eprintln!(
            "{seconds:6.1} s  {} entities, {} credits",
            progress.records, progress.credits
        );
    })?;
    // The last one to close a database writes its log back, which takes a while.
    drop(store);
    drop(runtime);
    println!(
        "{} movies, {} series, {} people: {} entities and {} credits in {:.1} s",
        catalogue.movies(),
        catalogue.series(),
        catalogue.people(),
        filled.records,
        filled.credits,
        filled.took.as_secs_f64(),
    );
    Ok(())
}

fn print(catalogue: &Catalogue, of: Option<Requests>, count: usize) -> anyhow::Result<()> {
    let mut out = BufWriter::new(stdout().lock());
    let all = [
        Requests::Discover,
        Requests::Exact,
        Requests::Typed,
        Requests::Typo,
    ];
    let requests = of.as_ref().map_or(&all[..], std::slice::from_ref);
    for requests in requests {
        for target in targets(catalogue, *requests, count) {
            writeln!(out, "{target}")?;
        }
    }
    Ok(out.flush()?)
}

fn targets(catalogue: &Catalogue, requests: Requests, count: usize) -> Vec<String> {
    let searches = |form| {
        let searches = queries::search(catalogue).into_iter();
        searches.map(|search| search.target(form)).collect()
    };
    let details = |ids: Vec<i64>| ids.into_iter().map(|id| format!("/3/movie/{id}")).collect();
    match requests {
        Requests::Discover => {
            let lists = queries::discover(catalogue).into_iter();
            lists.map(|list| list.target()).collect()
        }
        Requests::Exact => searches(Form::Exact),
        Requests::Typed => searches(Form::Typed),
        Requests::Typo => searches(Form::Typo),
        Requests::Popular => details(queries::popular(catalogue, count)),
        Requests::Random => details(queries::random(catalogue, count)),
    }
}
