-- Where a row stood before its title was merged into the one that it is of: it goes back there when the merge is undone.
alter table rating add column merged_from integer;
alter table bookmark add column merged_from integer;
alter table list_item add column merged_from integer;
alter table title_indifference add column merged_from integer;
create index rating_of_title on rating (kind, id);
create index bookmark_of_title on bookmark (kind, id);
create index title_indifference_of_title on title_indifference (kind, id);
create index rating_merged on rating (kind, merged_from) where merged_from is not null;
create index bookmark_merged on bookmark (kind, merged_from) where merged_from is not null;
create index list_item_merged on list_item (kind, merged_from) where merged_from is not null;
create index title_indifference_merged on title_indifference (kind, merged_from) where merged_from is not null;
