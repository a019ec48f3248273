package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.Fn
import dev.kinglet.expr.Fn.count
import dev.kinglet.expr.eq
import dev.kinglet.fixtures.Odds.Note
import dev.kinglet.fixtures.Odds.Note.NOTE
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.sends
import dev.kinglet.fixtures.statements
import dev.kinglet.model.Load
import dev.kinglet.model.Load.Strategy
import dev.kinglet.model.Table
import dev.kinglet.query.Lock
import dev.kinglet.query.Select
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import tour.Models.Category.CATEGORY
import tour.Models.Favorite.FAVORITE
import tour.Models.Relationship.RELATIONSHIP
import tour.Models.Team.TEAM
import tour.Models.Tweet
import tour.Models.Tweet.TWEET
import tour.Models.User
import tour.Models.User.USER
import tour.Seeds

/** What is loaded along is the same, whether its rows are found by keys, by a sub-select or by a join. */
class LoadStrategySpec :
    FunSpec({
        val tables = arrayOf(USER, TEAM, TWEET, FAVORITE, RELATIONSHIP, CATEGORY)

        fun names() = USER.select(USER.id, USER.username)

        fun sown(
            name: String,
            body: (Database) -> Unit,
        ) = contract(name, *tables) { db ->
            Seeds.sow()
            body(db)
        }

        val tweets = """select "tweet"."id", "tweet"."user_id", "tweet"."content", "tweet"."timestamp" from "tweet""""

        sown("by a sub-select: the query of the rows above stands inside (EAG-08)") { db ->
            val users =
                db.sends(
                    """select "user"."id", "user"."username" from "user" where "user"."username" <> ? order by "user"."username" asc""",
                    tweets + """ where "tweet"."user_id" in (select "user"."id" from "user" where "user"."username" <> ?)""",
                ) {
                    names()
                        .where(USER.username.ne("mickey"))
                        .orderBy(USER.username)
                        .load(Load.many(TWEET.user).by(Strategy.SUBQUERY))
                        .list()
                }
            db.statements(0) {
                users.map { it.tweets().map(Tweet::getContent).sorted() } shouldContainExactly listOf(listOf("hiss", "meow", "purr"), listOf())
                users[0].tweets().first()!!.user shouldBeSameInstanceAs users[0]
            }
        }

        sown("by a join: with the keys of that query, each once (EAG-08)") { db ->
            val users =
                db.sends(
                    """select "user"."id", "user"."username" from "user" where "user"."username" <> ? order by "user"."username" asc""",
                    tweets + """ join (select distinct "user"."id" from "user" where "user"."username" <> ?) as "parents" """ +
                        """on "tweet"."user_id" = "parents"."id"""",
                ) {
                    names()
                        .where(USER.username.ne("mickey"))
                        .orderBy(USER.username)
                        .load(Load.many(TWEET.user).by(Strategy.JOIN))
                        .list()
                }
            db.statements(0) { users.map { it.tweets().list().size } shouldContainExactly listOf(3, 0) }
        }

        sown("up, to the row that is referred to (EAG-05, EAG-08)") { db ->
            val read = """ where "tweet"."content" <> ?"""
            val ids = TWEET.select(TWEET.id, TWEET.user).where(TWEET.content.ne("hiss"))
            val loaded =
                db.sends(
                    """select "tweet"."id", "tweet"."user_id" from "tweet"$read""",
                    """select "user"."id", "user"."username" from "user" where "user"."id" in (select "tweet"."user_id" from "tweet"$read)""",
                ) { ids.load(Load.one(TWEET.user, names()).by(Strategy.SUBQUERY)).list() }
            db.statements(0) { loaded.map { it.user.username }.sorted() shouldContainExactly listOf("huey", "huey", "mickey", "mickey") }
            db.sends(
                """select "tweet"."id", "tweet"."user_id" from "tweet"$read""",
                """select "user"."id", "user"."username" from "user" join (select distinct "tweet"."user_id" from "tweet"$read) """ +
                    """as "parents" on "user"."id" = "parents"."user_id"""",
            ) { ids.load(Load.one(TWEET.user, names()).by(Strategy.JOIN)).list() }
        }

        sown("a limit stays inside, with its order and offset (EAG-08, EAG-09)") { db ->
            val page = names().orderBy(USER.username.desc(), USER.id).limit(1).offset(1)
            val order = """ from "user" order by "user"."username" desc, "user"."id" asc"""

            fun byQuery(read: String) =
                listOf(
                    """select "user"."id", "user"."username"$read""",
                    tweets + """ where "tweet"."user_id" in (select "user"."id"$read)""",
                )

            fun byJoin(read: String) =
                listOf(
                    """select "user"."id", "user"."username"$read""",
                    tweets + """ join (select distinct "asked"."id" from (select "user"."id"$read) as "asked") as "parents" """ +
                        """on "tweet"."user_id" = "parents"."id"""",
                )

            val sqlite = "$order limit ? offset ?"
            val postgres = "$order offset ? rows fetch next ? rows only"
            db.sends(*byQuery(sqlite).toTypedArray(), postgres = byQuery(postgres)) {
                page.load(Load.many(TWEET.user).by(Strategy.SUBQUERY)).map { it.tweets().list().size }
            } shouldContainExactly listOf(2)
            db.sends(*byJoin(sqlite).toTypedArray(), postgres = byJoin(postgres)) {
                page.load(Load.many(TWEET.user).by(Strategy.JOIN)).map { it.tweets().list().size }
            } shouldContainExactly listOf(2)
        }

        sown("each level stands inside of the next (EAG-03, EAG-08)") { db ->
            fun nested(
                top: Strategy,
                below: Strategy,
            ) = names()
                .load(Load.many(TWEET.user).by(top).then(Load.many(FAVORITE.tweet).by(below)))
                .list()
                .flatMap { it.tweets() }
                .sumOf { it.favorites().list().size }
            val users = """select "user"."id", "user"."username" from "user""""
            val favorites = """select "favorite"."id", "favorite"."user_id", "favorite"."tweet_id" from "favorite" """
            val inUsers = """where "tweet"."user_id" in (select "user"."id" from "user")"""
            db.sends(
                users,
                """$tweets $inUsers""",
                favorites + """where "favorite"."tweet_id" in (select "tweet"."id" from "tweet" $inUsers)""",
            ) { nested(Strategy.SUBQUERY, Strategy.SUBQUERY) } shouldBe 4
            val joined = """join (select distinct "user"."id" from "user") as "parents" on "tweet"."user_id" = "parents"."id""""
            db.sends(
                users,
                "$tweets $joined",
                favorites + """join (select distinct "tweet"."id" from "tweet" $joined) as "parents" """ +
                    """on "favorite"."tweet_id" = "parents"."id"""",
            ) { nested(Strategy.JOIN, Strategy.JOIN) } shouldBe 4

            // below a level that came by keys these keys stand inside
            fun byKeys(keys: String) =
                listOf(
                    users,
                    tweets + """ where "tweet"."user_id" $keys""",
                    favorites + """where "favorite"."tweet_id" in (select "tweet"."id" from "tweet" where "tweet"."user_id" $keys)""",
                )
            db.sends(
                *byKeys("in (select value from json_each(?))").toTypedArray(),
                postgres = byKeys("= any (?)"),
            ) { nested(Strategy.KEYS, Strategy.SUBQUERY) } shouldBe 4
        }

        sown("the first so many for each parent (EAG-08, EAG-14)") { db ->
            val newest = TWEET.select().orderBy(TWEET.timestamp.desc())
            for (strategy in Strategy.entries) {
                withClue(strategy) {
                    db.statements(2) {
                        USER.select().orderBy(USER.id).load(Load.many(TWEET.user, newest).by(strategy).perParent(2)).map { user ->
                            user.tweets().map { it.content }
                        }
                    } shouldContainExactly listOf(listOf("purr", "hiss"), listOf("whine", "woof"), listOf())
                }
            }
            val numbered = """ where "tweet"."id" in (select "numbered"."id" from (select "tweet"."id", row_number() over """ +
                """(partition by "tweet"."user_id" order by "tweet"."timestamp" desc, "tweet"."id" asc) as "number" """ +
                """from "tweet" where "tweet"."user_id" in (select "user"."id" from "user")) as "numbered" """ +
                """where "numbered"."number" <= ?) order by "tweet"."timestamp" desc"""
            db.sends("""select "user"."id", "user"."username" from "user"""", tweets + numbered) {
                names().load(Load.many(TWEET.user, newest).perParent(2).by(Strategy.SUBQUERY)).list()
            }
        }

        sown("the same trees by each strategy (EAG-08, EAG-15)") { db ->
            val other = Table.alias(USER, "other")
            val late = Table.alias(TWEET, "late")
            val n = count(TWEET.id).`as`("n")

            fun tree(
                query: Select<User>,
                by: Strategy,
            ) = query
                .load(
                    Load.many(TWEET.user, TWEET.where(TWEET.content.ne("hiss")).orderBy(TWEET.id)).by(by).then(
                        Load.many(FAVORITE.tweet, FAVORITE.select().orderBy(FAVORITE.id)).by(by).then(Load.one(FAVORITE.user).by(by)),
                    ),
                    Load.many(RELATIONSHIP.fromUser).by(by).then(Load.one(RELATIONSHIP.toUser).by(by)),
                ).list()
                .map { user ->
                    listOf(
                        user.id(),
                        user.tweets().map { tweet -> tweet.content to tweet.favorites().map { it.get(FAVORITE.user).username } },
                        user.backref(RELATIONSHIP.fromUser).map { it.get(RELATIONSHIP.toUser).username },
                    )
                }
            val queries =
                mapOf(
                    "all" to USER.select(),
                    "filtered" to USER.where(USER.username.ne("huey")),
                    "alias" to other.where(other.username.ne("zaizee")),
                    "joined, with duplicates" to USER.select().join(TWEET),
                    "joined and limited" to USER.select().join(TWEET).orderBy(USER.id, TWEET.id).limit(4),
                    "grouped" to USER.select(USER.id, n).leftJoin(TWEET).groupBy(USER.id),
                    "grouped and limited" to USER.select(USER.id, n).leftJoin(TWEET).groupBy(USER.id).orderBy(n.desc(), USER.id).limit(2),
                    "distinct" to USER.select().join(TWEET).distinct(),
                    "distinct and limited" to USER.select().join(TWEET).distinct().orderBy(USER.id).limit(2),
                    "a page" to USER.select().orderBy(Fn.lower(USER.username), USER.id).offset(1).limit(1),
                    "limited roots" to USER.select().leftJoin(TWEET).orderBy(USER.id).limitRoots(2),
                    "compound" to USER.where(USER.id eq 1L).union(USER.where(USER.id eq 3L)),
                    "compound and limited" to USER.where(USER.id eq 1L).unionAll(USER.where(USER.id eq 3L)).orderBy(USER.id).limit(1),
                    "derived" to USER.where(USER.id eq 1L).`as`("some").select(),
                    "common table expression" to USER.where(USER.id eq 1L).cte("some").select(),
                    "joined child alias" to USER.select().join(late, late.user).where(late.content.eq("purr")),
                )
            for ((name, query) in queries) {
                val ordered = if (query.definition().orderBy().isEmpty() && name !in setOf("compound", "derived", "common table expression", "alias")) {
                    query.orderBy(USER.id)
                } else {
                    query
                }
                val expected = tree(ordered, Strategy.KEYS)
                for (strategy in listOf(Strategy.SUBQUERY, Strategy.JOIN)) {
                    withClue("$name by $strategy") { db.statements(6) { tree(ordered, strategy) }.toSet() shouldBe expected.toSet() }
                }
            }
        }

        contract("references to unique columns (EAG-08, EAG-11)", USER, NOTE) { db ->
            for (name in listOf("huey", "mickey")) USER.create(USER.username.to(name))
            for ((code, author) in listOf("a" to "huey", "b" to "mickey", "c" to "huey")) {
                NOTE.create(NOTE.code.to(code), NOTE.author.key().to(author))
            }
            for (strategy in listOf(Strategy.SUBQUERY, Strategy.JOIN)) {
                db.statements(2) {
                    USER.select().orderBy(USER.id).load(Load.many(NOTE.author).by(strategy)).map {
                        it.backref(NOTE.author).map(Note::id).sorted()
                    } shouldContainExactly listOf(listOf("a", "c"), listOf("b"))
                }
                db.statements(2) {
                    NOTE.select().orderBy(NOTE.code).load(Load.one(NOTE.author).by(strategy)).map { it.get(NOTE.author).username } shouldContainExactly
                        listOf("huey", "mickey", "huey")
                }
            }
        }

        sown("a table that refers to itself, and null references (EAG-07, EAG-08, EAG-18)") { db ->
            for (strategy in listOf(Strategy.SUBQUERY, Strategy.JOIN)) {
                db.statements(3) {
                    CATEGORY
                        .select()
                        .orderBy(CATEGORY.id)
                        .load(Load.one(CATEGORY.parent).by(strategy), Load.many(CATEGORY.parent).by(strategy))
                        .map { it.parent?.get(CATEGORY.name) to it.backref(CATEGORY.parent).list().size }
                } shouldContainExactly listOf(null to 1, "root" to 1, "left" to 0)
            }
        }

        sown("a query of its own joins, sorts, limits and groups as ever (EAG-04, EAG-08, EAG-13)") { db ->
            val parents = Table.alias(USER, "parents")
            val own =
                listOf(
                    TWEET.select().orderBy(TWEET.timestamp.desc()).limit(3),
                    TWEET.select(TWEET, parents).join(parents).where(parents.username.ne("mickey")).orderBy(TWEET.id),
                    TWEET.select(TWEET.user, Fn.max(TWEET.content).`as`("last")).groupBy(TWEET.user),
                    TWEET.select(TWEET.content).orderBy(TWEET.id),
                )
            for (query in own) {
                fun read(strategy: Strategy) =
                    db.statements(2) {
                        USER.select().orderBy(USER.id).load(Load.many(TWEET.user, query).by(strategy)).map { user ->
                            user.tweets().map { it.toString() }
                        }
                    }
                for (strategy in listOf(Strategy.SUBQUERY, Strategy.JOIN)) read(strategy) shouldBe read(Strategy.KEYS)
            }
            // a limit of the level above stands inside, so it needs an order as well
            val two = Load.many(TWEET.user, TWEET.select().orderBy(TWEET.id).limit(2))
            db.statements(3) {
                USER
                    .select()
                    .load(two.then(Load.many(FAVORITE.tweet).by(Strategy.JOIN)))
                    .flatMap { it.tweets() }
                    .sumOf { it.favorites().list().size }
            } shouldBe 3
        }

        sown("a row that a join brought is not read again, and what hangs on it is found (EAG-08)") { db ->
            for (strategy in Strategy.entries) {
                db.statements(2) {
                    TWEET
                        .select(TWEET, USER)
                        .join(USER)
                        .orderBy(TWEET.id)
                        .load(Load.one(TWEET.user).by(strategy).then(Load.many(FAVORITE.user).by(Strategy.SUBQUERY)))
                        .map { it.user.backref(FAVORITE.user).list().size }
                } shouldContainExactly listOf(1, 1, 1, 1, 1)
            }
        }

        sown("locks stay outside (EAG-08)") { db ->
            if (db.dialect() == Dialect.POSTGRES) {
                db.sends(
                    """select "user"."id", "user"."username" from "user" for update""",
                    tweets + """ where "tweet"."user_id" in (select "user"."id" from "user")""",
                ) { names().forUpdate().load(Load.many(TWEET.user).by(Strategy.SUBQUERY)).list() }
                shouldThrow<ProgrammingException> {
                    names().orderBy(USER.id).limit(1).lock(Lock.forUpdate().skipLocked()).load(Load.many(TWEET.user).by(Strategy.JOIN)).list()
                }
            }
        }

        sown("a query that writes is not put into another (EAG-08)") { db ->
            if (db.dialect() == Dialect.POSTGRES) {
                val renamed = USER.update(USER.username.to("x")).where(USER.id.eq(1L)).returning(USER).cte("renamed")
                shouldThrow<ProgrammingException> {
                    renamed.select().load(Load.many(TWEET.user).by(Strategy.SUBQUERY)).list()
                }.message shouldBe
                    "the query of renamed writes, and as a sub-select it would again\n  model: renamed\n" +
                    "  hint: load by keys: leave by(..) out"
            }
        }

        sown("a limit without an order by the key is refused: others may be found (EAG-09, EAG-15)") { _ ->
            val open =
                listOf(
                    USER.select().limit(2),
                    USER.select().offset(1),
                    USER.select().orderBy(USER.username).limit(2),
                    USER.select().orderBy(Fn.random(), USER.id).limit(2),
                    USER.select().limit(2).`as`("some").select(),
                    USER.select().limit(2).unionAll(USER.select()),
                )
            for (query in open) {
                for (strategy in listOf(Strategy.SUBQUERY, Strategy.JOIN)) {
                    withClue(query.toString()) {
                        shouldThrow<ProgrammingException> { query.load(Load.many(TWEET.user).by(strategy)).list() }.message!!.replace(
                            "some",
                            "User",
                        ) shouldBe
                            "the rows of User have a limit, and no order that says which they are, so a sub-select may find others\n" +
                            "  model: User\n  hint: order by the key as well, or load by keys: leave by(..) out"
                    }
                }
            }
            shouldThrow<ProgrammingException> { USER.select().load(Load.many(TWEET.user).by(Strategy.JOIN)).first() }
            USER.select().orderBy(USER.id).load(Load.many(TWEET.user).by(Strategy.JOIN)).get().tweets().list().size shouldBe 3
        }

        sown("rows that no query has, or of another database, are refused (EAG-15, EAG-17)") { db ->
            val load = Load.many(TWEET.user).by(Strategy.SUBQUERY)

            fun refusal(body: () -> Unit) = shouldThrow<ProgrammingException> { body() }.message
            val noQuery =
                "User.tweets cannot be loaded by SUBQUERY: no query has just these rows\n  model: User\n" +
                    "  hint: leave by(..) out: rows in hand, of a stream, and below a recursive load are found by their keys"
            refusal { Load.loadInto(USER.get(1L), load) } shouldBe noQuery
            refusal { USER.select().load(load).stream().use { it.count() } } shouldBe noQuery
            refusal { USER.select().load(load).chunked(2).use { rows -> rows.forEach { } } } shouldBe noQuery
            refusal { CATEGORY.select().load(Load.many(CATEGORY.parent).recursively().then(Load.one(CATEGORY.parent).by(Strategy.JOIN))).list() } shouldBe
                "Category.parent cannot be loaded by JOIN: no query has just these rows\n  model: Category\n" +
                "  hint: leave by(..) out: rows in hand, of a stream, and below a recursive load are found by their keys"
            Database.sqliteInMemory().use { other ->
                other.createTables(*tables)
                refusal { USER.select().load(Load.many(TWEET.user, TWEET.select().using(other)).by(Strategy.JOIN)).list() } shouldBe
                    "User.tweets cannot be loaded by JOIN: its rows are in another database than those that it hangs on\n" +
                    "  model: User\n  hint: leave by(..) out: keys go from one database to another"
                other.use(*tables).use { Seeds.sowTweets() }
                other.statements(2) { USER.select().using(other).load(load).sumOf { it.tweets().list().size } } shouldBe 5
            }
        }

        test("what contradicts itself is refused when it is said (EAG-13)") {
            for (body in listOf(
                { Load.many(CATEGORY.parent).recursively().by(Strategy.JOIN) },
                { Load.many(CATEGORY.parent).by(Strategy.JOIN).recursively() },
            )) {
                shouldThrow<ProgrammingException> { body() }.message!!.lines().drop(1) shouldBe
                    listOf("  model: Category", "  hint: leave by(..) out: each level would run all above it again")
            }
            shouldThrow<ProgrammingException> {
                USER.select().load(Load.many(TWEET.user), Load.many(TWEET.user).by(Strategy.JOIN))
            }.message shouldBe
                "User.tweets is loaded in two ways at once\n  model: User\n" +
                "  hint: say it once, and what hangs on it in one then(..)"
            Load.many(TWEET.user).by(Strategy.SUBQUERY).perParent(2).toString() shouldBe "Load.many(Tweet.user).perParent(2).by(SUBQUERY)"
        }

        sown("the queries are planned once (EAG-08)") { db ->
            fun read(name: String) =
                names().where(USER.username.ne(name)).load(Load.many(TWEET.user).by(Strategy.SUBQUERY)).sumOf { it.tweets().list().size }
            read("mickey") shouldBe 3
            val before = db.planCacheStats().misses()
            read("huey") shouldBe 2
            db.planCacheStats().misses() shouldBe before
        }
    })
