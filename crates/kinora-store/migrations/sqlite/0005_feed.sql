-- What changed in a span of time, by kind.
create index revision_made_at on revision (kind, made_at);

-- How often details were asked for on a day; days are numbered from 1970-01-01. Added to in batches.
create table view (
    day   integer not null,
    kind  integer not null,
    id    integer not null,
    views integer not null,
    primary key (day, kind, id)
) without rowid;

-- The last daily score: what it was made from and what was made, so that a day can be run again.
create table score (
    kind   integer not null,
    id     integer not null,
    day    integer not null,
    before real not null,
    after  real not null,
    primary key (kind, id)
) without rowid;

-- How much was made of a thing on a day; the last week is kept.
create table activity (
    day    integer not null,
    kind   integer not null,
    id     integer not null,
    amount real not null,
    primary key (day, kind, id)
) without rowid;
