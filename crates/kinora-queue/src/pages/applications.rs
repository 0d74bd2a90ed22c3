//! `/oauth/applications`: a subscriber sees which applications act for them, and takes back what they gave to one.

use askama::Template;
use kinora_store::Application;

use super::login::Visit;
use super::sign_in::sign_in;
use crate::answer::{Answer, Body};
use crate::fault::Fault;

#[derive(Template)]
#[template(path = "applications.html")]
struct Page<'a> {
    /// Of whoever signed in; `None` before.
    applications: Option<&'a [Application]>,
    withdrawn: Option<&'a str>,
}

impl Page<'_> {
    fn answer(&self) -> Answer {
        Body::Page(self.render().unwrap_or_default()).into()
    }
}

/// `GET /oauth/applications`
pub fn show() -> Answer {
    let page = Page {
        applications: None,
        withdrawn: None,
    };
    page.answer()
}

/// `POST /oauth/applications`: shows them to whoever signs in, and takes back what was given to the one that is named.
pub async fn withdraw(visit: &Visit<'_>) -> Result<Answer, Fault> {
    let account = sign_in(visit.app, visit.parameters, visit.address, visit.now).await?;
    let store = &visit.app.store;
    let applications = store.applications_of(account.id).await?;
    let named = visit.parameters.given("application");
    let named = applications
        .iter()
        .find(|known| Some(known.name.as_str()) == named);
    if let Some(application) = named {
        store
            .withdraw(account.id, application.id, visit.now)
            .await?;
    }
    let left = store.applications_of(account.id).await?;
    let page = Page {
        applications: Some(&left),
        withdrawn: named.map(|application| application.name.as_str()),
    };
    Ok(page.answer())
}
