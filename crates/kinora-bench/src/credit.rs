//! Who worked on a title.

use kinora_model::Kind;

use crate::Catalogue;
use crate::chance::Chance;
use crate::fame::Fame;
use crate::person;
use crate::words::english;

/// The jobs of a crew, in the order in which films fill them.
const JOBS: [(&str, &str); 20] = [
    ("Directing", "Director"),
    ("Writing", "Screenplay"),
    ("Production", "Producer"),
    ("Camera", "Director of Photography"),
    ("Editing", "Editor"),
    ("Sound", "Original Music Composer"),
    ("Production", "Executive Producer"),
    ("Writing", "Writer"),
    ("Art", "Production Design"),
    ("Costume & Make-Up", "Costume Design"),
    ("Production", "Casting"),
    ("Art", "Art Direction"),
    ("Sound", "Sound Designer"),
    ("Visual Effects", "Visual Effects Supervisor"),
    ("Costume & Make-Up", "Makeup Artist"),
    ("Directing", "Assistant Director"),
    ("Art", "Set Decoration"),
    ("Sound", "Sound Re-Recording Mixer"),
    ("Crew", "Stunt Coordinator"),
    ("Camera", "Camera Operator"),
];

/// A part played.
#[derive(Clone, Debug)]
pub struct Role {
    /// 24 hex digits.
    pub credit_id: String,
    /// Who.
    pub person: i64,
    /// Which part.
    pub character: String,
}

/// Work behind the camera.
#[derive(Clone, Debug)]
pub struct Job {
    /// 24 hex digits.
    pub credit_id: String,
    /// Who.
    pub person: i64,
    /// The department.
    pub department: &'static str,
    /// What they did.
    pub job: &'static str,
}

/// Who worked on a title.
#[derive(Clone, Debug, Default)]
pub struct Credits {
    /// In billing order.
    pub cast: Vec<Role>,
    /// In the order of the jobs.
    pub crew: Vec<Job>,
}

impl Credits {
    /// Ten credits on average: five for most titles, fifty for well-known ones.
    pub fn draw(
        catalogue: &Catalogue,
        kind: Kind,
        title: i64,
        fame: &Fame,
        chance: &mut Chance,
    ) -> Credits {
        let length = (1.82 + fame.level + 0.45 * chance.normal()).exp();
        let length = (length as u64).min(60).min(catalogue.people() as u64);
        let cast = length * 3 / 5;
        let id = |place: u64| format!("{:02x}{title:014x}{place:08x}", kind as u8);
        let mut credits = Credits::default();
        for place in 0..cast {
            let person = acting(catalogue, &credits.cast, chance);
            credits.cast.push(Role {
                credit_id: id(place),
                person,
                character: catalogue.vocabulary().name(english(), chance),
            });
        }
        for place in cast..length {
            let (department, job) = JOBS[(place - cast) as usize % JOBS.len()];
            credits.crew.push(Job {
                credit_id: id(place),
                person: mostly(catalogue, false, chance),
                department,
                job,
            });
        }
        credits
    }
}

/// Somebody who is not in the cast yet.
fn acting(catalogue: &Catalogue, cast: &[Role], chance: &mut Chance) -> i64 {
    let mut person = mostly(catalogue, true, chance);
    while cast.iter().any(|role| role.person == person) {
        person = catalogue.somebody(chance);
    }
    person
}

/// Somebody who acts, or somebody who does not, in most cases.
fn mostly(catalogue: &Catalogue, acts: bool, chance: &mut Chance) -> i64 {
    let mut person = catalogue.somebody(chance);
    for _ in 0..4 {
        if (person::department(catalogue, person) == "Acting") == acts {
            break;
        }
        person = catalogue.somebody(chance);
    }
    person
}
