//! The `kinora` command: configuration, commands, and the wiring between the crates.

mod config;
mod demo;
mod import;
mod key;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

use config::{Config, Flags};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// An open movie and TV database server, compatible with the TMDB v3 API.
#[derive(Parser)]
#[command(version, propagate_version = true)]
struct Arguments {
    #[command(flatten)]
    flags: Flags,
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
    /// API keys: create, list, revoke
    #[command(subcommand)]
    Key(key::Key),
    /// Show or check the configuration
    #[command(subcommand)]
    Config(Settings),
    /// Bring the database up to the schema of this program
    Migrate,
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
}

#[derive(Subcommand)]
enum Settings {
    /// Print the configuration in force, without secrets
    Show,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("kinora: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> anyhow::Result<()> {
    let config = Config::load(arguments.flags)?;
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
        Command::Key(command) => runtime.block_on(key::run(&config, command)),
        Command::Config(Settings::Show) => config.show(),
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
        "text" => subscriber.init(),
        other => anyhow::bail!("log_format is {other:?}, but can only be \"text\" or \"json\""),
    }
    Ok(())
}
