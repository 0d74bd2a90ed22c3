-- People and what they sign in with. Of secrets there are hashes only.

create table account (
    id            integer primary key,
    name          text not null,
    folded_name   text not null unique,     -- the name in small letters: no two differ by capitals only
    password_hash text not null,            -- Argon2id, in the form of the PHC
    role          integer not null,         -- 0 reader, 1 contributor, 2 moderator, 3 administrator
    state         integer not null default 0, -- 0 active, 1 disabled, 2 suspended
    email         text,
    verified      integer not null default 1, -- whether the address is known to be right
    full_name     text not null default '',
    include_adult integer not null default 0,
    language      text not null default 'en', -- ISO 639-1
    country       text not null default 'US', -- ISO 3166-1
    created_at    integer not null          -- milliseconds since 1970
);

alter table api_key add column account_id integer references account (id); -- null: the operator's
alter table api_key add column suspended integer not null default 0;
alter table api_key add column may_write integer not null default 1;
alter table api_key add column rate_limit integer; -- requests a second, 0 for none; null: what the owner implies
create index api_key_of_account on api_key (account_id) where account_id is not null;

-- What an account is recognised by after it signed in.
create table user_session (
    id          integer primary key,
    secret_hash text not null unique,
    account_id  integer not null references account (id),
    kind        integer not null,           -- 0 session of the API, 1 browser on the site, 2 access token
    may_write   integer not null default 1,
    api_key_id  integer references api_key (id), -- the application that made it; null: the operator's own key
    created_at  integer not null,
    expires_at  integer                     -- null: until it is ended
);
create index user_session_of_account on user_session (account_id);

-- A wish of an application to act for whoever approves it. A used one is gone.
create table request_token (
    secret_hash text primary key,
    api_key_id  integer references api_key (id),
    state       integer not null default 0, -- 0 waiting, 1 approved, 2 denied
    account_id  integer references account (id), -- who approved it
    expires_at  integer not null
) without rowid;
create index request_token_by_end on request_token (expires_at);

create table guest_session (
    id          integer primary key,
    secret_hash text not null unique,
    used        integer not null default 0, -- whether it rated something: then it does not expire
    expires_at  integer not null
);
create index guest_session_by_end on guest_session (expires_at) where used = 0;
