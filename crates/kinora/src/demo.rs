//! `kinora demo`: a complete server in one command.
//!
//! The demo catalogue is an archive like any other and is loaded by the same import. It has an API key of its own that
//! works only here, so that what the documents show can be pasted; `KINORA_API_KEY` takes its place when it is set.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use kinora_dumps::archive::{Import, Progress, Summary};
use kinora_model::account::Role;
use kinora_store::{NewApplication, Store};
use tokio::runtime::Runtime;

use crate::config::Config;
use crate::config::source::Defaults;
use crate::{queue, serve, user};

/// The setting that tells a demo catalogue from others.
const MARK: &str = "demo";
/// The key of the demo.
const KEY: &str = "demo";
/// The name of an application of the demo, which has that key and secret.
const APPLICATION: &str = "Demo";
/// The name and the password of an account of the demo.
const LOGIN: &str = "demo";
/// Where the demo lives, and its key, unless others are chosen.
pub const DEFAULTS: Defaults = &[("data", "kinora-demo"), ("api_key", KEY)];
/// The film in the request to try: Nosferatu.
const FILM: i64 = 1_500_000_130;

/// `kinora demo`
pub fn run(runtime: &Runtime, mut config: Config) -> anyhow::Result<()> {
    config.queue.listen_beside(config.listen);
    let store = runtime.block_on(config.open_store())?;
    load(runtime, &config.data, &store)?;
    runtime.block_on(user::ensure(&store, LOGIN, LOGIN, Role::Contributor))?;
    let application = NewApplication {
        key: KEY.to_owned(),
        secret: KEY.to_owned(),
        name: APPLICATION.to_owned(),
    };
    runtime.block_on(queue::ensure(&store, application))?;
    let key = config.api_key.clone().unwrap_or_default();
    runtime.block_on(serve::serve(&config, store, |address, queue| {
        println!("Kinora is at http://{address}/ with the demo catalogue in {}.", config.data.display());
        println!("API key: {key}");
        println!("Login:   {LOGIN}, with the password {LOGIN}");
        println!("Try:  curl \"http://{address}/3/movie/{FILM}?api_key={key}&append_to_response=credits\"");
        if let Some(queue) = queue {
            println!("Queues are at http://{queue}/ for the application \"{APPLICATION}\": consumer key {KEY}, secret {KEY}");
        }
        let _ = std::io::stdout().flush();
    }))
}

/// Loads the catalogue and draws its pictures, unless both are there. A folder with another catalogue is left alone.
fn load(runtime: &Runtime, folder: &Path, store: &Store) -> anyhow::Result<()> {
    let mark = runtime.block_on(store.setting(MARK))?;
    if mark.is_none() && runtime.block_on(store.last_seq())? > 0 {
        anyhow::bail!(
            "{} holds a catalogue that is not the demo: choose another folder with --data",
            folder.display()
        );
    }
    runtime.block_on(store.set_setting(MARK, env!("CARGO_PKG_VERSION")))?;
    let archive = kinora_dumps::demo::archive()?;
    let mut summary = Summary::default();
    let import = Import::new(store.clone(), Arc::new(Progress::default()), false);
    import.reader(
        "the demo catalogue",
        archive.as_slice(),
        runtime.handle(),
        &mut summary,
    )?;
    runtime.block_on(store.refresh())?;
    draw(&folder.join("images"))
}

/// Draws the pictures that are missing. Each is written beside its place and moved there, so that none is ever half there.
fn draw(folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let unfinished = folder.join("unfinished");
    for picture in kinora_dumps::demo::pictures()? {
        let path = folder.join(picture.name());
        if !path.exists() {
            let failed = || format!("cannot write {}", path.display());
            std::fs::write(&unfinished, picture.draw()?).with_context(failed)?;
            std::fs::rename(&unfinished, &path).with_context(failed)?;
        }
    }
    Ok(())
}
