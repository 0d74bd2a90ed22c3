//! An operation of the API: everything that there is to say about it, once. Routes and the OpenAPI document are made from it.

use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::extract::{RawPathParams, RawQuery, State};
use axum::http::{HeaderMap, Uri};
use axum::routing::get;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

use super::View;
use super::parameter::Parameter;
use crate::App;
use crate::answer::Answer;
use crate::error::ApiError;
use crate::format;
use crate::query::Query;

/// How long answers may be kept unless an operation says otherwise, in seconds.
const MAX_AGE: u32 = 3600;

/// A request that passed the checks of its parameters.
pub struct Call {
    /// The service.
    pub app: App,
    /// How its answer is read.
    pub view: Arc<View>,
    /// The values of the path's parameters.
    pub path: Vec<String>,
    /// Its headers.
    pub headers: HeaderMap,
}

impl Call {
    /// A value of the path; empty when there is none.
    pub fn segment(&self, index: usize) -> &str {
        self.path.get(index).map_or("", String::as_str)
    }
}

type Answering = Pin<Box<dyn Future<Output = Result<Vec<u8>, ApiError>> + Send>>;

/// Makes the schema of an answer.
pub type Describe = Arc<dyn Fn(&mut SchemaGenerator) -> Schema + Send + Sync>;

/// A `GET` operation.
#[derive(Clone)]
pub struct Operation {
    /// Its path below `/3`, with parameters in braces.
    pub path: String,
    /// What it answers, in a few words.
    pub summary: String,
    /// The parameters of its query.
    pub parameters: Vec<Parameter>,
    /// The schema of its answer.
    pub schema: Describe,
    /// Whether parameters that it does not name may mean something to what is appended.
    takes_others: bool,
    max_age: u32,
    answer: Arc<dyn Fn(Call) -> Answering + Send + Sync>,
}

impl Operation {
    /// An operation that answers a `T`.
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

    /// An operation that writes its JSON itself.
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
            path: path.to_owned(),
            summary: summary.to_owned(),
            parameters: parameters.to_vec(),
            schema,
            takes_others: false,
            max_age: MAX_AGE,
            answer: Arc::new(move |call| Box::pin(answer(call))),
        }
    }

    /// The same with an answer that may be kept for so many seconds.
    pub fn kept_for(self, seconds: u32) -> Operation {
        Operation {
            max_age: seconds,
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

    /// Adds its route. Ids of other places may hold slashes.
    pub fn route(self, router: Router<App>) -> Router<App> {
        let path = self.path.replace("{external_id}", "{*external_id}");
        let operation = Arc::new(self);
        let handler = async move |State(app): State<App>,
                                  uri: Uri,
                                  path: RawPathParams,
                                  RawQuery(query): RawQuery,
                                  headers: HeaderMap| {
            let path = path.iter().map(|(_, value)| value.to_owned()).collect();
            operation.call(app, &uri, path, query, headers).await
        };
        router.route(&path, get(handler))
    }

    /// How the answer is read: parameters that the operation does not name mean nothing to it (contract 1.4).
    fn view(&self, app: &App, query: Option<&str>) -> View {
        let query = Query::parse(query.unwrap_or_default());
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
        uri: &Uri,
        path: Vec<String>,
        query: Option<String>,
        headers: HeaderMap,
    ) -> Result<Answer, ApiError> {
        let last = uri.path().rsplit('/').next().unwrap_or_default();
        if !self.path.starts_with("/find/") && format::is_other(last) {
            return Err(ApiError::InvalidFormat);
        }
        if !format::accepts_json(&headers) {
            return Err(ApiError::NotAcceptable);
        }
        let view = Arc::new(self.view(&app, query.as_deref()));
        // Parameters are checked before anything is looked up (contract 1.8).
        for parameter in &self.parameters {
            parameter.check(&view.query)?;
        }
        let call = Call {
            app,
            view: Arc::clone(&view),
            path,
            headers,
        };
        Ok(Answer {
            body: (self.answer)(call).await?,
            max_age: self.max_age,
            languages: view.source_header(),
        })
    }
}
