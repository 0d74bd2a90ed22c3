-- What accounts think of images. They come on top of the votes that images were loaded with, which stand in the documents.
create table image_vote (
    account_id integer not null references account (id),
    kind       integer not null,
    id         integer not null,
    file_path  text not null,
    halves     integer not null,            -- 1 to 20
    voted_at   integer not null,            -- milliseconds since 1970
    primary key (kind, id, file_path, account_id)
) without rowid;
create index image_vote_of_account on image_vote (account_id);
