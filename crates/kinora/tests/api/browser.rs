//! A browser as tests of pages use it: with cookies, and by the forms that pages hold.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::extract::Request;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::app::{PASSWORD, Reply, TestApp};
use crate::form_fields::unescaped;

/// A browser with its cookies.
pub struct Browser<'a> {
    app: &'a TestApp,
    /// By name.
    pub cookies: BTreeMap<String, String>,
    /// How near the page is from which forms are sent, as browsers tell.
    pub sender: &'static str,
    /// The forms of the page that it shows: where each is sent, and its hidden fields.
    forms: Vec<(String, Vec<(String, String)>)>,
}

impl Browser<'_> {
    /// A browser that has not been here yet.
    pub fn new(app: &TestApp) -> Browser<'_> {
        Browser {
            app,
            cookies: BTreeMap::new(),
            sender: "same-origin",
            forms: Vec::new(),
        }
    }

    /// Shows a page.
    pub async fn get(&mut self, target: &str) -> Reply {
        self.send("GET", target, String::new()).await
    }

    /// Sends the form of the page that is sent to `target`, with these fields besides; without such a form, these alone.
    pub async fn submit(&mut self, target: &str, fields: &[(&str, &str)]) -> Reply {
        let form = self.forms.iter().rev().find(|(action, _)| action == target);
        let hidden = form.map(|(_, hidden)| hidden.clone()).unwrap_or_default();
        let hidden = hidden.iter();
        let hidden = hidden.map(|(name, value)| (name.as_str(), value.as_str()));
        let pairs = hidden.chain(fields.iter().copied());
        let encode = |text| utf8_percent_encode(text, NON_ALPHANUMERIC);
        let pairs = pairs.map(|(name, value)| format!("{}={}", encode(name), encode(value)));
        let form = pairs.collect::<Vec<_>>().join("&");
        self.send("POST", target, form).await
    }

    /// Forgets the hidden fields of the page.
    pub fn forget_forms(&mut self) {
        self.forms.clear();
    }

    async fn send(&mut self, method: &str, target: &str, sent: String) -> Reply {
        let cookies = self.cookies.iter();
        let cookies = cookies.map(|(name, value)| format!("{name}={value}"));
        let mut request = Request::builder()
            .method(method)
            .uri(target)
            .header("cookie", cookies.collect::<Vec<_>>().join("; "));
        if method == "POST" {
            request = request
                .header("content-type", "application/x-www-form-urlencoded")
                .header("content-length", sent.len())
                .header("sec-fetch-site", self.sender);
        }
        let request = request.body(Body::from(sent)).expect("a request");
        let reply = self.app.send(request).await;
        for cookie in reply.headers.get_all("set-cookie") {
            let cookie = cookie.to_str().expect("a cookie of text");
            assert!(cookie.contains("; HttpOnly; SameSite=Lax"), "{cookie}");
            let (name, rest) = cookie.split_once('=').expect("a cookie");
            let value = rest.split(';').next().unwrap_or_default();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        if reply.status != 303 {
            self.forms = reply.text().split("<form ").skip(1).map(form).collect();
        }
        reply
    }

    /// Signs in with the password of the tests.
    pub async fn sign_in(&mut self, name: &str) -> Reply {
        self.get("/sign-in").await;
        self.submit("/sign-in", &[("username", name), ("password", PASSWORD)])
            .await
    }
}

/// Where a form is sent, and its hidden fields.
fn form(text: &str) -> (String, Vec<(String, String)>) {
    let text = text.split("</form>").next().unwrap_or_default();
    let head = text.split('>').next().unwrap_or_default();
    let action = head.split("action=\"").nth(1);
    let action = action.and_then(|rest| rest.split('"').next());
    let fields = text.split("<input type=\"hidden\" name=\"").skip(1);
    let fields = fields.filter_map(|rest| {
        let (name, rest) = rest.split_once("\" value=\"")?;
        Some((name.to_owned(), unescaped(rest.split_once('"')?.0)))
    });
    (action.unwrap_or_default().to_owned(), fields.collect())
}
