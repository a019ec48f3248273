package dev.kinglet.migrate

/** Compiled with the application: its file is not read but for its name. */
class CompiledMigration : Migration {
    override fun up(migrator: Migrator) = migrator.sql("create table compiled (x integer)")
}
