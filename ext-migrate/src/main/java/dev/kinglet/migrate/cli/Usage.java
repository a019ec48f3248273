package dev.kinglet.migrate.cli;

/** Somebody said something that is no command; the message says what would be one. */
final class Usage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    static final String TEXT =
            """
            kinglet-migrate [options] command

            looking
              status                 where each migration stands; exit code 1 where something is pending
              plan [target]          the SQL that up would send
              check                  whether models, files and database agree; exit code 1 where not
              diff                   how models and database differ; exit code 1 where they do
            running
              up [target]            apply what is pending, up to a target
              down [target]          take back the last one, or through a target; --count 3 for three
              to target              up or down until the target is the last
              redo                   take back the last one, and apply it again
              fake [target]          record what is pending as applied, and run nothing
              repair                 --mark-applied, --mark-reverted or --accept-checksum, each with an id
              seed                   run the seeds of --env
              backfill list          how far each came; pause, resume, cancel, forget with its name
              backfill run table     --set column=sql, --where sql, --name name
            writing
              create name            the next file, empty; --format sql, java or kotlin
              initial                the first file, from the models
              generate name          the next file, from the models; --rename old=new, --no-rename, --offline
              squash target          one file for all up to the target; --as name
              adopt                  models and the first file, from the database; --package com.example.models

            options
              --config file          settings; kinglet.properties or .kinglet.properties unless said
              --app class            of the application: a Supplier of a MigrationRegistry
              --db name              one of the databases; all in turn unless said
              --database where       sqlite:///app.db, postgresql://user:password@host/db, a file, or class#field
              --folder path          of the migrations; db/<name> unless said
              --table name           of the history; kinglet_migrations unless said
              --models class,..      with tables, or a package: com.example.models.*
              --classpath path       where classes of the application are
              --env name             of seeds: development, test, ..
              --sql                  show each statement that is sent
              --json                 answer for programs
              --verbose              show where an error comes from
            """;

    Usage(String message) {
        super(message);
    }

    String message() {
        return String.valueOf(getMessage());
    }
}
