//! `kinora popularity`: daily scores by hand.

use std::time::SystemTime;

use anyhow::Context;
use kinora_index::popularity;
use kinora_model::Date;

use crate::config::Config;
use crate::daily;

/// `kinora popularity run`
pub async fn run(config: &Config, day: Option<Date>) -> anyhow::Result<()> {
    let store = config.open_store().await?;
    let yesterday = Date::from_day_number(daily::day_of(SystemTime::now()).day_number() - 1);
    let day = day.or(yesterday).context("no day")?;
    let run = popularity::run(&store, day).await?;
    match run.counted {
        0 => println!("Nothing was counted on {day}; the scores stay as they are."),
        counted => println!(
            "{day}: counted for {counted}, {} scores changed",
            run.changed
        ),
    }
    Ok(())
}
