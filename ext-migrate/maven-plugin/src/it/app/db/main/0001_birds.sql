create table bird (id integer primary key, name text not null);
