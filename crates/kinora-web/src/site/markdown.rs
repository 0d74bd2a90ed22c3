//! Markdown of strangers as HTML for pages.
//!
//! HTML in it is shown as the text that it is. Links lead to the web only, and tell search engines that nobody here vouches for
//! them. Pictures become links: a page loads nothing from elsewhere. Headings become bold lines, because the page has its own.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};

/// The HTML of a text.
pub fn rendered(text: &str) -> String {
    let mut open_links = Vec::new();
    let events = Parser::new_ext(text, Options::ENABLE_STRIKETHROUGH);
    let events = events.flat_map(|event| harmless(event, &mut open_links));
    let mut page = String::with_capacity(text.len() * 2);
    html::push_html(&mut page, events);
    page
}

/// A text as the beginning of an answer to it.
pub fn quoted(text: &str) -> String {
    let mut quoted: String = text.lines().map(|line| format!("> {line}\n")).collect();
    quoted.push('\n');
    quoted
}

/// What stands in a page for something in a text. `open_links` holds for each link that has begun whether it leads anywhere.
fn harmless<'a>(event: Event<'a>, open_links: &mut Vec<bool>) -> Vec<Event<'a>> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => vec![Event::Text(text)],
        Event::Start(Tag::HtmlBlock) => vec![Event::Start(Tag::Paragraph)],
        Event::End(TagEnd::HtmlBlock) => vec![Event::End(TagEnd::Paragraph)],
        // Whoever ends a line means it.
        Event::SoftBreak => vec![Event::HardBreak],
        Event::Start(Tag::Heading { .. }) => {
            vec![Event::Start(Tag::Paragraph), Event::Start(Tag::Strong)]
        }
        Event::End(TagEnd::Heading(_)) => {
            vec![Event::End(TagEnd::Strong), Event::End(TagEnd::Paragraph)]
        }
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
            // No link stands in another.
            let leads = is_of_the_web(&dest_url) && !open_links.contains(&true);
            open_links.push(leads);
            let link = || {
                let address = attribute(&dest_url);
                format!("<a href=\"{address}\" rel=\"nofollow ugc noreferrer\">")
            };
            leads
                .then(|| Event::InlineHtml(link().into()))
                .into_iter()
                .collect()
        }
        Event::End(TagEnd::Link | TagEnd::Image) => match open_links.pop() {
            Some(true) => vec![Event::InlineHtml("</a>".into())],
            _ => Vec::new(),
        },
        event => vec![event],
    }
}

fn is_of_the_web(address: &str) -> bool {
    let address = address.to_ascii_lowercase();
    address.starts_with("https://") || address.starts_with("http://")
}

fn attribute(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn emphasis_quotes_and_lists_are_shown() {
        let html = rendered("> She *said*\n\n- **yes**\n- `no`\n\n# Big");
        assert_eq!(
            html,
            "<blockquote>\n<p>She <em>said</em></p>\n</blockquote>\n<ul>\n<li><strong>yes</strong></li>\n<li><code>no</code></li>\n</ul>\n<p><strong>Big</strong></p>\n"
        );
        assert_eq!(rendered("a\nb"), "<p>a<br />\nb</p>\n");
    }

    #[test]
    fn links_lead_to_the_web_only() {
        let link = rendered("[here](https://films.example/?a=1&b=\"2\")");
        assert_eq!(
            link,
            "<p><a href=\"https://films.example/?a=1&amp;b=&quot;2&quot;\" rel=\"nofollow ugc noreferrer\">here</a></p>\n"
        );
        for address in [
            "javascript:alert(1)",
            "data:text/html,x",
            "//evil.example",
            "/sign-out",
        ] {
            assert_eq!(
                rendered(&format!("[x]({address})")),
                "<p>x</p>\n",
                "{address}"
            );
        }
        let picture = rendered("[![a](https://a.example/a.png)](https://b.example)");
        assert_eq!(picture.matches("<a ").count(), 1);
        assert!(!picture.contains("<img"));
    }

    #[test]
    fn an_answer_begins_with_what_it_answers() {
        assert_eq!(quoted("a\nb"), "> a\n> b\n\n");
    }

    proptest! {
        #[test]
        fn no_text_makes_a_tag_that_is_not_meant(text in "[<>&\"'/=a-z\\[\\]()!#*`~ \n:-]{0,80}") {
            const MEANT: [&str; 15] = [
                "p>", "a ", "a>", "em>", "strong>", "code>", "code ", "pre>", "blockquote>", "ul>", "ol", "li>", "br />", "hr />", "del>",
            ];
            for tag in rendered(&text).split('<').skip(1) {
                let tag = tag.strip_prefix('/').unwrap_or(tag);
                prop_assert!(MEANT.iter().any(|meant| tag.starts_with(meant)), "{tag:?}");
            }
        }
    }
}
