//! Settings that the catalogue carries with it.

use std::sync::atomic::Ordering;

use crate::{Store, StoreError, ask, sqlite};

/// The setting that takes the API out of service.
pub(crate) const MAINTENANCE: &str = "maintenance";

impl Store {
    /// A setting that the catalogue carries with it.
    pub async fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        let name = name.to_owned();
        ask!(self, read, |db| sqlite::setting::get(db, &name))
    }

    /// Changes such a setting.
    pub async fn set_setting(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let (name, value) = (name.to_owned(), value.to_owned());
        ask!(self, write, |db| sqlite::setting::set(db, &name, &value))
    }

    /// Takes the API out of service, or puts it back, for every process that serves the catalogue.
    pub async fn set_maintenance(&self, on: bool) -> Result<(), StoreError> {
        let word = if on { "on" } else { "off" };
        self.set_setting(MAINTENANCE, word).await
    }

    /// Whether the API is out of service, as of the last [`refresh`](Store::refresh).
    pub fn is_under_maintenance(&self) -> bool {
        self.maintenance.load(Ordering::Relaxed)
    }
}
