-- What people say to each other. Numbers of messages rise with time over all discussions, so that the last message of a
-- discussion orders discussions and says how far somebody has read.

create table discussion (
    id           integer primary key autoincrement, -- public, never used again
    kind         integer,                   -- what it is about; null: nothing in particular
    about        integer,
    subject      text not null,
    account_id   integer references account (id), -- who began it; null: an account that is gone
    is_open      integer not null default 1,
    is_public    integer not null default 1,
    begun_at     integer not null,          -- milliseconds since 1970, as all times
    messages     integer not null default 0,
    last_message integer not null default 0
);
create index discussion_about on discussion (kind, about, last_message);
create index discussion_by_last_message on discussion (last_message);
create index discussion_of_account on discussion (account_id) where account_id is not null;

create table message (
    id            integer primary key autoincrement, -- public, never used again
    discussion_id integer not null references discussion (id) on delete cascade,
    account_id    integer references account (id), -- null: an account that is gone
    text          text not null,            -- Markdown; empty: removed
    written_at    integer not null,
    changed_at    integer
);
create index message_of_discussion on message (discussion_id, id);
create index message_of_account on message (account_id, written_at) where account_id is not null;

-- How far an account has read, and whether it wants to be told of more.
create table discussion_reader (
    account_id    integer not null references account (id),
    discussion_id integer not null references discussion (id) on delete cascade,
    read_to       integer not null default 0,
    watches       integer not null default 0,
    primary key (account_id, discussion_id)
) without rowid;
create index discussion_reader_of on discussion_reader (discussion_id);

create table discussion_act (
    id            integer primary key,
    discussion_id integer not null references discussion (id) on delete cascade,
    account_id    integer references account (id),
    act           integer not null,         -- 0 begun, 1 closed, 2 opened, 3 made private, 4 made public, 5 a message removed
    acted_at      integer not null
);
create index discussion_act_of on discussion_act (discussion_id, id);
create index discussion_act_by on discussion_act (account_id) where account_id is not null;

create table report (
    id         integer primary key autoincrement,
    message_id integer not null references message (id) on delete cascade,
    account_id integer not null references account (id),
    reason     text not null,
    made_at    integer not null,
    settled_at integer,                     -- null: moderators have not dealt with it
    unique (message_id, account_id)
);
create index report_open on report (id) where settled_at is null;
create index report_of_account on report (account_id, made_at);
