//! The order in which a request is looked at (contract 2).

use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum::response::Response;
use kinora_store::{StoreError, Subscriber};

use crate::App;
use crate::answer::{Answer, Body as Answered, Manner, Output};
use crate::call::Call;
use crate::catalogue::title::Title;
use crate::catalogue::{category, person, search};
use crate::fault::Fault;
use crate::oauth::{check, token};
use crate::pages::{STYLESHEET, applications, login::Visit};
use crate::parameter::Parameters;
use crate::resource::{Access, RatingList, Resource, UserResource};
use crate::user::{change, feed, profile, queue, rating, recommendation, rental, review, state};

/// The largest body of a request, in bytes: 500 titles take less.
const LARGEST: usize = 256 * 1024;
/// How long it may take to come.
const PATIENCE: Duration = Duration::from_secs(10);
/// What a form is sent as.
const FORM: &str = "application/x-www-form-urlencoded";

/// Answers every request.
pub async fn answer(State(app): State<App>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let mut manner = Manner {
        messages: app.settings.messages,
        ..Manner::default()
    };
    let (method, path) = (parts.method.clone(), parts.uri.path().to_owned());
    let headers = parts.headers.clone();
    let mut is_read = method == Method::GET || method == Method::HEAD;
    let outcome = respond(&app, parts, body, &mut manner, &mut is_read).await;
    let response = match outcome {
        Ok(answer) => manner.write(&answer, is_read, &headers),
        Err(fault) => manner.fault(&fault, &headers),
    };
    // The query is left out: it carries keys and signatures.
    tracing::debug!(%method, path, status = response.status().as_u16(), "answered");
    response
}

/// What is answered when something is broken that should not be.
pub fn broken() -> Response {
    let fault = Fault::Internal(StoreError::Interrupted);
    Manner::default().fault(&fault, &HeaderMap::new())
}

async fn respond(
    app: &App,
    parts: Parts,
    body: Body,
    manner: &mut Manner,
    is_read: &mut bool,
) -> Result<Answer, Fault> {
    let text = |name: header::HeaderName| {
        let value = parts.headers.get(name);
        value
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    };
    let body = tokio::time::timeout(PATIENCE, to_bytes(body, LARGEST)).await;
    let body = body
        .map_err(|_| Fault::TooSlow)?
        .map_err(|_| Fault::TooLarge)?;
    let is_form = text(header::CONTENT_TYPE)
        .to_ascii_lowercase()
        .starts_with(FORM);
    let form = match is_form {
        true => String::from_utf8_lossy(&body).into_owned(),
        false => String::new(),
    };
    let authorization = Some(text(header::AUTHORIZATION)).filter(|text| !text.is_empty());
    let query = parts.uri.query().unwrap_or_default();
    let parameters = Parameters::read(authorization, query, &form)?;
    let chosen = choose(manner, &parameters);

    // 1. The resource, and the method that is meant.
    let resource = Resource::of(parts.uri.path()).ok_or(Fault::NotFound)?;
    manner.is_plain = resource.is_plain();
    manner.has_pages = resource.access() == Access::Open;
    let methods = resource.methods();
    let method = meant(&parts.method, &parameters)?;
    *is_read = method == Method::GET;
    let mut allowed = methods.split(", ");
    if !allowed.any(|name| name == method.as_str()) {
        return Err(Fault::MethodNotAllowed(methods));
    }
    let now = app.settings.clock.milliseconds();
    let host = text(header::HOST).to_owned();
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map(|ConnectInfo(peer)| peer.ip().to_canonical().to_string());
    if app.store.is_under_maintenance() {
        return Err(Fault::Maintenance);
    }
    if resource.access() == Access::Open {
        chosen?;
        let visit = Visit {
            app,
            parameters: &parameters,
            address: &peer.unwrap_or_default(),
            is_document: manner.is_chosen,
            now,
        };
        return page(&resource, &method, &visit).await;
    }

    // 2 and 3. Who asks, and whether that is too often.
    let bases = app.bases(&host);
    let request = check::Request {
        app,
        method: &parts.method,
        path: parts.uri.path(),
        parameters: &parameters,
        bases: &bases,
        now,
    };
    let application = request.application().await?;

    // 4 to 6. Signature and token.
    let (mut user, mut exchanged) = (None, None);
    match (&resource, resource.access()) {
        (Resource::User(path, wanted), _) => {
            let signature = parameters.get("oauth_signature");
            let is_feed = parameters.get("feed_token").is_some()
                || manner.output == Output::Atom && signature.is_none();
            user = Some(
                match is_feed && method == Method::GET && feed::is_feed(*wanted) {
                    true => {
                        let leads = |relation: &str| feed::leads(relation, *wanted);
                        request.feed(&application, path, leads).await?
                    }
                    false => request.subscriber(&application, path).await?,
                },
            );
        }
        (_, Access::Exchange) => exchanged = Some(request.request_token(&application).await?),
        (_, Access::Signed) => request.signed(
            &application,
            signing_secret(app, &parameters).await?.as_str(),
        )?,
        _ => {}
    }

    // 7 to 10. The resource itself.
    chosen?;
    let is_feed = matches!(resource, Resource::User(_, wanted) if feed::is_feed(wanted));
    if manner.output == Output::Atom && !is_feed {
        return Err(Fault::Invalid("output"));
    }
    let call = Call {
        app: app.clone(),
        links: app.links(&host),
        application,
        path: parts.uri.path().to_owned(),
        headers: parts.headers,
        body: if is_form { Vec::new() } else { body.to_vec() },
        parameters,
        now,
    };
    match (resource, user, exchanged) {
        (Resource::User(_, wanted), Some(user), _) => of_user(&call, &user, wanted, &method).await,
        (_, _, Some(token)) => token::access(&call, &token).await,
        (resource, ..) => of_catalogue(&call, resource).await,
    }
}

/// The secret of the token that a request has although it needs none; empty for others.
async fn signing_secret(app: &App, parameters: &Parameters) -> Result<String, Fault> {
    let Some(token) = parameters.given("oauth_token") else {
        return Ok(String::new());
    };
    let known = app.store.access_token(token).await?;
    Ok(known.map(|token| token.secret).unwrap_or_default())
}

/// Takes over in which form and version an answer is wanted.
fn choose(manner: &mut Manner, parameters: &Parameters) -> Result<(), Fault> {
    let output = parameters.get("output").map(Output::parse);
    if let Some(Some(output)) = output {
        manner.output = output;
        manner.is_chosen = true;
    }
    let version = parameters.given("v");
    let is_known = version.is_none_or(|version| ["1", "1.0", "1.5", "2.0"].contains(&version));
    manner.is_typed = version.is_some_and(|version| ["1.5", "2.0"].contains(&version));
    match (output, is_known) {
        (Some(None), _) => Err(Fault::Invalid("output")),
        (_, false) => Err(Fault::Invalid("v")),
        _ => Ok(()),
    }
}

/// The method that is meant: that of the parameter `method` where there is one.
fn meant(sent: &Method, parameters: &Parameters) -> Result<Method, Fault> {
    let sent = match *sent {
        Method::HEAD => Method::GET,
        _ => sent.clone(),
    };
    match parameters.given("method") {
        None => Ok(sent),
        Some(name) => {
            let methods = [Method::GET, Method::POST, Method::PUT, Method::DELETE];
            let mut methods = methods.into_iter();
            let named = methods.find(|method| method.as_str().eq_ignore_ascii_case(name));
            named.ok_or(Fault::Invalid("method"))
        }
    }
}

async fn page(resource: &Resource, method: &Method, visit: &Visit<'_>) -> Result<Answer, Fault> {
    let is_read = method == Method::GET;
    match resource {
        Resource::Stylesheet => Ok(Answered::Stylesheet(STYLESHEET).into()),
        Resource::Applications if is_read => Ok(applications::show()),
        Resource::Applications => applications::withdraw(visit).await,
        _ if is_read => {
            let refused = &visit.app.settings.refused_logins;
            let fewer = |count: u32| count.checked_sub(1);
            match refused.fetch_update(Ordering::Relaxed, Ordering::Relaxed, fewer) {
                Ok(_) => Err(Fault::MethodNotAllowed(resource.methods())),
                Err(_) => visit.show().await,
            }
        }
        _ => visit.decide().await,
    }
}

async fn of_catalogue(call: &Call, resource: Resource) -> Result<Answer, Fault> {
    Ok(match resource {
        Resource::RequestToken => token::request(call).await?,
        Resource::Clock => token::time(call),
        Resource::Categories(name) => category::list(call, &name)?.into(),
        Resource::Titles => search::titles(call).await?.into(),
        Resource::Autocomplete => search::autocomplete(call).await?.into(),
        Resource::Title(key, part, is_disc) => {
            let title = Title::one(call, key).await?;
            let title = if is_disc { title.into_disc() } else { title };
            match part {
                None => title.document(call, "catalog_title").await?.into(),
                Some(part) => part.document(call, &title).await?.into(),
            }
        }
        Resource::People => person::people(call).await?.into(),
        Resource::Person(id, false) => person::details(call, id).await?.into(),
        Resource::Person(id, true) => person::filmography(call, id).await?.into(),
        _ => return Err(Fault::NotFound),
    })
}

async fn of_user(
    call: &Call,
    user: &Subscriber,
    resource: UserResource,
    method: &Method,
) -> Result<Answer, Fault> {
    let is_read = method == Method::GET;
    match resource {
        UserResource::Current => Ok(profile::current(call, user).into()),
        UserResource::User => Ok(profile::document(call, user).into()),
        UserResource::Feeds => feed::feeds(call, user).await,
        UserResource::TitleStates => state::states(call, user).await,
        UserResource::Queues => profile::queues(call, user),
        UserResource::Queue(kind, list) if is_read => queue::document(call, user, kind, list).await,
        UserResource::Queue(kind, _) if method == Method::PUT => {
            change::replace(call, user, kind).await
        }
        UserResource::Queue(kind, _) => change::add(call, user, kind).await,
        UserResource::Entry(kind, list, number) if is_read => {
            queue::entry(call, user, kind, list, number).await
        }
        UserResource::Entry(kind, list, number) => {
            change::remove(call, user, (kind, list, number)).await
        }
        UserResource::AtHome(number) => rental::at_home(call, user, number).await,
        UserResource::RentalHistory(event, number) => {
            rental::history(call, user, event, number).await
        }
        UserResource::Ratings(_) if !is_read => rating::add(call, user).await,
        UserResource::Ratings(which) => rating::ratings(call, user, which).await,
        UserResource::Rating(number, _) if !is_read => rating::put(call, user, number).await,
        UserResource::Rating(number, true) => {
            rating::rating(call, user, number, RatingList::Actual).await
        }
        UserResource::Rating(number, false) => {
            rating::rating(call, user, number, RatingList::Both).await
        }
        UserResource::Reviews => review::list(call, user).await,
        UserResource::Recommendations(number) => recommendation::list(call, user, number).await,
    }
}
