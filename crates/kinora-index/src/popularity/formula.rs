//! The formula of the daily score. `docs/popularity.md` explains it and shows what it does over weeks.

use kinora_model::Date;
use kinora_store::Signals;

/// How much interest counts in the score.
const INTEREST: f64 = 5.0;
/// How much a view counts beside the other signs of interest.
const VIEW: f64 = 1.0;
/// How much a vote counts.
const VOTE: f64 = 2.0;
/// How much becoming a favourite counts.
const FAVOURITE: f64 = 1.5;
/// How much being put on a watchlist counts.
const WATCHLIST: f64 = 1.5;
/// What a title is worth on the day of its release, or when an episode is shown.
const NEWS: f64 = 10.0;
/// In how many days after it news falls to 37 %.
const NEWS_FADES: f64 = 14.0;
/// In how many days before it news rises from 37 %.
const NEWS_RISES: f64 = 7.0;
/// Beyond so many days from it nothing is news.
const NEWS_DAYS: i64 = 60;
/// How much the logarithm of all votes counts.
const STANDING: f64 = 0.5;
/// Which part of the way up a score goes in a day.
const RISE: f64 = 0.5;
/// Which part of the way down.
const FALL: f64 = 0.1;

/// The largest score there is: far above what any crowd reaches, far below what numbers can hold.
const LARGEST: f64 = 1.0e9;

/// What a score is made from, beside yesterday's.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Inputs {
    /// What happened on the day.
    pub signals: Signals,
    /// Days since the release or the nearest episode; negative before it, `None` when there is none.
    pub since_news: Option<i64>,
    /// How many votes there are in all.
    pub total_votes: i64,
}

/// How much was made of something on a day; 0 when nothing happened. Logarithms keep one keen reader from counting as much as many.
pub fn interest(signals: Signals) -> f64 {
    let counted = |weight: f64, count: i64| weight * (count.max(0) as f64).ln_1p();
    counted(VIEW, signals.views)
        + counted(VOTE, signals.votes)
        + counted(FAVOURITE, signals.favourites)
        + counted(WATCHLIST, signals.watchlist)
}

/// The score of a day from yesterday's: part of the way to what the day is worth, rounded to four digits.
pub fn score(before: f64, inputs: Inputs) -> f64 {
    let news = match inputs.since_news {
        Some(days) if days.abs() > NEWS_DAYS => 0.0,
        Some(days) if days < 0 => NEWS * (days as f64 / NEWS_RISES).exp(),
        Some(days) => NEWS * (-days as f64 / NEWS_FADES).exp(),
        None => 0.0,
    };
    let standing = STANDING * (inputs.total_votes.max(0) as f64).ln_1p();
    let worth = INTEREST * interest(inputs.signals) + news + standing;
    let before = before.clamp(0.0, LARGEST);
    let part = if worth > before { RISE } else { FALL };
    let after = before + part * (worth - before);
    (after * 10_000.0).round() / 10_000.0
}

/// The date among these that is nearest to a day, as days from it to the day.
pub fn nearest(day: Date, dates: impl IntoIterator<Item = Option<Date>>) -> Option<i64> {
    let days = dates.into_iter().flatten();
    let days = days.map(|date| day.day_number() - date.day_number());
    days.min_by_key(|days| days.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn views(views: i64) -> Inputs {
        Inputs {
            signals: Signals {
                views,
                ..Signals::default()
            },
            ..Inputs::default()
        }
    }

    #[test]
    fn every_input_counts() {
        let quiet = score(0.0, Inputs::default());
        let signals = |signals| Inputs {
            signals,
            ..Inputs::default()
        };
        let loud = [
            views(1),
            signals(Signals {
                votes: 1,
                ..Signals::default()
            }),
            signals(Signals {
                favourites: 1,
                ..Signals::default()
            }),
            signals(Signals {
                watchlist: 1,
                ..Signals::default()
            }),
            Inputs {
                since_news: Some(0),
                ..Inputs::default()
            },
            Inputs {
                total_votes: 10,
                ..Inputs::default()
            },
        ];

        assert_eq!(quiet, 0.0);
        assert!(loud.into_iter().all(|inputs| score(0.0, inputs) > 0.0));
        assert!(score(8.0, Inputs::default()) > quiet);
    }

    #[test]
    fn scores_rise_faster_than_they_fall_and_stay_finite() {
        let risen = score(0.0, views(1_000));
        let fallen = score(risen, views(0));

        assert!(risen > 2.0 * (risen - fallen));
        assert!(score(f64::MAX / 2.0, views(i64::MAX)).is_finite());
        assert_eq!(score(-3.0, views(-5)), 0.0);
    }

    #[test]
    fn the_nearest_date_counts() {
        let date = |text: &str| Some(text.parse().unwrap());
        let day = date("2026-03-09").unwrap();

        assert_eq!(
            nearest(day, [date("2026-03-01"), date("2026-03-12")]),
            Some(-3)
        );
        assert_eq!(nearest(day, [None, None]), None);
    }
}
