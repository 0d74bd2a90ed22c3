//! The demo catalogue: some public-domain films, series and people, with texts and pictures of our own.
//!
//! The TOML files in `demo/` are its sources (`source`). They are turned into an archive of v3 answers, which is then
//! imported like any other. Ids, names of pictures, popularity and votes follow from the sources (`ids`, `stats`), so
//! the archive is the same every time. Its pictures are drawn (`art`) when they are asked for.

mod answer;
mod art;
mod catalogue;
mod collection;
mod company;
mod film;
mod ids;
mod line;
mod person;
mod picture;
mod provider;
mod series;
mod source;
mod stats;

use anyhow::Context;
use serde_json::Value;

use catalogue::Catalogue;
pub use picture::Picture;
use source::Sources;

/// The demo catalogue as an archive: NDJSON, one recorded request and its answer a line.
///
/// # Errors
///
/// Fails if the sources that this program carries have a mistake.
pub fn archive() -> anyhow::Result<Vec<u8>> {
    let sources = Sources::read()?;
    let mut archive = Vec::new();
    for row in rows(&Catalogue::of(&sources))? {
        serde_json::to_writer(&mut archive, &row)?;
        archive.push(b'\n');
    }
    Ok(archive)
}

/// Every picture that the catalogue names.
///
/// # Errors
///
/// Fails if the sources that this program carries have a mistake.
pub fn pictures() -> anyhow::Result<Vec<Picture>> {
    Ok(picture::all(&Sources::read()?))
}

fn rows(catalogue: &Catalogue<'_>) -> anyhow::Result<Vec<Value>> {
    let sources = catalogue.sources;
    let mut rows = provider::rows();
    rows.extend(sources.companies.iter().flat_map(company::rows));
    rows.extend(sources.networks.iter().flat_map(company::network_rows));
    rows.extend(
        sources
            .people
            .iter()
            .map(|person| person::row(catalogue, person)),
    );
    for collection in &sources.collections {
        rows.extend(collection::rows(catalogue, collection)?);
    }
    for film in &sources.films {
        rows.extend(
            film::rows(catalogue, film).with_context(|| format!("in the film {}", film.number))?,
        );
    }
    for series in &sources.series {
        rows.extend(
            series::rows(catalogue, series)
                .with_context(|| format!("in the series {}", series.number))?,
        );
    }
    Ok(rows)
}

#[cfg(test)]
mod tests;
