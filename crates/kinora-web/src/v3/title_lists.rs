//! Lists of titles that accounts make (contract 3.14), and the lists that a title is on.

use axum::http::Method;
use kinora_index::Snapshot;
use kinora_model::key::{EntityKey, Kind};
use kinora_model::list::{List, ListText, NewList};
use kinora_store::{ListChange, ListError, Related, Wants};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::account_lists::{kind, stretch};
use super::body::lenient;
use super::namespace::{Resource, Source, Typed};
use super::operation::{Call, Operation, Reply, Success};
use super::page::{PAGE_SIZE, Paged, rows};
use super::parameter::{
    IDLE_LANGUAGE, LANGUAGE, PAGE, Parameter, Takes, leading_number, number_in_path, parameter,
};
use super::titles::TitleRow;
use crate::error::ApiError;
use crate::viewer::{Audience, Viewer};

/// `lists` that a movie or series is on, the public ones.
pub const LISTS: Resource = Resource {
    name: "lists",
    summary: "Public lists",
    parameters: &[LANGUAGE, PAGE],
    with_id: true,
    source: Source::Loaded(
        Wants::of(&[], &[Related::Lists]),
        &Typed(|loaded, view| {
            let is_movie = loaded.record.key.kind == Kind::Movie;
            let rows = loaded.lists.iter().map(|list| ListRow {
                iso_3166_1: Some(list.country.clone()),
                list_type: is_movie.then_some("movie"),
                ..ListRow::of(list)
            });
            Ok(Paged::cut(view.page()?, rows))
        }),
    ),
};

const MOVIE_ID: Parameter = parameter("movie_id", Takes::Text, "The movie to look for.");
const CONFIRM: Parameter = parameter(
    "confirm",
    Takes::Flag,
    "Has to be `true`, so that no list is emptied by accident.",
);

/// The operations.
pub fn operations() -> Vec<Operation> {
    let clear = edit(
        Method::POST,
        "/list/{list_id}/clear",
        "Takes every title off a list",
        &[201],
        |sent: Confirmation| match sent.confirm {
            Some(true) => Ok(ListChange::Clear),
            _ => Err(ApiError::NotConfirmed),
        },
        12,
    );
    vec![
        Operation::taking(Method::POST, "/list", "Makes a list", &[], create)
            .for_audience(Audience::Account)
            .answering(&[201]),
        Operation::get("/list/{list_id}", "A list", &[LANGUAGE, PAGE], details)
            .for_audience(Audience::Noticed)
            .kept_for(0),
        Operation::get(
            "/list/{list_id}/item_status",
            "Whether a movie is on a list",
            &[IDLE_LANGUAGE, MOVIE_ID],
            item_status,
        )
        .for_audience(Audience::Noticed)
        .kept_for(0),
        edit(
            Method::POST,
            "/list/{list_id}/add_item",
            "Puts a title on a list",
            &[201],
            |item: Item| Ok(ListChange::Add(item.title()?)),
            12,
        ),
        edit(
            Method::POST,
            "/list/{list_id}/remove_item",
            "Takes a title off a list",
            &[200],
            |item: Item| Ok(ListChange::Remove(item.title()?)),
            13,
        ),
        clear.naming(&[CONFIRM]),
        edit(
            Method::DELETE,
            "/list/{list_id}",
            "Deletes a list",
            &[200],
            |_: Item| Ok(ListChange::Delete),
            13,
        ),
        Operation::get(
            "/account/{account_id}/lists",
            "Lists that the account made",
            &[PAGE],
            of_account,
        )
        .for_audience(Audience::Account),
    ]
}

impl From<ListError> for ApiError {
    fn from(error: ListError) -> ApiError {
        match error {
            ListError::NoList | ListError::NoTitle => ApiError::NotFound,
            ListError::NotOwner => ApiError::NotOwner,
            ListError::Duplicate => ApiError::Duplicate,
            ListError::Full => ApiError::InvalidParameters,
            ListError::Store(error) => error.into(),
        }
    }
}

/// The list that a path names; what follows its number is ignored (contract 1.4).
fn list_id(call: &Call) -> Result<i64, ApiError> {
    number_in_path(call.segment(0))?.ok_or(ApiError::NotFound)
}

/// An operation that changes a list: the list is what is asked for, what is to become of it is said in the body.
fn edit<B: DeserializeOwned + JsonSchema + Send + 'static>(
    method: Method,
    path: &str,
    summary: &str,
    statuses: &[u16],
    change: fn(B) -> Result<ListChange, ApiError>,
    code: u32,
) -> Operation {
    let answer = move |call: Call, sent: B| async move {
        let change = change(sent)?;
        let list = list_id(&call)?;
        let account = call.account()?.id;
        call.app.store.change_list(account, list, change).await?;
        call.app.follow().await;
        Ok(Success::reply(code))
    };
    Operation::taking(method, path, summary, &[], answer)
        .for_audience(Audience::Account)
        .answering(statuses)
}

/// Whether everything is meant.
#[derive(Deserialize, JsonSchema)]
struct Confirmation {
    /// Has to be `true`, here or in the query.
    #[serde(default, deserialize_with = "lenient::flag_if_any")]
    confirm: Option<bool>,
}

/// A title of a list as it is sent.
#[derive(Deserialize, JsonSchema)]
struct Item {
    /// Its id.
    #[serde(default, deserialize_with = "lenient::integer")]
    media_id: Option<i64>,
    /// `movie`, which is the default, or `tv`.
    media_type: Option<String>,
}

impl Item {
    fn title(&self) -> Result<EntityKey, ApiError> {
        let id = self.media_id.ok_or(ApiError::InvalidParameters)?;
        let media_type = self.media_type.as_deref().unwrap_or("movie");
        let kind = kind(Some(media_type)).ok_or(ApiError::InvalidParameters)?;
        Ok(EntityKey::new(kind, id))
    }
}

/// A list as it is sent.
#[derive(Deserialize, JsonSchema)]
struct Sent {
    /// At most 250 characters.
    name: Option<String>,
    /// At most 10,000 characters.
    description: Option<String>,
    /// ISO 639-1; by default the language of the account.
    language: Option<String>,
    /// Whether others see it; `true` by default.
    #[serde(default, deserialize_with = "lenient::flag")]
    public: Option<bool>,
}

/// Answers that a list was made.
#[derive(Serialize, JsonSchema)]
struct Created {
    status_message: &'static str,
    success: bool,
    status_code: u32,
    list_id: i64,
}

async fn create(call: Call, sent: Sent) -> Result<Reply<Created>, ApiError> {
    let account = call.account()?;
    let language = match sent.language.as_deref() {
        None => account.language.clone(),
        Some(language) => language_code(language).ok_or(ApiError::InvalidParameters)?,
    };
    let name = ListText::name(sent.name.as_deref().unwrap_or_default());
    let description = ListText::description(sent.description.as_deref().unwrap_or_default());
    let list = NewList {
        name: name.ok_or(ApiError::InvalidParameters)?,
        description: description.ok_or(ApiError::InvalidParameters)?,
        language,
        country: account.country.clone(),
        is_public: sent.public.unwrap_or(true),
    };
    let list_id = call.app.store.create_list(account.id, list).await?;
    Ok(Reply::created(Created {
        status_message: "The item/record was created successfully.",
        success: true,
        status_code: 1,
        list_id,
    }))
}

/// The language of a locale such as `en` or `en-US`.
pub fn language_code(text: &str) -> Option<String> {
    let language = text.split(['-', '_']).next()?;
    let is_code = language.len() == 2 && language.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_code.then(|| language.to_ascii_lowercase())
}

/// A list as titles, accounts and searches show it.
#[derive(Serialize, JsonSchema)]
pub struct ListRow {
    description: String,
    /// Lists cannot be favourites.
    favorite_count: i64,
    id: i64,
    item_count: i64,
    iso_639_1: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    iso_3166_1: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    list_type: Option<&'static str>,
    name: String,
    /// Lists have no pictures of their own.
    poster_path: Option<String>,
}

impl ListRow {
    /// A list, without what only some show.
    pub fn of(list: &List) -> ListRow {
        ListRow {
            description: list.description.clone(),
            favorite_count: 0,
            id: list.id,
            item_count: list.item_count,
            iso_639_1: list.language.clone(),
            iso_3166_1: None,
            list_type: None,
            name: list.name.clone(),
            poster_path: None,
        }
    }
}

async fn of_account(call: Call) -> Result<Paged<ListRow>, ApiError> {
    let page = call.view.page()?;
    let (account, (first, length)) = (call.account()?.id, stretch(page));
    let lists = call.app.store.lists_of(account, first, length).await?;
    let rows = lists.items.iter().map(|list| ListRow {
        list_type: Some("movie"),
        ..ListRow::of(list)
    });
    Ok(Paged::of(page, rows.collect(), lists.total))
}

/// `ListDetails` of contract 2.
#[derive(Serialize, JsonSchema)]
struct ListDetails {
    created_by: String,
    description: String,
    favorite_count: i64,
    id: i64,
    items: Vec<TitleRow>,
    item_count: i64,
    iso_639_1: String,
    name: String,
    poster_path: Option<String>,
    page: usize,
    total_pages: usize,
    total_results: usize,
}

/// The list that is asked for, if whoever asks may see it.
async fn visible(call: &Call) -> Result<List, ApiError> {
    let list = call.app.store.list(list_id(call)?).await?;
    let list = list.ok_or(ApiError::NotFound)?;
    let is_owner = match &call.viewer {
        Some(Viewer::Account(account)) => account.id == list.account,
        _ => false,
    };
    match list.is_public || is_owner {
        true => Ok(list),
        false => Err(ApiError::Private),
    }
}

async fn details(call: Call) -> Result<ListDetails, ApiError> {
    let page = call.view.page()?;
    let list = visible(&call).await?;
    let (first, length) = stretch(page);
    let items = call.app.store.list_items(list.id, first, length).await?;
    let rows = rows(&call.app, &call.view, &Snapshot::default(), &items.items).await?;
    Ok(ListDetails {
        created_by: list.created_by,
        description: list.description,
        favorite_count: 0,
        id: list.id,
        items: rows,
        item_count: list.item_count,
        iso_639_1: list.language,
        name: list.name,
        poster_path: None,
        page,
        total_pages: items.total.div_ceil(PAGE_SIZE),
        total_results: items.total,
    })
}

#[derive(Serialize, JsonSchema)]
struct ItemStatus {
    id: i64,
    item_present: bool,
}

async fn item_status(call: Call) -> Result<ItemStatus, ApiError> {
    let movie = call.view.query.get("movie_id").and_then(leading_number);
    let movie = movie.ok_or(ApiError::InvalidParameters)?;
    let list = visible(&call).await?;
    let title = EntityKey::new(Kind::Movie, movie);
    Ok(ItemStatus {
        id: list.id,
        item_present: call.app.store.is_listed(list.id, title).await?,
    })
}
