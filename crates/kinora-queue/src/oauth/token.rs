//! Tokens: asking for one, exchanging it, and the clock that requests have to agree with.

use kinora_store::OauthToken;

use crate::answer::{Answer, Body};
use crate::call::Call;
use crate::document::Element;
use crate::fault::Fault;
use crate::oauth::signature::encode;

/// How long a request token is good for, milliseconds.
const LIFE: i64 = 60 * 60 * 1000;

/// `GET` or `POST /oauth/request_token`
pub async fn request(call: &Call) -> Result<Answer, Fault> {
    names_itself(call)?;
    let callback = call.parameters.given("oauth_callback").map(str::to_owned);
    let (application, now) = (&call.application, call.now);
    let store = &call.app.store;
    let token = store.create_oauth_token(application.id, callback, now, now + LIFE);
    let token = token.await?;
    let login = format!(
        "{}/oauth/login?oauth_token={}",
        call.app.login_base(&call.links),
        encode(&token.token)
    );
    Ok(Answer::from(Body::Fields(vec![
        ("oauth_token", token.token),
        ("oauth_token_secret", token.secret),
        ("application_name", application.name.clone()),
        ("login_url", login),
        ("oauth_callback_confirmed", "true".to_owned()),
    ])))
}

/// `GET` or `POST /oauth/access_token`
pub async fn access(call: &Call, token: &OauthToken) -> Result<Answer, Fault> {
    names_itself(call)?;
    if token.account.is_none() || token.is_refused {
        return Err(Fault::RequestToken);
    }
    let shown = call.parameters.get("oauth_verifier");
    if token.callback.is_some() && shown != Some(token.verifier.as_str()) {
        return Err(Fault::Verifier);
    }
    let store = &call.app.store;
    let access = store.exchange_oauth_token(&token.token, call.now).await?;
    let access = access.ok_or(Fault::RequestToken)?;
    let subscriber = store.subscriber(access.account).await?;
    let subscriber = subscriber.ok_or(Fault::RequestToken)?;
    Ok(Answer::from(Body::Fields(vec![
        ("oauth_token", access.token),
        ("user_id", subscriber.user_id),
        ("oauth_token_secret", access.secret),
    ])))
}

/// `GET /oauth/clock/time`
pub fn time(call: &Call) -> Answer {
    Element::of("time", call.now.div_euclid(1000)).into()
}

/// An application that tells its name has to tell the one that it has.
fn names_itself(call: &Call) -> Result<(), Fault> {
    match call.parameters.given("application_name") {
        Some(name) if name != call.application.name => Err(Fault::ApplicationMismatch),
        _ => Ok(()),
    }
}
