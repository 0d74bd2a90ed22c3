//! What every list of this API says of itself.

use crate::call::Call;
use crate::document::Element;
use crate::parameter::Stretch;

/// The address of a list with what may be added to it.
pub fn template(call: &Call, parameters: &str) -> Element {
    let address = call.links.at(&call.path);
    Element::of(
        "url_template",
        format!("{address}?{{-join|&|{parameters}}}"),
    )
}

/// A list: its address, how many there are, which part this is, and the items.
pub fn document(
    call: &Call,
    root: Element,
    total: usize,
    stretch: Stretch,
    items: Vec<Element>,
) -> Element {
    root.child(template(call, "sort|start_index|max_results"))
        .with("number_of_results", total)
        .with("start_index", stretch.first)
        .with("results_per_page", items.len())
        .children(items)
}
