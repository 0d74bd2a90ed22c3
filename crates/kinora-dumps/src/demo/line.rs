//! Lines of the demo sources that hold several things: who plays whom, who did what, what a title is called elsewhere, when it
//! came out.

use kinora_model::Date;
use serde::Deserialize;

/// `Max Schreck = Graf Orlok`; the character may be missing.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct Role {
    pub person: String,
    pub character: String,
}

impl TryFrom<String> for Role {
    type Error = String;

    fn try_from(line: String) -> Result<Role, String> {
        match line.split_once('=') {
            Some((person, character)) if !person.trim().is_empty() => Ok(Role {
                person: person.trim().to_owned(),
                character: character.trim().to_owned(),
            }),
            _ => Err(format!("not of the form `person = character`: {line}")),
        }
    }
}

/// `Director = F. W. Murnau`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct Job {
    pub job: String,
    pub person: String,
}

impl TryFrom<String> for Job {
    type Error = String;

    fn try_from(line: String) -> Result<Job, String> {
        match line.split_once(" = ") {
            Some((job, person)) => Ok(Job {
                job: job.trim().to_owned(),
                person: person.trim().to_owned(),
            }),
            None => Err(format!("not of the form `job = person`: {line}")),
        }
    }
}

/// `FR Nosferatu le vampire`: a title in a country.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct TitleElsewhere {
    pub country: String,
    pub title: String,
}

impl TryFrom<String> for TitleElsewhere {
    type Error = String;

    fn try_from(line: String) -> Result<TitleElsewhere, String> {
        match line.split_once(' ') {
            Some((country, title)) if is_country(country) => Ok(TitleElsewhere {
                country: country.to_owned(),
                title: title.trim().to_owned(),
            }),
            _ => Err(format!("not of the form `country title`: {line}")),
        }
    }
}

/// `DE 1922-03-04 premiere Berlin`: a release in a country; the note may be missing.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Release {
    pub country: String,
    pub date: Date,
    pub kind: ReleaseKind,
    pub note: String,
}

/// The kinds of releases, numbered as the v3 API does (contract 1.12).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReleaseKind {
    Premiere = 1,
    Limited = 2,
    Theatrical = 3,
    Digital = 4,
    Physical = 5,
    Tv = 6,
}

impl ReleaseKind {
    fn named(name: &str) -> Option<ReleaseKind> {
        Some(match name {
            "premiere" => ReleaseKind::Premiere,
            "limited" => ReleaseKind::Limited,
            "theatrical" => ReleaseKind::Theatrical,
            "digital" => ReleaseKind::Digital,
            "physical" => ReleaseKind::Physical,
            "tv" => ReleaseKind::Tv,
            _ => return None,
        })
    }
}

impl Release {
    fn of(line: &str) -> Option<Release> {
        let mut words = line.splitn(4, ' ');
        let country = words.next().filter(|code| is_country(code))?;
        let date = words.next()?.parse().ok()?;
        let kind = ReleaseKind::named(words.next()?)?;
        Some(Release {
            country: country.to_owned(),
            date,
            kind,
            note: words.next().unwrap_or_default().trim().to_owned(),
        })
    }
}

impl TryFrom<String> for Release {
    type Error = String;

    fn try_from(line: String) -> Result<Release, String> {
        Release::of(&line)
            .ok_or_else(|| format!("not of the form `country date type note`: {line}"))
    }
}

fn is_country(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|letter| letter.is_ascii_uppercase())
}
