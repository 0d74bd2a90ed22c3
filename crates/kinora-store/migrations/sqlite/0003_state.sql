-- What accounts and guests say about titles and keep of them. `number` rises with time: things are shown in the order in which they
-- were added, however close together that was.

create table rating (
    number     integer primary key,
    owner_kind integer not null,            -- 0 account, 1 guest session
    owner_id   integer not null,
    kind       integer not null,
    id         integer not null,
    halves     integer not null,            -- 1 to 20
    rated_at   integer not null,            -- milliseconds since 1970
    unique (owner_kind, owner_id, kind, id)
);

-- What users add to a title. Their votes come on top of those that were loaded in bulk (`stat`). seq is the number of the last
-- change, in a sequence of its own: a title has one row, so that following it costs no more than the titles that changed.
create table tally (
    kind   integer not null,
    id     integer not null,
    seq    integer not null,
    votes  integer not null,
    halves integer not null,                -- the sum of the ratings
    primary key (kind, id)
) without rowid;
create unique index tally_by_seq on tally (seq);

create table bookmark (
    number     integer primary key,
    account_id integer not null references account (id),
    bookmark   integer not null,            -- 0 favourite, 1 to watch
    kind       integer not null,
    id         integer not null,
    added_at   integer not null,
    unique (account_id, bookmark, kind, id)
);

create table list (
    id          integer primary key autoincrement, -- public, never used again
    account_id  integer not null references account (id),
    name        text not null,
    description text not null,
    language    text not null,
    country     text not null,
    is_public   integer not null,
    created_at  integer not null
);
create index list_of_account on list (account_id);

create table list_item (
    number   integer primary key,
    list_id  integer not null references list (id) on delete cascade,
    kind     integer not null,
    id       integer not null,
    added_at integer not null,
    unique (list_id, kind, id)
);
create index list_item_of_title on list_item (kind, id);

-- Reviews that were written here; an account has one of a title.
alter table review add column account_id integer references account (id);
create unique index review_of_account on review (account_id, title_kind, title_id) where account_id is not null;
