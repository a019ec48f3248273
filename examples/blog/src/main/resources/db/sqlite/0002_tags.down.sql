drop table "entry_tag";
drop table "tag";
