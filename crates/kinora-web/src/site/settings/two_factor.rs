//! `/settings/two-factor`: turning the second factor on and off.

use std::fmt::Write;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kinora_model::account::Account;
use kinora_store::{TwoFactor, random_hex, totp};
use qrcode::{Color, EcLevel, QrCode};

use super::super::Site;
use super::super::answer::encoded;
use super::super::form::Form;
use super::super::member::Member;
use super::super::page::{Page, failed, private};
use super::super::session::{Refusal, refusal};
use crate::error::ApiError;

/// How many recovery codes there are.
const RECOVERY_CODES: usize = 10;
/// How many random bytes a secret has: what RFC 4226 recommends.
const SECRET_BYTES: usize = 20;

/// The page.
pub fn routes() -> Router<Site> {
    Router::new().route("/settings/two-factor", get(page).post(change))
}

/// What the page offers.
enum Stage {
    /// Turning it on.
    Off,
    /// Showing that the application knows the secret: the secret as text, and as a picture of an address.
    Begun(String, Option<Picture>),
    /// Turning it off; so many recovery codes are left.
    On(i64),
    /// New recovery codes, which are shown once.
    Codes(Vec<String>),
}

/// A QR code: dark squares as a path of SVG, and how many squares it is wide with its margin.
struct Picture {
    path: String,
    width: usize,
}

#[derive(Template)]
#[template(path = "two_factor.html")]
struct TwoFactorPage {
    page: Page,
    stage: Stage,
    wrong: Option<&'static str>,
}

/// `GET /settings/two-factor`
async fn page(State(site): State<Site>, member: Member) -> Response {
    let stage = stage(&site, &member.account).await;
    show(&site, member, stage.map(|stage| (stage, None)))
}

/// `POST /settings/two-factor`: the field `action` says what is to be done.
async fn change(State(site): State<Site>, member: Member, form: Form) -> Response {
    let account = &member.account;
    let made = match form.field("action") {
        "begin" => begin(&site, account).await,
        "turn-on" => turn_on(&site, account, form.field("code")).await,
        "turn-off" => turn_off(&site, account, &form).await,
        "codes" => new_codes(&site, account, &form).await,
        _ => stage(&site, account).await.map(|stage| (stage, None)),
    };
    show(&site, member, made)
}

type Made = Result<(Stage, Option<Refusal>), ApiError>;

fn show(site: &Site, member: Member, made: Made) -> Response {
    let (stage, wrong) = match made {
        Ok(made) => made,
        Err(error) => return failed(site, member.visitor, &error),
    };
    let heading = "Two-factor authentication";
    let page = Page::titled(site, member.visitor, "/settings/two-factor", heading);
    let status = wrong.map_or(StatusCode::OK, |(status, _)| status);
    let template = TwoFactorPage {
        page,
        stage,
        wrong: wrong.map(|(_, reason)| reason),
    };
    (status, private(&template)).into_response()
}

/// How far the account is.
async fn stage(site: &Site, account: &Account) -> Result<Stage, ApiError> {
    Ok(match site.app.store.two_factor(account.id).await? {
        Some(second) if second.is_on => Stage::On(second.recovery_codes),
        _ => Stage::Off,
    })
}

async fn begin(site: &Site, account: &Account) -> Made {
    let random = random_hex(SECRET_BYTES)?;
    let secret = random.as_bytes().chunks(2).map(|digits| {
        let digits = std::str::from_utf8(digits).unwrap_or_default();
        u8::from_str_radix(digits, 16).unwrap_or_default()
    });
    let secret = secret.collect();
    site.app.store.begin_two_factor(account.id, secret).await?;
    Ok(match site.app.store.two_factor(account.id).await? {
        Some(second) if !second.is_on => (begun(account, &second), None),
        _ => (stage(site, account).await?, None),
    })
}

/// What the application is to read: the secret in Base32, and the address that holds it as a picture.
fn begun(account: &Account, second: &TwoFactor) -> Stage {
    let text = totp(&second.secret).map(|totp| totp.secret().to_base32());
    let text = text.unwrap_or_default();
    let address = format!(
        "otpauth://totp/Kinora:{}?secret={text}&issuer=Kinora",
        encoded(&account.name)
    );
    let grouped = text.as_bytes().chunks(4).map(String::from_utf8_lossy);
    Stage::Begun(grouped.collect::<Vec<_>>().join(" "), Picture::of(&address))
}

async fn turn_on(site: &Site, account: &Account, code: &str) -> Made {
    let Some(second) = site.app.store.two_factor(account.id).await? else {
        return Ok((Stage::Off, None));
    };
    if second.is_on {
        return Ok((Stage::On(second.recovery_codes), None));
    }
    let Some(step) = site.app.step_of(&second.secret, code) else {
        let wrong = (
            StatusCode::UNPROCESSABLE_ENTITY,
            "That code is wrong, or was used.",
        );
        return Ok((begun(account, &second), Some(wrong)));
    };
    Ok((Stage::Codes(turned_on(site, account, step).await?), None))
}

/// Turns it on with new recovery codes, which it answers.
async fn turned_on(site: &Site, account: &Account, step: i64) -> Result<Vec<String>, ApiError> {
    let codes: Result<Vec<String>, _> = (0..RECOVERY_CODES).map(|_| random_hex(10)).collect();
    let codes = codes?;
    let store = &site.app.store;
    store.turn_two_factor_on(account.id, step, &codes).await?;
    let grouped = codes.iter().map(|code| {
        let groups = code.as_bytes().chunks(5).map(String::from_utf8_lossy);
        groups.collect::<Vec<_>>().join("-")
    });
    Ok(grouped.collect())
}

async fn turn_off(site: &Site, account: &Account, form: &Form) -> Made {
    match refused(site, account, form).await? {
        Some(wrong) => Ok((stage(site, account).await?, Some(wrong))),
        None => {
            site.app.store.turn_two_factor_off(account.id).await?;
            Ok((Stage::Off, None))
        }
    }
}

async fn new_codes(site: &Site, account: &Account, form: &Form) -> Made {
    match (
        refused(site, account, form).await?,
        stage(site, account).await?,
    ) {
        (None, Stage::On(_)) => Ok((Stage::Codes(turned_on(site, account, 0).await?), None)),
        (wrong, stage) => Ok((stage, wrong)),
    }
}

/// Why whoever sends the form may not do it: a browser that was left open is not enough.
async fn refused(site: &Site, account: &Account, form: &Form) -> Result<Option<Refusal>, ApiError> {
    let password = form.field("password");
    match site
        .app
        .knows_password(account, password, form.address)
        .await
    {
        Ok(true) => Ok(None),
        Ok(false) => Ok(Some((StatusCode::FORBIDDEN, "The password is wrong."))),
        Err(ApiError::Store(error)) => Err(error.into()),
        Err(error) => Ok(Some(refusal(&error))),
    }
}

impl Picture {
    /// The QR code of a text; `None` for one that is too long.
    fn of(text: &str) -> Option<Picture> {
        const MARGIN: usize = 4;
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let width = code.width();
        let mut path = String::new();
        for (index, color) in code.to_colors().into_iter().enumerate() {
            if color == Color::Dark {
                let (x, y) = (index % width + MARGIN, index / width + MARGIN);
                let _ = write!(path, "M{x} {y}h1v1h-1z");
            }
        }
        Some(Picture {
            path,
            width: width + 2 * MARGIN,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, of whose eight digits six are asked for.
        let totp = totp(b"12345678901234567890").unwrap();

        for (time, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(totp.check(code, time), Some(time / 30), "{time}");
        }
        assert_eq!(totp.check("287083", 59), None);
    }

    #[test]
    fn a_picture_is_made_of_squares() {
        let picture = Picture::of("otpauth://totp/Kinora:anna?secret=ABC").unwrap();

        assert!(picture.path.starts_with("M4 4h1v1h-1z"));
        assert!(picture.width > 29);
        assert!(Picture::of(&"x".repeat(5_000)).is_none());
    }
}
