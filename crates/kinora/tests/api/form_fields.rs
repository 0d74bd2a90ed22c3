//! The fields of a form as a browser would send them if nobody touched them.

use crate::app::Reply;
use crate::browser::Browser;

/// The form of a page by which something is edited.
pub struct Fields {
    action: String,
    fields: Vec<(String, String)>,
}

impl Fields {
    /// The form of class `edit` of a page.
    pub fn of(page: &Reply) -> Fields {
        let text = page.text();
        let start = text.find("class=\"edit\"");
        let start = start.unwrap_or_else(|| panic!("no form to edit in {text}"));
        let start = text[..start]
            .rfind("<form")
            .expect("the beginning of the form");
        let form = &text[start..];
        let form = form.split("</form>").next().unwrap_or_default();
        let mut fields = Fields {
            action: attribute(form.split('>').next().unwrap_or_default(), "action"),
            fields: Vec::new(),
        };
        let mut chosen: Option<(String, Option<String>)> = None;
        for piece in form.split('<').skip(1) {
            let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
            let name = attribute(tag, "name");
            if tag.starts_with("input ") {
                let is_box = ["checkbox", "radio"].contains(&attribute(tag, "type").as_str());
                if !is_box || tag.contains(" checked") {
                    fields.fields.push((name, attribute(tag, "value")));
                }
            } else if tag.starts_with("textarea ") {
                // The line break behind the tag is not part of the text.
                let text = text.strip_prefix('\n').unwrap_or(text);
                let lines = unescaped(text).replace('\n', "\r\n");
                fields.fields.push((name, lines));
            } else if tag.starts_with("select ") {
                chosen = Some((name, None));
            } else if tag.starts_with("option") {
                let (_, value) = chosen.as_mut().expect("a select");
                if value.is_none() || tag.contains(" selected") {
                    let told = tag.contains("value=").then(|| attribute(tag, "value"));
                    *value = Some(told.unwrap_or_else(|| unescaped(text)));
                }
            } else if tag == "/select" {
                let (name, value) = chosen.take().expect("a select");
                fields.fields.push((name, value.unwrap_or_default()));
            }
        }
        fields
    }

    /// What stands in a field.
    pub fn text(&self, name: &str) -> &str {
        let mut fields = self.fields.iter().rev();
        let found = fields.find(|(known, _)| known == name);
        &found.unwrap_or_else(|| panic!("no field {name}")).1
    }

    /// The first row of a list that is empty.
    pub fn next_row(&self, list: &str) -> String {
        let row = |number: usize| format!("{list}[{number}]");
        let is_told = |row: &str| {
            let mut fields = self.fields.iter();
            fields.any(|(name, _)| *name == format!("{row}#was"))
        };
        let mut rows = (0..).map(row);
        rows.find(|row| !is_told(row)).expect("endless")
    }

    /// The same with another text in a field.
    pub fn with(mut self, name: &str, text: &str) -> Fields {
        self.fields.retain(|(known, _)| known != name);
        self.fields.push((name.to_owned(), text.to_owned()));
        self
    }

    /// Presses the button that saves.
    pub async fn save(&self, browser: &mut Browser<'_>) -> Reply {
        browser.forget_forms();
        let fields = self.fields.iter();
        let fields: Vec<(&str, &str)> = fields
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        browser.submit(&self.action, &fields).await
    }
}

fn attribute(tag: &str, name: &str) -> String {
    let value = tag.split(&format!(" {name}=\"")).nth(1);
    unescaped(
        value
            .and_then(|rest| rest.split('"').next())
            .unwrap_or_default(),
    )
}

/// The text that HTML means.
pub fn unescaped(text: &str) -> String {
    let pairs = [
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#38;", "&"),
    ];
    let replace = |text: String, (from, to): (&str, &str)| text.replace(from, to);
    pairs.into_iter().fold(text.to_owned(), replace)
}
