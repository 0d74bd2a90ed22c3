//! `kinora import images FOLDER`: pictures into the store of originals.

use std::path::{Path, PathBuf};

use anyhow::Context;
use kinora_images::{ImageError, Name};

use crate::config::Config;

/// Takes in every picture of a folder and prints a line for each: its name, width, height and file, separated by tabs. What is
/// no picture is told and passed over.
pub async fn run(config: &Config, folder: &Path, keep_names: bool) -> anyhow::Result<()> {
    let images = config.open_images()?;
    let (mut taken, mut refused) = (0, 0);
    for path in files(folder)? {
        let length = std::fs::metadata(&path)?.len();
        let told = if length > images.original_bytes() {
            Err(ImageError::Refused(kinora_images::Refusal::TooLarge))
        } else {
            let bytes =
                std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            let kept = path
                .file_name()
                .and_then(|name| name.to_str()?.parse::<Name>().ok());
            images
                .ingest(bytes.into(), kept.filter(|_| keep_names))
                .await
        };
        match told {
            Ok((name, header)) => {
                println!(
                    "/{name}\t{}\t{}\t{}",
                    header.width,
                    header.height,
                    path.display()
                );
                taken += 1;
            }
            Err(ImageError::Refused(refusal)) => {
                eprintln!("{}: {refusal}", path.display());
                refused += 1;
            }
            Err(error) => {
                return Err(error).with_context(|| format!("cannot store {}", path.display()));
            }
        }
    }
    eprintln!("{taken} pictures taken in, {refused} files refused.");
    Ok(())
}

/// All files of a folder and of those in it, in order. Links are not followed.
fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let failed = || format!("cannot read the folder {}", folder.display());
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(failed)? {
        let entry = entry.with_context(failed)?;
        let kind = entry.file_type().with_context(failed)?;
        if kind.is_dir() {
            found.extend(files(&entry.path())?);
        } else if kind.is_file() {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}
