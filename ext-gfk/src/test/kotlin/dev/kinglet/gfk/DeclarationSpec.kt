package dev.kinglet.gfk

import dev.kinglet.errors.ModelException
import dev.kinglet.model.*
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import tour.Models.Tweet
import tour.Models.TweetTag
import tour.Models.User
import tour.Models.User.USER

/** Its references are wrong in every way that is refused. */
class Odd : Model<Long>() {
    companion object : Table<Odd, Long>(::Odd) {
        val id = autoId()
        val type = text()
        val key = bigint()
        val name = text()
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
                val refused = shouldThrow<ModelException> { reference.isA(User::class.java) }
                refused.model() shouldBe "Odd"
                refused.message shouldBe "$summary\n  model: Odd\n  hint: $hint"
            }
        }

        test("a reference without a target is refused") {
            refused(
                Odd.none,
                "the generic foreign key (odd.type, odd.key) has no target",
                """name the models it may point at: target(Model.class, "tag")""",
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

        test("a model whose key has several columns is refused") {
            refused(
                Odd.composite,
                "(odd.type, odd.key) holds one key, and the primary key of TweetTag has 2 columns",
                "give TweetTag a key of one column, or a foreign key of its own here",
            )
        }

        test("a model whose key is of another type is refused") {
            refused(
                Odd.otherType,
                "odd.name holds a String, and the key user.id is a Long",
                "point only at models whose keys are of one type",
            )
        }

        test("naming a target answers another reference and leaves the first as it is") {
            val first = GenericForeignKey.of(Odd, Odd.type, Odd.key)
            first.target(User::class, "user").isA(User::class.java)
            shouldThrow<ModelException> { first.isA(User::class.java) }.summary() shouldBe
                "the generic foreign key (odd.type, odd.key) has no target"
        }
    })
