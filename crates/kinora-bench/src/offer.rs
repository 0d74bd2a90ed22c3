//! Where titles can be watched.

use kinora_model::providers::{Offer, Offers, WatchProviders};
use serde_json::{Value, json};

use crate::Catalogue;
use crate::chance::{Chance, Zipf};
use crate::fame::Fame;
use crate::words::english;

/// How many providers there are.
const PROVIDERS: u64 = 60;
/// How many of the first are subscriptions; the others sell and rent.
const SUBSCRIPTIONS: u64 = 35;

/// The countries that have providers.
const REGIONS: [&str; 24] = [
    "US", "GB", "DE", "FR", "CA", "AU", "ES", "IT", "BR", "MX", "AT", "CH", "SE", "NL", "JP", "IN",
    "KR", "PL", "DK", "FI", "NO", "AR", "IE", "BE",
];

/// The offers of a title: a third of the popular ones have some, in ten countries on average.
pub fn draw(
    catalogue: &Catalogue,
    kind: &str,
    id: i64,
    fame: &Fame,
    chance: &mut Chance,
) -> WatchProviders {
    let mut offers = WatchProviders::default();
    if !fame.is_popular() || !chance.happens(1.0 / 3.0) {
        return offers;
    }
    let share = (0.25 + 0.12 * fame.above()).min(0.9);
    for region in REGIONS {
        if chance.happens(share) {
            offers.0.insert(
                region.to_owned(),
                in_region(catalogue, (kind, id, region), chance),
            );
        }
    }
    offers
}

fn in_region(
    catalogue: &Catalogue,
    (kind, id, region): (&str, i64, &str),
    chance: &mut Chance,
) -> Offers {
    let mut some = |first: u64, count: u64, most: i64| {
        let law = Zipf::new(count, 3.0);
        let mut ranks: Vec<u64> = (0..chance.between(0, most))
            .map(|_| first + law.draw(chance))
            .collect();
        ranks.sort_unstable();
        ranks.dedup();
        ranks
            .into_iter()
            .map(|rank| offer(catalogue, rank))
            .collect()
    };
    let flatrate: Vec<Offer> = some(0, SUBSCRIPTIONS, 3);
    let rent: Vec<Offer> = some(SUBSCRIPTIONS, PROVIDERS - SUBSCRIPTIONS, 4);
    Offers {
        link: format!("https://www.example.org/{kind}/{id}/watch?locale={region}"),
        buy: rent.clone(),
        flatrate,
        rent,
        ..Offers::default()
    }
}

fn offer(catalogue: &Catalogue, rank: u64) -> Offer {
    Offer {
        logo_path: catalogue.picture("provider", rank as i64 + 1, 1.0),
        provider_id: rank as i64 + 1,
        provider_name: name(catalogue, rank),
        display_priority: rank as i64,
    }
}

fn name(catalogue: &Catalogue, rank: u64) -> String {
    let mut chance = catalogue.chance("provider name", rank as i64);
    catalogue.vocabulary().name(english(), &mut chance)
}

/// The answer that lists every provider.
pub fn list(catalogue: &Catalogue) -> Value {
    let row = |rank| {
        let offer = offer(catalogue, rank);
        let priorities: Value = REGIONS
            .iter()
            .map(|region| ((*region).to_owned(), json!(rank)))
            .collect();
        json!({
            "display_priorities": priorities,
            "display_priority": rank,
            "logo_path": offer.logo_path,
            "provider_name": offer.provider_name,
            "provider_id": offer.provider_id,
        })
    };
    json!({ "results": (0..PROVIDERS).map(row).collect::<Vec<Value>>() })
}
