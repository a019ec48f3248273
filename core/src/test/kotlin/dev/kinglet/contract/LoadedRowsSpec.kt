package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.errors.DataException
import dev.kinglet.errors.NotFoundException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.Fn
import dev.kinglet.expr.eq
import dev.kinglet.fixtures.Odds.Leaf.LEAF
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.sends
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.statements
import dev.kinglet.model.Load
import dev.kinglet.model.under
import dev.kinglet.query.Lazy
import dev.kinglet.query.Lock
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import tour.Models.Category.CATEGORY
import tour.Models.Favorite
import tour.Models.Favorite.FAVORITE
import tour.Models.Relationship.RELATIONSHIP
import tour.Models.Team.TEAM
import tour.Models.Tweet.TWEET
import tour.Models.TweetTag.TWEET_TAG
import tour.Models.User
import tour.Models.User.USER
import tour.Seeds

/** Loading into rows of all kinds: flat ones, changed, deleted and new ones, those of several queries, circles. */
class LoadedRowsSpec :
    FunSpec({
        val tables = arrayOf(USER, TEAM, TWEET, FAVORITE, RELATIONSHIP, CATEGORY)

        fun users() = USER.select().orderBy(USER.id)

        fun tweets() = TWEET.select().orderBy(TWEET.id)

        fun sown(
            name: String,
            body: (Database) -> Unit,
        ) = contract(name, *tables) { db ->
            Seeds.sow()
            body(db)
        }

        sown("flat rows are loaded along, load together, and are as strict as they were told (EAG-12, EAG-19)") { db ->
            val flat = TWEET.select(TWEET, USER.username).join(USER).orderBy(TWEET.id)
            db.statements(2) { flat.load(Load.many(FAVORITE.tweet)).flat().map { it.favorites().list().size } } shouldContainExactly
                listOf(2, 1, 0, 1, 0)
            db.statements(2) { flat.flat().map { it.user.username } } shouldContainExactly listOf("huey", "huey", "huey", "mickey", "mickey")
            db.statements(1 + 5) { flat.lazy(Lazy.SINGLE).flat().forEach { it.user } }
            val strict = flat.lazy(Lazy.STRICT).flat().first()
            shouldThrow<ProgrammingException> { strict.user }.sql() shouldBe flat.sql().text()
        }

        sown("what is loaded answers single(), too (EAG-12)") { db ->
            val (huey, mickey, zaizee) = users().load(Load.many(FAVORITE.user)).list()
            db.statements(0) {
                mickey.backref(FAVORITE.user).single().id() shouldBe 1L
                shouldThrow<DataException> { zaizee.backref(FAVORITE.user).single() }
            }
            FAVORITE.delete().where(FAVORITE.user.eq(huey)).execute()
            db.statements(0) { huey.backref(FAVORITE.user).single().id() shouldBe 4L }
            Load.loadInto(huey, Load.many(FAVORITE.user))
            shouldThrow<NotFoundException> { huey.backref(FAVORITE.user).single() }
        }

        contract("rows that know each other in a circle end a recursive load (EAG-07)", LEAF) { db ->
            val a = LEAF.create()
            val b = LEAF.create(LEAF.above.to(a))
            a.set(LEAF.above, b)
            a.save()
            // both are there, in memory, and each is the other's
            db.statements(0) { Load.loadInto(a, Load.one(LEAF.above).recursively()) }
            a.get(LEAF.above) shouldBeSameInstanceAs b
            // what hangs on the circle is loaded once for all that is in it
            db.statements(1) { Load.loadInto(listOf(a, b), Load.one(LEAF.above).recursively().then(Load.many(LEAF.above))) }
            db.statements(0) { b.backref(LEAF.above).single() shouldBe a }
        }

        sown("into rows of several queries and databases: one query a database (EAG-12, EAG-17)") { db ->
            val some = users().limit(2).list()
            val last = USER.get(3L)
            db.statements(1) { Load.loadInto(some + last + some, Load.many(TWEET.user)) }
            db.statements(0) { (some + last).map { it.tweets().list().size } shouldContainExactly listOf(3, 2, 0) }
            Database.sqliteInMemory().use { other ->
                other.createTables(*tables)
                other.use(*tables).use { Seeds.sowTweets() }
                val there = users().using(other).list()
                other.statements(1) { db.statements(1) { Load.loadInto(some + there, Load.many(TWEET.user)) } }
                (some + there).map { it.tweets().list().size } shouldContainExactly listOf(3, 2, 3, 2)
            }
        }

        sown("what hangs on rows of several queries is as strict as the strictest of them (EAG-19)") { _ ->
            fun among(vararg lazies: Lazy?): Lazy? {
                val rows = lazies.mapIndexed { i, lazy -> TWEET.where(TWEET.id eq i + 1L).let { if (lazy == null) it else it.lazy(lazy) }.get() }
                Load.loadInto(rows, Load.many(FAVORITE.tweet))
                return rows
                    .first()
                    .favorites()
                    .list()
                    .first()
                    .let { row: Favorite ->
                        try {
                            row.get(FAVORITE.user)
                            null
                        } catch (e: ProgrammingException) {
                            Lazy.STRICT
                        }
                    }
            }
            among(Lazy.BATCHED, Lazy.STRICT) shouldBe Lazy.STRICT
            among(Lazy.STRICT, Lazy.SINGLE) shouldBe Lazy.STRICT
            among(null, Lazy.STRICT) shouldBe Lazy.STRICT
            among(null, Lazy.SINGLE) shouldBe null
            among(Lazy.BATCHED, Lazy.SINGLE) shouldBe null
        }

        sown("into changed, deleted and new rows: by the key that they have now (EAG-12)") { db ->
            val (meow, _, purr) = tweets().list()
            meow.set(TWEET.user.key(), 2L)
            purr.delete()
            db.statements(1) { Load.loadInto(listOf(meow, purr), Load.one(TWEET.user)) }
            db.statements(0) { listOf(meow, purr).map { it.user.username } shouldContainExactly listOf("mickey", "huey") }
            meow.changed() shouldContainExactly listOf(TWEET.user)
            // a deleted row is looked for by the key that it had
            db.statements(1) { Load.loadInto(purr, Load.many(FAVORITE.tweet)) }
            purr.favorites().list() shouldBe listOf()
            // a new row that was given a key by hand stands for the stored one
            val user = User()
            user.set(USER.id, 1L)
            db.statements(1) { Load.loadInto(user, Load.many(TWEET.user)) }
            db.statements(0) { user.tweets().list().size shouldBe 2 }
            user.persisted() shouldBe false
            // a reference to a row that is not saved yet is there
            val author = User()
            meow.set(TWEET.user, author)
            db.statements(0) { Load.loadInto(meow, Load.one(TWEET.user)) }
            meow.user shouldBeSameInstanceAs author
        }

        sown("a reference that is set to none, and to a key again, is loaded again (EAG-18, JON-09)") { db ->
            val leaf = CATEGORY.where(CATEGORY.name.eq("leaf")).load(Load.one(CATEGORY.parent)).get()
            db.statements(0) { leaf.parent!!.get(CATEGORY.name) shouldBe "left" }
            leaf.set(CATEGORY.parent, null)
            db.statements(0) { leaf.parent.shouldBeNull() }
            leaf.set(CATEGORY.parent.key(), 1L)
            db.statements(1) { leaf.parent!!.get(CATEGORY.name) shouldBe "root" }
        }

        sown("a statement that fails leaves the rows as they were (EAG-12)") { db ->
            val rows = users().load(Load.many(TWEET.user)).list()
            val broken = TWEET.where(Fn.raw(Boolean::class.javaObjectType, "no_such_column = 1").eq(true))
            shouldThrow<ProgrammingException> { Load.loadInto(rows, Load.many(TWEET.user, broken)) }
            db.statements(0) { rows.map { it.tweets().list().size } shouldContainExactly listOf(3, 2, 0) }
            val first = tweets().list()
            shouldThrow<ProgrammingException> {
                Load.loadInto(first, Load.one(TWEET.user, USER.where(Fn.raw(Boolean::class.javaObjectType, "no_such_column = 1").eq(true))))
            }
            db.statements(1) { first.map { it.user.username }.toSet() shouldBe setOf("huey", "mickey") }
        }

        sown("through a table between, the rows of the other side (EAG-11)") { db ->
            val liked = db.statements(3) { users().prefetch(FAVORITE.select().orderBy(FAVORITE.id), TWEET under FAVORITE).list() }
            db.statements(0) {
                liked.map { user -> user.backref(FAVORITE.user).map { it.get(FAVORITE.tweet).content } } shouldContainExactly
                    listOf(listOf("woof"), listOf("meow"), listOf("meow", "hiss"))
            }
        }

        contract("a parent whose key has two columns loads by its foreign keys of one (EAG-14)", USER, TWEET, TWEET_TAG) { db ->
            Seeds.sowTweets()
            for (tag in listOf("a", "b")) TWEET_TAG.create(TWEET_TAG.tweet.key().to(1L), TWEET_TAG.tag.to(tag))
            val tags = db.statements(3) { TWEET_TAG.select().orderBy(TWEET_TAG.tag).load(Load.one(TWEET_TAG.tweet).then(Load.one(TWEET.user))).list() }
            db.statements(0) { tags.map { it.get(TWEET_TAG.tweet).user.username } shouldContainExactly listOf("huey", "huey") }
            db.statements(2) { TWEET_TAG.select().map { it.get(TWEET_TAG.tweet).content } shouldContainExactly listOf("meow", "meow") }
        }

        sown("the first so many: nulls, expressions, joined columns, what was selected, and an alias above (EAG-14)") { db ->
            USER.update(USER.email.to("b@x")).where(USER.id.eq(2L)).execute()
            val likes = FAVORITE.select(FAVORITE, USER.email).join(USER)

            fun first(query: dev.kinglet.query.Select<Favorite>) =
                db.statements(2) {
                    tweets().load(Load.many(FAVORITE.tweet, query).perParent(1)).map { tweet ->
                        tweet.favorites().list().map { it.id() }
                    }
                }
            first(likes.orderBy(USER.email.asc().nullsFirst())) shouldContainExactly listOf(listOf(2L), listOf(3L), listOf(), listOf(4L), listOf())
            first(likes.orderBy(USER.email.asc().nullsLast())) shouldContainExactly listOf(listOf(1L), listOf(3L), listOf(), listOf(4L), listOf())
            first(FAVORITE.select().orderBy(Fn.abs(FAVORITE.id.minus(2L)))) shouldContainExactly
                listOf(listOf(2L), listOf(3L), listOf(), listOf(4L), listOf())
            first(FAVORITE.select(FAVORITE.id).orderBy(FAVORITE.id.desc())) shouldContainExactly
                listOf(listOf(2L), listOf(3L), listOf(), listOf(4L), listOf())
            shouldRefuse<ProgrammingException>(
                "a query with a limit of its own is limited for each favorite.tweet_id",
                "Favorite",
                "say one of the two",
            ) { Load.many(FAVORITE.tweet, FAVORITE.select().offset(1)).perParent(1) }
            val other = dev.kinglet.model.Table.alias(USER, "other")
            db.statements(2) {
                other.where(other.id.eq(1L)).load(Load.many(TWEET.user, TWEET.select().orderBy(TWEET.id.desc())).perParent(1)).map { user ->
                    user.tweets().map { it.content }
                }
            } shouldContainExactly listOf(listOf("purr"))
        }

        sown("children are locked by their own query, by keys, a sub-select and a join alike (EAG-08)") { db ->
            val locked = TWEET.select(TWEET.id, TWEET.user).orderBy(TWEET.id).lock(Lock.forUpdate().noWait())
            if (db.dialect() == Dialect.POSTGRES) {
                val users = """select "user"."id" from "user""""
                val rows = """select "tweet"."id", "tweet"."user_id" from "tweet" """

                fun read(by: Load.Strategy) = USER.select(USER.id).load(Load.many(TWEET.user, locked).by(by)).list()
                val order = """order by "tweet"."id" asc for update"""
                db.sends(users, """${rows}where "tweet"."user_id" = any (?) $order nowait""") { read(Load.Strategy.KEYS) }
                db.sends(users, """${rows}where "tweet"."user_id" in ($users) $order nowait""") { read(Load.Strategy.SUBQUERY) }
                db.sends(
                    users,
                    """${rows}join (select distinct "user"."id" from "user") as "parents" on "tweet"."user_id" = "parents"."id" """ +
                        """$order of "tweet" nowait""",
                ) { read(Load.Strategy.JOIN) }
                db.sends(
                    users,
                    """${rows}join "user" on "tweet"."user_id" = "user"."id" join (select distinct "user"."id" from "user") as "parents" """ +
                        """on "tweet"."user_id" = "parents"."id" $order of "tweet", "user" nowait""",
                ) { USER.select(USER.id).load(Load.many(TWEET.user, locked.join(USER)).by(Load.Strategy.JOIN)).list() }
                // what numbers or counts them locks nothing
                USER.select(USER, TWEET).join(TWEET).orderBy(USER.id).lock(Lock.forUpdate()).limitRoots(1).list().size shouldBe 3
                for (strategy in Load.Strategy.entries) {
                    db.statements(2) {
                        USER.select(USER.id).orderBy(USER.id).load(Load.many(TWEET.user, locked).perParent(1).by(strategy)).map { it.tweets().list().size }
                    } shouldContainExactly listOf(1, 1, 0)
                }
                db.sends(
                    users,
                    """${rows}where "tweet"."id" in (select "numbered"."id" from (select "tweet"."id", row_number() over (partition by """ +
                        """"tweet"."user_id" order by "tweet"."id" asc, "tweet"."id" asc) as "number" from "tweet" """ +
                        """where "tweet"."user_id" = any (?)) as "numbered" where "numbered"."number" <= ?) $order nowait""",
                ) { USER.select(USER.id).load(Load.many(TWEET.user, locked).perParent(1)).list() }
            } else {
                shouldRefuse<ProgrammingException>(
                    "SQLite locks the whole database and no rows",
                    "Tweet",
                    "leave lock(..) out: a transaction that writes keeps other writers out",
                ) { users().load(Load.many(TWEET.user, locked)).list() }
            }
        }
    })
