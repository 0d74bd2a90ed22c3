//! What a server does once a day, at 07:00 UTC: the scores of the day before, then the files of ids.
//!
//! Whether the day's work is done is read from what it leaves behind. So a server that starts late in the day catches up, and one
//! that is started again does nothing twice.

use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use kinora_dumps::export;
use kinora_index::popularity;
use kinora_model::Date;
use kinora_store::Store;
use tokio::runtime::Handle;

/// The hour, UTC (contract 3.28: files are there by 08:00).
const HOUR: u64 = 7;
/// How often the clock is looked at.
const PERIOD: Duration = Duration::from_secs(60);

/// The UTC day of a moment.
pub fn day_of(time: SystemTime) -> Date {
    let seconds = seconds_of(time);
    let day = i64::try_from(seconds / 86_400)
        .ok()
        .and_then(Date::from_day_number);
    day.unwrap_or(Date::EPOCH)
}

/// The day whose work is to be done at a moment: the same day from 07:00 on, before it none.
fn due(time: SystemTime) -> Option<Date> {
    (seconds_of(time) % 86_400 >= HOUR * 3_600).then(|| day_of(time))
}

fn seconds_of(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

/// Does the work of every day as long as the server runs.
pub async fn run(store: Store, exports: PathBuf) {
    loop {
        if let Some(day) = due(SystemTime::now()) {
            let (store, exports, runtime) = (store.clone(), exports.clone(), Handle::current());
            let work = move || work_of(&store, &exports, day, &runtime);
            let done = tokio::task::spawn_blocking(work).await;
            match done {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::error!("the daily work cannot be done: {error:#}"),
                Err(error) => tracing::error!(%error, "the daily work broke off"),
            }
        }
        tokio::time::sleep(PERIOD).await;
    }
}

fn work_of(
    store: &Store,
    folder: &std::path::Path,
    day: Date,
    runtime: &Handle,
) -> anyhow::Result<()> {
    score_yesterday(store, day, runtime)?;
    if export::are_written(folder, day) {
        return Ok(());
    }
    let files = export::write_ids(store, runtime, folder, day)?;
    let removed = export::remove_old(folder, day)?;
    tracing::info!(%day, files = files.len(), removed, "wrote the daily files of ids");
    Ok(())
}

/// Scores the day before, unless that was done.
fn score_yesterday(store: &Store, day: Date, runtime: &Handle) -> anyhow::Result<()> {
    let Some(yesterday) = Date::from_day_number(day.day_number() - 1) else {
        return Ok(());
    };
    if runtime.block_on(popularity::last_day(store))? >= Some(yesterday) {
        return Ok(());
    }
    let run = runtime.block_on(popularity::run(store, yesterday))?;
    if run.counted > 0 {
        let (counted, changed) = (run.counted, run.changed);
        tracing::info!(day = %yesterday, counted, changed, "scored the day before");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_work_of_a_day_is_due_from_seven_on() {
        let at = |seconds: u64| UNIX_EPOCH + Duration::from_secs(20_000 * 86_400 + seconds);
        let day = Date::from_day_number(20_000);

        assert_eq!(due(at(7 * 3_600 - 1)), None);
        assert_eq!(due(at(7 * 3_600)), day);
        assert_eq!(due(at(86_399)), day);
    }
}
