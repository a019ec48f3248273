drop table "entry_search";
drop table "entry";
