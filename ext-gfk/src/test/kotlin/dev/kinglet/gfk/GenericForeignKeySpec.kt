package dev.kinglet.gfk

import dev.kinglet.errors.ModelException
import dev.kinglet.errors.NotFoundException
import dev.kinglet.expr.Fn
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.shouldRender
import dev.kinglet.fixtures.statements
import dev.kinglet.gfk.Reactions.Note
import dev.kinglet.gfk.Reactions.Note.NOTE
import dev.kinglet.gfk.Reactions.Reaction
import dev.kinglet.gfk.Reactions.Reaction.REACTION
import dev.kinglet.model.*
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import tour.Models.Team
import tour.Models.Tweet
import tour.Models.Tweet.TWEET
import tour.Models.User
import tour.Models.User.USER

fun user(name: String): User = USER.create(USER.username.to(name))

fun tweet(content: String): Tweet = TWEET.create(TWEET.user.to(user("by $content")), TWEET.content.to(content))

fun reaction(
    parent: Model<*>,
    kind: String,
): Reaction = REACTION.create(REACTION.parent.to(parent), REACTION.kind.to(kind))

class GenericForeignKeySpec :
    FunSpec({
        val tables = arrayOf<Table<*, *>>(USER, TWEET, REACTION, NOTE)

        // ---- reading

        contract("GFK-03: reading answers the row of whatever model, by one query, and keeps it", *tables) { db ->
            val meow = tweet("meow")
            val huey = user("huey")
            val liked = REACTION.get(reaction(meow, "like").id())
            val waved = REACTION.get(reaction(huey, "wave").id())

            val found = db.statements(1) { liked.parent() }
            found shouldBe meow
            db.statements(0) { liked.parent() } shouldBeSameInstanceAs found
            db.statements(1) { (waved.parent() as User).username } shouldBe "huey"
        }

        contract("GFK-03: a key of 0 is a key", *tables) { db ->
            USER.insert(USER.id.to(0), USER.username.to("zero")).execute()
            val zero = USER.get(0)
            val wave = REACTION.get(reaction(zero, "wave").id())
            db.statements(1) { wave.parent() } shouldBe zero
            REACTION.parent.of(zero).count() shouldBe 1
        }

        contract("GFK-04: a row that was read is forgotten when tag or key are changed by hand", *tables) { db ->
            val meow = tweet("meow")
            val huey = user("huey")
            val like = REACTION.get(reaction(meow, "like").id())
            like.parent() shouldBe meow

            like.set(REACTION.parentType, "user")
            like.set(REACTION.parentId, huey.id())
            db.statements(1) { like.parent() } shouldBe huey
            like.set(REACTION.parentId, USER.create(USER.username.to("mickey")).id())
            db.statements(1) { (like.parent() as User).username } shouldBe "mickey"
            like.refresh(REACTION.parentType, REACTION.parentId)
            db.statements(1) { like.parent() } shouldBe meow
        }

        contract("GFK-03: null leads nowhere and is read without a query", *tables) { db ->
            val huey = user("huey")
            val about = NOTE.create(NOTE.about.to(huey))
            val free = NOTE.create(NOTE.about.to(null))

            db.statements(0) { free.about() } shouldBe null
            NOTE.where(NOTE.about.eq(null)).list() shouldBe listOf(free)
            NOTE.where(NOTE.about.isNull()).list() shouldBe listOf(free)
            NOTE.where(NOTE.about.ne(null)).list() shouldBe listOf(about)
            NOTE.where(NOTE.about.isNotNull()).list() shouldBe listOf(about)

            NOTE.update(NOTE.about.to(null)).where(NOTE.about.eq(huey)).execute() shouldBe 1
            NOTE.get(about.id()).about() shouldBe null
        }

        contract("a row that is gone is an error, or nothing if asked", *tables) { db ->
            val like = REACTION.get(reaction(tweet("meow"), "like").id())
            TWEET.delete().all().execute()

            val gone = shouldThrow<NotFoundException> { db.statements(1) { like.parent() } }
            listOf(gone.summary(), gone.model(), gone.hint()) shouldBe
                listOf(
                    "(reaction.parent_type, reaction.parent_id) leads to a row of Tweet that is not there",
                    "Reaction",
                    "delete the row that leads there, let it lead elsewhere, or read it by lenient()",
                )
            db.statements(1) { like.get(REACTION.parent.lenient()) } shouldBe null
        }

        contract("GFK-02: a tag of no model is an error that names the known ones, or nothing if asked", *tables) { db ->
            val odd = REACTION.create(REACTION.parentType.to("photo"), REACTION.parentId.to(1), REACTION.kind.to("like"))
            shouldRefuse<ModelException>(
                "(reaction.parent_type, reaction.parent_id) holds the tag 'photo', and the known ones are 'tweet' (Tweet)," +
                    " 'user' (User)",
                "Reaction",
                "declare its model: target(Model.class, \"photo\"), mend the row, or read it by lenient()",
            ) { db.statements(0) { odd.parent() } }
            db.statements(0) { odd.get(REACTION.parent.lenient()) } shouldBe null
        }

        contract("columns that were not selected are an error that names them", *tables) {
            reaction(tweet("meow"), "like")
            for ((column, other) in listOf(REACTION.parentType to REACTION.parentId, REACTION.parentId to REACTION.parentType)) {
                val like = REACTION.select(REACTION.id, other).single()
                shouldRefuse<ModelException>(
                    "$column was not selected with this row",
                    "Reaction",
                    "name it in select(..)",
                ) { like.parent() }
            }
        }

        contract("rows of another table are refused", *tables) {
            shouldRefuse<ModelException>(
                "(reaction.parent_type, reaction.parent_id) is of rows of Reaction, and the row is a User",
                "User",
                "use a row of Reaction",
            ) { user("huey").get(REACTION.parent) }
        }

        // ---- writing

        contract("GFK-05, GFK-07: creating, updating and setting write both columns", *tables) { db ->
            val meow = tweet("meow")
            val huey = user("huey")
            val like = db.statements(1) { reaction(meow, "like") }
            listOf(like.get(REACTION.parentType), like.get(REACTION.parentId)) shouldBe listOf("tweet", meow.id())
            db.statements(0) { like.parent() } shouldBeSameInstanceAs meow

            REACTION.update(REACTION.parent.to(huey)).where(REACTION.id.eq(like.id())).execute() shouldBe 1
            REACTION.get(like.id()).parent() shouldBe huey

            val wave = REACTION.insert(REACTION.parent.to(meow), REACTION.kind.to("wave")).execute()
            REACTION.get(wave).parent() shouldBe meow
        }

        contract("GFK-05: setting marks both columns as changed, and setting the same marks none", *tables) { db ->
            val meow = tweet("meow")
            val huey = user("huey")
            val like = REACTION.get(reaction(meow, "like").id())
            like.set(REACTION.parent, meow)
            like.changed() shouldBe listOf()
            like.set(REACTION.parent, huey)
            like.changed() shouldBe listOf(REACTION.parentType, REACTION.parentId)
            val twin = USER.find(meow.id())!! // of the same key as the tweet, so only the tag differs
            val wave = REACTION.get(reaction(meow, "wave").id())
            wave.set(REACTION.parent, twin)
            wave.changed() shouldBe listOf(REACTION.parentType, REACTION.parentId)
            db.statements(1) { like.save() } shouldBe 1
            REACTION.get(like.id()).parent() shouldBe huey
        }

        contract("GFK-07: get_or_create and update_or_create take the reference", *tables) {
            val meow = tweet("meow")
            val huey = user("huey")
            val (like, made) = REACTION.getOrCreate(REACTION.parent.to(meow), REACTION.kind.to("like"))
            made shouldBe true
            val (again, twice) = REACTION.getOrCreate(REACTION.parent.to(meow), REACTION.kind.to("like"))
            listOf(again, twice) shouldBe listOf(like, false)
            val (moved, fresh) = REACTION.updateOrCreate(listOf(REACTION.id.to(like.id())), REACTION.parent.to(huey))
            listOf(moved, fresh) shouldBe listOf(like, false)
            REACTION.get(like.id()).parent() shouldBe huey
        }

        contract("GFK-05: a row that is not saved yet gives its key to a later save", *tables) { db ->
            val mickey = USER.newRow()
            mickey.set(USER.username, "mickey")
            val wave = REACTION.newRow()
            wave.set(REACTION.kind, "wave")
            wave.set(REACTION.parent, mickey)
            db.statements(0) { wave.parent() } shouldBeSameInstanceAs mickey
            shouldRefuse<ModelException>(
                "(reaction.parent_type, reaction.parent_id) cannot lead to a row of User that is not stored",
                "Reaction",
                "save() that row first",
            ) { db.statements(0) { wave.save() } }

            mickey.save()
            db.statements(1) { wave.save() }
            wave.get(REACTION.parentId) shouldBe mickey.id()
            db.statements(0) { wave.parent() } shouldBeSameInstanceAs mickey
            REACTION.get(wave.id()).parent() shouldBe mickey

            val minnie = USER.newRow()
            minnie.set(USER.username, "minnie")
            val stored = REACTION.get(wave.id())
            stored.set(REACTION.parent, minnie)
            minnie.save()
            stored.save() shouldBe 1
            REACTION.get(wave.id()).parent() shouldBe minnie
        }

        contract("GFK-05: a statement needs the key now, and so does a comparison", *tables) {
            val gone = tweet("meow").also { it.delete() }
            for (row in listOf(Tweet(), gone)) {
                shouldRefuse<ModelException>(
                    "(reaction.parent_type, reaction.parent_id) cannot lead to a row of Tweet that is not stored",
                    "Reaction",
                    "save() that row first",
                ) { REACTION.insert(REACTION.parent.to(row), REACTION.kind.to("x")) }
            }
            shouldThrow<ModelException> { REACTION.parent.eq(Tweet()) }.summary() shouldBe
                "this row of Tweet has no key: it was not saved, or the key was not selected"
        }

        contract("many rows at once take the reference, too", *tables) { db ->
            val meow = tweet("meow")
            val huey = user("huey")
            val rows = listOf(meow, huey, meow).map { parent ->
                REACTION.newRow().also {
                    it.set(REACTION.parent, parent)
                    it.set(REACTION.kind, "bulk")
                }
            }
            db.statements(1) { REACTION.bulkCreate(rows) }
            REACTION.parent.of(meow).count() shouldBe 2
            REACTION.copy(rows[1]).also { it.save() }.parent() shouldBe huey
        }

        test("null is refused where the columns are never null") {
            shouldRefuse<ModelException>(
                "reaction.parent_type is never null",
                "Reaction",
                "declare it nullable(), or set a row",
            ) { REACTION.parent.to(null) }
        }

        test("a model that was not declared is refused everywhere") {
            for (use in listOf<() -> Any?>(
                { REACTION.parent.to(Team()) },
                { REACTION.newRow().set(REACTION.parent, Team()) },
                { REACTION.parent.eq(Team()) },
                { REACTION.parent.ne(Team()) },
                { REACTION.parent.`in`(listOf(Team())) },
                { REACTION.parent.of(Team()) },
                { REACTION.parent.isA(Team::class.java) },
                { REACTION.parent.on(Team.TEAM) },
                { REACTION.parent.eq(Team.TEAM) },
                { REACTION.parent.loadReverse(Team.TEAM) },
                { REACTION.parent.load().then(Team.TEAM) },
                { REACTION.parent.load().by(Team.TEAM.select()) },
            )) {
                shouldRefuse<ModelException>(
                    "(reaction.parent_type, reaction.parent_id) does not lead to Team, only to 'tweet' (Tweet), 'user' (User)",
                    "Reaction",
                    "declare it: target(Team.class, \"tag\")",
                    use,
                )
            }
        }

        // ---- in queries

        contract("GFK-06: comparing means tag and key, also where keys of two models are equal", *tables) { db ->
            val meow = tweet("meow")
            val first = USER.get(meow.id())
            reaction(meow, "like")
            reaction(first, "wave")

            REACTION.where(REACTION.parent.eq(meow)).values(REACTION.kind) shouldBe listOf("like")
            REACTION.where(REACTION.parent.ne(meow)).values(REACTION.kind) shouldBe listOf("wave")
            db.statements(1) { REACTION.parent.of(first).list().single().get(REACTION.kind) } shouldBe "wave"
        }

        test("GFK-06: eq, ne, in and isA as SQL") {
            val meow = Tweet().also { it.set(TWEET.id, 7L) }
            val huey = User().also { it.set(USER.id, 3L) }
            val mickey = User().also { it.set(USER.id, 4L) }
            val select = """select "reaction"."kind" from "reaction" where """
            val type = """"reaction"."parent_type""""
            val id = """"reaction"."parent_id""""

            fun where(condition: dev.kinglet.expr.Condition) = REACTION.select(REACTION.kind).where(condition)
            val parent = REACTION.parent

            where(parent.eq(meow)).shouldRender("$select($type = ? and $id = ?)", listOf("tweet", 7L))
            where(parent.ne(meow)).shouldRender("${select}not ($type = ? and $id = ?)", listOf("tweet", 7L))
            where(parent.isA(Tweet::class.java)).shouldRender("$select$type = ?", listOf("tweet"))
            where(parent.`in`(listOf(huey, meow, null, mickey))).shouldRender(
                "$select(($type = ? and $id in (select value from json_each(?))) or ($type = ? and $id in (select value from json_each(?))))",
                listOf("tweet", listOf(7L), "user", listOf(3L, 4L)),
                "$select(($type = ? and $id = any (?)) or ($type = ? and $id = any (?)))",
            )
        }

        contract("GFK-06: in takes rows of several models, and notIn is what it leaves", *tables) {
            val meow = tweet("meow")
            val huey = user("huey")
            val mickey = user("mickey")
            for ((parent, kind) in listOf(meow to "a", huey to "b", mickey to "c")) reaction(parent, kind)

            fun kinds(condition: dev.kinglet.expr.Condition) = REACTION.where(condition).orderBy(REACTION.kind).values(REACTION.kind)

            kinds(REACTION.parent.`in`(listOf(meow, mickey, null))) shouldBe listOf("a", "c")
            kinds(REACTION.parent.notIn(listOf(meow, mickey))) shouldBe listOf("b")
            kinds(REACTION.parent.`in`(listOf())) shouldBe listOf()
            kinds(REACTION.parent.notIn(listOf())) shouldBe listOf("a", "b", "c")
            kinds(REACTION.parent.isA(Tweet::class.java)) shouldBe listOf("a")
            kinds(REACTION.parent.isA(Tweet::class.java, User::class.java)) shouldBe listOf("a", "b", "c")
        }

        contract("GFK-08: rows are joined with those of one model, and it is the row that is read", *tables) { db ->
            val meow = tweet("meow")
            reaction(meow, "like")
            reaction(USER.get(meow.id()), "wave") // of the same key
            reaction(tweet("woof"), "like")

            fun joined() = REACTION.select(REACTION, TWEET).join(TWEET, REACTION.parent.on(TWEET))

            val rows = db.statements(1) { joined().where(TWEET.content.startsWith("m")).list().map { it.parent() } }
            rows shouldBe listOf(meow)
            REACTION.select().leftJoin(TWEET, REACTION.parent.on(TWEET)).where(TWEET.id.isNull()).values(REACTION.kind) shouldBe
                listOf("wave")
            TWEET
                .select(TWEET.content, REACTION.kind)
                .join(REACTION, REACTION.parent.on(TWEET))
                .orderBy(TWEET.content)
                .values(TWEET.content) shouldBe listOf("meow", "woof")
            TWEET.where(Fn.exists(REACTION.where(REACTION.parent.eq(TWEET)))).count() shouldBe 2
        }

        test("GFK-08: the join as SQL") {
            REACTION.select(REACTION.kind).join(TWEET, REACTION.parent.on(TWEET)).shouldRender(
                """select "reaction"."kind" from "reaction" join "tweet" on """ +
                    """("reaction"."parent_id" = "tweet"."id" and "reaction"."parent_type" = ?)""",
                listOf("tweet"),
            )
        }

        contract("an alias has its own reference", *tables) { db ->
            val meow = tweet("meow")
            val other = Table.alias(REACTION, "other")
            val like = reaction(meow, "like")
            db.statements(2) { other.parent.of(meow).single().get(other.parent) } shouldBe meow
            REACTION
                .select(REACTION.kind)
                .join(other, other.parentId.eq(REACTION.parentId))
                .where(other.parent.eq(meow))
                .values(REACTION.kind) shouldBe listOf("like")

            val plain = REACTION.alias("plain")
            plain.where(plain[REACTION.parent] eq meow).list() shouldBe listOf(like)
        }

        contract("Java callers read and write the same way", *tables) { db ->
            val meow = tweet("meow")
            Reactions.javaCaller(db, meow, user("huey")) shouldBe
                listOf(
                    "true",
                    "1",
                    "true",
                    "1",
                    "false",
                    "1",
                    "1",
                    "0",
                    "0",
                    "1",
                    "1",
                    "1",
                    "true",
                    "true",
                    "true",
                    "true",
                    "true",
                    "1",
                    "1",
                    "1",
                    "0",
                    "0",
                    "0",
                    "0",
                    "false",
                    "[tweet, user]",
                    "false",
                    "true",
                    "true",
                    "1",
                    "0",
                    "null",
                )
        }
    })
