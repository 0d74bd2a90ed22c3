//! Production companies and networks about which more than a name is known.

use serde_json::{Value, json};

use super::source::Company;
use super::{answer, ids};

/// The rows of a production company.
pub fn rows(company: &Company) -> Vec<Value> {
    let more = json!({ "description": "", "parent_company": null });
    with_names("company", company, answer::joined(details(company), more))
}

/// The rows of a network.
pub fn network_rows(network: &Company) -> Vec<Value> {
    with_names("network", network, details(network))
}

fn with_names(kind: &str, company: &Company, details: Value) -> Vec<Value> {
    let id = ids::id(company.number);
    let mut rows = vec![answer::row(&format!("{kind}/{id}"), details)];
    if !company.also.is_empty() {
        let names = json!({ "id": id, "results": answer::names(&company.also) });
        rows.push(answer::row(
            &format!("{kind}/{id}/alternative_names"),
            names,
        ));
    }
    rows
}

fn details(company: &Company) -> Value {
    json!({
        "headquarters": company.headquarters,
        "homepage": "",
        "id": ids::id(company.number),
        "logo_path": null,
        "name": company.name,
        "origin_country": company.country,
    })
}
