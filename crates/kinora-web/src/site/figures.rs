//! Numbers, dates and lengths as the language of the site writes them.

use kinora_model::Date;

use super::page::Page;
use super::words::Words;

impl Page {
    /// A number with the separator of thousands that the language uses.
    pub fn number(&self, number: &i64) -> String {
        let separator = match self.visitor.words.code() {
            "de" | "es" => '.',
            "fr" => '\u{202f}',
            _ => ',',
        };
        let digits = number.unsigned_abs().to_string();
        let mut text = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                text.push(separator);
            }
            text.push(digit);
        }
        if *number < 0 {
            format!("-{text}")
        } else {
            text
        }
    }

    /// A date (`1922-03-15`) in words; what is none stays as it is.
    pub fn date(&self, date: &str) -> String {
        written(date, self.visitor.words, &self.visitor.region)
    }

    /// The year of a date.
    pub fn year<'a>(&self, date: &'a str) -> &'a str {
        date.get(..4).unwrap_or_default()
    }

    /// So many of something, which is called otherwise where it is one.
    pub fn counted(&self, count: &i64, one: &str, several: &str) -> String {
        let is_one = *count == 1 || (*count == 0 && self.visitor.words.code() == "fr");
        let name = if is_one { one } else { several };
        format!("{} {name}", self.number(count))
    }

    /// A length in minutes as hours and minutes.
    pub fn minutes(&self, minutes: &i64) -> String {
        match (minutes / 60, minutes % 60) {
            (0, minutes) => format!("{minutes}\u{a0}min"),
            (hours, 0) => format!("{hours}\u{a0}h"),
            (hours, minutes) => format!("{hours}\u{a0}h {minutes}\u{a0}min"),
        }
    }
}

/// The months, as phrases of the site.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A date in words, with the month before the day in English of the United States.
fn written(date: &str, words: Words, region: &str) -> String {
    let mut pieces = date.splitn(3, '-');
    let mut next = || pieces.next().and_then(|piece| piece.parse::<usize>().ok());
    let (Ok(_), Some(year), Some(month), Some(day)) =
        (date.parse::<Date>(), next(), next(), next())
    else {
        return date.to_owned();
    };
    let Some(month) = MONTHS.get(month.wrapping_sub(1)) else {
        return date.to_owned();
    };
    let month = words.say(month);
    match words.code() {
        "de" => format!("{day}. {month} {year}"),
        "fr" if day == 1 => format!("1er {month} {year}"),
        "es" => format!("{day} de {month} de {year}"),
        "en" if region == "US" => format!("{month} {day}, {year}"),
        _ => format!("{day} {month} {year}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_the_language_does() {
        for (language, region, expected) in [
            ("en", "US", "March 5, 1922"),
            ("en", "GB", "5 March 1922"),
            ("de", "DE", "5. März 1922"),
            ("fr", "FR", "5 mars 1922"),
            ("es", "ES", "5 de marzo de 1922"),
        ] {
            let words = Words::of(language.parse().expect("a language"));
            assert_eq!(written("1922-03-05", words, region), expected);
            for odd in ["", "1922", "1922-13-05", "soon"] {
                assert_eq!(written(odd, words, region), odd);
            }
        }
    }
}
