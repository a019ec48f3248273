package dev.kinglet.contract

import dev.kinglet.errors.DataException
import dev.kinglet.errors.ModelException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.Fn
import dev.kinglet.expr.Fn.count
import dev.kinglet.expr.Fn.max
import dev.kinglet.expr.Ordering
import dev.kinglet.expr.Window
import dev.kinglet.expr.alias
import dev.kinglet.expr.eq
import dev.kinglet.expr.gt
import dev.kinglet.expr.inList
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.shouldRender
import dev.kinglet.fixtures.statements
import dev.kinglet.model.Table
import dev.kinglet.query.Lock
import dev.kinglet.query.Relation
import dev.kinglet.query.Select
import dev.kinglet.transaction
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import tour.Models.Category.CATEGORY
import tour.Models.Favorite.FAVORITE
import tour.Models.Relationship.RELATIONSHIP
import tour.Models.Team.TEAM
import tour.Models.Tweet
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import tour.Seeds
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread

/** Sources of every kind in one query, and what of them hangs where. */
class GraphSpec :
    FunSpec({
        val all = arrayOf(USER, TEAM, TWEET, FAVORITE, RELATIONSHIP, CATEGORY)

        contract("right and full joins keep rows without a partner (JON-03)", *all) { db ->
            Seeds.sow()
            val right = TWEET.select(TWEET, USER).rightJoin(USER).orderBy(USER.id, TWEET.id)
            val rows = db.statements(1) { right.list() }
            db.statements(0) {
                rows.map { row -> row.joined(USER)!!.username to (if (row.persisted()) row.content else null) }
            } shouldContainExactly
                listOf("huey" to "meow", "huey" to "hiss", "huey" to "purr", "mickey" to "woof", "mickey" to "whine", "zaizee" to null)
            shouldThrow<ModelException> { rows.last().content }.summary() shouldBe "tweet.content has no value: the join found no row of Tweet"
            right.count() shouldBe 6
            TEAM.create(TEAM.name.to("cats"), TEAM.owner.to(USER.get(1L)))
            val owner = Table.alias(USER, "owner")
            val full = USER.select(USER.username, owner.username).fullJoin(owner, USER.id.plus(2L).eq(owner.id)).orderBy(USER.id, owner.id)
            full.list().map { (if (it.persisted()) it.username else null) to it.joined(owner)?.get(USER.username) } shouldContainExactly
                listOf("huey" to "zaizee", "mickey" to null, "zaizee" to null, null to "huey", null to "mickey")
        }

        contract("a cross join has every pair (JON-03, SEL-28)", *all) { _ ->
            Seeds.sow()
            val other = Table.alias(USER, "other")
            USER.select(USER.id, other.id).crossJoin(other).count() shouldBe 9
            USER.select(USER.id).crossJoin(other).shouldRender("""select "user"."id" from "user" cross join "user" as "other"""")
        }

        contract("a lateral join reads the columns before it (JON-15, CTE-15)", *all) { db ->
            Seeds.sow()
            val newest = TWEET.where(TWEET.user.eq(USER)).orderBy(TWEET.id.desc()).limit(2).`as`("newest")
            val query = USER.select(USER, newest).leftJoinLateral(newest).orderBy(USER.id, newest.col(TWEET.id))
            if (db.dialect() == Dialect.SQLITE) {
                shouldRefuse<ProgrammingException>(
                    "SQLite has no lateral joins",
                    "newest",
                    "number the rows with rowNumber().over(..) in a query of its own, and join that",
                ) { query.list() }
            } else {
                db.statements(1) { query.list().map { it.username to it.joined(newest)?.content } } shouldContainExactly
                    listOf("huey" to "hiss", "huey" to "purr", "mickey" to "woof", "mickey" to "whine", "zaizee" to null)
                USER.select(USER.username, newest.col(TWEET.content)).joinLateral(newest, newest.col(TWEET.content) eq "purr").maps() shouldContainExactly
                    listOf(mapOf("username" to "huey", "content" to "purr"))
            }
        }

        contract("a derived table selected whole is a row of its model (JON-14)", *all) { db ->
            Seeds.sow()
            val latest = Table.alias(TWEET, "latest")
            val n = count(latest.id) alias "n"
            val busy = latest.select(latest.user, n, max(latest.id) alias "last").groupBy(latest.user).`as`("busy")
            val rows =
                db.statements(1) {
                    USER.select(USER, busy).leftJoin(busy, busy.col(latest.user.key()).eq(USER.id)).orderBy(USER.id).list()
                }
            db.statements(0) {
                rows.map { it.username to it.joined(busy)?.get(n) } shouldContainExactly listOf("huey" to 3L, "mickey" to 2L, "zaizee" to null)
                rows[0].joined(busy)!!.key(TWEET.user) shouldBe 1L
                rows[0].joined(busy)!!.get(busy.col(n)) shouldBe 3L
            }
            // named alone, its columns are read from the root
            val one = USER.select(USER, busy.col(n)).join(busy, busy.col(latest.user.key()).eq(USER.id)).where(busy.col(n) gt 2L).first()!!
            one.get(busy.col(n)) shouldBe 3L
        }

        contract("a model joined from a derived table in the middle of a path (JON-14)", *all) { db ->
            Seeds.sow()
            val mine = TWEET.select(TWEET.id, TWEET.user).where(TWEET.id inList listOf(1L, 4L)).`as`("mine")
            val owner = Table.alias(USER, "owner")
            val rows =
                db.statements(1) {
                    FAVORITE
                        .select(FAVORITE, owner.username)
                        .join(mine, FAVORITE.tweet.key().eq(mine.col(TWEET.id)))
                        .join(owner, owner.id.eq(mine.col(TWEET.user.key())))
                        .orderBy(FAVORITE.id)
                        .list()
                }
            db.statements(0) { rows.map { it.joined(owner)!!.username } } shouldContainExactly listOf("huey", "huey", "mickey")
        }

        contract("the root reaches every source, however far away it was joined (JON-06)", *all) { db ->
            Seeds.sow()
            val rows =
                db.statements(1) {
                    USER
                        .select(USER, TWEET.content, FAVORITE.id)
                        .join(TWEET, TWEET.user.eq(USER).and(TWEET.content eq "hiss"))
                        .leftJoin(FAVORITE, FAVORITE.tweet.eq(TWEET))
                        .list()
                }
            db.statements(0) {
                rows.single().joined(TWEET)!!.content shouldBe "hiss"
                rows.single().joined(TWEET)!!.joined(FAVORITE)!!.id() shouldBe 3L
                rows.single().joined(FAVORITE)!!.id() shouldBe 3L
            }
        }

        contract("an outer-joined source that is not selected stays lazy (JON-11)", *all) { db ->
            Seeds.sow()
            val tweet = TWEET.select().leftJoin(USER).orderBy(TWEET.id).first()!!
            db.statements(1) { tweet.user.username } shouldBe "huey"
        }

        contract("flat rows have what was selected of other sources on themselves (SEL-14)", *all) { db ->
            Seeds.sow()
            val n = count(FAVORITE.id) alias "n"
            val author = Table.alias(USER, "author")
            val query =
                TWEET
                    .select(TWEET.id, TWEET.content, author.username, n)
                    .join(author)
                    .leftJoinFrom(TWEET, FAVORITE)
                    .groupBy(TWEET.id, TWEET.content, author.username)
                    .orderBy(TWEET.id)
            val rows = db.statements(1) { query.flat() }
            rows.map { Triple(it.content, it.get(author.username), it.get(n)) } shouldContainExactly
                listOf(
                    Triple("meow", "huey", 2L),
                    Triple("hiss", "huey", 1L),
                    Triple("purr", "huey", 0L),
                    Triple("woof", "mickey", 1L),
                    Triple("whine", "mickey", 0L),
                )
            shouldThrow<ModelException> { rows[0].joined(author) }
            // a table joined with itself: which of the two is told by the alias
            val parent = Table.alias(CATEGORY, "parent")
            CATEGORY
                .select(CATEGORY.name, Fn.orNull(parent.name), parent.name)
                .leftJoin(parent, CATEGORY.parent.eq(parent))
                .where(CATEGORY.name eq "leaf")
                .flat()
                .single()
                .let { listOf(it.get(CATEGORY.name), it.get(parent.name), it.get(Fn.orNull(parent.name))) } shouldContainExactly
                listOf("leaf", "left", "left")
            TWEET.select(TWEET, USER).join(USER).where(TWEET.id eq 4L).flat().single().let {
                listOf(it.id(), it.get(USER.id), it.get(USER.username), it.get(USER.email))
            } shouldContainExactly listOf(4L, 2L, "mickey", null)
        }

        contract("queries that differ in values only share a plan, and read their own expressions", *all) { db ->
            Seeds.sow()
            val ten = USER.id.plus(10L)
            val twenty = USER.id.plus(20L)
            val busy = USER.where(USER.id eq 1L)
            busy.select(USER, ten, twenty).list().single().let { it.get(ten) to it.get(twenty) } shouldBe (11L to 21L)
            val misses = db.planCacheStats().misses
            busy.select(USER, twenty, ten).list().single().let { it.get(ten) to it.get(twenty) } shouldBe (11L to 21L)
            busy.select(USER, twenty, ten).first()!!.get(ten) shouldBe 11L
            val d = busy.select(USER.id, ten, twenty).`as`("d") // under a name, and attached, too
            shouldThrow<ProgrammingException> { d.select().list() }
            val e = busy.select(USER.id, ten alias "a", twenty alias "b").`as`("e")
            TWEET.select(TWEET.id, e).join(e, e.col(USER.id).eq(TWEET.user.key())).first()!!.joined(e)!!.get(twenty alias "b") shouldBe 21L
            db.planCacheStats().misses - misses shouldBe 3 // first() has a limit, the refused query, the joined one
        }

        contract("a computed value can be attached to a joined row (SEL-24)", *all) { db ->
            Seeds.sow()
            val loud = Fn.upper(USER.username)
            val rows = db.statements(1) { TWEET.select(TWEET, USER, USER.attach(loud)).join(USER).where(TWEET.id eq 4L).list() }
            rows.single().user.get(loud) shouldBe "MICKEY"
            shouldRefuse<ModelException>("upper(user.username) was not selected with this row", "Tweet", "name it in select(..)") {
                rows.single().get(loud)
            }
            shouldRefuse<ProgrammingException>("'favorite' is selected and not in the query", "Tweet", "join it first") {
                TWEET.select(TWEET, FAVORITE.attach(loud)).list()
            }
        }

        contract("NULL through an expression that is never null by its type is an error that names orNull", *all) { _ ->
            Seeds.sow()
            val loud = Fn.upper(TWEET.content)
            val query = USER.select(USER, loud, Fn.orNull(loud)).leftJoin(TWEET).where(USER.username eq "zaizee")
            val row = query.first()!!
            row.get(Fn.orNull(loud)).shouldBeNull()
            shouldRefuse<DataException>(
                "upper(tweet.content) is NULL in this row, and its type says that it never is",
                "User",
                "select and read Fn.orNull(expression)",
            ) { row.get(loud) }
            query.values(Fn.orNull(loud)) shouldContainExactly listOf(null)
            query.scalar(loud).shouldBeNull()
            shouldRefuse<DataException>(
                "upper(tweet.content) is NULL in a row, and its type says that it never is",
                "User",
                "select Fn.orNull(expression)",
            ) { query.values(loud) }
        }

        contract("a foreign key is read as a row or as its key, never as the one for the other", *all) { _ ->
            Seeds.sow()
            TWEET.select().orderBy(TWEET.id).limit(1).values(TWEET.user.key()) shouldContainExactly listOf(1L)
            shouldRefuse<ProgrammingException>(
                "tweet.user_id is a foreign key, of which a result has the raw key only",
                "Tweet",
                "select the key: foreignKey.key()",
            ) { TWEET.select().values(TWEET.user) }
            val mine = TWEET.select(TWEET.user).`as`("mine")
            val row = USER.select(USER, mine.col(TWEET.user)).join(mine, mine.col(TWEET.user.key()).eq(USER.id)).first()!!
            row.get(mine.col(TWEET.user.key())) shouldBe row.id()
            shouldRefuse<ModelException>(
                "mine.user is a foreign key, of which this row has the raw key only",
                "User",
                "select and read the key: foreignKey.key()",
            ) { row.get(mine.col(TWEET.user)) }
        }

        contract("filter joins what its conditions speak of, once (EXP-19, EXP-20, JON-16, FLD-25)", *all) { db ->
            Seeds.sow()
            val hueys = FAVORITE.select().filter(TWEET.content eq "meow", USER.username eq "mickey")
            val big = TWEET.select().filter(USER.username eq "huey").filter(USER.id gt 0L).filter(TWEET.id gt 1L)
            db.statements(1) { big.orderBy(TWEET.id).values(TWEET.content) } shouldContainExactly listOf("hiss", "purr")
            big.shouldRender(
                """select "tweet"."id", "tweet"."user_id", "tweet"."content", "tweet"."timestamp" from "tweet" """ +
                    """join "user" on "tweet"."user_id" = "user"."id" where ("user"."username" = ? and "user"."id" > ? and "tweet"."id" > ?)""",
                listOf("huey", 0L, 1L),
            )
            hueys.using(db).count() shouldBe 1
            TWEET.select().filter(TWEET.user.key() eq 1L).count() shouldBe 3 // the key itself needs no join
            shouldRefuse<ProgrammingException>(
                "no foreign key leads from [Tweet] to 'category' or back",
                "Tweet",
                "join it first",
            ) { TWEET.select().filter(CATEGORY.name eq "root") }
            TWEET.select().ensureJoin(USER).ensureJoin(USER).ensureJoin(FAVORITE).shouldRender(
                """select "tweet"."id", "tweet"."user_id", "tweet"."content", "tweet"."timestamp" from "tweet" """ +
                    """join "user" on "tweet"."user_id" = "user"."id" join "favorite" on "favorite"."tweet_id" = "tweet"."id"""",
            )
        }

        contract("a limit on roots counts them and not the joined rows", *all) { db ->
            Seeds.sow()
            val query = USER.select(USER.username, TWEET.content).join(TWEET).orderBy(USER.username.desc(), TWEET.id)
            query.limit(2).list().map { it.username } shouldContainExactly listOf("mickey", "mickey")
            db.statements(1) { query.limitRoots(1).list().map { it.username to it.joined(TWEET)!!.content } } shouldContainExactly
                listOf("mickey" to "woof", "mickey" to "whine")
            query.offset(1).limitRoots(1).list().map { it.joined(TWEET)!!.content } shouldContainExactly listOf("meow", "hiss", "purr")
            USER.select(USER.id).join(TWEET).where(TWEET.id gt 1L).orderBy(TWEET.id).limitRoots(2).shouldRender(
                """select "user"."id" from "user" join "tweet" on "tweet"."user_id" = "user"."id" where ("tweet"."id" > ? and """ +
                    """"user"."id" in (select "user"."id" from "user" join "tweet" on "tweet"."user_id" = "user"."id" """ +
                    """where "tweet"."id" > ? group by "user"."id" order by min("tweet"."id") asc nulls last limit ?)) order by "tweet"."id" asc""",
                listOf(1L, 1L, 2L),
                """select "user"."id" from "user" join "tweet" on "tweet"."user_id" = "user"."id" where ("tweet"."id" > ? and """ +
                    """"user"."id" in (select "user"."id" from "user" join "tweet" on "tweet"."user_id" = "user"."id" """ +
                    """where "tweet"."id" > ? group by "user"."id" order by min("tweet"."id") asc fetch next ? rows only)) order by "tweet"."id" asc""",
            )
        }

        contract("a limit for each value keeps the first of each (CTE-15)", *all) { db ->
            Seeds.sow()
            db.statements(1) { TWEET.select().orderBy(TWEET.id.desc()).limitPer(TWEET.user, 2).values(TWEET.content) } shouldContainExactly
                listOf("whine", "woof", "purr", "hiss")
        }

        contract("a limit for each value of a joined column keeps the first of each, and no row for another value", *all) { db ->
            Seeds.sow()
            val fans = USER.select(USER.username, FAVORITE.tweet).join(FAVORITE, FAVORITE.user).orderBy(USER.username)
            db.statements(1) { fans.limitPer(FAVORITE.tweet, 1).rows().map { it[USER.username] to it[FAVORITE.tweet.key()] } } shouldContainExactly
                listOf("huey" to 4L, "mickey" to 1L, "zaizee" to 2L)
            fans.limitPer(FAVORITE.tweet, 2).count() shouldBe 4
            // one that may be missing says nothing of its rows
            USER.select().leftJoin(FAVORITE, FAVORITE.user).limitPer(FAVORITE.tweet, 1).list().toSet().size shouldBe 3
        }

        contract("a query with a named window is counted (SEL-08, CTE-11)", *all) { _ ->
            Seeds.sow()
            val window = Window.partitionBy(TWEET.user).`as`("w")
            val query = TWEET.select(TWEET.id, Fn.rowNumber().over(window)).window(window)
            query.count() shouldBe 5
            query.limit(2).count() shouldBe 2
            query.exists() shouldBe true
        }

        contract("an aggregate without groups is one row, of an empty table, too (SEL-08, SEL-09)", *all) { _ ->
            val all = TWEET.select(count(TWEET.id) alias "n")
            listOf(all.count(), all.list().size.toLong()) shouldContainExactly listOf(1L, 1L)
            all.exists() shouldBe true
            Seeds.sow()
            all.count() shouldBe 1
            TWEET.select(count(USER.id) alias "n").join(USER).maps() shouldContainExactly listOf(mapOf("n" to 5L))
        }

        contract("select replaces, selectAlso adds, orWhere or else, groupBy takes sources (SEL-01, SEL-10, EXP-02)", *all) { _ ->
            Seeds.sow()
            val query = TWEET.select(TWEET.id).where(TWEET.id eq 1L)
            query.select(TWEET.content).maps() shouldContainExactly listOf(mapOf("content" to "meow"))
            query.selectAlso(TWEET.content).maps() shouldContainExactly listOf(mapOf("id" to 1L, "content" to "meow"))
            query.orWhere(TWEET.id eq 2L, TWEET.content eq "hiss").orderBy(TWEET.id).values(TWEET.id) shouldContainExactly listOf(1L, 2L)
            val n = count(TWEET.id)
            USER.select(USER, n).leftJoin(TWEET).groupBy(USER).orderBy(USER.id).list().map { it.get(n) } shouldContainExactly listOf(3L, 2L, 0L)
            TWEET.select(TWEET.user.key()).groupBy(TWEET.user).shouldRender(
                """select "tweet"."user_id" from "tweet" group by "tweet"."user_id"""",
            )
        }

        contract("NULL is the largest value unless said, on every database (EXP-16)", *all) { _ ->
            for ((name, mail) in listOf("a" to "x", "b" to null, "c" to "y")) USER.create(USER.username.to(name), USER.email.to(mail))

            fun names(vararg by: Ordering) = USER.select().orderBy(*by).values(USER.username).joinToString("")
            names(USER.email) shouldBe "acb"
            names(USER.email.desc()) shouldBe "bca"
            names(USER.email.asc().nullsFirst()) shouldBe "bac"
            names(USER.email.desc().nullsLast()) shouldBe "cab"
            names(Fn.upper(USER.email).desc()) shouldBe "bca"
            names(USER.email.isNull.desc(), USER.username.desc()) shouldBe "bca"
        }

        test("NULL order costs nothing where there are no NULLs (EXP-16)") {
            fun render(
                by: Ordering,
                sqlite: String,
                postgres: String = sqlite,
            ) = USER.select(USER.id).orderBy(by).shouldRender(
                "select \"user\".\"id\" from \"user\" order by $sqlite",
                listOf(),
                "select \"user\".\"id\" from \"user\" order by $postgres",
            )
            render(USER.username.desc(), "\"user\".\"username\" desc")
            render(USER.email.desc(), "\"user\".\"email\" desc nulls first", "\"user\".\"email\" desc")
            render(USER.email.asc(), "\"user\".\"email\" asc nulls last", "\"user\".\"email\" asc")
            render(USER.email.asc().nullsFirst(), "\"user\".\"email\" asc nulls first")
        }

        contract("orderings have names, and parts of queries are shared (MOD-28)", *all) { _ ->
            Seeds.sow()
            val newestFirst = Ordering.of(TWEET.timestamp.desc(), TWEET.id)

            fun published(query: Select<Tweet>) = query.where(TWEET.content.ne("hiss"))
            TWEET.select().refine(::published).orderBy(newestFirst).limit(2).values(TWEET.content) shouldContainExactly listOf("whine", "woof")
        }

        contract("distinct on keeps the first of each group, on PostgreSQL (SEL-11)", *all) { db ->
            Seeds.sow()
            val query = TWEET.select().distinctOn(TWEET.user).orderBy(TWEET.user, TWEET.id.desc())
            if (db.dialect() == Dialect.POSTGRES) {
                query.list().map { it.content } shouldContainExactly listOf("purr", "whine")
                query.count() shouldBe 2
            } else {
                shouldRefuse<ProgrammingException>(
                    "SQLite has no DISTINCT ON",
                    "Tweet",
                    "number the rows with rowNumber().over(..) in a query of its own, and keep those of number 1",
                ) { query.list() }
            }
        }

        test("locks, whole (SEL-22)") {
            val rows = TWEET.select(TWEET.id).join(USER)
            val pg = TestDatabases.sharedPostgres

            fun sql(lock: Lock) = rows.lock(lock).using(pg).sql().text().substringAfter("\"user\".\"id\"").trim()
            rows.forUpdate().using(pg).sql().text().substringAfter("\"user\".\"id\"").trim() shouldBe "for update"
            sql(Lock.forUpdate().of(TWEET).skipLocked()) shouldBe "for update of \"tweet\" skip locked"
            sql(Lock.forNoKeyUpdate()) shouldBe "for no key update"
            sql(Lock.forShare().noWait()) shouldBe "for share nowait"
        }

        contract("a row that another transaction has locked is skipped, or refused (SEL-22)", *all) { db ->
            Seeds.sow()
            if (db.dialect() == Dialect.SQLITE) {
                shouldRefuse<ProgrammingException>(
                    "SQLite locks the whole database and no rows",
                    "Tweet",
                    "leave lock(..) out: a transaction that writes keeps other writers out",
                ) { TWEET.select().forUpdate().list() }
            } else {
                val locked = CountDownLatch(1)
                val done = CountDownLatch(1)
                val other =
                    thread {
                        db.transaction {
                            TWEET.where(TWEET.id eq 1L).forUpdate().get()
                            locked.countDown()
                            done.await(20, TimeUnit.SECONDS)
                        }
                    }
                locked.await(20, TimeUnit.SECONDS) shouldBe true
                try {
                    db.transaction {
                        TWEET.select().lock(Lock.forUpdate().skipLocked()).orderBy(TWEET.id).values(TWEET.id) shouldContainExactly
                            listOf(2L, 3L, 4L, 5L)
                    }
                    shouldThrow<dev.kinglet.errors.OperationalException> {
                        db.transaction { TWEET.select().lock(Lock.forUpdate().noWait()).list() }
                    }.isRetryable shouldBe true
                } finally {
                    done.countDown()
                    other.join()
                }
            }
        }

        contract("sources that no model describes: tables and functions (SEL-18, CTE-14)", *all) { db ->
            Seeds.sow()
            val plain = Relation.table("user").`as`("u")
            val name = plain.col("username", String::class.java)
            plain.select(name).where(name eq "huey").using(db).maps() shouldContainExactly listOf(mapOf("username" to "huey"))
            TWEET.select(TWEET.content).join(plain, plain.col("id", Long::class.javaObjectType).eq(TWEET.user.key())).where(name eq "mickey").count() shouldBe 2
            if (db.dialect() == Dialect.SQLITE) {
                val each = Relation.function("json_each", "j", "[3,1]")
                val value = each.col("value", Long::class.javaObjectType)
                TWEET.select(TWEET.content).join(each, value.eq(TWEET.id)).orderBy(TWEET.id).values(TWEET.content) shouldContainExactly
                    listOf("meow", "purr")
            } else {
                val days = Relation.function("generate_series", "s", 1, 3).columns("n")
                val n = days.col("n", Int::class.javaObjectType)
                days.select(n.times(2) alias "twice").using(db).maps() shouldContainExactly
                    listOf(mapOf("twice" to 2), mapOf("twice" to 4), mapOf("twice" to 6))
            }
            shouldRefuse<ProgrammingException>("'u' is of no database", "u", "call query.using(database)") { plain.select(name).list() }
        }

        contract("a subquery is a value, also of several rows' columns (SEL-21, EXP-17)", *all) { db ->
            Seeds.sow()
            val tweets = TWEET.where(TWEET.user.eq(USER)).asValue(count(TWEET.id)) alias "tweets"
            db.statements(1) { USER.select(USER.username, tweets).orderBy(tweets.desc(), USER.id).list().map { it.username to it.get(tweets) } } shouldContainExactly
                listOf("huey" to 3L, "mickey" to 2L, "zaizee" to 0L)
            val first = TWEET.alias("f")
            TWEET
                .where(
                    Fn.row(TWEET.user.key(), TWEET.id).`in`(
                        first.select(first.col(TWEET.user.key()), Fn.min(first.col(TWEET.id))).groupBy(first.col(TWEET.user)),
                    ),
                ).orderBy(TWEET.id)
                .values(TWEET.content) shouldContainExactly listOf("meow", "woof")
            shouldRefuse<ProgrammingException>(
                "tweet.id is compared with a query of 2 columns: [favorite.id, favorite.user_id]",
                "Favorite",
                "select 1",
            ) { TWEET.where(TWEET.id.`in`(FAVORITE.select(FAVORITE.id, FAVORITE.user))).list() }
        }
    })
