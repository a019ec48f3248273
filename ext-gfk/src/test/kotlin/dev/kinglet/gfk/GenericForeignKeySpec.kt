package dev.kinglet.gfk

import dev.kinglet.errors.ModelException
import dev.kinglet.errors.NotFoundException
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.statements
import dev.kinglet.gfk.Reactions.Note.NOTE
import dev.kinglet.gfk.Reactions.Reaction
import dev.kinglet.gfk.Reactions.Reaction.REACTION
import dev.kinglet.model.Model
import dev.kinglet.model.Table
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import tour.Models.Team
import tour.Models.Tweet
import tour.Models.Tweet.TWEET
import tour.Models.User
import tour.Models.User.USER

class GenericForeignKeySpec :
    FunSpec({
        val tables = arrayOf<Table<*, *>>(USER, TWEET, REACTION)

        fun user(name: String): User = USER.create(USER.username.to(name))

        fun tweet(content: String): Tweet = TWEET.create(TWEET.user.to(user("by $content")), TWEET.content.to(content))

        fun reaction(
            parent: Model<*>,
            kind: String,
        ): Reaction = REACTION.create(REACTION.parent.to(parent), REACTION.kind.to(kind))

        contract("reading answers the row of whatever model it points at, by one query", *tables) { db ->
            val meow = tweet("meow")
            val huey = user("huey")
            val liked = REACTION.get(reaction(meow, "like").id())
            val waved = REACTION.get(reaction(huey, "wave").id())

            db.statements(1) { liked.parent() } shouldBe meow
            db.statements(1) { waved.parent() } shouldBe huey
            (waved.parent() as User).username shouldBe "huey"
        }

        contract("creating and updating set both columns", *tables) {
            val meow = tweet("meow")
            val huey = user("huey")
            val like = reaction(meow, "like")
            like.get(REACTION.parentType) shouldBe "tweet"
            like.get(REACTION.parentId) shouldBe meow.id()

            REACTION.update(REACTION.parent.to(huey)).where(REACTION.id.eq(like.id())).execute() shouldBe 1
            REACTION.get(like.id()).parent() shouldBe huey

            val wave = REACTION.insert(REACTION.parent.to(meow), REACTION.kind.to("wave")).execute()
            REACTION.get(wave).parent() shouldBe meow
        }

        contract("comparing means tag and key, also where keys of two models are equal", *tables) { db ->
            val meow = tweet("meow")
            val first = USER.get(meow.id())
            reaction(meow, "like")
            reaction(first, "wave")

            REACTION.where(REACTION.parent.eq(meow)).values(REACTION.kind) shouldBe listOf("like")
            REACTION.where(REACTION.parent.eq(meow).not()).values(REACTION.kind) shouldBe listOf("wave")
            val sql = REACTION.select(REACTION.kind).where(REACTION.parent.eq(meow)).sql()
            sql.binds shouldBe listOf("tweet", meow.id())
            db.statements(1) { REACTION.parent.of(first).list().single().get(REACTION.kind) } shouldBe "wave"
            REACTION.parent.of(meow).sql().text shouldBe
                """select "reaction"."id", "reaction"."parent_type", "reaction"."parent_id", "reaction"."kind" """ +
                """from "reaction" where ("reaction"."parent_type" = ? and "reaction"."parent_id" = ?)"""
        }

        contract("a model is asked for by its tag", *tables) {
            reaction(tweet("meow"), "like")
            reaction(user("huey"), "wave")
            REACTION.where(REACTION.parent.isA(Tweet::class.java)).values(REACTION.kind) shouldBe listOf("like")
            REACTION.where(REACTION.parent.isA(User::class.java)).values(REACTION.kind) shouldBe listOf("wave")
        }

        contract("an alias has its own reference", *tables) {
            val meow = tweet("meow")
            val other = Table.alias(REACTION, "other")
            reaction(meow, "like")
            val again = other.parent.of(meow).get()
            other.parent.read(again) shouldBe meow
            REACTION
                .select(REACTION.kind)
                .join(other, other.parentId.eq(REACTION.parentId))
                .where(other.parent.eq(meow))
                .values(REACTION.kind) shouldBe listOf("like")
        }

        contract("null points at nothing and is read without a query", USER, NOTE) { db ->
            val huey = user("huey")
            val about = NOTE.create(NOTE.about.to(huey))
            val free = NOTE.create(NOTE.about.to(null))
            val half = NOTE.get(NOTE.create(NOTE.aboutType.to("user")).id())

            db.statements(0) { listOf(free, half).map { NOTE.about.read(it) } } shouldBe listOf(null, null)
            NOTE.where(NOTE.about.eq(null)).orderBy(NOTE.id).list() shouldBe listOf(free, half)

            NOTE.update(NOTE.about.to(null)).where(NOTE.about.eq(huey)).execute() shouldBe 1
            NOTE.about.read(NOTE.get(about.id())) shouldBe null
        }

        contract("null is refused where the columns are never null", *tables) {
            shouldThrow<ModelException> { REACTION.parent.to(null) }.summary() shouldBe
                "reaction.parent_type is never null"
        }

        contract("a row that is gone is an error, and its references can be found and deleted", *tables) { db ->
            val meow = tweet("meow")
            val like = reaction(meow, "like")
            meow.delete()

            val gone = shouldThrow<NotFoundException> { db.statements(1) { like.parent() } }
            gone.model() shouldBe "Reaction"
            gone.message shouldBe
                """
                (reaction.parent_type, reaction.parent_id) points at a row of Tweet that is not there
                  model: Reaction
                  hint: delete the row that points there, or let it point elsewhere
                """.trimIndent()
            REACTION.delete().where(REACTION.parent.eq(meow)).execute() shouldBe 1
        }

        contract("a tag that nobody declared is an error that names the known ones", *tables) { db ->
            val odd =
                REACTION.create(REACTION.parentType.to("photo"), REACTION.parentId.to(1), REACTION.kind.to("like"))
            val unknown = shouldThrow<ModelException> { db.statements(0) { odd.parent() } }
            unknown.model() shouldBe "Reaction"
            unknown.message shouldBe
                """
                (reaction.parent_type, reaction.parent_id) holds the tag 'photo', and the known ones are 'tweet' (Tweet), 'user' (User)
                  model: Reaction
                  hint: declare its model: target(Model.class, "photo"), or mend the row
                """.trimIndent()
        }

        contract("a row that is not stored cannot be pointed at", *tables) {
            val gone = tweet("meow").also { it.delete() }
            for (row in listOf(Tweet(), gone)) {
                val refused = shouldThrow<ModelException> { REACTION.parent.to(row) }
                refused.model() shouldBe "Reaction"
                refused.message shouldBe
                    """
                    (reaction.parent_type, reaction.parent_id) cannot point at a row of Tweet that is not stored
                      model: Reaction
                      hint: save() that row first
                    """.trimIndent()
            }
            shouldThrow<ModelException> { REACTION.parent.eq(Tweet()) }.summary() shouldBe
                "this row of Tweet has no key: it was not saved, or the key was not selected"
        }

        test("a model that was not declared is refused everywhere") {
            val message =
                """
                (reaction.parent_type, reaction.parent_id) does not point at Team, only at 'tweet' (Tweet), 'user' (User)
                  model: Reaction
                  hint: declare it: target(Team.class, "tag")
                """.trimIndent()
            shouldThrow<ModelException> { REACTION.parent.to(Team()) }.message shouldBe message
            shouldThrow<ModelException> { REACTION.parent.eq(Team()) }.message shouldBe message
            shouldThrow<ModelException> { REACTION.parent.of(Team()) }.message shouldBe message
            val refused = shouldThrow<ModelException> { REACTION.parent.isA(Team::class.java) }
            refused.model() shouldBe "Reaction"
            refused.message shouldBe message
        }

        contract("Java callers read and write the same way", *tables, NOTE) {
            Reactions.javaCaller(tweet("meow"), user("huey")) shouldBe listOf("true", "1", "true", "false", "null")
        }
    })
