//! An operation of the API: everything that there is to say about it, once. Routes and the OpenAPI document are made from it.

use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;

use axum::extract::{Extension, RawPathParams, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::routing::{MethodFilter, on};
use axum::{Router, body::Body};
use kinora_model::account::Account;
use kinora_model::rating::Owner;
use kinora_model::status::Status;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::View;
use super::body::Sent;
use super::parameter::{GUEST_SESSION_ID, Parameter, SESSION_ID};
use super::upload::{self, Upload};
use crate::answer::{Answer, Keeping};
use crate::credential::Grant;
use crate::error::ApiError;
use crate::format;
use crate::query::Query;
use crate::viewer::{Audience, Claim, Viewer, admit};
use crate::{App, address};

/// How long answers may be kept unless an operation says otherwise, in seconds.
const MAX_AGE: u32 = 3600;
/// The largest body of an operation that does not say otherwise, in bytes.
const LARGEST_BODY: usize = 64 * 1024;

/// A request that passed the checks of its parameters.
pub struct Call {
    /// The service.
    pub app: App,
    /// How its answer is read.
    pub view: Arc<View>,
    /// The values of the path's parameters.
    pub path: Vec<String>,
    /// Its method and path.
    pub target: String,
    /// Its headers.
    pub headers: HeaderMap,
    /// Where it comes from.
    pub address: Option<IpAddr>,
    /// What its credential allows.
    pub grant: Grant,
    /// Who asks; `None` where the operation's audience does not want to know, or nobody said.
    pub viewer: Option<Viewer>,
}

impl Call {
    /// A value of the path; empty when there is none.
    pub fn segment(&self, index: usize) -> &str {
        self.path.get(index).map_or("", String::as_str)
    }

    /// The account that asks. Operations for accounts have one.
    pub fn account(&self) -> Result<&Account, ApiError> {
        match &self.viewer {
            Some(Viewer::Account(account)) => Ok(account),
            _ => Err(ApiError::NoSession),
        }
    }

    /// The account or guest that asks. Operations for raters have one.
    pub fn owner(&self) -> Result<Owner, ApiError> {
        match &self.viewer {
            Some(Viewer::Account(account)) => Ok(Owner::Account(account.id)),
            Some(Viewer::Guest(guest)) => Ok(Owner::Guest(guest.id)),
            None => Err(ApiError::NoSession),
        }
    }
}

/// An answer with its HTTP status and headers of its own.
pub struct Reply<T> {
    status: StatusCode,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: T,
}

impl<T> From<T> for Reply<T> {
    fn from(body: T) -> Reply<T> {
        Reply {
            status: StatusCode::OK,
            headers: Vec::new(),
            body,
        }
    }
}

impl<T> Reply<T> {
    /// An answer that something was made: 201.
    pub fn created(body: T) -> Reply<T> {
        Reply {
            status: StatusCode::CREATED,
            ..Reply::from(body)
        }
    }

    /// An answer that something waits for a decision: 202.
    pub fn accepted(body: T) -> Reply<T> {
        Reply {
            status: StatusCode::ACCEPTED,
            ..Reply::from(body)
        }
    }

    /// The same with a header.
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Reply<T> {
        self.headers.push((name, value));
        self
    }
}

/// A success that tells its status.
#[derive(Serialize, JsonSchema)]
pub struct Success {
    success: bool,
    status_code: u32,
    status_message: &'static str,
}

impl Success {
    /// The body of a status.
    pub fn of(code: u32) -> Success {
        let status = Status::of(code);
        Success {
            success: true,
            status_code: status.code,
            status_message: status.message,
        }
    }

    /// A status with its HTTP status.
    pub fn reply(code: u32) -> Reply<Success> {
        let http = StatusCode::from_u16(Status::of(code).http);
        Reply {
            status: http.unwrap_or(StatusCode::OK),
            ..Reply::from(Success::of(code))
        }
    }

    /// Status 1 where something was made: HTTP 201 (contract, "Which source wins").
    pub fn created() -> Reply<Success> {
        Reply::created(Success::of(1))
    }
}

type Written = Reply<Vec<u8>>;
type Answering = Pin<Box<dyn Future<Output = Result<Written, ApiError>> + Send>>;

/// Makes the schema of an answer.
pub type Describe = Arc<dyn Fn(&mut SchemaGenerator) -> Schema + Send + Sync>;

/// An operation.
#[derive(Clone)]
pub struct Operation {
    /// Its method.
    pub method: Method,
    /// What its path is below.
    pub base: &'static str,
    /// Its path below the base, with parameters in braces.
    pub path: String,
    /// What it answers, in a few words.
    pub summary: String,
    /// The parameters of its query.
    pub parameters: Vec<Parameter>,
    /// The schema of its body.
    pub body: Option<Schema>,
    /// The media type of its body.
    pub media_type: &'static str,
    /// The schema of its answer.
    pub schema: Describe,
    /// The HTTP statuses of its answers.
    pub statuses: Vec<u16>,
    /// Whom it is for.
    pub audience: Audience,
    /// Whether parameters that it does not name may mean something to what is appended.
    takes_others: bool,
    keeping: Keeping,
    largest_body: usize,
    answer: Arc<dyn Fn(Call, Sent) -> Answering + Send + Sync>,
}

impl Operation {
    /// A `GET` that answers a `T`.
    pub fn get<T, F, Answered>(
        path: &str,
        summary: &str,
        parameters: &[Parameter],
        answer: F,
    ) -> Operation
    where
        T: Serialize + JsonSchema + 'static,
        F: Fn(Call) -> Answered + Send + Sync + 'static,
        Answered: Future<Output = Result<T, ApiError>> + Send + 'static,
    {
        let schema: Describe = Arc::new(|generator| generator.subschema_for::<T>());
        Operation::get_json(path, summary, parameters, schema, move |call| {
            let answer = answer(call);
            async { Ok(serde_json::to_vec(&answer.await?)?) }
        })
    }

    /// A `GET` that writes its JSON itself.
    pub fn get_json<F, Answered>(
        path: &str,
        summary: &str,
        parameters: &[Parameter],
        schema: Describe,
        answer: F,
    ) -> Operation
    where
        F: Fn(Call) -> Answered + Send + Sync + 'static,
        Answered: Future<Output = Result<Vec<u8>, ApiError>> + Send + 'static,
    {
        Operation {
            method: Method::GET,
            base: "/3",
            path: path.to_owned(),
            summary: summary.to_owned(),
            parameters: parameters.to_vec(),
            body: None,
            media_type: "application/json",
            schema,
            statuses: vec![200],
            audience: Audience::Anyone,
            takes_others: false,
            keeping: Keeping::Shared(MAX_AGE),
            largest_body: LARGEST_BODY,
            answer: Arc::new(move |call, _| {
                let answer = answer(call);
                Box::pin(async { Ok(answer.await?.into()) })
            }),
        }
    }

    /// An operation of any method, without a body, whose answer says its status and headers. It is never kept.
    pub fn replying<T, F, Answered>(
        method: Method,
        path: &str,
        summary: &str,
        parameters: &[Parameter],
        answer: F,
    ) -> Operation
    where
        T: Serialize + JsonSchema + 'static,
        F: Fn(Call) -> Answered + Send + Sync + 'static,
        Answered: Future<Output = Result<Reply<T>, ApiError>> + Send + 'static,
    {
        let schema: Describe = Arc::new(|generator| generator.subschema_for::<T>());
        let get = Operation::get_json(path, summary, parameters, schema, async |_: Call| {
            Ok(Vec::new())
        });
        Operation {
            method,
            keeping: Keeping::Nobody,
            answer: Arc::new(move |call, _| {
                let answer = answer(call);
                Box::pin(async { written(&answer.await?) })
            }),
            ..get
        }
    }

    /// An operation with fields, which are read from a JSON body and from the query alike (contract 1.4). Numbers and flags
    /// are read by [`lenient`](super::body::lenient). Its answer is never kept.
    pub fn taking<B, T, F, Answered>(
        method: Method,
        path: &str,
        summary: &str,
        parameters: &[Parameter],
        answer: F,
    ) -> Operation
    where
        B: DeserializeOwned + JsonSchema + Send + 'static,
        T: Serialize + JsonSchema + 'static,
        F: Fn(Call, B) -> Answered + Send + Sync + 'static,
        Answered: Future<Output = Result<Reply<T>, ApiError>> + Send + 'static,
    {
        let schema: Describe = Arc::new(|generator| generator.subschema_for::<T>());
        let get = Operation::get_json(path, summary, parameters, schema, async |_: Call| {
            Ok(Vec::new())
        });
        let answer = Arc::new(answer);
        Operation {
            method,
            body: Some(inline_schema::<B>()),
            // What the operation does not name as a parameter may be a field.
            takes_others: true,
            keeping: Keeping::Nobody,
            answer: Arc::new(move |call, sent| {
                let answer = Arc::clone(&answer);
                Box::pin(async move {
                    let fields = sent.into_fields(&call.view.query)?;
                    written(&answer(call, fields).await?)
                })
            }),
            ..get
        }
    }

    /// An operation that reads its JSON body itself, an object of this schema, as it was sent. Its answer is never kept.
    pub fn reading<T, F, Answered>(
        method: Method,
        path: &str,
        summary: &str,
        body: Schema,
        answer: F,
    ) -> Operation
    where
        T: Serialize + JsonSchema + 'static,
        F: Fn(Call, Map<String, Value>) -> Answered + Send + Sync + 'static,
        Answered: Future<Output = Result<Reply<T>, ApiError>> + Send + 'static,
    {
        let schema: Describe = Arc::new(|generator| generator.subschema_for::<T>());
        let get = Operation::get_json(path, summary, &[], schema, async |_: Call| Ok(Vec::new()));
        let answer = Arc::new(answer);
        Operation {
            method,
            body: Some(body),
            keeping: Keeping::Nobody,
            answer: Arc::new(move |call, sent| {
                let answer = Arc::clone(&answer);
                Box::pin(async move {
                    let Sent::Fields(body) = sent else {
                        return Err(ApiError::InvalidParameters);
                    };
                    written(&answer(call, body).await?)
                })
            }),
            ..get
        }
    }

    /// An operation that takes a picture: the field `file` of a form (RFC 7578). Its answer is never kept.
    pub fn uploading<T, F, Answered>(path: &str, summary: &str, answer: F) -> Operation
    where
        T: Serialize + JsonSchema + 'static,
        F: Fn(Call, Upload) -> Answered + Send + Sync + 'static,
        Answered: Future<Output = Result<Reply<T>, ApiError>> + Send + 'static,
    {
        let schema: Describe = Arc::new(|generator| generator.subschema_for::<T>());
        let get = Operation::get_json(path, summary, &[], schema, async |_: Call| Ok(Vec::new()));
        let answer = Arc::new(answer);
        Operation {
            method: Method::POST,
            body: Some(upload::schema()),
            media_type: upload::MEDIA_TYPE,
            keeping: Keeping::Nobody,
            answer: Arc::new(move |call, sent| {
                let answer = Arc::clone(&answer);
                Box::pin(async move {
                    let Sent::File(file) = sent else {
                        return Err(ApiError::InvalidParameters);
                    };
                    written(&answer(call, file).await?)
                })
            }),
            ..get
        }
    }

    /// The same below another base.
    pub fn below(self, base: &'static str) -> Operation {
        Operation { base, ..self }
    }

    /// The same with an answer that may be kept for so many seconds.
    pub fn kept_for(self, seconds: u32) -> Operation {
        Operation {
            keeping: Keeping::Shared(seconds),
            ..self
        }
    }

    /// The same for these only. Their answers are theirs and never kept.
    pub fn for_audience(self, audience: Audience) -> Operation {
        Operation { audience, ..self }
    }

    /// The same with these parameters beside its fields.
    pub fn naming(self, parameters: &[Parameter]) -> Operation {
        Operation {
            parameters: parameters.to_vec(),
            ..self
        }
    }

    /// The same with these HTTP statuses among its answers, instead of 200.
    pub fn answering(self, statuses: &[u16]) -> Operation {
        Operation {
            statuses: statuses.to_vec(),
            ..self
        }
    }

    /// The same with bodies of up to so many bytes.
    pub fn with_bodies_up_to(self, bytes: usize) -> Operation {
        Operation {
            largest_body: bytes,
            ..self
        }
    }

    /// The same with parameters beyond those that it names.
    pub fn taking_others(self) -> Operation {
        Operation {
            takes_others: true,
            ..self
        }
    }

    /// Every parameter of its query, those that tell who asks included.
    pub fn all_parameters(&self) -> impl Iterator<Item = &Parameter> {
        let (session, guest) = match self.audience {
            Audience::Anyone => (None, None),
            Audience::Account => (Some(&SESSION_ID), None),
            Audience::Noticed | Audience::Rater => (Some(&SESSION_ID), Some(&GUEST_SESSION_ID)),
        };
        self.parameters.iter().chain(session).chain(guest)
    }

    /// Adds its route. Ids of other places may hold slashes.
    pub fn route(self, router: Router<App>) -> Router<App> {
        let path = self.path.replace("{external_id}", "{*external_id}");
        let method = MethodFilter::try_from(self.method.clone()).unwrap_or(MethodFilter::GET);
        let operation = Arc::new(self);
        let handler = async move |State(app): State<App>,
                                  Extension(grant): Extension<Grant>,
                                  path: RawPathParams,
                                  request: Request| {
            let path = path.iter().map(|(_, value)| value.to_owned()).collect();
            operation.call(app, grant, path, request).await
        };
        router.route(&path, on(method, handler))
    }

    /// How the answer is read: parameters that the operation does not name mean nothing to it (contract 1.4).
    fn view(&self, app: &App, query: Query) -> View {
        let names: Vec<&str> = self.parameters.iter().map(|known| known.name).collect();
        let query = match self.takes_others {
            true => query,
            false => query.only(&names),
        };
        View::new(query, app.store.reference())
    }

    async fn call(
        &self,
        app: App,
        grant: Grant,
        path: Vec<String>,
        request: Request,
    ) -> Result<Answer, ApiError> {
        let (parts, body) = request.into_parts();
        let last = parts.uri.path().rsplit('/').next().unwrap_or_default();
        if !self.path.starts_with("/find/") && format::is_other(last) {
            return Err(ApiError::InvalidFormat);
        }
        if !format::accepts_json(&parts.headers) {
            return Err(ApiError::NotAcceptable);
        }
        let sent = self.read(&app, &parts.headers, body).await?;
        let query = Query::parse(parts.uri.query().unwrap_or_default());
        let claim = Claim {
            session: query.get("session_id").or(sent.text("session_id")),
            guest: query
                .get("guest_session_id")
                .or(sent.text("guest_session_id")),
            account: grant.account,
            may_write: grant.may_write,
        };
        let is_private = self.audience != Audience::Anyone && claim.is_made();
        let writes = self.method != Method::GET;
        // Who asks is found out before parameters are checked, and these before anything is looked up (contract 1.8).
        let viewer = admit(&app, self.audience, claim, writes).await?;
        let view = Arc::new(self.view(&app, query));
        for parameter in &self.parameters {
            parameter.check(&view.query)?;
        }
        let call = Call {
            view: Arc::clone(&view),
            path,
            address: address::of_parts(&parts, &app.settings.trusted_proxies),
            target: format!("{} {}", parts.method, parts.uri.path()),
            headers: parts.headers,
            app,
            grant,
            viewer,
        };
        let reply = (self.answer)(call, sent).await?;
        Ok(Answer {
            status: reply.status,
            headers: reply.headers,
            body: reply.body,
            keeping: match is_private {
                true => Keeping::Nobody,
                false => self.keeping,
            },
            languages: view.source_header(),
            basis: view.take_basis(),
        })
    }

    async fn read(&self, app: &App, headers: &HeaderMap, body: Body) -> Result<Sent, ApiError> {
        match self.method {
            Method::GET => Ok(Sent::Fields(Map::new())),
            _ if self.media_type == upload::MEDIA_TYPE => {
                let images = app.settings.images.as_ref().ok_or(ApiError::NotFound)?;
                let sent = upload::read(headers, body, images.original_bytes(), &[]).await?;
                Ok(Sent::File(sent))
            }
            _ => Sent::read(headers, body, self.largest_body).await,
        }
    }
}

/// The schema of a body, with everything in it.
pub fn inline_schema<B: JsonSchema>() -> Schema {
    let mut settings = SchemaSettings::draft2020_12();
    settings.inline_subschemas = true;
    settings.meta_schema = None;
    settings.into_generator().into_root_schema_for::<B>()
}

fn written<T: Serialize>(reply: &Reply<T>) -> Result<Written, ApiError> {
    Ok(Reply {
        status: reply.status,
        headers: reply.headers.clone(),
        body: serde_json::to_vec(&reply.body)?,
    })
}
