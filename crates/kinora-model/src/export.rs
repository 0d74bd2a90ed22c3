//! The daily files of ids: which there are, and how they are named (contract 3.28).

use std::fmt;
use std::str::FromStr;

use crate::date::Date;
use crate::key::Kind;

/// Which ids a daily file lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportList {
    /// What its name begins with.
    pub name: &'static str,
    /// What it lists.
    pub kind: Kind,
    /// Whether it lists the adult ones; the other lists of their kinds leave these out.
    pub adult: bool,
}

/// A daily file: a list as it was on a day, `movie_ids_05_15_2024.json.gz`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportFile {
    /// What it lists.
    pub list: ExportList,
    /// The UTC day.
    pub day: Date,
}

/// The text is not the name of a daily file.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("not the name of a daily file of ids")]
pub struct InvalidExportFile;

const EXTENSION: &str = ".json.gz";

impl ExportList {
    /// Every list, in the order in which the files are made.
    pub const ALL: [ExportList; 10] = [
        ExportList::new("movie_ids", Kind::Movie, false),
        ExportList::new("tv_series_ids", Kind::Series, false),
        ExportList::new("person_ids", Kind::Person, false),
        ExportList::new("collection_ids", Kind::Collection, false),
        ExportList::new("tv_network_ids", Kind::Network, false),
        ExportList::new("keyword_ids", Kind::Keyword, false),
        ExportList::new("production_company_ids", Kind::Company, false),
        ExportList::new("adult_movie_ids", Kind::Movie, true),
        ExportList::new("adult_tv_series_ids", Kind::Series, true),
        ExportList::new("adult_person_ids", Kind::Person, true),
    ];

    const fn new(name: &'static str, kind: Kind, adult: bool) -> ExportList {
        ExportList { name, kind, adult }
    }
}

impl fmt::Display for ExportFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (month, day, year) = (self.day.month(), self.day.day(), self.day.year());
        let name = self.list.name;
        write!(f, "{name}_{month:02}_{day:02}_{year:04}{EXTENSION}")
    }
}

impl FromStr for ExportFile {
    type Err = InvalidExportFile;

    /// Reads a name to the letter: what is accepted names a file in the folder itself, whoever sent it.
    fn from_str(text: &str) -> Result<ExportFile, InvalidExportFile> {
        let read = || {
            let stem = text.strip_suffix(EXTENSION)?;
            let (name, day) =
                stem.split_at_checked(stem.len().checked_sub("_MM_DD_YYYY".len())?)?;
            let list = ExportList::ALL.into_iter().find(|list| list.name == name)?;
            let mut numbers = day.strip_prefix('_')?.splitn(3, '_');
            let month = numbers.next()?.parse().ok()?;
            let day_of_month = numbers.next()?.parse().ok()?;
            let day = Date::new(numbers.next()?.parse().ok()?, month, day_of_month)?;
            Some(ExportFile { list, day }).filter(|file| file.to_string() == text)
        };
        read().ok_or(InvalidExportFile)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        let day = Date::new(2024, 5, 15).unwrap();
        for list in ExportList::ALL {
            let file = ExportFile { list, day };
            assert_eq!(file.to_string().parse(), Ok(file));
        }
        assert_eq!(
            "movie_ids_05_15_2024.json.gz".parse(),
            Ok(ExportFile {
                list: ExportList::ALL[0],
                day
            })
        );
    }

    #[test]
    fn nothing_else_is_a_name() {
        for name in [
            "",
            ".json.gz",
            "movie_ids_05_15_2024.json",
            "movie_ids_5_15_2024.json.gz",
            "movie_ids_13_15_2024.json.gz",
            "movie_ids_02_30_2024.json.gz",
            "movie_ids_+5_15_2024.json.gz",
            "movie_ids_05_15_2024.json.gz/..",
            "../movie_ids_05_15_2024.json.gz",
            "season_ids_05_15_2024.json.gz",
            "movie_ids_05_15_2é24.json.gz",
        ] {
            assert_eq!(name.parse::<ExportFile>(), Err(InvalidExportFile), "{name}");
        }
    }
}
