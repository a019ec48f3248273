package guide

import dev.kinglet.Database
import dev.kinglet.errors.OperationalException
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.migrate.Migrations
import dev.kinglet.migrate.Migrator
import dev.kinglet.migrate.NamedMigration
import dev.kinglet.migrate.change.LockPolicy
import dev.kinglet.migrate.doSteps
import dev.kinglet.migrate.internal.postgres.Patience
import dev.kinglet.migrate.postgres.Holder
import dev.kinglet.migrate.stepsOf
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import java.time.Duration

/** Runs what the page on safe migrations shows. */
fun safelyPage(sent: Sent) {
    fun Database.show(
        name: String,
        what: (Migrator) -> Unit,
    ) {
        sent["java:Safely.$name"] = stepsOf { what(this) }.map { it.toString() }
        doSteps { what(this) }
    }
    TestDatabases.fresh(Kind.POSTGRES) { db ->
        db.execute("create table team (id bigint primary key)")
        db.execute("create table \"user\" (id bigint primary key, username text, bio text, team_id bigint)")
        db.execute("insert into team values (1)")
        db.execute("insert into \"user\" values (1, 'ann', 'a', 1), (2, 'bob', 'b', null)")
        db.doSteps { createEnum("mood", "sad", "glad", "so-so") }
        db.execute("alter table \"user\" add column mood mood default 'sad'")

        db.show("constant", Safely::constant)
        db.show("token") { Safely.AddToken().up(it) }
        db.doSteps { Safely.AddToken().down(this) }
        db.doSteps {
            KotlinSafely.AddToken().up(this)
            KotlinSafely.AddToken().down(this)
        }
        db.show("notNull", Safely::notNull)
        db.show("foreignKey", Safely::foreignKey)
        db.show("check", Safely::check)
        db.show("unique", Safely::unique)
        db.show("index", Safely::index)
        db.show("dropIndex", Safely::dropIndex)
        db.show("enumeration", Safely::enumeration)

        val told = mutableListOf<String>()
        val policy = LockPolicy.defaults().timeout(Duration.ofMillis(60)).budget(Duration.ofMillis(2_000))
        Holder(db, "select id, 'who am I' as secret from \"user\"").use {
            val patience = Patience(db, policy) { told += it.toString() }
            val steps = db.stepsOf { dropColumn("user", "bio") }
            val error = shouldThrow<OperationalException> { steps.forEach(patience::run) }
            sent["java:Safely.blocked"] = listOf(same(error.message!!))
        }
        sent["java:Safely.told"] = listOf(same(told.first { "process" in it }).replace(Regex("; again in \\d+ ms"), "; again in 130 ms"))

        Safely.policy() shouldBe LockPolicy.defaults().timeout(Duration.ofMillis(50)).budget(Duration.ofMinutes(10))
        val up = NamedMigration("0002_token", Safely.AddToken())
        Safely.contention(db, Migrations.of(db, up)).errors().shouldBeEmpty()
        val again = NamedMigration("0002_token_again", KotlinSafely.AddToken())
        db.execute("alter table \"user\" drop column token")
        KotlinSafely.contention(db, Migrations.of(db, up, again)).errors().shouldBeEmpty()
    }
}

/** What is another time or number in each run, is one of them on the page. */
private fun same(text: String): String =
    text
        .replace(Regex("after \\d+ ms and \\d+ attempts?"), "after 120023 ms and 61 attempts")
        .replace(Regex("after \\d+ ms,"), "after 41 ms,")
        .replace(Regex("process \\d+"), "process 4711")
        .replace(Regex("pg_terminate_backend\\(\\d+\\)"), "pg_terminate_backend(4711)")
        .replace(Regex("since [-0-9T:]+Z"), "since 2026-11-21T10:03:20Z")
        .replace(Regex("attempt \\d+"), "attempt 1")
