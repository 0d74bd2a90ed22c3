//! Where options come from: flags, then `KINORA_*` variables, then the file, then defaults.
//!
//! An option is a field with a default, and its name says the rest: `rate_limit` is `--rate-limit` on the command line,
//! `KINORA_RATE_LIMIT` in the environment and `rate_limit` in the file. Options under a heading have a table of the file to
//! themselves, whose name stands for their first word: `image_cache` under the heading `Images` is `cache` in the table `images`.
//! What the file says becomes a default of the command line, so one parser reads a value wherever it comes from.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Arg, ArgMatches, Command, CommandFactory, FromArgMatches};
use toml::{Table, Value};

/// The option that names the file; it cannot be in the file.
const FILE: &str = "config";
/// The file that is read where none is named and this one exists.
const USUAL_FILE: &str = "kinora.toml";

/// Defaults of a command that differ from those of others: options and values.
pub type Defaults = &'static [(&'static str, &'static str)];

/// The arguments, and the values of all options as the file would have them, secrets only as set. `defaults` are those of a
/// command. Flags and variables that are wrong end the process with a message, as clients of clap do.
pub fn read<Arguments>(
    defaults: impl Fn(Option<&str>) -> Defaults,
) -> anyhow::Result<(Arguments, Table)>
where
    Arguments: CommandFactory + FromArgMatches,
{
    let command = named(Arguments::command());
    let told = command.clone().get_matches();
    let chosen = told.get_one::<PathBuf>(FILE).map(PathBuf::as_path);
    let path = chosen.unwrap_or(Path::new(USUAL_FILE));
    let invalid = || format!("{} is not a valid configuration", path.display());
    let text = match std::fs::read_to_string(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && chosen.is_none() => {
            String::new()
        }
        text => text.with_context(|| format!("cannot read {}", path.display()))?,
    };
    let file = toml::from_str(&text).with_context(invalid)?;
    let said = said(file, &command).with_context(invalid)?;
    let own = defaults(told.subcommand_name()).iter();
    let mut usual: BTreeMap<_, _> = own.map(|(id, text)| (*id, (*text).to_owned())).collect();
    usual.extend(said.iter().map(|(id, text)| (id.as_str(), text.clone())));
    let command = command.mut_args(|option| match usual.remove(option.get_id().as_str()) {
        Some(text) => option.default_value(text),
        None => option,
    });
    let matches = command.clone().try_get_matches();
    let matches = matches
        .map_err(|error| reason(&error))
        .with_context(invalid)?;
    let arguments = Arguments::from_arg_matches(&matches)?;
    Ok((arguments, in_force(&command, &matches)))
}

/// Gives options their flags and variables, in their order. An empty variable is as one that is not set.
fn named(command: Command) -> Command {
    let mut places = 0..;
    command.mut_args(|option| {
        let id = option.get_id().to_string();
        let variable = format!("KINORA_{}", id.to_uppercase());
        let option = option.long(id.replace('_', "-")).global(true);
        let option = option.display_order(places.next().unwrap_or_default());
        match std::env::var_os(&variable) {
            Some(text) if text.is_empty() => option,
            _ => option.env(variable),
        }
    })
}

/// The table of the file that an option is in, if it is in one, and its key there.
fn place(option: &Arg) -> (Option<String>, &str) {
    let id = option.get_id().as_str();
    match option.get_help_heading() {
        Some(heading) => {
            let key = id.split_once('_').map_or(id, |(_, key)| key);
            (Some(heading.to_lowercase()), key)
        }
        None => (None, id),
    }
}

/// What a file says, by option; an empty text says nothing.
fn said(mut file: Table, command: &Command) -> anyhow::Result<BTreeMap<String, String>> {
    let mut said = BTreeMap::new();
    for option in command
        .get_arguments()
        .filter(|option| option.get_id() != FILE)
    {
        let value = match place(option) {
            (None, key) => file.remove(key),
            (Some(table), key) => match file.get_mut(&table) {
                Some(Value::Table(table)) => table.remove(key),
                _ => None,
            },
        };
        let text = match value {
            None => continue,
            Some(Value::String(text)) => text,
            Some(value @ (Value::Integer(_) | Value::Boolean(_))) => value.to_string(),
            Some(value) => anyhow::bail!("{} cannot be {value}", option.get_id()),
        };
        if !text.is_empty() {
            said.insert(option.get_id().to_string(), text);
        }
    }
    let unknown = file.into_iter().find_map(|(key, value)| match value {
        Value::Table(table) => {
            let inner = table.into_iter().next();
            inner.map(|(inner, _)| format!("{key}.{inner}"))
        }
        _ => Some(key),
    });
    match unknown {
        Some(key) => anyhow::bail!("there is no option {key}"),
        None => Ok(said),
    }
}

/// What clap says of a value, without what only helps at a command line.
fn reason(error: &clap::Error) -> anyhow::Error {
    let text = error.to_string();
    let text = text.split("\n\n").next().unwrap_or_default();
    anyhow::anyhow!("{}", text.trim_start_matches("error: ").trim())
}

/// The values of options as the file would have them.
fn in_force(command: &Command, matches: &ArgMatches) -> Table {
    let mut file = Table::new();
    for option in command
        .get_arguments()
        .filter(|option| option.get_id() != FILE)
    {
        let Some(values) = matches.get_raw(option.get_id().as_str()) else {
            continue;
        };
        let values: Vec<_> = values.map(OsStr::to_string_lossy).collect();
        let text = values.join(",");
        let value = match (option.is_hide_env_values_set(), text.parse()) {
            (true, _) => Value::from("(set)"),
            (false, Ok(number)) => Value::Integer(number),
            (false, Err(_)) => text.parse().map_or(Value::String(text), Value::Boolean),
        };
        let (table, key) = place(option);
        let table = match table {
            None => Some(&mut file),
            Some(name) => {
                let table = file.entry(name).or_insert_with(|| Table::new().into());
                table.as_table_mut()
            }
        };
        if let Some(table) = table {
            table.insert(key.to_owned(), value);
        }
    }
    file
}
