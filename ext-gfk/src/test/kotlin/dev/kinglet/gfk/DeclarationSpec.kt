package dev.kinglet.gfk

import dev.kinglet.errors.ModelException
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.gfk.Reactions.Note.NOTE
import dev.kinglet.gfk.Reactions.Reaction.REACTION
import dev.kinglet.model.*
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import tour.Models.Team
import tour.Models.Tweet
import tour.Models.TweetTag
import tour.Models.User
import tour.Models.User.USER

/** Its references are wrong in every way that is refused when they are used. */
class Odd : Model<Long>() {
    companion object : Table<Odd, Long>(::Odd) {
        val id = autoId()
        val type = text()
        val key = bigint()
        val name = text()
        val number = bool()
        val token = uuid()
        val owner = foreignKey(User::class)
        val none = GenericForeignKey.of(this, type, key)
        val foreign = GenericForeignKey.of(this, type, USER.id).target(User::class, "user")
        val oneColumn = GenericForeignKey.of(this, type, type).target(User::class, "user")
        val overForeignKey = GenericForeignKey.of(this, type, owner).target(User::class, "user")
        val blank = GenericForeignKey.of(this, type, key).target(User::class, " ")
        val sameTag = GenericForeignKey.of(this, type, key).target(User::class, "a").target(Tweet::class, "a")
        val sameModel = GenericForeignKey.of(this, type, key).target(User::class, "a").target(User::class, "b")
        val composite = GenericForeignKey.of(this, type, key).target(TweetTag::class, "tag")
        val otherType = GenericForeignKey.of(this, type, name).target(User::class, "user")
        val otherForm = GenericForeignKey.of(this, type, token).target(Coin::class, "coin")
        val noTag = GenericForeignKey.of(this, number, key).target(User::class, true)
        val otherTag = GenericForeignKey.of(this, type, key).target(User::class, 1)
        val neverNull = GenericForeignKey.of(this, type, key).target(User::class, "u").onDelete(OnDelete.SET_NULL)
    }
}

class Coin : Model<java.util.UUID>() {
    companion object : Table<Coin, java.util.UUID>(::Coin) {
        val id = binaryUuid().primaryKey()
    }
}

class DeclarationSpec :
    FunSpec({
        fun refused(
            reference: GenericForeignKey<Odd>,
            summary: String,
            hint: String,
        ) {
            // told when it is used, each time
            repeat(2) {
                shouldRefuse<ModelException>(summary, "Odd", hint) { reference.isA(User::class.java) }
            }
        }

        test("a reference without a target is refused") {
            refused(
                Odd.none,
                "the generic foreign key (odd.type, odd.key) has no target",
                """name the models that it may lead to: target(Model.class, "tag")""",
            )
        }

        test("columns of another table are refused") {
            refused(
                Odd.foreign,
                "the generic foreign key (odd.type, user.id) of Odd uses user.id, a column of User",
                "use two columns of Odd",
            )
        }

        test("one column for both is refused") {
            refused(
                Odd.oneColumn,
                "the generic foreign key (odd.type, odd.type) uses one column for both tag and key",
                "declare a column for each",
            )
        }

        test("a key that is a foreign key is refused") {
            refused(
                Odd.overForeignKey,
                "the key of the generic foreign key (odd.type, odd.owner_id) is a foreign key to User",
                "declare a plain column, such as bigint()",
            )
        }

        test("a blank tag is refused") {
            refused(Odd.blank, "(odd.type, odd.key) has a blank tag for User", "give it a name")
        }

        test("one tag for two models is refused") {
            refused(
                Odd.sameTag,
                "(odd.type, odd.key) has the tag 'a' twice: for User and for Tweet",
                "give one of them another tag",
            )
        }

        test("two tags for one model are refused") {
            refused(
                Odd.sameModel,
                "(odd.type, odd.key) has two tags for User: 'a' and 'b'",
                "keep the one that is stored",
            )
        }

        test("GFK-14: a model whose key has several columns is refused") {
            refused(
                Odd.composite,
                "(odd.type, odd.key) holds one key, and the primary key of TweetTag has 2 columns",
                "give TweetTag a key of one column, or a foreign key of its own here",
            )
        }

        test("GFK-14: a model whose key is of another type is refused") {
            refused(
                Odd.otherType,
                "odd.name holds a String, and the key user.id is a Long",
                "lead only to models whose keys are of one type",
            )
        }

        test("GFK-14: a key that is stored in another form is refused, since the database would not find it") {
            refused(
                Odd.otherForm,
                "odd.token stores a UUID in another form than the key coin.id",
                "declare both of one type, so that the database finds them equal",
            )
        }

        test("a column that holds no tags is refused, and a tag that the column does not hold") {
            refused(
                Odd.noTag,
                "odd.number holds a Boolean, which is no tag",
                "declare it as text, a whole number or an enum",
            )
            refused(
                Odd.otherTag,
                "(odd.type, odd.key) has the tag '1' for User, and odd.type holds a String",
                "give a tag of that type",
            )
        }

        test("setting to null what is never null is refused, and so is a default that does not exist") {
            refused(
                Odd.neverNull,
                "(odd.type, odd.key) says onDelete(SET_NULL), and odd.type is never null",
                "declare both columns nullable(), or take another action",
            )
            val fresh = object : Table<Odd, Long>(::Odd) {
                val type = text()
                val key = bigint()
                val reference = GenericForeignKey.of(this, type, key)
            }
            io.kotest.assertions.throwables.shouldThrow<ModelException> {
                fresh.reference.onDelete(OnDelete.SET_DEFAULT)
            }.hint() shouldBe "its two columns have no default together: take another action"
        }

        contract("GFK-01: once the table is used nothing more can be said of it", USER, NOTE) {
            val message = "(note.about_type, note.about_id) is declared, so %s() comes too late"
            shouldRefuse<ModelException>(
                message.format("target"),
                "Note",
                "register(Model.class, tag) is for models that come later",
            ) { NOTE.about.target(Team::class, "team") }
            for ((name, say) in listOf<Pair<String, () -> Any>>(
                "unique" to { NOTE.about.unique() },
                "withoutIndex" to { NOTE.about.withoutIndex() },
                "checked" to { NOTE.about.checked() },
                "onDelete" to { NOTE.about.onDelete(OnDelete.CASCADE) },
            )) {
                shouldRefuse<ModelException>(message.format(name), "Note", "say it where the reference is declared", say)
            }
        }

        contract("GFK-01, GFK-10: a table has the index over both columns, and says whether it is unique", USER, NOTE, REACTION, Cover) { db ->
            db.schema().table("reaction")!!.indexes.map { "$it" } shouldBe
                listOf("index reaction_parent_type_parent_id (parent_type, parent_id)")
            REACTION.parent.isUnique shouldBe false
            Cover.of.isUnique shouldBe true
            db.schema().table("cover")!!.indexes.map { "$it" } shouldBe
                listOf("unique index cover_kind_key (kind, key)")
        }

        test("GFK-02: binding a table tells what is wrong with its references") {
            dev.kinglet.Database.sqliteInMemory().use { db ->
                shouldRefuse<ModelException>(
                    "the generic foreign key (odd.type, odd.key) has no target",
                    "Odd",
                    """name the models that it may lead to: target(Model.class, "tag")""",
                ) { db.bind(Odd) }
            }
        }

        test("GFK-10: the models and columns of a reference can be asked for") {
            REACTION.parent.models() shouldBe mapOf("tweet" to tour.Models.Tweet.TWEET, "user" to USER)
            REACTION.parent.columns() shouldBe listOf(REACTION.parentType, REACTION.parentId)
            REACTION.anyReferences() shouldBe listOf(REACTION.parent)
            "${REACTION.parent}" shouldBe "(reaction.parent_type, reaction.parent_id)"
        }
    })
