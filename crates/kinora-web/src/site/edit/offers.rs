//! Offers of watch providers: what the tables of the catalogue know of a provider need not be typed.

use kinora_model::Kind;
use kinora_model::reference::Reference;
use serde_json::{Value, json};

/// Gives the offers of a country that name nothing but the number of a provider its name, sign and place.
pub fn complete(offers: &mut Value, reference: &Reference, kind: Kind, country: &str) {
    let known = reference.providers(kind, Some(country)).results;
    let known = match known.is_empty() {
        true => reference.providers(kind, None).results,
        false => known,
    };
    let ways = offers.as_object_mut().into_iter().flatten();
    let rows = ways.filter_map(|(_, rows)| rows.as_array_mut()).flatten();
    for offer in rows.filter_map(Value::as_object_mut) {
        let id = offer.get("provider_id").and_then(Value::as_i64);
        let provider = known.iter().find(|known| Some(known.provider_id) == id);
        let (Some(provider), false) = (provider, offer.contains_key("provider_name")) else {
            continue;
        };
        let told = [
            ("provider_name", json!(provider.provider_name)),
            ("logo_path", json!(provider.logo_path)),
            ("display_priority", json!(provider.display_priority)),
        ];
        for (name, value) in told.into_iter().filter(|(_, value)| !value.is_null()) {
            offer.entry(name).or_insert(value);
        }
    }
}
