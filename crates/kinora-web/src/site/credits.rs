//! Who is in front of and behind the camera, as the API tells it and as pages show it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::address::slugged;
use super::words::Words;

/// Somebody in a cast.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Cast {
    id: i64,
    /// Their name.
    pub name: String,
    profile_path: Option<String>,
    character: String,
    roles: Vec<Role>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Role {
    character: String,
}

impl Cast {
    /// As a page shows them: with whom they play.
    pub fn shown(&self) -> Credited {
        let roles = self.roles.iter().map(|role| role.character.as_str());
        let played = roles
            .chain([self.character.as_str()])
            .filter(|name| !name.is_empty());
        Credited {
            address: address(self.id, &self.name),
            name: self.name.clone(),
            portrait: self.profile_path.clone(),
            part: played.collect::<Vec<_>>().join(", "),
        }
    }
}

/// Somebody in a crew.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Crew {
    id: i64,
    /// Their name.
    pub name: String,
    profile_path: Option<String>,
    department: String,
    job: String,
    #[serde(rename = "jobs")]
    done: Vec<Job>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Job {
    job: String,
}

impl Crew {
    /// The page about the person.
    pub fn address(&self) -> String {
        address(self.id, &self.name)
    }

    /// What they did, as the catalogue has it.
    pub fn jobs(&self) -> impl Iterator<Item = &str> {
        let done = self.done.iter().map(|job| job.job.as_str());
        done.chain([self.job.as_str()])
            .filter(|job| !job.is_empty())
    }

    fn shown(&self, words: Words) -> Credited {
        let jobs = self.jobs().map(|job| words.term(job));
        Credited {
            address: self.address(),
            name: self.name.clone(),
            portrait: self.profile_path.clone(),
            part: jobs.collect::<Vec<_>>().join(", "),
        }
    }
}

fn address(id: i64, name: &str) -> String {
    format!("/person/{}", slugged(id, name))
}

/// Somebody with a portrait, and what they had to do with a title.
#[derive(Clone, Debug)]
pub struct Credited {
    /// The page about them.
    pub address: String,
    /// Their name.
    pub name: String,
    /// Their portrait.
    pub portrait: Option<String>,
    /// Whom they play, or what they did in the visitor's language.
    pub part: String,
}

/// The credits of something.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Credits {
    /// In the order of billing.
    pub cast: Vec<Cast>,
    /// Everybody else.
    pub crew: Vec<Crew>,
    /// Those who are in one episode only.
    pub guest_stars: Vec<Cast>,
}

impl Credits {
    /// Everybody under headings in the visitor's language: cast, guests, departments by name. None is empty.
    pub fn groups(&self, words: Words) -> Vec<(String, Vec<Credited>)> {
        let cast = [("Cast", &self.cast), ("Guests", &self.guest_stars)];
        let cast = cast.map(|(heading, people)| {
            let people = people.iter().map(Cast::shown).collect();
            (words.say(heading).to_owned(), people)
        });
        let mut departments: BTreeMap<&str, Vec<Credited>> = BTreeMap::new();
        for row in &self.crew {
            let department = words.term(&row.department);
            departments
                .entry(department)
                .or_default()
                .push(row.shown(words));
        }
        let departments = departments.into_iter();
        let crew = departments.map(|(department, people)| (department.to_owned(), people));
        let groups = cast.into_iter().chain(crew);
        groups.filter(|(_, people)| !people.is_empty()).collect()
    }
}
