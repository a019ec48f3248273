package dev.kinglet.migrate

import dev.kinglet.Database
import dev.kinglet.fixtures.contract
import dev.kinglet.migrate.change.LockPolicy
import dev.kinglet.migrate.change.Step
import dev.kinglet.model.OnDelete
import dev.kinglet.type.DataType
import dev.kinglet.type.Dialect
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlin.io.path.writeText

/** The plan says what the run sends (RUN-19). */
class PlanSpec :
    FunSpec({
        /** Each changes what those before it made. */
        fun corpus() =
            listOf(
                migration("0001_initial") {
                    createTable("user", autoId("id"), varchar("name", 40).notNull().unique(), integer("age"))
                    createTable(
                        "tweet",
                        autoId("id"),
                        bigint("user_id").notNull().references("user", "id").onDelete(OnDelete.CASCADE).index(),
                        text("content").notNull(),
                        check("tweet_content_check", "length(content) > 0"),
                    )
                },
                migration("0002_columns") {
                    addColumn("user", text("bio"))
                    addColumn("user", integer("score").notNull().defaultTo(0))
                    renameColumn("user", "age", "years")
                    addIndex("tweet", "content")
                },
                migration("0003_rules") {
                    setNotNull("user", "bio")
                    addCheck("user", "user_years_check", "years >= 0")
                    addUnique("tweet", "tweet_content_key", "content")
                    changeType("user", "score", DataType.BIGINT)
                },
                migration("0004_rows") {
                    sql("insert into \"user\" (name, bio) values ('huey', '')")
                    run("count the users") { it.query("select count(*) from \"user\"").maps() }
                    sql("create view names as select name from \"user\"")
                },
                migration("0005_less") {
                    dropView("names")
                    dropIndex("tweet", "content")
                    dropConstraint("user", "user_years_check")
                    dropColumn("user", "years")
                    renameTable("tweet", "message")
                    createTable("tag", autoId("id"), text("name").notNull())
                    addIndex("tag", "name")
                },
            )

        fun corpusOf(vararg ids: String) = corpus().filter { it.id().take(4) in ids }

        fun Database.sent(body: () -> Unit): List<String> =
            record().use { log ->
                body()
                log.entries().map { it.sql() }
            }

        fun same(
            db: Database,
            migrations: Migrations,
        ) {
            val plan = migrations.plan()
            for (planned in plan.migrations()) withClue(planned.id()) { planned.doubt().shouldBeNull() }
            val steps = mutableListOf<Step>()
            val listening = migrations.listener { if (it is MigrationEvent.Sending) steps += it.step() }
            val sent = db.sent { listening.up() }
            // what the listener was told of was sent, in that order
            var from = 0
            for (step in steps.filter { it.work() == null }) {
                val at = sent.subList(from, sent.size).indexOf(step.sql())
                withClue("${step.sql()} among\n${sent.joinToString("\n")}") { (at >= 0) shouldBe true }
                from += at + 1
            }
            plan.migrations().flatMap { it.steps() }.map { it.toString() } shouldBe steps.map { it.toString() }
            migrations.plan().isEmpty() shouldBe true
        }

        contract("all of them on an empty database, and each by itself") { db ->
            same(db, Migrations.of(db, corpus()))
        }

        contract("one after the other, on a database that has the ones before") { db ->
            for (n in 1..5) same(db, Migrations.of(db, corpus().take(n)))
        }

        contract("in plain statements, for when nobody uses the database") { db ->
            same(db, Migrations.of(db, corpus()).locks(LockPolicy.defaults().directly()))
        }

        contract("the plan writes nothing, and says what is said of each step") { db ->
            Migrations.of(db, corpus().take(1)).up()
            val before = db.schema().read().toString()
            val plan = Migrations.of(db, corpus()).plan()
            db.schema().read().toString() shouldBe before
            plan.migrations().map { it.id() } shouldBe listOf("0002_columns", "0003_rules", "0004_rows", "0005_less")
            plan.toString() shouldContain "-- code: count the users"
            plan.sql() shouldContain "insert into \"user\" (name, bio) values ('huey', '')"
            Migrations.of(db, corpus()).plan("0002").migrations().map { it.id() } shouldBe listOf("0002_columns")
            if (db.dialect() == Dialect.POSTGRES) {
                plan.toString() shouldContain "-- locks share_update_exclusive, in no transaction\n"
                db.query("select nspname from pg_namespace where nspname like 'kinglet_rehearsal%'").maps() shouldBe listOf()
            }
            Migrations.of(db, corpusOf("0001")).plan().toString() shouldBe "-- nothing to do"
        }

        contract("files of SQL stand in the plan as they are") { db ->
            val folder = tempdir().toPath()
            folder.resolve("1_a.sql").writeText("create table a (x integer); -- one\ninsert into a values (1);")
            folder.resolve("2_b.sql").writeText("create index a_x on a (x)")
            val migrations = Migrations.of(db, folder)
            migrations.plan().sql() shouldBe listOf("create table a (x integer)", "insert into a values (1)", "create index a_x on a (x)")
            migrations.plan().migrations()[0].together() shouldBe true
            migrations.up()
            db.query("select * from a").maps().size shouldBe 1
        }
    })
