//! Visitors who are signed in, as pages ask for that.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{Redirect, Response};
use kinora_model::account::{Account, Role};

use super::Site;
use super::address::local;
use super::answer::encoded;
use super::carried::Untaken;
use super::page::message;
use super::visitor::Visitor;

/// A visitor who is signed in. Others are sent to sign in first, and from there back to where they were.
pub struct Member {
    /// The visitor.
    pub visitor: Visitor,
    /// Whose browser it is.
    pub account: Account,
}

impl Member {
    /// The page that refuses them, unless their account may do what a role may do.
    pub fn refused(&self, site: &Site, least: Role) -> Option<Response> {
        let visitor = || self.visitor.clone();
        let text = "Your account may not do this.";
        let page = || message(site, visitor(), StatusCode::FORBIDDEN, "Not allowed", text);
        (self.account.role < least).then(page)
    }
}

impl FromRequestParts<Site> for Member {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Member, Response> {
        let visitor = Visitor::from_request_parts(parts, site).await?;
        match visitor.account.clone() {
            Some(account) => Ok(Member { visitor, account }),
            None => {
                let next = where_to_go_on(&parts.method, &parts.uri, &parts.headers);
                let page = Redirect::to(&sign_in_address(&next));
                Err(Untaken::SignedOut.refuse(page))
            }
        }
    }
}

/// A member who changes the catalogue, or proposes to. Others are told that they may not.
pub struct Editor(pub Member);

/// A member who decides about edits and messages of others. Others are told that they may not.
pub struct Moderator(pub Member);

impl FromRequestParts<Site> for Editor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Editor, Response> {
        let member = Member::from_request_parts(parts, site).await?;
        match member.refused(site, Role::Contributor) {
            Some(refused) => Err(refused),
            None => Ok(Editor(member)),
        }
    }
}

impl FromRequestParts<Site> for Moderator {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Moderator, Response> {
        let member = Member::from_request_parts(parts, site).await?;
        match member.refused(site, Role::Moderator) {
            Some(refused) => Err(refused),
            None => Ok(Moderator(member)),
        }
    }
}

/// The page on which to sign in before going on at an address of this site.
pub fn sign_in_address(next: &str) -> String {
    format!("/sign-in?next={}", encoded(local(next)))
}

/// Where whoever has to sign in goes on: at the page that was asked for, or at the one whose form was sent.
pub fn where_to_go_on(method: &Method, uri: &Uri, headers: &HeaderMap) -> String {
    if method == Method::GET {
        return uri
            .path_and_query()
            .map_or("/", |target| target.as_str())
            .to_owned();
    }
    let page = headers
        .get(header::REFERER)
        .and_then(|page| page.to_str().ok());
    let page = page.and_then(|page| page.parse::<Uri>().ok());
    let target = page.as_ref().and_then(Uri::path_and_query);
    target
        .map_or("/", |target| local(target.as_str()))
        .to_owned()
}
