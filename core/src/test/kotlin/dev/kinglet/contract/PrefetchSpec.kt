package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.eq
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.sends
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.statements
import dev.kinglet.model.Load
import dev.kinglet.model.Table
import dev.kinglet.model.get
import dev.kinglet.model.under
import dev.kinglet.query.Lazy
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import tour.LoadCaller
import tour.Models.Category
import tour.Models.Category.CATEGORY
import tour.Models.Favorite.FAVORITE
import tour.Models.Relationship
import tour.Models.Relationship.RELATIONSHIP
import tour.Models.Team.TEAM
import tour.Models.Tweet.TWEET
import tour.Models.User
import tour.Models.User.USER
import tour.Seeds

/** The flat form: tables in a row, and the foreign keys say what hangs where. */
class PrefetchSpec :
    FunSpec({
        val tables = arrayOf(USER, TEAM, TWEET, FAVORITE, RELATIONSHIP, CATEGORY)

        fun users() = USER.select().orderBy(USER.id)

        fun relationships() = RELATIONSHIP.select().orderBy(RELATIONSHIP.id)

        fun flat(
            name: String,
            body: (Database) -> Unit,
        ) = contract(name, *tables) { db ->
            Seeds.sow()
            body(db)
        }

        fun User.from() = backref(RELATIONSHIP.fromUser).list()

        fun User.to() = backref(RELATIONSHIP.toUser).list()

        fun Relationship.from(): User = get(RELATIONSHIP.fromUser)

        fun Relationship.to(): User = get(RELATIONSHIP.toUser)

        flat("each table hangs on the nearest before it (EAG-01, EAG-02, EAG-03, EAG-05)") { db ->
            val loaded = db.statements(3) { users().prefetch(TWEET, FAVORITE).list() }
            db.statements(0) { loaded.flatMap { it.tweets() }.sumOf { it.favorites().list().size } shouldBe 4 }
            db.statements(3) {
                users().prefetch(TWEET.where(TWEET.content.ne("hiss")), FAVORITE).flatMap { it.tweets() }.size shouldBe 4
            }
            db.statements(3) {
                FAVORITE.select().prefetch(TWEET, USER).map { it.get(FAVORITE.tweet).user.username }.toSet() shouldBe
                    setOf("huey", "mickey")
            }
            db.statements(1) { users().prefetch().list().size shouldBe 3 }
            // branches of one level, and an alias below one of them
            val liker = Table.alias(USER, "liker")
            val tweets = db.statements(4) { TWEET.select().orderBy(TWEET.id).prefetch(USER, FAVORITE under TWEET, liker).list() }
            db.statements(0) {
                tweets.map { tweet -> tweet.user.username to tweet.favorites().map { it.get(FAVORITE.user).username }.sorted() } shouldContainExactly
                    listOf(
                        "huey" to listOf("mickey", "zaizee"),
                        "huey" to listOf("zaizee"),
                        "huey" to listOf(),
                        "mickey" to listOf("huey"),
                        "mickey" to listOf(),
                    )
            }
        }

        flat("what hangs on nothing is refused (EAG-02)") { _ ->
            shouldRefuse<ProgrammingException>(
                "prefetch: no foreign key relates Category to [User]",
                "User",
                "name the tables between them as well, before it",
            ) { USER.select().prefetch(CATEGORY) }
            shouldRefuse<ProgrammingException>(
                "prefetch of 't', whose rows are of no model",
                "User",
                "name a table, an alias of one, or a query on one",
            ) { USER.select().prefetch(TWEET.select().`as`("t")) }
            shouldRefuse<ProgrammingException>(
                "'t' is a query, so no foreign key says what hangs on it",
                null,
                "prefetch from a table",
            ) { TWEET.select().`as`("t").select().prefetch(USER) }
        }

        flat("two foreign keys to one table: one query feeds both lists, each by its own (EAG-06)") { db ->
            val select = """select "user"."id", "user"."username" from "user" order by "user"."id" asc"""
            val both = """select "relationship"."id", "relationship"."from_user_id", "relationship"."to_user_id" from "relationship" """
            val order = """ order by "relationship"."id" asc"""
            val list = "in (select value from json_each(?))"
            val loaded =
                db.sends(
                    select,
                    """${both}where ("relationship"."from_user_id" $list or "relationship"."to_user_id" $list)$order""",
                    postgres = listOf(
                        select,
                        """${both}where ("relationship"."from_user_id" = any (?) or "relationship"."to_user_id" = any (?))$order""",
                    ),
                ) { USER.select(USER.id, USER.username).orderBy(USER.id).prefetch(relationships()).list() }
            db.statements(0) {
                val (huey, mickey, zaizee) = loaded
                huey.from().map { it.to().username } shouldContainExactly listOf("zaizee")
                huey.to().map { it.from().username } shouldContainExactly listOf("zaizee")
                mickey.from().map { it.to() } shouldContainExactly listOf(zaizee)
                mickey.to() shouldBe listOf()
                zaizee.from().map { it.id() } shouldContainExactly listOf(3L)
                zaizee.to().map { it.id() } shouldContainExactly listOf(1L, 2L)
                // one row, in both lists, and it knows both ends
                huey.from()[0] shouldBeSameInstanceAs zaizee.to()[0]
                huey.from()[0].to() shouldBeSameInstanceAs zaizee
                loaded.forEach { user -> (user.from() + user.to()).forEach { it.changed() shouldBe listOf() } }
            }
        }

        flat("two foreign keys to one table: one query brings both ends (EAG-05, EAG-06)") { db ->
            val read = """select "relationship"."id", "relationship"."from_user_id", "relationship"."to_user_id" from "relationship" """ +
                """order by "relationship"."id" asc"""
            val users = """select "user"."id", "user"."username", "user"."email", "user"."join_date", "user"."default_team_id" from "user" """ +
                """where "user"."id" """
            val loaded =
                db.sends(
                    read,
                    users + "in (select value from json_each(?))",
                    postgres = listOf(read, users + "= any (?)"),
                ) { relationships().prefetch(USER).list() }
            db.statements(0) {
                loaded.map { it.from().username to it.to().username } shouldContainExactly
                    listOf("huey" to "zaizee", "mickey" to "zaizee", "zaizee" to "huey")
                loaded[0].to() shouldBeSameInstanceAs loaded[2].from()
            }
            // an end that a join brought is not read again, and its own query reads both ends
            val to = Table.alias(USER, "other")
            db.statements(2) {
                RELATIONSHIP.select(RELATIONSHIP, to).join(to, RELATIONSHIP.toUser).prefetch(USER).forEach { it.from().username + it.to().username }
            }
            db.statements(2) {
                val huey = relationships().prefetch(USER.where(USER.username eq "huey")).lazy(Lazy.STRICT).list()
                huey[0].from().username shouldBe "huey"
                huey[2].to().username shouldBe "huey"
            }
        }

        flat("to the other end of a table between, by an alias or by a join (EAG-03, EAG-06)") { db ->
            val other = Table.alias(USER, "other")
            db.statements(3) {
                users().where(USER.username.ne("zaizee")).prefetch(relationships(), other).map { user -> user.from().map { it.to().username } } shouldContainExactly
                    listOf(listOf("zaizee"), listOf("zaizee"))
            }
            val joined = RELATIONSHIP.select(RELATIONSHIP, other).join(other, RELATIONSHIP.toUser).orderBy(RELATIONSHIP.id)
            db.statements(2) {
                users().where(USER.username.ne("zaizee")).prefetch(joined).map { user ->
                    listOf(user.from().map { it.to().username }, user.to().map { it.id() })
                } shouldContainExactly listOf(listOf(listOf("zaizee"), listOf(3L)), listOf(listOf("zaizee"), listOf()))
            }
            // the plain table again: only an end that is not known is read
            db.statements(3) {
                users().where(USER.username.ne("zaizee")).prefetch(RELATIONSHIP, USER).lazy(Lazy.STRICT).flatMap { it.from() }.map { it.to().username } shouldBe
                    listOf("zaizee", "zaizee")
            }
            db.statements(2) {
                users().prefetch(RELATIONSHIP, USER).lazy(Lazy.STRICT).flatMap { it.from() }.map { it.to().username }.sorted() shouldBe
                    listOf("huey", "zaizee", "zaizee")
            }
        }

        flat("a row that refers to one row twice, rows that come twice, and what a query of its own says (EAG-04, EAG-06, EAG-15)") { db ->
            val self = RELATIONSHIP.create(RELATIONSHIP.fromUser.key().to(1L), RELATIONSHIP.toUser.key().to(1L))
            db.statements(2) {
                val (huey) = users().prefetch(relationships()).list()
                huey.from().map { it.id() } shouldContainExactly listOf(1L, self.id())
                huey.to().map { it.id() } shouldContainExactly listOf(3L, self.id())
            }
            val twice = db.statements(2) { users().join(TWEET).prefetch(relationships()).list() }
            twice.map { it.from().size to it.to().size } shouldContainExactly listOf(2 to 2, 2 to 2, 2 to 2, 1 to 0, 1 to 0)
            // either of its own conditions, and one of the keys
            val either = relationships().where(RELATIONSHIP.id.eq(1L)).orWhere(RELATIONSHIP.id.eq(2L))
            db.statements(2) {
                users().where(USER.id.eq(1L)).prefetch(either).map { it.from().size to it.to().size } shouldContainExactly listOf(1 to 0)
            }
            // a limit counts for all
            db.statements(2) { users().prefetch(relationships().limit(1)).sumOf { it.from().size + it.to().size } shouldBe 2 }
            // a query that leaves its keys out gets both back
            db.statements(2) { users().prefetch(RELATIONSHIP.select(RELATIONSHIP.id)).sumOf { it.from().size + it.to().size } shouldBe 8 }
        }

        contract("several foreign keys and very many rows: still one statement (EAG-06)", USER, RELATIONSHIP) { db ->
            USER.insertMany(listOf(USER.username), (1..10_001).map { listOf("u$it") }).execute()
            RELATIONSHIP
                .insertMany(listOf(RELATIONSHIP.fromUser.key(), RELATIONSHIP.toUser.key()), listOf(listOf(1L, 10_001L), listOf(10_001L, 2L)))
                .execute()
            val loaded = db.statements(2) { users().prefetch(relationships()).list() }
            db.statements(0) {
                loaded.sumOf { it.from().size + it.to().size } shouldBe 4
                loaded.first().from()[0] shouldBeSameInstanceAs loaded.last().to()[0]
            }
        }

        flat("tables that refer to each other: the keys of the later one count (EAG-06)") { db ->
            val team = TEAM.create(TEAM.name.to("cats"), TEAM.owner.key().to(1L))
            USER.update(USER.defaultTeam.to(team)).where(USER.id.eq(2L)).execute()
            db.statements(2) { users().prefetch(TEAM).map { it.backref(TEAM.owner).list().size } shouldContainExactly listOf(1, 0, 0) }
            db.statements(2) { TEAM.select().prefetch(USER).map { row -> row.backref(USER.defaultTeam).map { it.username } } shouldBe listOf(listOf("mickey")) }
        }

        flat("one relation in two ways is refused, also where it is one of several (EAG-06, EAG-13)") { _ ->
            val twice = "User.relationships is loaded in two ways at once"
            val once = "say it once, and what hangs on it in one then(..)"
            shouldRefuse<ProgrammingException>(twice, "User", once) { users().load(Load.many(RELATIONSHIP.fromUser)).prefetch(RELATIONSHIP) }
            shouldRefuse<ProgrammingException>(twice, "User", once) { users().prefetch(relationships(), Table.alias(RELATIONSHIP, "r") under USER) }
            // the same twice is once
            users().prefetch(RELATIONSHIP).prefetch(RELATIONSHIP).rowShape().loads().map { it.toString() } shouldBe
                listOf("Load.many(Relationship.fromUser) and Load.many(Relationship.toUser)")
        }

        flat("under says which earlier level is meant (EAG-02, EAG-03)") { db ->
            val nearest = db.statements(3) { users().prefetch(TWEET, FAVORITE).list() }
            db.statements(1) { nearest[0].backref(FAVORITE.user).list() }
            val named = db.statements(3) { users().prefetch(TWEET, FAVORITE.select().orderBy(FAVORITE.id) under USER).list() }
            db.statements(0) {
                named.map { user -> user.backref(FAVORITE.user).map { it.id() } } shouldContainExactly listOf(listOf(4L), listOf(1L), listOf(2L, 3L))
            }
            db.statements(1) { named.forEach { user -> user.tweets().forEach { it.favorites().list() } } }
            // the same table at three places, each named by its alias
            val author = Table.alias(USER, "author")
            val liker = Table.alias(USER, "liker")
            val owner = Table.alias(RELATIONSHIP, "owner")
            val deep =
                db.statements(6) {
                    TWEET
                        .select()
                        .orderBy(TWEET.id)
                        .prefetch(author under TWEET, owner under author, FAVORITE under TWEET, liker under FAVORITE, Table.alias(RELATIONSHIP, "of") under Table.alias(USER, "liker"))
                        .list()
                }
            db.statements(0) {
                deep.map { it.user.from().size } shouldContainExactly listOf(1, 1, 1, 1, 1)
                deep.flatMap { it.favorites() }.map { it.get(FAVORITE.user).to().size } shouldContainExactly listOf(0, 2, 2, 1)
            }
        }

        flat("under a level that is not there, or not related, is refused (EAG-02)") { _ ->
            val other = Table.alias(USER, "other")
            shouldRefuse<ProgrammingException>(
                "prefetch: Favorite is under User as other, which is not among [User, Tweet]",
                "User",
                "name User as other as well, before it",
            ) { users().prefetch(TWEET, FAVORITE under other) }
            shouldRefuse<ProgrammingException>(
                "prefetch: no foreign key relates Relationship to Tweet",
                "User",
                "name a table that it refers to, or that refers to it",
            ) { users().prefetch(TWEET, RELATIONSHIP under TWEET) }
            shouldRefuse<ProgrammingException>("prefetch: one branch is under Tweet and under User", "User", "name one level") {
                users().prefetch(TWEET, (FAVORITE under TWEET) under USER)
            }
        }

        contract("a table that refers to itself, level by level (EAG-07)", CATEGORY) { db ->
            fun add(
                name: String,
                parent: Category?,
            ) = CATEGORY.create(CATEGORY.name.to(name), CATEGORY.parent.to(parent))
            val root = add("root", null)
            val left = add("left", root)
            add("right", root)
            add("leaf", left)

            fun names(node: Category): String = node.get(CATEGORY.name) + node.backref(CATEGORY.parent).map { names(it) }
            val child = Table.alias(CATEGORY, "child")
            val grandchild = Table.alias(CATEGORY, "grandchild")
            val last = Table.alias(CATEGORY, "last")
            val top = CATEGORY.where(CATEGORY.parent.isNull)
            val select = """select "category"."id", "category"."name", "category"."parent_id" from "category" where "category"."parent_id" is null"""

            fun level(name: String) = """select "$name"."id", "$name"."name", "$name"."parent_id" from "category" as "$name" where "$name"."parent_id" """
            val levels = listOf("child", "grandchild", "last").map { level(it) }
            val tree =
                db.sends(
                    select,
                    *levels.map { "${it}in (select value from json_each(?)) order by " + it.substringAfter("where ").replace("parent_id", "id") + "asc" }.toTypedArray(),
                    postgres = listOf(select) + levels.map { "$it= any (?) order by " + it.substringAfter("where ").replace("parent_id", "id") + "asc" },
                ) {
                    top
                        .prefetch(
                            child.select().orderBy(child[CATEGORY.id]) under CATEGORY,
                            grandchild.select().orderBy(grandchild[CATEGORY.id]) under child,
                            last.select().orderBy(last[CATEGORY.id]) under grandchild,
                        ).list()
                        .single()
                }
            db.statements(0) { names(tree) shouldBe "root[left[leaf[]], right[]]" }
            // the nearest is meant anyway, and the table itself will do
            db.statements(4) { top.prefetch(child, grandchild, last).get() }
            db.statements(3) { top.prefetch(CATEGORY, CATEGORY).map { it.backref(CATEGORY.parent).list().size } shouldBe listOf(2) }
            // two branches of one level
            db.statements(3) {
                shouldRefuse<ProgrammingException>(
                    "Category.children is loaded in two ways at once",
                    "Category",
                    "say it once, and what hangs on it in one then(..)",
                ) { top.prefetch(child, grandchild under CATEGORY) }
                top.prefetch(child, last).get()
            }
        }

        flat("the queries are planned once (EAG-06)") { db ->
            fun read() = users().prefetch(relationships(), Table.alias(USER, "other") under RELATIONSHIP).list()
            read()
            USER.create(USER.username.to("one"))
            val before = db.planCacheStats().misses()
            USER.create(USER.username.to("further"))
            read().size shouldBe 5
            db.planCacheStats().misses() shouldBe before
        }

        flat("from Java (EAG-02, EAG-06)") { db -> LoadCaller().prefetched(db) }
    })
