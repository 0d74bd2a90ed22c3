-- What changed in a span of time, by kind.
create index revision_made_at on revision (kind, made_at);
