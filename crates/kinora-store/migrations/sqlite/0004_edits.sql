-- What edits of people need besides the catalogue: locks, proposals, and answers to requests that may be repeated.

create table lock (
    kind    integer not null,
    id      integer not null,
    part    integer not null,
    field   text not null,                  -- as differences name it; empty for the whole part
    account integer not null,               -- who locked it
    reason  text not null,
    made_at integer not null,
    primary key (kind, id, part, field)
) without rowid;

create table proposal (
    id         integer primary key,
    account    integer not null,
    made_at    integer not null,
    draft      text not null,               -- the changes, JSON
    state      integer not null default 0,  -- 0 open, 1 accepted, 2 rejected
    decided_by integer,
    decided_at integer,
    reason     text not null default '',
    revision   integer                      -- the number of its last change once accepted
);
create index proposal_by_state on proposal (state, id);
create index proposal_of_account on proposal (account) where state = 0;

create table answered (
    account     integer not null,
    key         text not null,              -- the `Idempotency-Key`
    fingerprint text not null,              -- of the request, SHA-256
    outcome     text not null,
    made_at     integer not null,
    primary key (account, key)
) without rowid;
create index answered_by_time on answered (made_at);

-- An id elsewhere belongs to who was told last to have it, and goes back to the one before when that one leaves it.
create table link_told (
    source integer not null,
    value  text not null,
    kind   integer not null,
    told   integer not null,                -- the order of telling
    id     integer not null,
    primary key (source, value, kind, id)
) without rowid;
insert into link_told (source, value, kind, told, id) select source, value, kind, 1, id from link;
drop table link;
alter table link_told rename to link;
