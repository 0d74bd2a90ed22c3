-- Queues, and what their clients need. Clients sign requests with HMAC, which takes the secret itself: the secrets of this file are
-- kept as they are, and shown to nobody but whom they were made for.

-- An account as a subscriber: what it is called in paths, and what it may have.
create table subscriber (
    account_id        integer primary key references account (id),
    user_id           text not null unique,
    blu_ray           integer not null default 1,
    instant           integer not null default 1,
    terms_accepted_at integer                -- milliseconds since 1970; null: not yet
);

create table queue_application (
    id           integer primary key,
    consumer_key text not null unique,
    secret       text not null,
    name         text not null unique,
    created_at   integer not null,
    revoked_at   integer
);

-- A wish of an application to act for whoever approves it. A used one is gone.
create table queue_request_token (
    token          text primary key,
    secret         text not null,
    application_id integer not null references queue_application (id),
    callback       text,                     -- null: none was named, so that no verifier is asked for
    verifier       text not null,
    account_id     integer references account (id), -- who approved it
    is_refused     integer not null default 0,
    expires_at     integer not null
) without rowid;
create index queue_request_token_by_end on queue_request_token (expires_at);

create table queue_access_token (
    token          text primary key,
    secret         text not null,
    application_id integer not null references queue_application (id),
    account_id     integer not null references account (id),
    created_at     integer not null,
    revoked_at     integer
) without rowid;
create index queue_access_token_of_account on queue_access_token (account_id);

-- What opens one list of an account to whoever knows its address.
create table queue_feed_token (
    secret         text primary key,
    application_id integer not null references queue_application (id),
    account_id     integer not null references account (id),
    relation       text not null,
    created_at     integer not null,
    revoked_at     integer
) without rowid;
create index queue_feed_token_of_account on queue_feed_token (account_id, application_id, relation);

-- What an operator says about how a title can be had; otherwise its dates decide.
create table title_offer (
    kind     integer not null,
    id       integer not null,
    format   integer not null,               -- 0 DVD, 1 Blu-ray, 2 Instant
    state    integer not null,               -- 0 never, 1 awaited, 2 available
    from_ms  integer,
    until_ms integer,
    primary key (kind, id, format)
) without rowid;

create table queue (
    account_id integer not null references account (id),
    queue      integer not null,             -- 0 disc, 1 instant
    version    integer not null,
    changed_at integer not null,             -- milliseconds since 1970
    primary key (account_id, queue)
) without rowid;

create table queue_entry (
    account_id integer not null references account (id),
    queue      integer not null,
    is_saved   integer not null,
    position   integer not null,             -- from 1, in each of both lists
    kind       integer not null,
    id         integer not null,
    format     integer not null,
    updated_at integer not null,
    primary key (account_id, queue, is_saved, position),
    unique (account_id, queue, kind, id)
) without rowid;
create index queue_entry_of_title on queue_entry (kind, id);

-- Discs that were sent to an account, and what it watched.
create table rental (
    number         integer primary key,
    account_id     integer not null references account (id),
    kind           integer not null,
    id             integer not null,
    format         integer not null,
    shipped_at     integer,                  -- seconds since 1970, as all times of this table
    expected_at    integer,
    returned_at    integer,
    watched_at     integer,
    viewed_seconds integer,
    updated_at     integer not null
);
create index rental_of_account on rental (account_id, kind, id);

-- Titles that an account does not care for, which is no rating.
create table title_indifference (
    account_id integer not null references account (id),
    kind       integer not null,
    id         integer not null,
    said_at    integer not null,             -- milliseconds since 1970
    primary key (account_id, kind, id)
) without rowid;
