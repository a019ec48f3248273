package dev.kinglet.contract

import dev.kinglet.errors.DataException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.Fn
import dev.kinglet.expr.eq
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRender
import dev.kinglet.fixtures.statements
import dev.kinglet.model.Table.alias
import dev.kinglet.query.into
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import tour.Models.Category.CATEGORY
import tour.Models.Favorite.FAVORITE
import tour.Models.Relationship.RELATIONSHIP
import tour.Models.Team.TEAM
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import tour.ResultCaller
import tour.Seeds

private data class Writer(
    val username: String,
    val email: String?,
)

private data class TweetLine(
    val content: String,
    val user: Writer?,
)

private data class Liked(
    val content: String,
    val user: Writer,
)

private data class Like(
    val id: Long,
    val tweet: Liked,
    val user: Writer,
)

private data class ByAlias(
    val content: String,
    val author: Writer,
)

private data class Step(
    val name: String,
    val parent: Up?,
)

private data class Up(
    val name: String,
    val parent: Top?,
)

private data class Top(
    val name: String,
)

private data class Asking(
    val content: String,
    val user: Stranger,
)

private data class Stranger(
    val phone: String,
)

private data class Counting(
    val content: String,
    val user: Numbers,
)

private data class Numbers(
    val email: Int,
)

private data class Tally(
    val username: String,
    val tweet: Latest?,
)

private data class Latest(
    val content: String,
)

/** What a result can become, and how it is read. */
class ResultSpec :
    FunSpec({
        val all = arrayOf(USER, TEAM, TWEET, FAVORITE, RELATIONSHIP, CATEGORY)

        contract("results from Java (SEL-13)", *all) { db -> Seeds.sow().also { ResultCaller().nested(db) } }

        // ---- nested objects

        contract("an object in an object is filled from the source that its name refers to (SEL-13)", *all) { db ->
            Seeds.sow()
            val query = TWEET.select(TWEET.content, USER.username, USER.email).join(USER).orderBy(TWEET.id).limit(1)
            query.shouldRender(
                "select \"tweet\".\"content\", \"user\".\"username\", \"user\".\"email\", \"user\".\"id\" from \"tweet\" " +
                    "join \"user\" on \"tweet\".\"user_id\" = \"user\".\"id\" order by \"tweet\".\"id\" asc limit ?",
                listOf(1L),
                "select \"tweet\".\"content\", \"user\".\"username\", \"user\".\"email\", \"user\".\"id\" from \"tweet\" " +
                    "join \"user\" on \"tweet\".\"user_id\" = \"user\".\"id\" order by \"tweet\".\"id\" asc fetch next ? rows only",
            )
            db.statements(1) { query.into<TweetLine>() } shouldContainExactly listOf(TweetLine("meow", Writer("huey", null)))
            // whole models: the foreign key is selected as well, and is not in the way
            db.statements(1) { TWEET.select(TWEET, USER).join(USER).orderBy(TWEET.id).limit(1).into<TweetLine>() } shouldContainExactly
                listOf(TweetLine("meow", Writer("huey", null)))
        }

        contract("objects nest along the joins, also through a source that was not selected (SEL-13)", *all) { db ->
            Seeds.sow()
            val owner = alias(USER, "owner")
            val rows =
                db.statements(1) {
                    FAVORITE
                        .select(FAVORITE.id, TWEET.content, USER.username, USER.email, owner.username, owner.email)
                        .joinFrom(FAVORITE, owner)
                        .joinFrom(FAVORITE, TWEET)
                        .joinFrom(TWEET, USER)
                        .orderBy(FAVORITE.id)
                        .into<Like>()
                }
            rows.first() shouldBe Like(1, Liked("meow", Writer("huey", null)), Writer("mickey", null))
            rows.map { it.user.username to it.tweet.user.username } shouldContainExactly
                listOf("mickey" to "huey", "zaizee" to "huey", "zaizee" to "huey", "huey" to "mickey")
        }

        contract("a source is known by its relation, else its alias, else its model (SEL-13)", *all) { _ ->
            Seeds.sow()
            val author = alias(USER, "author")
            TWEET
                .select(TWEET.content, author.username, author.email)
                .join(author, author.id.eq(TWEET.user.key()))
                .orderBy(TWEET.id)
                .into<ByAlias>()
                .first() shouldBe ByAlias("meow", Writer("huey", null))
            USER
                .select(USER.username, TWEET.content)
                .leftJoin(TWEET)
                .orderBy(USER.id, TWEET.id)
                .into<Tally>() shouldContainExactly
                listOf(
                    Tally("huey", Latest("meow")),
                    Tally("huey", Latest("hiss")),
                    Tally("huey", Latest("purr")),
                    Tally("mickey", Latest("woof")),
                    Tally("mickey", Latest("whine")),
                    Tally("zaizee", null),
                )
        }

        contract("an outer join that missed gives null at its depth (SEL-13, JON-09)", *all) { db ->
            Seeds.sow()
            val parent = alias(CATEGORY, "parent")
            val grandparent = alias(CATEGORY, "grandparent")
            val steps =
                CATEGORY
                    .select(CATEGORY.name, parent.name, grandparent.name)
                    .leftJoin(parent, CATEGORY.parent.eq(parent))
                    .leftJoin(grandparent, parent.parent.eq(grandparent))
                    .orderBy(CATEGORY.name)
            db.statements(1) { steps.into<Step>() } shouldContainExactly
                listOf(Step("leaf", Up("left", Top("root"))), Step("left", Up("root", null)), Step("root", null))
            // where rows are folded there is no key, so a row of nulls is none
            steps.distinct().into<Step>() shouldContainExactly
                listOf(Step("leaf", Up("left", Top("root"))), Step("left", Up("root", null)), Step("root", null))
        }

        contract("a joined row of nulls is there: its key says so (SEL-13, JON-10)", *all) { _ ->
            Seeds.sow()
            TWEET.select(TWEET.content, USER.email).leftJoin(USER).orderBy(TWEET.id).into<ResultCaller.Mailed>().first() shouldBe
                ResultCaller.Mailed("meow", ResultCaller.Address(null))
        }

        contract("names and types that do not fit are told with their path (SEL-13)", *all) { _ ->
            Seeds.sow()
            val query = TWEET.select(TWEET.content, USER.email).join(USER)
            shouldThrow<ProgrammingException> { query.into<Asking>() }.message shouldBe
                "Asking wants 'user.phone', and of 'user' the query selects [email]\n  model: Tweet\n" +
                "  hint: select a column of that name"
            shouldThrow<DataException> { query.into<Counting>() }.message shouldBe
                "Counting.user.email is of type int, and the query gave NULL\n  model: Counting\n  hint: make it Integer"
            USER.update(USER.email.to("x@y")).all().execute()
            shouldThrow<DataException> { query.into<Counting>() }.message shouldBe
                "Counting.user.email is of type int, and the query gave a value of type String that does not fit\n" +
                "  model: Counting\n  hint: change its type, or cast in the query"
            shouldThrow<ProgrammingException> { TWEET.select(TWEET.content).into<TweetLine>() }.message shouldBe
                "TweetLine wants 'user', and the query selects [content]\n  model: Tweet\n" +
                "  hint: join a source of that name, and select its columns"
            shouldThrow<DataException> { TWEET.select().into<TweetLine>() }.message shouldBe
                "TweetLine.user is of type Writer, and the query gave a value of type Long that does not fit\n" +
                "  model: TweetLine\n  hint: change its type, or cast in the query"
        }
    })
