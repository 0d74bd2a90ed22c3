-- One row an entity, one column a part; a part is a JSON document and null until something was told about it.
-- What most answers need comes first: SQLite walks through what stands before a column.
-- state: 0 live, 1 deleted, 2 merged. known: 0 mentioned, 1 listed, 2 full.
-- version is the sequence number of the last change. What joins need is a column as well, set from facts.

create table movie (
    id integer primary key,
    version integer not null,
    state integer not null,
    merged_into integer,
    known integer not null,
    collection_id integer,
    facts text, texts text, links text, titles text, credits text, keywords text, releases text, images text, videos text, providers text
);
create index movie_of_collection on movie (collection_id) where collection_id is not null;

create table series (
    id integer primary key,
    version integer not null,
    state integer not null,
    merged_into integer,
    known integer not null,
    facts text, texts text, links text, titles text, credits text, aggregate text, keywords text, ratings text, images text, videos text, providers text, screened text
);

create table season (
    id integer primary key,
    version integer not null,
    state integer not null,
    merged_into integer,
    known integer not null,
    series_id integer,
    season integer,
    facts text, texts text, links text, credits text, aggregate text, images text, videos text, providers text
);
create unique index season_at on season (series_id, season) where state = 0;

create table episode (
    id integer primary key,
    version integer not null,
    state integer not null,
    merged_into integer,
    known integer not null,
    series_id integer,
    season integer,
    episode integer,
    facts text, texts text, links text, credits text, images text, videos text
);
create unique index episode_at on episode (series_id, season, episode) where state = 0;

create table person (
    id integer primary key,
    version integer not null,
    state integer not null,
    merged_into integer,
    known integer not null,
    facts text, texts text, links text, credits text, images text, tagged text
);

create table collection (
    id integer primary key,
    version integer not null,
    state integer not null,
    merged_into integer,
    known integer not null,
    facts text, texts text, images text
);

create table company (
    id integer primary key,
    version integer not null,
    state integer not null,
    merged_into integer,
    known integer not null,
    facts text, titles text, images text
);

create table network (
    id integer primary key,
    version integer not null,
    state integer not null,
    merged_into integer,
    known integer not null,
    facts text, titles text, images text
);

create table keyword (
    id integer primary key,
    version integer not null,
    state integer not null,
    merged_into integer,
    known integer not null,
    facts text
);

create table credit (
    id             text primary key,        -- 24 hex digits, public
    title_kind     integer not null,
    title_id       integer not null,
    person_id      integer,                 -- null when the person is lost
    credit_type    integer not null,        -- 0 cast, 1 crew, 2 creator
    department     text not null,
    job            text not null,
    character      text not null,
    billing        integer,
    episode_count  integer,                 -- as told
    first_air_date text,
    appearances    integer not null,        -- counted in the lists of known episodes
    lost_person    text
);
create index credit_of_title on credit (title_kind, title_id);
create index credit_of_person on credit (person_id) where person_id is not null;

-- Ids elsewhere, derived from `links` in the same transaction.
create table link (
    source integer not null,
    value  text not null,
    kind   integer not null,
    id     integer not null,
    primary key (source, value, kind)
) without rowid;

-- Loaded in bulk or computed, without history.
create table stat (
    kind         integer not null,
    id           integer not null,
    popularity   real not null,
    vote_average real not null,
    vote_count   integer not null,
    primary key (kind, id)
) without rowid;

create table review (
    id         text primary key,            -- 24 hex digits, public
    title_kind integer not null,
    title_id   integer not null,
    created_at text not null,
    document   text not null
);
create index review_of_title on review (title_kind, title_id, created_at);

create table episode_group (
    id        text primary key,             -- 24 hex digits, public
    series_id integer,
    document  text not null
);
create index episode_group_of_series on episode_group (series_id) where series_id is not null;

-- Reference answers that were imported; the rest is bundled with the program.
create table reference (
    name     text not null,
    locale   text not null,
    document text not null,
    primary key (name, locale)
) without rowid;

-- History and feed in one. kind 0 stands for a bulk load: everything derived is rebuilt.
create table revision (
    seq     integer primary key,
    kind    integer not null,
    id      integer not null,
    part    integer not null,
    editor  integer,
    comment text not null,
    made_at integer not null,               -- milliseconds since 1970
    before  text,                           -- the part as it was; null when it is new
    changes text not null                   -- field by field
);
create index revision_of on revision (kind, id, seq);

create table api_key (
    id         integer primary key,
    name       text not null,
    key_hash   text not null unique,        -- SHA-256 of the key, hex; the key itself is random and shown once
    token_hash text not null unique,        -- the same of the read access token
    created_at integer not null,
    revoked_at integer
);

-- Blocks of archives that were taken in, by fingerprint: seeing one again says nothing new.
create table imported (
    block       text primary key,
    imported_at integer not null
);

create table setting (
    name  text primary key,
    value text not null
);
