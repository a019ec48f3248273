package dev.kinglet.contract

import dev.kinglet.errors.DataException
import dev.kinglet.errors.ModelException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.Fn
import dev.kinglet.expr.and
import dev.kinglet.expr.eq
import dev.kinglet.expr.inList
import dev.kinglet.expr.or
import dev.kinglet.expr.startsWith
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.statements
import dev.kinglet.query.into
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import tour.Seeds

private data class Author(
    val username: String,
    val tweets: Int,
)

private data class Strict(
    val username: String,
    val nothing: String,
)

private data class Narrow(
    val username: String,
    val big: Int,
)

class SelectSpec :
    FunSpec({
        contract("queries are values: no clause changes the query it is called on (SEL-02)", USER) { _ ->
            val all = USER.select()
            val sql = all.sql().text()
            all.where(USER.id eq 1L).orderBy(USER.username).limit(1).distinct().first()
            all.sql().text() shouldBe sql
        }

        contract("lists, loops, first and streams read the same rows", USER) { db ->
            listOf("huey", "mickey", "zaizee").forEach { USER.create(USER.username.to(it)) }
            val query = USER.select().orderBy(USER.username)
            query.list().map { it.username } shouldContainExactly listOf("huey", "mickey", "zaizee")
            buildList { for (user in query) add(user.username) }.size shouldBe 3
            query.first()!!.username shouldBe "huey"
            query.stream().use { rows -> rows.map { it.username }.toList() } shouldContainExactly
                listOf("huey", "mickey", "zaizee")
            db.connectionsInUse() shouldBe 0
        }

        contract("a stream gives its connection back however it ends", USER) { db ->
            USER.insertMany(listOf(USER.username), (1..3_000).map { listOf("u$it") }).execute()
            USER.select().stream().use { it.limit(5).count() shouldBe 5L }
            db.connectionsInUse() shouldBe 0
            USER.select().stream().count() shouldBe 3_000L // drained: closed by itself
            db.connectionsInUse() shouldBe 0
            shouldThrow<IllegalStateException> { USER.select().stream().use { rows -> rows.forEach { error("stop") } } }
            db.connectionsInUse() shouldBe 0
            db.inTransaction() shouldBe false
            // a query inside of the loop shares the connection
            USER.select().limit(3).stream().use { rows -> rows.forEach { USER.get(it.id()) shouldBe it } }
            // closed by another thread
            val stream = USER.select().stream()
            stream.iterator().next()
            Thread(stream::close).apply { start() }.join()
            USER.select().count() shouldBe 3_000L
        }

        contract("paginate counts from 1, and nonsense means the first page (SEL-12)", USER) { _ ->
            USER.insertMany(listOf(USER.username), (10..34).map { listOf("u$it") }).execute()
            val query = USER.select().orderBy(USER.username)
            query.paginate(2, 10).values(USER.username).first() shouldBe "u20"
            query.paginate(0, 10).values(USER.username).first() shouldBe "u10"
            query.paginate(-5, 10).list().size shouldBe 10
            query.paginate(4, 10).list().shouldBeEmpty()
            query.paginate(Long.MAX_VALUE, 10).list().shouldBeEmpty()
            shouldThrow<ProgrammingException> { query.paginate(1, 0) }.message shouldBe
                "paginate: a page of 0 rows\n  hint: ask for 1 row or more"
            shouldThrow<ProgrammingException> { query.limit(-1) }.message shouldBe
                "limit of -1 rows\n  model: User\n  hint: say 0 or more"
        }

        contract("count is right for plain, distinct, grouped and limited queries (SEL-08)", USER, TWEET) { db ->
            Seeds.sowTweets()
            db.statements(7) {
                TWEET.select().count() shouldBe 5
                TWEET.select(TWEET.user).distinct().count() shouldBe 2
                TWEET.select(TWEET.user).groupBy(TWEET.user).count() shouldBe 2
                TWEET.select().limit(3).count() shouldBe 3
                TWEET.select().orderBy(TWEET.id).offset(4).count() shouldBe 1
                TWEET.select(TWEET, USER).join(USER).limit(4).count() shouldBe 4
                TWEET.select().join(USER).where(USER.username eq "huey").orderBy(TWEET.timestamp).count() shouldBe 3
            }
        }

        contract("exists stops at the first row (SEL-09)", USER) { db ->
            USER.create(USER.username.to("huey"))
            db.statements(3) {
                USER.where(USER.username.`in`("huey", "mickey")).exists() shouldBe true
                USER.where(USER.username eq "nobody").exists() shouldBe false
                USER.select(USER.username).distinct().exists() shouldBe true
            }
        }

        contract("values, scalar and maps (SEL-07, SEL-13)", USER, TWEET) { _ ->
            TWEET.select().scalar(Fn.max(TWEET.timestamp)).shouldBeNull()
            Seeds.sowTweets()
            USER.select().orderBy(USER.username).values(USER.username) shouldContainExactly listOf("huey", "mickey")
            TWEET.select().scalar(Fn.count()) shouldBe 5L
            TWEET.select().scalar(Fn.max(TWEET.content)) shouldBe "woof"
            val row =
                TWEET
                    .select(TWEET.content, USER.username, TWEET.id, USER.id)
                    .join(USER)
                    .orderBy(TWEET.id)
                    .maps()
                    .first()
            row shouldBe mapOf("content" to "meow", "username" to "huey", "id" to 1L, "id_2" to 1L)
            row.keys.toList() shouldContainExactly listOf("content", "username", "id", "id_2")
        }

        contract("into fills data classes by name, and narrows numbers that fit (SEL-13)", USER, TWEET) { _ ->
            Seeds.sowTweets()
            val tweets = Fn.count(TWEET.id).`as`("tweets")
            val query = USER.select(USER.username, tweets).leftJoin(TWEET).groupBy(USER.username).orderBy(USER.username)
            val authors: List<Author> = query.into()
            authors shouldContainExactly listOf(Author("huey", 3), Author("mickey", 2))
            shouldThrow<ProgrammingException> { query.into<Strict>() }.message shouldBe
                "Strict wants 'nothing', and the query selects [username, tweets]\n  model: User\n" +
                "  hint: select a column or alias of that name"
            val big = Fn.value(1L shl 40).`as`("big")
            shouldThrow<DataException> { USER.select(USER.username, big).into<Narrow>() }.message shouldBe
                "Narrow.big is of type int, and the query gave a value of type Long that does not fit\n  model: Narrow\n" +
                "  hint: change its type, or cast in the query"
        }

        contract("an expression is read back by the expression itself, also one built again", USER, TWEET) { _ ->
            Seeds.sowTweets()
            val user = USER.select(USER, Fn.length(USER.username)).orderBy(USER.id).first()!!
            user.get(Fn.length(USER.username)) shouldBe 4
            shouldThrow<ModelException> { user.get(Fn.upper(USER.username)) }.message shouldBe
                "upper(user.username) was not selected with this row\n  model: User\n  hint: name it in select(..)"
        }

        contract("text is matched without regard to case, and wildcards stand for themselves (EXP-06)", USER) { _ ->
            listOf("Huey", "50% cat", "50x cat", "a_b", "axb").forEach { USER.create(USER.username.to(it)) }
            USER.where(USER.username startsWith "hu").count() shouldBe 1
            USER.where(USER.username.contains("0%")).values(USER.username) shouldContainExactly listOf("50% cat")
            USER.where(USER.username.endsWith("_B")).values(USER.username) shouldContainExactly listOf("a_b")
        }

        contract("conditions compose", USER) { _ ->
            listOf("a", "b", "c", "d").forEach { USER.create(USER.username.to(it)) }
            val query =
                USER
                    .where(((USER.username eq "a") or (USER.username eq "b")) and (USER.id inList listOf(2L, 3L)))
                    .orderBy(USER.id)
            query.values(USER.username) shouldContainExactly listOf("b")
            USER.where(USER.username.eq("a").not()).count() shouldBe 3
            USER.where(USER.id.notIn(listOf(1L, 2L))).count() shouldBe 2
            USER.where(USER.id inList (1L..5_000L).toList()).count() shouldBe 4
        }

        contract(
            "sql shows text and binds, explain the database's plan, toString hides values (SEL-17, SEL-31)",
            USER,
        ) { db ->
            val query = USER.where(USER.username eq "a secret")
            db.statements(0) {
                query.sql().binds() shouldContainExactly listOf("a secret")
                query.sql().toString() shouldBe query.sql().text()
                query.toString() shouldBe query.sql().text()
            }
            query.explain() shouldContain
                if (db.dialect() == Dialect.SQLITE) "SEARCH user USING INDEX user_username (username=?)" else "user"
        }

        contract("one query runs on another database, and so does one thread (CON-09, SEL-29)", USER) { db ->
            USER.create(USER.username.to("here"))
            dev.kinglet.Database.sqliteInMemory().use { other ->
                other.createTables(USER)
                USER.select().using(other).count() shouldBe 0
                other.use(USER).use {
                    val there = USER.create(USER.username.to("there"))
                    USER.select().values(USER.username) shouldContainExactly listOf("there")
                    var elsewhere: List<String> = listOf()
                    Thread { elsewhere = USER.select().values(USER.username) }.apply { start() }.join()
                    elsewhere shouldContainExactly listOf("here")
                    there.username = "There"
                }
                USER.select().values(USER.username) shouldContainExactly listOf("here")
                // a row remembers where it came from
                val there = USER.select().using(other).first()!!
                there.username = "still there"
                there.save() shouldBe 1
                USER.select().using(other).values(USER.username) shouldContainExactly listOf("still there")
            }
            USER.select().using(db).count() shouldBe 1
        }
    })
