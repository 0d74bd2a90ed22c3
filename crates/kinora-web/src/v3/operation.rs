//! An operation of the API: everything that there is to say about it, once. Routes and the OpenAPI document are made from it.

use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::extract::{RawPathParams, RawQuery, State};
use axum::http::HeaderMap;
use axum::routing::get;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

use super::View;
use super::parameter::Parameter;
use crate::App;
use crate::answer::Answer;
use crate::error::ApiError;

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

    /// Adds its route.
    pub fn route(self, router: Router<App>) -> Router<App> {
        let path = self.path.clone();
        let operation = Arc::new(self);
        let handler = async move |State(app): State<App>,
                                  path: RawPathParams,
                                  RawQuery(query): RawQuery,
                                  headers: HeaderMap| {
            let path = path.iter().map(|(_, value)| value.to_owned()).collect();
            operation.call(app, path, query, headers).await
        };
        router.route(&path, get(handler))
    }

    async fn call(
        &self,
        app: App,
        path: Vec<String>,
        query: Option<String>,
        headers: HeaderMap,
    ) -> Result<Answer, ApiError> {
        let view = Arc::new(app.view(query.as_deref()));
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
