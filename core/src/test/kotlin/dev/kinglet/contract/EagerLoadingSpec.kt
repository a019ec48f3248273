package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.errors.ModelException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.Fn.count
import dev.kinglet.expr.eq
import dev.kinglet.expr.gt
import dev.kinglet.fixtures.Odds.Leaf.LEAF
import dev.kinglet.fixtures.Odds.Note
import dev.kinglet.fixtures.Odds.Note.NOTE
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.sends
import dev.kinglet.fixtures.statements
import dev.kinglet.model.Load
import dev.kinglet.model.Table
import dev.kinglet.query.Select
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import tour.Models.Category.CATEGORY
import tour.Models.Favorite.FAVORITE
import tour.Models.Relationship.RELATIONSHIP
import tour.Models.Team.TEAM
import tour.Models.Tweet
import tour.Models.Tweet.TWEET
import tour.Models.TweetTag.TWEET_TAG
import tour.Models.User
import tour.Models.User.USER
import tour.Seeds

/** What is named is loaded along, one statement a relation. */
class EagerLoadingSpec :
    FunSpec({
        val tables = arrayOf(USER, TEAM, TWEET, FAVORITE, RELATIONSHIP, CATEGORY)

        fun users() = USER.select().orderBy(USER.id)

        fun tweets() = TWEET.select().orderBy(TWEET.id)

        fun eager(
            name: String,
            body: (Database) -> Unit,
        ) = contract(name, *tables) { db ->
            Seeds.sow()
            body(db)
        }

        val selectTweets = """select "tweet"."id", "tweet"."user_id", "tweet"."content", "tweet"."timestamp" from "tweet""""

        eager("down: rows that refer to these become lists, empty where there are none (EAG-01, EAG-12)") { db ->
            val loaded =
                db.sends(
                    """select "user"."id", "user"."username" from "user" order by "user"."id" asc""",
                    selectTweets + """ where "tweet"."user_id" in (select value from json_each(?))""",
                    postgres = listOf(
                        """select "user"."id", "user"."username" from "user" order by "user"."id" asc""",
                        selectTweets + """ where "tweet"."user_id" = any (?)""",
                    ),
                ) { USER.select(USER.id, USER.username).orderBy(USER.id).load(Load.many(TWEET.user)).list() }
            db.statements(0) {
                loaded.map { it.tweets().map(Tweet::getContent).sorted() } shouldContainExactly
                    listOf(listOf("hiss", "meow", "purr"), listOf("whine", "woof"), listOf())
                loaded.forEach { user -> user.tweets().forEach { it.user shouldBeSameInstanceAs user } }
                loaded[0].tweets().count() shouldBe 3
                loaded[2].tweets().exists() shouldBe false
                loaded[2].tweets().first().shouldBeNull()
                loaded[1].tweets().stream().use { it.count() } shouldBe 2
            }
        }

        eager("up: the row that is referred to, one object for all (EAG-05)") { db ->
            val loaded = db.statements(2) { tweets().load(Load.one(TWEET.user)).list() }
            db.statements(0) {
                loaded.map { it.user.username } shouldContainExactly listOf("huey", "huey", "huey", "mickey", "mickey")
                loaded[0].user shouldBeSameInstanceAs loaded[1].user
            }
        }

        eager("levels and branches: one statement a relation, whatever the depth (EAG-03, EAG-12)") { db ->
            val loaded =
                db.statements(5) {
                    users()
                        .load(
                            Load.many(TWEET.user).then(Load.many(FAVORITE.tweet).then(Load.one(FAVORITE.user))),
                            Load.many(RELATIONSHIP.fromUser),
                        ).list()
                }
            db.statements(0) {
                loaded
                    .flatMap { it.tweets() }
                    .flatMap { it.favorites() }
                    .map { it.get(FAVORITE.user).username }
                    .sorted() shouldContainExactly listOf("huey", "mickey", "zaizee", "zaizee")
                loaded.map { it.backref(RELATIONSHIP.fromUser).list().size } shouldContainExactly listOf(1, 1, 1)
            }
            // branches that are said one by one grow together
            db.statements(4) {
                users()
                    .load(Load.many(TWEET.user).then(Load.many(FAVORITE.tweet)))
                    .load(Load.many(TWEET.user).then(Load.many(FAVORITE.tweet)), Load.many(FAVORITE.user))
                    .list()
            }
        }

        eager("only the relation that was named is loaded (EAG-12)") { db ->
            val (huey, _, zaizee) = users().load(Load.many(RELATIONSHIP.fromUser)).list()
            db.statements(0) { huey.backref(RELATIONSHIP.fromUser).list().size shouldBe 1 }
            db.statements(1) { zaizee.backref(RELATIONSHIP.toUser).list().size shouldBe 2 }
        }

        eager("a query of its own filters, sorts and limits what is attached, never the parents (EAG-04, EAG-13)") { db ->
            val some = TWEET.where(TWEET.content.ne("hiss")).orderBy(TWEET.timestamp.desc())
            val filtered = db.statements(2) { users().load(Load.many(TWEET.user, some)).list() }
            filtered.map { user -> user.tweets().map { it.content } } shouldContainExactly
                listOf(listOf("purr", "meow"), listOf("whine", "woof"), listOf())
            val limited = db.statements(2) { users().load(Load.many(TWEET.user, some.limit(3))).list() }
            limited.map { user -> user.tweets().map { it.content } } shouldContainExactly
                listOf(listOf("purr"), listOf("whine", "woof"), listOf())
        }

        eager("the first so many for each parent, in one statement (EAG-14)") { db ->
            val newest = TWEET.select().orderBy(TWEET.timestamp.desc())
            val numbered = """ where "tweet"."id" in (select "numbered"."id" from (select "tweet"."id", row_number() over """ +
                """(partition by "tweet"."user_id" order by "tweet"."timestamp" desc, "tweet"."id" asc) as "number" """ +
                """from "tweet" where "tweet"."user_id" """
            val rest = """) as "numbered" where "numbered"."number" <= ?) order by "tweet"."timestamp" desc"""
            val select = """select "user"."id", "user"."username" from "user" order by "user"."id" asc"""
            val loaded =
                db.sends(
                    select,
                    selectTweets + numbered + "in (select value from json_each(?))" + rest,
                    postgres = listOf(select, selectTweets + numbered + "= any (?)" + rest),
                ) { USER.select(USER.id, USER.username).orderBy(USER.id).load(Load.many(TWEET.user, newest).perParent(2)).list() }
            db.statements(0) {
                loaded.map { user -> user.tweets().map { it.content } } shouldContainExactly
                    listOf(listOf("purr", "hiss"), listOf("whine", "woof"), listOf())
            }
            // two levels; without an order by key
            db.statements(3) {
                users()
                    .load(Load.many(TWEET.user).perParent(1).then(Load.many(FAVORITE.tweet).perParent(1)))
                    .map { user -> user.tweets().map { it.content to it.favorites().list().size } }
            } shouldContainExactly listOf(listOf("meow" to 1), listOf("woof" to 1), listOf())
            // rows that a join multiplies count once, and are ranked by the best of theirs
            val joined = TWEET.select().join(FAVORITE).where(FAVORITE.id.gt(0L)).orderBy(FAVORITE.id.desc())
            db.statements(2) {
                users().load(Load.many(TWEET.user, joined).perParent(1)).map { user -> user.tweets().map { it.content } }
            } shouldContainExactly listOf(listOf("hiss"), listOf("woof"), listOf())
        }

        contract("the first so many where the key has two columns (EAG-14)", USER, TWEET, TWEET_TAG) { db ->
            Seeds.sowTweets()
            for (tag in listOf("a", "b", "c")) TWEET_TAG.create(TWEET_TAG.tweet.key().to(1L), TWEET_TAG.tag.to(tag))
            TWEET_TAG.create(TWEET_TAG.tweet.key().to(2L), TWEET_TAG.tag.to("z"))
            db.statements(2) {
                tweets()
                    .load(Load.many(TWEET_TAG.tweet, TWEET_TAG.select().orderBy(TWEET_TAG.tag.desc())).perParent(2))
                    .map { tweet -> tweet.backref(TWEET_TAG.tweet).map { it.get(TWEET_TAG.tag) } }
                    .take(2)
            } shouldContainExactly listOf(listOf("c", "b"), listOf("z"))
        }

        test("what cannot be limited for each parent is refused (EAG-14)") {
            shouldThrow<ProgrammingException> { Load.one(TWEET.user).perParent(1) }.message shouldBe
                "Tweet.user leads to one row, so there is nothing to limit for each parent\n  model: Tweet\n" +
                "  hint: say it of Load.many(..)"
            shouldThrow<ProgrammingException> { Load.many(TWEET.user, TWEET.select().limit(3)).perParent(1) }.message shouldBe
                "a query with a limit of its own is limited for each tweet.user_id\n  model: Tweet\n  hint: say one of the two"
            shouldThrow<ProgrammingException> { Load.many(TWEET.user, TWEET.select().distinct()).perParent(1) }.message shouldBe
                "a query that groups rows is limited for each tweet.user_id\n  model: Tweet\n" +
                "  hint: say it of the plain rows of a table that has a key"
        }

        eager("a query of its own may join, and what it joined needs no further query (EAG-03, EAG-13)") { db ->
            val joined = FAVORITE.select(FAVORITE, USER.username).join(USER).where(USER.username.eq("zaizee"))
            val loaded = db.statements(2) { tweets().load(Load.many(FAVORITE.tweet, joined)).list() }
            db.statements(0) {
                loaded.map { tweet -> tweet.favorites().map { it.get(FAVORITE.user).username } } shouldContainExactly
                    listOf(listOf("zaizee"), listOf("zaizee"), listOf(), listOf(), listOf())
            }
            db.statements(2) {
                FAVORITE
                    .select(FAVORITE, TWEET)
                    .join(TWEET)
                    .load(Load.one(FAVORITE.tweet).then(Load.one(TWEET.user)))
                    .map { it.get(FAVORITE.tweet).user.username }
                    .toSet() shouldBe setOf("huey", "mickey")
            }
        }

        eager("a query of its own that leaves its key out gets it back") { db ->
            val contents = TWEET.select(TWEET.content).orderBy(TWEET.content)
            val loaded =
                db.sends(
                    """select "user"."id", "user"."username" from "user" order by "user"."id" asc""",
                    """select "tweet"."content", "tweet"."user_id" from "tweet" where "tweet"."user_id" in """ +
                        """(select value from json_each(?)) order by "tweet"."content" asc""",
                    postgres = listOf(
                        """select "user"."id", "user"."username" from "user" order by "user"."id" asc""",
                        """select "tweet"."content", "tweet"."user_id" from "tweet" where "tweet"."user_id" = any (?) """ +
                            """order by "tweet"."content" asc""",
                    ),
                ) { USER.select(USER.id, USER.username).orderBy(USER.id).load(Load.many(TWEET.user, contents)).list() }
            loaded.first().tweets().map { it.content } shouldContainExactly listOf("hiss", "meow", "purr")
            shouldThrow<ProgrammingException> {
                users().load(Load.many(TWEET.user, TWEET.select(count()).groupBy(TWEET.content))).list()
            }.message shouldBe
                "the query that loads User.tweets groups rows and does not select tweet.user_id\n  model: User\n" +
                "  hint: select and group by tweet.user_id as well"
        }

        eager("a row that a query of its own does not have is loaded lazily (EAG-13)") { db ->
            val loaded = db.statements(2) { tweets().load(Load.one(TWEET.user, USER.where(USER.username eq "huey"))).list() }
            db.statements(0) { loaded[0].user.username shouldBe "huey" }
            db.statements(1) { loaded[3].user.username shouldBe "mickey" }
        }

        eager("nothing that was loaded counts as changed (EAG-10, EAG-12)") { _ ->
            for (user in users().load(Load.many(TWEET.user).then(Load.many(FAVORITE.tweet)))) {
                user.changed() shouldBe listOf()
                user.tweets().forEach { it.changed() shouldBe listOf() }
                user.save() shouldBe 0
            }
        }

        eager("every way to read rows loads, and each reads again (EAG-12)") { db ->
            val query = users().load(Load.many(TWEET.user))
            db.statements(2) { query.get().tweets().list().size shouldBe 3 }
            db.statements(2) { query.first()!!.tweets().list().size shouldBe 3 }
            db.statements(2) { query.where(USER.username eq "huey").single().tweets().list().size shouldBe 3 }
            db.statements(3) { query.chunked(2).use { all -> all.toList().flatten().map { it.tweets().list().size } } shouldBe listOf(3, 2, 0) }
            db.statements(2) { query.map { it.tweets().list().size } shouldContainExactly listOf(3, 2, 0) }
            Seeds.tweet(users().list().last(), "late", 9)
            db.statements(2) { query.list().last().tweets().list().size shouldBe 1 }
            db.statements(2) { query.where(USER.id.eq(2L)).get().tweets().list().size shouldBe 2 }
            db.statements(1) { query.where(USER.id.eq(-1L)).list() shouldBe listOf() }
        }

        eager("what reads no models loads nothing (EAG-16)") { db ->
            val query = users().load(Load.many(TWEET.user))
            db.statements(5) {
                query.count() shouldBe 3
                query.exists() shouldBe true
                query.values(USER.id).size shouldBe 3
                query.scalar(USER.id) shouldBe 1
                query.maps().size shouldBe 3
            }
        }

        eager("null references are none, and cost nothing (EAG-18)") { db ->
            db.statements(1) {
                users().load(Load.one(USER.defaultTeam)).forEach { it.get(USER.defaultTeam).shouldBeNull() }
            }
            db.statements(2) {
                CATEGORY.select().orderBy(CATEGORY.id).load(Load.one(CATEGORY.parent)).map { it.parent?.get(CATEGORY.name) }
            } shouldContainExactly listOf(null, "root", "left")
        }

        eager("limits of the parents, groups and duplicates (EAG-09, EAG-11, EAG-15)") { db ->
            db.statements(2) {
                users().limit(1).offset(1).load(Load.many(TWEET.user)).map { it.tweets().list().size }
            } shouldContainExactly listOf(2)
            val n = count(FAVORITE.id).`as`("n")
            val grouped = TWEET.select(TWEET.id, TWEET.user, n).leftJoin(FAVORITE).groupBy(TWEET.id, TWEET.user).orderBy(TWEET.id)
            val counted = db.statements(2) { grouped.load(Load.one(TWEET.user)).list() }
            db.statements(0) {
                counted.map { it.user.username to it.get(n) } shouldContainExactly
                    listOf("huey" to 2L, "huey" to 1L, "huey" to 0L, "mickey" to 1L, "mickey" to 0L)
            }
            // one user for each of its tweets
            val twice = db.statements(2) { users().join(TWEET).load(Load.many(TWEET.user)).list() }
            twice.map { it.tweets().list().size } shouldContainExactly listOf(3, 3, 3, 2, 2)
        }

        contract("references to unique columns (EAG-11)", USER, NOTE) { db ->
            for (name in listOf("huey", "mickey")) USER.create(USER.username.to(name))
            for ((code, author) in listOf("a" to "huey", "b" to "mickey", "c" to "huey")) {
                NOTE.create(NOTE.code.to(code), NOTE.author.key().to(author))
            }
            db.statements(2) {
                users().load(Load.many(NOTE.author)).map { it.backref(NOTE.author).map(Note::id).sorted() } shouldContainExactly
                    listOf(listOf("a", "c"), listOf("b"))
            }
            db.statements(2) {
                NOTE.select().orderBy(NOTE.code).load(Load.one(NOTE.author)).map { it.get(NOTE.author).username } shouldContainExactly
                    listOf("huey", "mickey", "huey")
            }
        }

        eager("a row that stands for none, beside what a right join found, loads nothing (EAG-15)") { db ->
            val rows =
                db.statements(2) {
                    TWEET
                        .select(TWEET, USER)
                        .rightJoin(USER)
                        .orderBy(USER.id.desc(), TWEET.id.asc())
                        .load(Load.many(FAVORITE.tweet), Load.one(TWEET.user))
                        .list()
                }
            db.statements(0) {
                rows.map { it.persisted() to it.favorites().list().size } shouldContainExactly
                    listOf(false to 0, true to 1, true to 0, true to 2, true to 1, true to 0)
            }
        }

        eager("the same row on two roads is loaded on both") { db ->
            val favorites =
                db.statements(4) {
                    FAVORITE
                        .select()
                        .orderBy(FAVORITE.id)
                        .load(Load.one(FAVORITE.user), Load.one(FAVORITE.tweet).then(Load.one(TWEET.user)))
                        .list()
                }
            db.statements(0) {
                favorites.map { it.get(FAVORITE.user).username to it.get(FAVORITE.tweet).user.username } shouldContainExactly
                    listOf("mickey" to "huey", "zaizee" to "huey", "zaizee" to "huey", "huey" to "mickey")
            }
        }

        eager("aliases on either side (EAG-07, EAG-15)") { db ->
            val other = Table.alias(USER, "other")
            val late = Table.alias(TWEET, "late")
            db.statements(2) {
                other.select().orderBy(other.id).load(Load.many(TWEET.user)).map { it.tweets().list().size }
            } shouldContainExactly listOf(3, 2, 0)
            db.statements(2) {
                users().load(Load.many(late.user, late.where(late.content.eq("purr")))).map { it.tweets().list().size }
            } shouldContainExactly listOf(1, 0, 0)
            db.statements(2) { users().load(Load.many(late.user)).map { it.tweets().list().size } } shouldContainExactly listOf(3, 2, 0)
        }

        contract("trees down and up, one statement a level (EAG-07)", CATEGORY) { db ->
            fun add(
                name: String,
                parent: tour.Models.Category?,
            ) = CATEGORY.create(CATEGORY.name.to(name), CATEGORY.parent.to(parent))
            val root = add("root", null)
            val left = add("left", root)
            add("right", root)
            add("leaf", left)

            fun names(node: tour.Models.Category): String =
                node.get(CATEGORY.name) + node.backref(CATEGORY.parent).map { names(it) }.sorted()
            val tree = db.statements(4) { CATEGORY.where(CATEGORY.parent.isNull).load(Load.many(CATEGORY.parent).recursively()).get() }
            db.statements(0) { names(tree) shouldBe "root[left[leaf[]], right[]]" }

            val leaf = db.statements(3) { CATEGORY.where(CATEGORY.name.eq("leaf")).load(Load.one(CATEGORY.parent).recursively()).get() }
            db.statements(0) {
                leaf.parent!!.parent!!.get(CATEGORY.name) shouldBe "root"
                leaf.parent!!.parent!!.parent.shouldBeNull()
            }
            shouldThrow<ProgrammingException> { Load.many(TWEET.user).recursively() }.message shouldBe
                "User.tweets leads from User to Tweet, so it cannot be loaded recursively\n  model: User\n" +
                "  hint: use a foreign key of a table to itself"
        }

        contract("a circle ends", LEAF) { db ->
            val a = LEAF.create()
            val b = LEAF.create(LEAF.above.to(a))
            a.set(LEAF.above, b)
            a.save()
            db.statements(3) {
                val one = LEAF.where(LEAF.id.eq(a.id())).load(Load.many(LEAF.above).recursively()).get()
                one
                    .backref(LEAF.above)
                    .get()
                    .backref(LEAF.above)
                    .get()
                    .backref(LEAF.above)
                    .get() shouldBe b
            }
            db.statements(3) {
                val one = LEAF.where(LEAF.id.eq(a.id())).load(Load.one(LEAF.above).recursively()).get()
                one.get(LEAF.above)!!.get(LEAF.above) shouldBe a
            }
        }

        contract("10,000 keys go in one statement, more in further ones", USER, TWEET) { db ->
            USER.insertMany(listOf(USER.username), (1..10_001).map { listOf("u$it") }).execute()
            TWEET.insertMany(listOf(TWEET.user.key(), TWEET.content), listOf(listOf(1L, "a"), listOf(10_001L, "b"))).execute()
            val loaded = db.statements(3) { users().load(Load.many(TWEET.user)).list() }
            db.statements(0) { loaded.filter { it.tweets().exists() }.map { it.id() } shouldContainExactly listOf(1L, 10_001L) }
            val limited = TWEET.select().orderBy(TWEET.id).limit(1)
            // a limit counts for all, so it is asked once
            db.statements(2) { users().load(Load.many(TWEET.user, limited)).sumOf { it.tweets().list().size } shouldBe 1 }
        }

        eager("into rows that are there (loadInto)") { db ->
            val rows = users().list()
            db.statements(2) { Load.loadInto(rows, Load.many(TWEET.user).then(Load.many(FAVORITE.tweet))) }
            db.statements(0) { rows.flatMap { it.tweets() }.sumOf { it.favorites().list().size } shouldBe 4 }
            val huey = USER.get(1L)
            db.statements(1) { Load.loadInto(huey, Load.many(TWEET.user)) }
            db.statements(0) { huey.tweets().list().size shouldBe 3 }
            Seeds.tweet(huey, "new", 9)
            huey.tweets().list().size shouldBe 3
            Load.loadInto(huey, Load.many(TWEET.user))
            huey.tweets().list().size shouldBe 4
            db.statements(0) { Load.loadInto(listOf<User>(), Load.many(TWEET.user)) }
        }

        eager("a row without the key that is needed is refused") { _ ->
            shouldThrow<ModelException> { TWEET.select(TWEET.id).load(Load.one(TWEET.user)).list() }.message shouldBe
                "Tweet.user cannot be loaded, because tweet.user_id was not selected\n  model: Tweet\n" +
                "  hint: select it with the rows"
            shouldThrow<ModelException> { Load.loadInto(User(), Load.many(TWEET.user)) }.message shouldBe
                "User.tweets cannot be loaded, because user.id is not known yet\n  model: User\n  hint: save() the row first"
        }

        eager("one relation in two ways is refused, and so is a query of another model (EAG-13)") { _ ->
            shouldThrow<ProgrammingException> {
                users().load(Load.many(TWEET.user, TWEET.where(TWEET.id gt 1L)), Load.many(TWEET.user))
            }.message shouldBe
                "User.tweets is loaded in two ways at once\n  model: User\n" +
                "  hint: say it once, and what hangs on it in one then(..)"
            val derived: Select<Tweet> = TWEET.select().`as`("t").select()
            shouldThrow<ProgrammingException> { Load.many(TWEET.user, derived) }.message shouldBe
                "the query that loads User.tweets gives no rows of Tweet\n  model: User\n" +
                "  hint: select from Tweet or an alias of it"
        }

        contract("streams load portion by portion", USER, TWEET) { db ->
            USER.insertMany(listOf(USER.username), (1..1500).map { listOf("u$it") }).execute()
            TWEET.insertMany(listOf(TWEET.user.key(), TWEET.content), (1L..1500L).map { listOf(it, "t$it") }).execute()
            db.statements(1 + 2) {
                users().load(Load.many(TWEET.user)).stream().use { rows ->
                    rows.allMatch { user -> user.tweets().map { it.content } == listOf("t${user.id()}") } shouldBe true
                }
            }
        }

        eager("a query's database is that of the whole tree (EAG-17)") { db ->
            Database.sqliteInMemory().use { other ->
                other.createTables(*tables)
                other.use(*tables).use { Seeds.sowTweets() }
                val loaded =
                    db.statements(0) {
                        other.statements(3) {
                            users().using(other).load(Load.many(TWEET.user).then(Load.many(FAVORITE.tweet))).list()
                        }
                    }
                loaded.map { it.tweets().list().size } shouldContainExactly listOf(3, 2)
                // and models that live in two databases find each other
                other.use(USER).use {
                    other.statements(1) { db.statements(1) { users().load(Load.many(TWEET.user)).map { it.tweets().list().size } } } shouldBe
                        listOf(3, 2)
                }
                // or one relation is told where
                other.statements(1) { db.statements(1) { users().load(Load.many(TWEET.user, TWEET.select().using(other))).list() } }
            }
        }

        eager("the queries of loads are planned once") { db ->
            val query = users().load(Load.many(TWEET.user))
            query.list()
            USER.create(USER.username.to("one"))
            val before = db.planCacheStats().misses()
            USER.create(USER.username.to("further"))
            query.list().size shouldBe 5
            db.planCacheStats().misses() shouldBe before
        }
    })
