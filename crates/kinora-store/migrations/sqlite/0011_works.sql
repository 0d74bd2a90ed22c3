-- What somebody worked on is read side by side, without their credits, which lie all over the table.
drop index credit_of_person;
create index credit_of_person on credit (person_id, credit_type, department, title_kind, title_id, id) where person_id is not null;
