//! Dominant colours of pictures: worked out behind whoever asks, once.

use std::collections::HashSet;
use std::sync::{MutexGuard, PoisonError};

use crate::dominant::dominant;
use crate::error::ImageError;
use crate::images::{Images, PROOF, QUEUE};
use crate::name::Name;
use crate::size::Rgb;
use crate::variant::Plan;

impl Images {
    /// The dominant colour of a picture, if it is known and there is one. If it is not known, that is begun: whoever asks later is told.
    /// Does not wait.
    pub fn colour_at_hand(&self, name: &Name) -> Option<Rgb> {
        if let Some(known) = self.0.colours.get(&name.to_string()) {
            return known;
        }
        let mut looking = self.looking();
        // As with sizes: beyond the queue nothing is begun, and somebody will ask again.
        if looking.len() < QUEUE && looking.insert(name.clone()) {
            let (images, name) = (self.clone(), name.clone());
            tokio::spawn(async move {
                if let Err(error) = images.colour(&name).await {
                    tracing::debug!(%error, %name, "cannot work out a colour");
                }
                images.looking().remove(&name);
            });
        }
        None
    }

    /// The dominant colour of a picture; none where hardly anything in it has one. It is worked out once and kept.
    pub async fn colour(&self, name: &Name) -> Result<Option<Rgb>, ImageError> {
        if let Some(known) = self.0.colours.get(&name.to_string()) {
            return Ok(known);
        }
        let original = self.find(name).await?.ok_or(ImageError::Missing)?;
        let limits = self.0.limits;
        let memory = move |bytes: &[u8]| match Plan::new(bytes, PROOF, &limits) {
            Ok(plan) => Ok(plan.memory()),
            Err(ImageError::Refused(_)) => Ok(0),
            Err(error) => Err(error),
        };
        let (images, name) = (self.clone(), name.to_string());
        let look = move |bytes: &[u8]| {
            // What cannot be shown has no colour, and is not looked at again.
            let colour = match Plan::new(bytes, PROOF, &limits).and_then(Plan::pixels) {
                Ok(raster) => dominant(&raster),
                Err(ImageError::Refused(_)) => None,
                Err(error) => return Err(error),
            };
            images.0.colours.keep(&name, colour)?;
            Ok(colour)
        };
        self.work_on(&original, memory, look).await
    }

    fn looking(&self) -> MutexGuard<'_, HashSet<Name>> {
        let looking = self.0.looking.lock();
        looking.unwrap_or_else(PoisonError::into_inner)
    }
}
