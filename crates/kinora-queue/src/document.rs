//! What is answered: one tree of elements, written as XML or as JSON.
//!
//! In JSON the root is a key, attributes and children are members of the same name. Of children with one name several are an
//! array, one is an object, and none is no member (contract 6.2). Numbers and flags are texts in version 1.0 and themselves from
//! 1.5 on; what is a text in every version is put here as a text.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesCData, BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use serde_json::{Map, Value};

/// A value without parts.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    /// A text in every version.
    Text(String),
    /// A number.
    Number(serde_json::Number),
    /// True or false.
    Flag(bool),
}

impl From<&str> for Scalar {
    fn from(text: &str) -> Scalar {
        Scalar::Text(text.to_owned())
    }
}

impl From<String> for Scalar {
    fn from(text: String) -> Scalar {
        Scalar::Text(text)
    }
}

impl From<&String> for Scalar {
    fn from(text: &String) -> Scalar {
        Scalar::Text(text.clone())
    }
}

impl From<i64> for Scalar {
    fn from(number: i64) -> Scalar {
        Scalar::Number(number.into())
    }
}

impl From<usize> for Scalar {
    fn from(number: usize) -> Scalar {
        Scalar::Number(number.into())
    }
}

impl From<bool> for Scalar {
    fn from(flag: bool) -> Scalar {
        Scalar::Flag(flag)
    }
}

impl Scalar {
    /// A rating with one digit behind the point.
    pub fn tenths(number: f64) -> Scalar {
        let rounded = (number * 10.0).round() / 10.0;
        match serde_json::Number::from_f64(rounded) {
            Some(number) => Scalar::Number(number),
            None => Scalar::Text(String::new()),
        }
    }

    fn text(&self) -> String {
        match self {
            Scalar::Text(text) => text.clone(),
            Scalar::Number(number) => number.to_string(),
            Scalar::Flag(flag) => flag.to_string(),
        }
    }

    fn json(&self, is_typed: bool) -> Value {
        match self {
            Scalar::Number(number) if is_typed => Value::Number(number.clone()),
            Scalar::Flag(flag) if is_typed => Value::Bool(*flag),
            other => Value::String(other.text()),
        }
    }
}

/// An element: a name, attributes, children, a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, Scalar)>,
    children: Vec<Element>,
    text: Option<Scalar>,
    is_long: bool,
}

impl Element {
    /// An empty element.
    pub fn new(name: &'static str) -> Element {
        Element {
            name,
            attributes: Vec::new(),
            children: Vec::new(),
            text: None,
            is_long: false,
        }
    }

    /// An element with nothing but a text.
    pub fn of(name: &'static str, text: impl Into<Scalar>) -> Element {
        Element::new(name).text(text)
    }

    /// An element with a long text, which may hold markup.
    pub fn long(name: &'static str, text: &str) -> Element {
        Element {
            is_long: true,
            ..Element::of(name, text)
        }
    }

    /// The same with a text.
    pub fn text(mut self, text: impl Into<Scalar>) -> Element {
        self.text = Some(text.into());
        self
    }

    /// The same with an attribute.
    pub fn attribute(mut self, name: &'static str, value: impl Into<Scalar>) -> Element {
        self.attributes.push((name, value.into()));
        self
    }

    /// The same with a child that has nothing but a text.
    pub fn with(self, name: &'static str, text: impl Into<Scalar>) -> Element {
        self.child(Element::of(name, text))
    }

    /// The same with a child.
    pub fn child(mut self, child: Element) -> Element {
        self.children.push(child);
        self
    }

    /// The same with children.
    pub fn children(mut self, children: impl IntoIterator<Item = Element>) -> Element {
        self.children.extend(children);
        self
    }

    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<String> {
        let mut attributes = self.attributes.iter();
        let (_, value) = attributes.find(|(known, _)| *known == name)?;
        Some(value.text())
    }

    /// The first child of a name.
    pub fn first(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The children of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// Its text.
    pub fn content(&self) -> String {
        self.text.as_ref().map(Scalar::text).unwrap_or_default()
    }

    /// As an XML document.
    pub fn xml(&self) -> Vec<u8> {
        let mut writer = Writer::new(Vec::new());
        // Writing to memory does not fail.
        let _ = writer.write_event(Event::Decl(BytesDecl::new("1.0", None, Some("yes"))));
        let _ = writer.get_mut().write_all(b"\n");
        let _ = self.write(&mut writer);
        writer.into_inner()
    }

    fn write(&self, writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
        let mut start = BytesStart::new(self.name);
        for (name, value) in &self.attributes {
            start.push_attribute((*name, legal(&value.text()).as_str()));
        }
        writer.write_event(Event::Start(start))?;
        if let Some(text) = &self.text {
            let text = legal(&text.text());
            match self.is_long {
                true => {
                    for part in BytesCData::escaped(&text) {
                        writer.write_event(Event::CData(part))?;
                    }
                }
                false => writer.write_event(Event::Text(BytesText::new(&text)))?,
            }
        }
        for child in &self.children {
            child.write(writer)?;
        }
        writer.write_event(Event::End(BytesEnd::new(self.name)))
    }

    /// As a JSON document; `is_typed` leaves numbers and flags what they are.
    pub fn json(&self, is_typed: bool) -> Value {
        let mut root = Map::new();
        root.insert(self.name.to_owned(), self.value(is_typed));
        Value::Object(root)
    }

    fn value(&self, is_typed: bool) -> Value {
        if self.attributes.is_empty() && self.children.is_empty() {
            return match &self.text {
                Some(text) => text.json(is_typed),
                None => Value::Object(Map::new()),
            };
        }
        let mut members = Map::new();
        for (name, value) in &self.attributes {
            members.insert((*name).to_owned(), value.json(is_typed));
        }
        for child in &self.children {
            let value = child.value(is_typed);
            match members.get_mut(child.name) {
                None => drop(members.insert(child.name.to_owned(), value)),
                Some(Value::Array(values)) => values.push(value),
                Some(one) => {
                    let first = one.take();
                    *one = Value::Array(vec![first, value]);
                }
            }
        }
        if let Some(text) = &self.text {
            members.insert("content".to_owned(), text.json(is_typed));
        }
        Value::Object(members)
    }
}

/// The text without the characters that XML 1.0 cannot hold.
fn legal(text: &str) -> String {
    let is_legal = |letter: &char| match letter {
        '\t' | '\n' | '\r' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        other => *other >= ' ',
    };
    text.chars().filter(is_legal).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue(items: usize) -> Element {
        let item = || Element::new("queue_item").with("position", "1");
        Element::new("queue")
            .with("number_of_results", items)
            .children(std::iter::repeat_with(item).take(items))
    }

    #[test]
    fn one_is_an_object_several_are_an_array_and_none_is_absent() {
        assert_eq!(queue(0).json(false)["queue"].get("queue_item"), None);
        assert!(queue(1).json(false)["queue"]["queue_item"].is_object());
        assert_eq!(
            queue(2).json(false)["queue"]["queue_item"]
                .as_array()
                .map(Vec::len),
            Some(2)
        );
    }

    #[test]
    fn numbers_are_texts_until_version_one_and_a_half() {
        assert_eq!(queue(1).json(false)["queue"]["number_of_results"], "1");
        assert_eq!(queue(1).json(true)["queue"]["number_of_results"], 1);
        assert_eq!(queue(1).json(true)["queue"]["queue_item"]["position"], "1");
    }

    #[test]
    fn text_beside_attributes_is_content() {
        let category = Element::new("category")
            .attribute("term", "saved")
            .text("Saved");

        let json = category.json(false);
        assert_eq!(json["category"]["content"], "Saved");
        assert_eq!(json["category"]["term"], "saved");
    }

    #[test]
    fn xml_begins_as_clients_look_for_it_and_escapes_what_it_must() {
        let element = Element::new("title")
            .attribute("short", "A & \"B\"\u{1}")
            .child(Element::long("synopsis", "<a>]]></a>"))
            .with("name", "<&>");

        let xml = String::from_utf8(element.xml()).unwrap();
        assert_eq!(
            xml,
            "<?xml version=\"1.0\" standalone=\"yes\"?>\n<title short=\"A &amp; &quot;B&quot;\">\
             <synopsis><![CDATA[<a>]]]]><![CDATA[></a>]]></synopsis><name>&lt;&amp;&gt;</name></title>"
        );
    }
}
