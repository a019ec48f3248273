drop table "entry";
