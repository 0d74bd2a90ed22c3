//! The `kinora` command: configuration, commands, and the wiring between the crates.

mod config;
mod daily;
mod demo;
mod export;
mod first_run;
mod image_import;
mod import;
mod key;
mod popularity;
mod queue;
mod queue_server;
mod reindex;
mod serve;
mod signals;
mod user;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

use config::{Config, source};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// An open movie and TV database server, compatible with the TMDB v3 API.
#[derive(Parser)]
#[command(version, propagate_version = true)]
struct Arguments {
    #[command(flatten)]
    config: Config,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Load the bundled demo catalogue into a fresh data folder (or reuse it) and serve it
    Demo,
    /// Serve the data folder
    Serve,
    /// Import data
    #[command(subcommand)]
    Import(Import),
    /// Export data
    #[command(subcommand)]
    Export(Export),
    /// API keys: create, list, revoke, suspend, resume
    #[command(subcommand)]
    Key(key::Key),
    /// Accounts: create, list, close, and what they may do
    #[command(subcommand)]
    User(user::User),
    /// Queues: keys of applications, and what an operator says about titles and subscribers
    #[command(subcommand)]
    Queue(queue::Queue),
    /// Take the API out of service, or put it back; a server takes notice within a second
    Maintenance {
        /// on or off
        #[arg(value_parser = ["on", "off"])]
        state: String,
    },
    /// Show or check the configuration
    #[command(subcommand)]
    Config(Settings),
    /// Daily scores
    #[command(subcommand)]
    Popularity(Popularity),
    /// Copy the whole store, history and accounts included, while it is in use
    Backup {
        /// Where to; a file of that name is replaced
        file: PathBuf,
    },
    /// Bring the database up to the schema of this program
    Migrate,
    /// Build search, discover and lists from nothing, and keep them in the data folder
    Reindex,
}

#[derive(Subcommand)]
enum Import {
    /// Recorded v3 answers: .ndjson, .gz, .zst, or - for standard input
    Archive {
        /// The archives, imported one after another
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Print every contradiction between answers
        #[arg(long)]
        contradictions: bool,
        /// Take in even what was imported before
        #[arg(long)]
        again: bool,
    },
    /// Pictures: every JPEG, PNG, WebP and SVG file in a folder and the folders in it
    Images {
        /// The folder
        folder: PathBuf,
        /// Store each under the name that its file has, for pictures that a catalogue names already
        #[arg(long)]
        keep_names: bool,
    },
}

#[derive(Subcommand)]
enum Export {
    /// The daily files of ids, into the folder exports of the data folder
    Ids {
        /// The day that they are named for, YYYY-MM-DD [default: today in UTC]
        #[arg(long, value_name = "DATE")]
        date: Option<kinora_model::Date>,
    },
    /// The whole catalogue, as import archive reads it
    Archive {
        /// Where to; packed as the name ends: .gz, .zst, else plain
        file: PathBuf,
    },
}

#[derive(Subcommand)]
enum Popularity {
    /// Score a day from what was counted on it, as a running server does every morning
    Run {
        /// The day, YYYY-MM-DD in UTC [default: yesterday]
        #[arg(long, value_name = "DATE")]
        date: Option<kinora_model::Date>,
    },
}

#[derive(Subcommand)]
enum Settings {
    /// Print the configuration in force, without secrets
    Show,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("kinora: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    let (arguments, in_force) = source::read::<Arguments>(|command| match command {
        Some("demo") => demo::DEFAULTS,
        _ => &[],
    })?;
    let config = arguments.config;
    log(&config)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    match arguments.command {
        Command::Demo => demo::run(&runtime, config),
        Command::Serve => serve::run(&runtime, &config),
        Command::Import(Import::Archive {
            files,
            contradictions,
            again,
        }) => import::run(&runtime, &config, &files, contradictions, again),
        Command::Export(Export::Ids { date }) => export::ids(&runtime, &config, date),
        Command::Export(Export::Archive { file }) => export::archive(&runtime, &config, &file),
        Command::Popularity(Popularity::Run { date }) => {
            runtime.block_on(popularity::run(&config, date))
        }
        Command::Backup { file } => export::backup(&runtime, &config, &file),
        Command::Import(Import::Images { folder, keep_names }) => {
            runtime.block_on(image_import::run(&config, &folder, keep_names))
        }
        Command::Key(command) => runtime.block_on(key::run(&config, command)),
        Command::Queue(command) => runtime.block_on(queue::run(&config, command)),
        Command::User(command) => runtime.block_on(user::run(&config, command)),
        Command::Maintenance { state } => runtime.block_on(async {
            let store = config.open_store().await?;
            Ok(store.set_maintenance(state == "on").await?)
        }),
        Command::Config(Settings::Show) => {
            print!("{}", toml::to_string(&in_force)?);
            Ok(())
        }
        Command::Reindex => runtime.block_on(reindex::run(&config)),
        Command::Migrate => runtime.block_on(async {
            config.open_store().await?;
            println!("The database in {} is up to date.", config.data.display());
            Ok(())
        }),
    }
}

/// Logs go to standard error: words on a terminal, JSON when asked for.
fn log(config: &Config) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&config.log)?;
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    match config.log_format.as_str() {
        "json" => subscriber.json().init(),
        _ => subscriber.init(),
    }
    Ok(())
}
