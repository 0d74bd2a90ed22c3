//! Where a title can be watched: what is kept of it, and the conditions on it.

use kinora_model::providers::{self, WatchProviders};

use crate::country::Country;
use crate::terms::Terms;

/// How a provider lets a title be watched (contract 1.16).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Monetization {
    /// By subscription.
    Flatrate = 1,
    /// For nothing.
    Free = 2,
    /// With advertisements.
    Ads = 4,
    /// Rented.
    Rent = 8,
    /// Bought.
    Buy = 16,
}

impl Monetization {
    /// The one that the v3 API names so.
    pub fn named(name: &str) -> Option<Monetization> {
        Some(match name {
            "flatrate" => Monetization::Flatrate,
            "free" => Monetization::Free,
            "ads" => Monetization::Ads,
            "rent" => Monetization::Rent,
            "buy" => Monetization::Buy,
            _ => return None,
        })
    }
}

/// A condition on offers in a region. For each group of providers and each group of monetizations one offer must meet both;
/// where one of the two has no groups, only the other counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OfferFilter {
    /// ISO 3166-1.
    pub region: String,
    /// Providers, by id.
    pub providers: Terms<i64>,
    /// Ways of watching.
    pub monetization: Terms<Monetization>,
}

/// A provider's offers in a country, in every way of watching.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Offer {
    /// Where.
    pub country: Country,
    /// Who.
    pub provider: i64,
    /// The monetizations, each a bit.
    ways: u8,
}

impl Offer {
    /// The offers that a title's part holds, by country and provider.
    pub fn all(offers: &WatchProviders) -> Box<[Offer]> {
        let mut all: Vec<Offer> = Vec::new();
        for (country, offers) in &offers.0 {
            let Some(country) = Country::parse(country) else {
                continue;
            };
            for (way, list) in lists(offers) {
                all.extend(list.iter().map(|offer| Offer {
                    country,
                    provider: offer.provider_id,
                    ways: way as u8,
                }));
            }
        }
        all.sort_unstable();
        all.dedup_by(|offer, first| {
            let is_same = (offer.country, offer.provider) == (first.country, first.provider);
            if is_same {
                first.ways |= offer.ways;
            }
            is_same
        });
        all.into()
    }

    /// The ways in which it lets a title be watched.
    pub fn ways(self) -> impl Iterator<Item = Monetization> {
        use Monetization::{Ads, Buy, Flatrate, Free, Rent};
        let ways = [Flatrate, Free, Ads, Rent, Buy].into_iter();
        ways.filter(move |way| self.is_by(*way))
    }

    fn is_by(self, way: Monetization) -> bool {
        self.ways & way as u8 != 0
    }
}

fn lists(offers: &providers::Offers) -> [(Monetization, &[providers::Offer]); 5] {
    [
        (Monetization::Flatrate, &offers.flatrate),
        (Monetization::Free, &offers.free),
        (Monetization::Ads, &offers.ads),
        (Monetization::Rent, &offers.rent),
        (Monetization::Buy, &offers.buy),
    ]
}

impl OfferFilter {
    /// Whether these offers meet it.
    pub(crate) fn met_by(&self, offers: &[Offer]) -> bool {
        let some_offer = |providers: Option<&[i64]>, ways: Option<&[Monetization]>| {
            offers.iter().any(|offer| {
                offer.country.is(&self.region)
                    && providers.is_none_or(|providers| providers.contains(&offer.provider))
                    && ways.is_none_or(|ways| ways.iter().any(|way| offer.is_by(*way)))
            })
        };
        if self.providers.is_open() && self.monetization.is_open() {
            return true;
        }
        let (providers, ways) = (groups(&self.providers), groups(&self.monetization));
        providers
            .iter()
            .all(|providers| ways.iter().all(|ways| some_offer(*providers, *ways)))
    }
}

/// The groups of a condition; where there are none, one that anything meets.
fn groups<T>(terms: &Terms<T>) -> Vec<Option<&[T]>> {
    match terms.all.as_slice() {
        [] => vec![None],
        groups => groups.iter().map(|group| Some(group.as_slice())).collect(),
    }
}

/// Whether one of these providers has an offer in the region.
pub(crate) fn offered_by(offers: &[Offer], region: &str, providers: &[i64]) -> bool {
    let mut in_region = offers.iter().filter(|offer| offer.country.is(region));
    in_region.any(|offer| providers.contains(&offer.provider))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offers() -> Box<[Offer]> {
        let offer = |id| providers::Offer {
            provider_id: id,
            ..providers::Offer::default()
        };
        let german = providers::Offers {
            flatrate: vec![offer(8)],
            rent: vec![offer(2), offer(3)],
            buy: vec![offer(2)],
            ..providers::Offers::default()
        };
        let french = providers::Offers {
            ads: vec![offer(8)],
            ..providers::Offers::default()
        };
        Offer::all(&WatchProviders(
            [("DE".to_owned(), german), ("FR".to_owned(), french)].into(),
        ))
    }

    fn german(providers: Terms<i64>, monetization: Terms<Monetization>) -> bool {
        let filter = OfferFilter {
            region: "de".into(),
            providers,
            monetization,
        };
        filter.met_by(&offers())
    }

    #[test]
    fn a_provider_has_one_row_a_country() {
        assert_eq!(offers().len(), 4);
    }

    #[test]
    fn providers_and_ways_are_found_alone() {
        assert!(german(Terms::any([8]), Terms::default()));
        assert!(german(Terms::every([8, 2]), Terms::default()));
        assert!(!german(Terms::any([9]), Terms::default()));
        assert!(german(Terms::default(), Terms::any([Monetization::Buy])));
        assert!(!german(Terms::default(), Terms::any([Monetization::Ads])));
        assert!(german(Terms::default(), Terms::default()));
    }

    #[test]
    fn both_must_hold_on_the_same_offer() {
        assert!(german(Terms::any([2]), Terms::any([Monetization::Rent])));
        assert!(german(
            Terms::any([2]),
            Terms::every([Monetization::Rent, Monetization::Buy])
        ));
        assert!(!german(Terms::any([3]), Terms::any([Monetization::Buy])));
        assert!(!german(
            Terms::every([2, 3]),
            Terms::any([Monetization::Buy])
        ));
    }

    #[test]
    fn ways_of_watching_have_the_names_of_the_api() {
        assert_eq!(Monetization::named("ads"), Some(Monetization::Ads));
        assert_eq!(Monetization::named("Ads"), None);
    }
}
