package dev.kinglet.gfk

import dev.kinglet.errors.NotFoundException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.statements
import dev.kinglet.gfk.Reactions.Note.NOTE
import dev.kinglet.gfk.Reactions.Reaction
import dev.kinglet.gfk.Reactions.Reaction.REACTION
import dev.kinglet.model.*
import dev.kinglet.query.Lazy
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import io.kotest.property.Arb
import io.kotest.property.arbitrary.int
import io.kotest.property.arbitrary.list
import io.kotest.property.arbitrary.pair
import io.kotest.property.checkAll
import tour.Models.Tweet
import tour.Models.Tweet.TWEET
import tour.Models.User
import tour.Models.User.USER

class LoadSpec :
    FunSpec({
        val tables = arrayOf<Table<*, *>>(USER, TWEET, REACTION, NOTE)

        fun mixed(): Pair<List<Tweet>, List<User>> {
            val tweets = listOf("meow", "woof").map(::tweet)
            val users = listOf("huey", "mickey").map(::user)
            for (parent in tweets + users) {
                reaction(parent, "like")
                reaction(parent, "wave")
            }
            return tweets to users
        }

        contract("GFK-13: parents of several models load along, one query a model", *tables) { db ->
            val (tweets, users) = mixed()
            val rows = db.statements(3) { REACTION.select().orderBy(REACTION.id).load(REACTION.parent.load()).list() }
            db.statements(0) { rows.map { it.parent() } } shouldBe (tweets + users).flatMap { listOf(it, it) }
            rows[0].parent() shouldBeSameInstanceAs rows[1].parent()
        }

        contract("GFK-13: a query whose rows lead to one model sends one query, and without rows none", *tables) { db ->
            mixed()
            val tweets = REACTION.where(REACTION.parent.isA(Tweet::class.java)).load(REACTION.parent.load())
            db.statements(2) { tweets.list().map { it.parent() } }.size shouldBe 4
            db.statements(1) { tweets.where(REACTION.kind.eq("none")).list() }
        }

        contract("GFK-03: a parent that is asked for loads those of its model, for all rows of the result", *tables) { db ->
            mixed()
            val rows = REACTION.select().orderBy(REACTION.id).list()
            db.statements(1) { rows[0].parent() }
            db.statements(0) { rows.take(4).map { it.parent() } }
            db.statements(1) { rows.map { it.parent() } }
        }

        contract("single and strict loading hold for references, too", *tables) { db ->
            mixed()
            val alone = REACTION.select().lazy(Lazy.SINGLE).list()
            db.statements(8) { alone.map { it.parent() } }

            val strict = REACTION.select().lazy(Lazy.STRICT).list()
            val refused = shouldThrow<ProgrammingException> { db.statements(0) { strict[0].parent() } }
            refused.summary().substringBefore("; the row") shouldBe
                "Reaction.parent was not loaded, and lazy loading is STRICT here"
            refused.hint() shouldBe "load it with the rows: query.load(Reaction.parent.load())"
        }

        contract("GFK-13: rows that are gone are known to be gone, and the others are there", *tables) { db ->
            val (tweets, _) = mixed()
            TWEET.delete().where(TWEET.id.eq(tweets[0].id())).execute()
            REACTION.create(REACTION.parentType.to("photo"), REACTION.parentId.to(1), REACTION.kind.to("odd"))
            val lenient = REACTION.parent.lenient()

            val rows = db.statements(3) { REACTION.select().orderBy(REACTION.id).load(REACTION.parent.load()).list() }
            db.statements(0) {
                rows.count { it.get(lenient) == null } shouldBe 3
                shouldThrow<NotFoundException> { rows[0].parent() }
                rows[2].parent() shouldBe tweets[1]
            }
        }

        contract("further relations of one model load along", *tables) { db ->
            val (tweets, _) = mixed()
            val load = REACTION.parent.load().then(TWEET, Load.one(TWEET.user))
            val rows = db.statements(4) { REACTION.select().load(load).list() }
            db.statements(0) {
                rows.mapNotNull { it.parent() as? Tweet }.map { it.user.username }.toSet() shouldBe
                    setOf("by meow", "by woof")
            }
            tweets.size shouldBe 2
            "$load" shouldBe "Reaction.parent.load().then(Tweet, Load.one(Tweet.user))"
        }

        contract("rows of one model are read as a query says, joins and all", *tables) { db ->
            mixed()
            val load = REACTION.parent.load().by(TWEET.select(TWEET, USER).join(USER))
            val rows = db.statements(3) { REACTION.select().load(load).list() }
            db.statements(0) { rows.mapNotNull { it.parent() as? Tweet }.map { it.user.username } }.size shouldBe 4
        }

        contract("a reference that is loaded twice is loaded once, with what both say", *tables) { db ->
            mixed()
            val rows = db.statements(4) {
                REACTION
                    .select()
                    .load(REACTION.parent.load())
                    .load(REACTION.parent.load().then(TWEET, Load.one(TWEET.user)))
                    .list()
            }
            db.statements(0) { rows.map { it.parent() } }
            shouldRefuse<ProgrammingException>(
                "Reaction.parent is loaded in two ways at once",
                "Reaction",
                "say by(..) of User once",
            ) {
                REACTION.select().load(REACTION.parent.load().by(USER.select()), REACTION.parent.load().by(USER.select()))
            }
        }

        contract("references load along behind other relations, into rows in memory, and in streams", *tables) { db ->
            mixed()
            val loaded = db.statements(2) {
                REACTION.where(REACTION.kind.eq("like")).list().also { Load.loadInto(it.take(2), REACTION.parent.load()) }
            }
            db.statements(0) { loaded.take(2).map { it.parent() } }
            db.statements(3) {
                REACTION.select().load(REACTION.parent.load()).stream().use { rows -> rows.map { it.parent() }.toList().size }
            } shouldBe 8
        }

        contract("GFK-13: the rows that lead there load along, and lead back without a query", *tables) { db ->
            mixed()
            val tweets = db.statements(2) {
                TWEET.select().orderBy(TWEET.id).load(REACTION.parent.loadReverse(TWEET)).list()
            }
            db.statements(0) {
                tweets.map { REACTION.parent.of(it).count() } shouldBe listOf(2, 2)
                for (tweet in tweets) {
                    for (one in REACTION.parent.of(tweet)) one.parent() shouldBeSameInstanceAs tweet
                }
            }
            db.statements(1) { REACTION.parent.of(tweets[0]).where(REACTION.kind.eq("like")).count() } shouldBe 1
        }

        contract("the rows that lead there load as a query says, limited for each row", *tables) { db ->
            mixed()
            val likes = REACTION.parent.loadReverse(TWEET, REACTION.select().orderBy(REACTION.kind.desc())).perParent(1)
            val tweets = db.statements(2) { TWEET.select().load(likes).list() }
            db.statements(0) { tweets.map { REACTION.parent.of(it).single().get(REACTION.kind) } } shouldBe
                listOf("wave", "wave")
        }

        contract("the rows that lead there load together when they are asked for", *tables) { db ->
            mixed()
            val tweets = TWEET.select().orderBy(TWEET.id).list()
            db.statements(1) { tweets.map { REACTION.parent.of(it).list().size } } shouldBe listOf(2, 2)
        }

        contract("a sealed type is what is read, loaded and set", *posts) { db ->
            val article = Article.create { title = "on cats" }
            val clip = Clip.create { seconds = 7 }
            Reply.create {
                body = "a"
                post = article
            }
            Reply.create(Reply.body set "b", Reply.post set clip)
            Reply.create { body = "c" }

            fun shown(reply: Reply): String =
                when (val post: Post? = reply.post) {
                    is Article -> post.title
                    is Clip -> "${post.seconds} s"
                    null -> "nothing"
                }
            val replies = db.statements(3) { Reply.select().orderBy(Reply.body).load(Reply.anyPost.load()).list() }
            db.statements(0) { replies.map(::shown) } shouldBe listOf("on cats", "7 s", "nothing")
            Reply.where((Reply.anyPost eq article)).count() shouldBe 1
            Reply.where(Reply.anyPost ne article).values(Reply.body) shouldBe listOf("b")
            Reply.where(Reply.anyPost inList listOf(article, clip)).count() shouldBe 2
            Reply.where(Reply.anyPost notInList listOf(clip)).values(Reply.body) shouldBe listOf("a")
            Reply.where(Reply.anyPost.isA<Clip>()).values(Reply.body) shouldBe listOf("b")
            replies[0].post = null
            replies[0].save()
            Reply.where(Reply.anyPost.isNull()).count() shouldBe 2
        }

        test("a property: mixed rows load what a plain model in memory says") {
            dev.kinglet.Database.sqliteInMemory().use { db ->
                db.bind(*tables).createTables(*tables)
                val author = user("author")
                checkAll(60, Arb.list(Arb.pair(Arb.int(0..2), Arb.int(0..6)), 0..40)) { drawn ->
                    REACTION.delete().all().execute()
                    val model = drawn.map { (kind, number) ->
                        val id = number.toLong()
                        val tag = listOf("tweet", "user", "photo")[kind]
                        REACTION
                            .insert(REACTION.parentType.to(tag), REACTION.parentId.to(id), REACTION.kind.to("x"))
                            .execute()
                        tag to id
                    }
                    val present = drawn.map { it.second.toLong() }.filter { it % 2 == 0L }.toSet()
                    TWEET.delete().all().execute()
                    USER.delete().where(USER.id.ne(author.id())).execute()
                    for (id in present) {
                        if (id != author.id()) USER.insert(USER.id.to(id), USER.username.to("u$id")).execute()
                        TWEET
                            .insert(
                                TWEET.id.to(id),
                                TWEET.user.to(author),
                                TWEET.content.to("t$id"),
                            ).execute()
                    }
                    val there = present + author.id()
                    val expected = model.map { (tag, id) ->
                        when {
                            tag == "tweet" && id in present -> "Tweet $id"
                            tag == "user" && id in there -> "User $id"
                            else -> null
                        }
                    }
                    val kinds = model.map { it.first }.toSet() - "photo"

                    fun shown(rows: List<Reaction>) =
                        rows.map { row -> row.get(REACTION.parent.lenient())?.let { "${it.table()} ${it.id()}" } }
                    val query = REACTION.select().orderBy(REACTION.id)
                    shown(db.statements(1 + kinds.size) { query.load(REACTION.parent.load()).list() }) shouldBe expected
                    shown(query.list()) shouldBe expected
                    for (tag in listOf("tweet", "user")) {
                        val table: Table<*, *> = if (tag == "tweet") TWEET else USER
                        val counts = if (tag == "tweet") {
                            TWEET.select().load(REACTION.parent.loadReverse(TWEET)).list().associate {
                                it.id() to REACTION.parent.of(it).list().size
                            }
                        } else {
                            USER.select().load(REACTION.parent.loadReverse(USER)).list().associate {
                                it.id() to REACTION.parent.of(it).list().size
                            }
                        }
                        counts shouldBe counts.mapValues { (id, _) -> model.count { it == tag to id } }
                        table.select().count() shouldBe counts.size.toLong()
                    }
                    REACTION.parent.orphans().count() shouldBe expected.count { it == null }.toLong()
                }
            }
        }
    })
