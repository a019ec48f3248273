package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.errors.DataException
import dev.kinglet.errors.ModelException
import dev.kinglet.errors.OperationalException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.Fn
import dev.kinglet.fixtures.Samples.SAMPLE
import dev.kinglet.fixtures.contract
import dev.kinglet.model.Model
import dev.kinglet.model.Table
import dev.kinglet.model.Table.alias
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import tour.Models.Category.CATEGORY
import tour.Models.Favorite.FAVORITE
import tour.Models.Relationship.RELATIONSHIP
import tour.Models.Team.TEAM
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import java.nio.file.Files

// of its own: every other table is bound by some spec, in whatever order they run
private class Unbound : Model<Long>() {
    companion object : Table<Unbound, Long>(::Unbound) {
        val id = autoId()
    }
}

/** What bad input gets: an error at the earliest moment, naming both sides and the remedy, by its whole message. */
class RefusalSpec :
    FunSpec({
        fun programming(
            message: String,
            body: () -> Unit,
        ) {
            shouldThrow<ProgrammingException>(body).message shouldBe message
        }

        contract("a column of another table in a select without its join", USER, TWEET) { _ ->
            val hint = "hint: join 'user' first, or use the column of the alias that is joined"
            programming("column user.username is of a source that is not in the query on Tweet\n  model: Tweet\n  $hint") {
                TWEET.select(USER.username).list()
            }
            programming("column user.username is of a source that is not in the query on Tweet\n  model: Tweet\n  $hint") {
                TWEET.where(USER.username.eq("huey")).list()
            }
            programming("column user.id is of a source that is not in the query on Tweet\n  model: Tweet\n  $hint") {
                TWEET.select().join(alias(USER, "owner"), TWEET.user.eq(USER)).list()
            }
        }

        test("a join without a foreign key between the two") {
            programming(
                "no foreign key leads from Category to User or back\n  model: Category\n" +
                    "  hint: say how they join: join(user, condition), or from where: joinFrom(source, user)",
            ) { CATEGORY.select().join(USER) }
        }

        test("a join with more than one foreign key (JON-05)") {
            programming(
                "more than one foreign key joins User and Relationship: relationship.from_user_id, relationship.to_user_id\n" +
                    "  model: User\n  hint: say which: join(table, foreignKey)",
            ) { USER.select().join(RELATIONSHIP) }
            programming(
                "more than one foreign key joins User and Team: user.default_team_id, team.owner_id\n" +
                    "  model: User\n  hint: say which: join(table, foreignKey)",
            ) { USER.select().join(TEAM) }
        }

        test("a join by a foreign key that leads elsewhere") {
            programming(
                "favorite.tweet_id leads from Favorite to Tweet, so it cannot join Favorite and User\n  model: Favorite\n" +
                    "  hint: use a foreign key between the two, or a condition",
            ) { FAVORITE.select().join(USER, FAVORITE.tweet) }
        }

        test("two sources of one name, and a source that is not there") {
            programming("'user' is in the query twice\n  model: User\n  hint: join an alias: alias(table, \"name\")") {
                USER.select().join(USER, USER.id.eq(1L))
            }
            programming("'favorite' is not in the query, so nothing can be joined from it\n  model: Tweet\n  hint: join it first") {
                TWEET.select().switchTo(FAVORITE)
            }
        }

        test("a foreign key that is compared with another model") {
            shouldThrow<ProgrammingException> {
                TWEET.where(TWEET.user.`in`(FAVORITE.select())).using(Database.sqliteInMemory()).list()
            }.message shouldBe
                "tweet.user_id refers to User and is compared with a query on Favorite\n  model: Tweet\n" +
                "  hint: query User, or select the column that is meant"
        }

        contract("two expressions of one name", USER) { _ ->
            programming(
                "two expressions of the select list are named 'n'\n  model: User\n  hint: give one of them another name",
            ) { USER.select(Fn.count().`as`("n"), Fn.max(USER.id).`as`("n")).list() }
        }

        test("a table that is bound to no database") {
            programming(
                "the table of Unbound is bound to no database\n  model: Unbound\n" +
                    "  hint: call database.bind(table) once, or query.using(database)",
            ) { Unbound.select().list() }
        }

        contract("a table that was not created") { db ->
            val missing = shouldThrow<ProgrammingException> { TEAM.select().using(db).list() }
            missing.summary() shouldBe
                if (db.dialect() == Dialect.SQLITE) "no such table: team" else "relation \"team\" does not exist"
            missing.hint() shouldBe "create the table first: database.createTables(..)"
            missing.sql() shouldBe "select \"team\".\"id\", \"team\".\"name\", \"team\".\"owner_id\" from \"team\""
        }

        test("a URL that is none, and no message repeats its password") {
            val forms =
                "hint: write it as sqlite:///file.db, sqlite::memory: or postgresql://user:password@host:5432/database?pool.max=20"

            fun refused(
                url: String,
                what: String,
            ) = programming("the database URL $what\n  $forms") { Database.connect(url) }
            refused("app.db", "has no scheme")
            refused("mysql://app:secret@localhost/app", "has the unknown scheme 'mysql'")
            refused("postgresql:app", "has no host")
            refused("postgresql://app:secret@localhost:5432", "names no database")
            refused("postgresql://app:secret@localhost:5432/", "names no database")
            refused("postgresql://app:sec%ret@localhost/app", "has a password with a lone %: write it as %25")
            refused("sqlite://host/file.db", "names a host, and SQLite has none")
            programming("a pool of 0 connections\n  hint: pool.max has to be 1 or more") {
                Database.connect("postgresql://app:secret@localhost/app?pool.max=0")
            }
            programming(
                "the URL given for PostgreSQL does not begin with jdbc:postgresql:\n" +
                    "  hint: write it as jdbc:postgresql://host:5432/database",
            ) { Database.postgres("localhost:5432/app", "app", "secret") }
        }

        test("a file that is not a database, and a folder that is not there") {
            val folder = Files.createTempDirectory("kinglet")
            val text = folder.resolve("notes.txt").also { Files.writeString(it, "not a database, but long enough ".repeat(40)) }
            shouldThrow<OperationalException> { Database.sqlite(text) }.message shouldBe
                "not a SQLite database: SQLite file '$text'\n" +
                "  hint: name a SQLite file, or one that does not exist yet and is to be made"
            Files.readString(text) shouldStartWith "not a database"
            val nowhere = folder.resolve("no/such/folder/app.db")
            val refused = shouldThrow<OperationalException> { Database.sqlite(nowhere) }
            refused.summary() shouldStartWith "no connection to SQLite file '$nowhere': "
            refused.hint() shouldBe "the folder has to exist and be writable"
            folder.toFile().deleteRecursively()
        }

        test("a server that is not there") {
            val refused =
                shouldThrow<OperationalException> {
                    Database.connect("postgresql://app:a-secret@localhost:1/app?pool.timeout=1000")
                }
            refused.summary() shouldStartWith
                "no connection to PostgreSQL at jdbc:postgresql://localhost:1/app: Connection to localhost:1 refused."
            refused.hint() shouldBe "is the server running there, and are user, password and database right?"
            refused.message!! shouldNotContain "a-secret"
        }

        test("a database that was closed") {
            val db = Database.sqliteInMemory()
            db.close()
            db.close()
            shouldThrow<OperationalException> { USER.select().using(db).list() }.message shouldBe
                "the database is closed: SQLite in memory\n  hint: a closed database stays closed; make another one"
        }

        contract("a value that does not fit names the column", SAMPLE) { db ->
            val long = shouldThrow<DataException> { SAMPLE.create(SAMPLE.code.to("123456")) }
            long.summary() shouldBe "sample.code: a text of 6 characters does not fit varchar(5)"
            long.model() shouldBe "Samples"
            shouldThrow<DataException> { SAMPLE.create(SAMPLE.price.to("1234567890123456.00".toBigDecimal())) }
                .summary() shouldBe "sample.price: a decimal of 16 digits before the point does not fit decimal(12,2)"
            if (db.dialect() == Dialect.SQLITE) {
                shouldThrow<DataException> { SAMPLE.create(SAMPLE.weight.to(Double.NaN)) }
                    .summary() shouldBe "sample.weight: SQLite has no NaN and would store NULL"
                db.execute("insert into sample (number, moment) values (99999999999, 'yesterday')")
                shouldThrow<DataException> { SAMPLE.select(SAMPLE.number).list() }
                    .summary() shouldBe "99999999999 does not fit an integer of 32 bits"
                shouldThrow<DataException> { SAMPLE.select(SAMPLE.moment).list() }
                    .summary() shouldBe "a stored text of 9 characters is no date and time"
            }
        }

        contract("binds are shown only where that was asked for", USER) { db ->
            USER.create(USER.username.to("a-secret-name"))
            val hidden = shouldThrow<dev.kinglet.errors.IntegrityException> { USER.create(USER.username.to("a-secret-name")) }
            hidden.stackTraceToString() shouldNotContain "a-secret-name"
            if (db.dialect() == Dialect.SQLITE) {
                Database.builder().sqlite(":memory:").showBinds(true).open().use { open ->
                    open.createTables(USER)
                    USER.insert(USER.username.to("shown")).using(open).execute()
                    val shown =
                        shouldThrow<dev.kinglet.errors.IntegrityException> {
                            USER.insert(USER.username.to("shown")).using(open).execute()
                        }
                    shown.binds().first() shouldBe "shown"
                    shown.message!! shouldContain "binds: [shown, "
                }
            }
        }

        contract("a foreign key takes rows of its own target only", USER, TWEET) { _ ->
            val tweet = dev.kinglet.fixtures.stored(TWEET, 1L)

            @Suppress("UNCHECKED_CAST")
            val user = TWEET.user as dev.kinglet.model.ForeignKey<*, dev.kinglet.model.Model<*>, Long>
            shouldThrow<ModelException> { tweet.set(user, tweet) }.message shouldBe
                "tweet.user_id refers to User, and the row is a Tweet\n  model: Tweet\n  hint: use a row of User"
        }
    })
