package dev.kinglet.model

import dev.kinglet.Database
import dev.kinglet.errors.ModelException
import dev.kinglet.fixtures.Mistakes
import dev.kinglet.fixtures.Samples.SAMPLE
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import tour.Models.Category.CATEGORY
import tour.Models.Relationship.RELATIONSHIP
import tour.Models.Tweet.TWEET
import tour.Models.TweetTag.TWEET_TAG
import tour.Models.User
import tour.Models.User.USER

/** What a table says of itself, and what is wrong with it, told when it is bound. */
class DeclarationSpec :
    FunSpec({
        test("columns are named after their fields, in order of declaration, inherited ones first (MOD-01, MOD-04)") {
            USER.columns().map { it.name() } shouldContainExactly
                listOf("id", "username", "email", "join_date", "default_team_id")
            USER.columns().map { it.label() } shouldContainExactly
                listOf("id", "username", "email", "joinDate", "defaultTeam")
            TWEET_TAG.columns().map { it.name() } shouldContainExactly listOf("added_at", "tweet_id", "tag")
            TWEET_TAG.primaryKey() shouldContainExactly listOf(TWEET_TAG.tweet, TWEET_TAG.tag)
        }

        test("a table is named after its model, unless said otherwise (MOD-02)") {
            TWEET_TAG.tableName() shouldBe "tweet_tag"
            SAMPLE.tableName() shouldBe "sample"
            listOf("HTTPRequest", "Camel2Camel", "Foo__Bar", "user", "aB").map(Names::snake) shouldContainExactly
                listOf("http_request", "camel2_camel", "foo__bar", "user", "a_b")
        }

        test("a table is found from its model class, and from a subclass of it") {
            Tables.of(User::class.java) shouldBe USER
            Tables.of(object : User() {}::class.java) shouldBe USER
        }

        test("aliases are equal by table and name, and their columns by that and the position (MOD-20)") {
            val a = Table.alias(USER, "a")
            val b = Table.alias(USER, "a") { User.Users::class.java.getDeclaredConstructor().also { it.isAccessible = true }.newInstance() }
            (a == b) shouldBe true
            a.username shouldBe b.username
            (a.username == USER.username) shouldBe false
            USER.alias("a").col(USER.username) shouldBe a.username
            a.toString() shouldBe "User as a"
            a.username.toString() shouldBe "a.username"
            setOf(a.username, b.username, USER.username).size shouldBe 2
        }

        test("a foreign key and its raw column are one select item") {
            (TWEET.user as Any == TWEET.user.key()) shouldBe true
            TWEET.user.key().name() shouldBe "user_id"
            TWEET.user.target() shouldBe USER
            TWEET.user.backref() shouldBe "tweets"
            TWEET.user.onDelete() shouldBe OnDelete.CASCADE
        }

        test("every modifier of a column that keeps its type gives a foreign key on a foreign key") {
            val modifiers =
                Column::class.java.declaredMethods
                    .filter { java.lang.reflect.Modifier.isPublic(it.modifiers) && it.returnType == Column::class.java }
            modifiers.map { it.name }.toSet() shouldBe
                setOf(
                    "nullable",
                    "unique",
                    "index",
                    "primaryKey",
                    "named",
                    "formerly",
                    "defaultTo",
                    "onWrite",
                    "version",
                    "databaseDefault",
                    "generatedByDefault",
                    "generatedAlways",
                    "storedAs",
                    "virtualAs",
                    "readOnly",
                    "check",
                    "collation",
                    "comment",
                )
            modifiers
                .filterNot { modifier ->
                    ForeignKey::class.java.declaredMethods.any {
                        it.name == modifier.name &&
                            it.returnType == ForeignKey::class.java &&
                            it.parameterTypes.zip(modifier.parameterTypes).all { (own, base) -> base.isAssignableFrom(own) }
                    }
                }.shouldBeEmpty()
        }

        test("a modifier comes too late once the table is in use") {
            USER.columns()
            USER.tableName()
            shouldThrow<ModelException> { USER.username.nullable() }.message shouldBe
                "user.username is declared, so nullable() comes too late\n  model: User\n" +
                "  hint: in a query Fn.orNull(column) says that an expression may be null"
            shouldThrow<ModelException> { USER.username.unique() }.message shouldBe
                "user.username is declared, so unique() comes too late\n  model: User\n" +
                "  hint: say it where the column is declared"
        }

        test("mistakes in a declaration are told when the table is bound, both sides and the remedy named") {
            val db = Database.sqliteInMemory()

            fun refused(
                table: Table<*, *>,
                message: String,
            ) = shouldThrow<ModelException> { db.bind(table) }.message shouldBe message

            refused(
                Mistakes.TwoKeys.TABLE,
                "the table of TwoKeys has more than one primary key: 'id' and 'code'\n  model: TwoKeys\n" +
                    "  hint: keep one; for a key of several columns say primaryKey(a, b) and nothing else",
            )
            refused(
                Mistakes.KeyAndCompositeKey.TABLE,
                "the table of KeyAndCompositeKey has more than one primary key: 'id' and ('a', 'b')\n" +
                    "  model: KeyAndCompositeKey\n" +
                    "  hint: keep one; for a key of several columns say primaryKey(a, b) and nothing else",
            )
            refused(
                Mistakes.RefersToHomeless.TABLE,
                "foreign key refers_to_homeless.home_id refers to Homeless: Homeless declares no table\n" +
                    "  model: RefersToHomeless\n" +
                    "  hint: keep its table in a static field of the class (Kotlin: make it the companion object)",
            )
            refused(
                Mistakes.TwoNames.TABLE,
                "the table of TwoNames has two columns of the name 'join_date': joinDate and joined\n  model: TwoNames\n" +
                    "  hint: rename one of the fields, or give one another name: named(\"name\")",
            )
            refused(
                Mistakes.WrongKeyType.TABLE,
                "the table of WrongKeyType has the key 'id' of type Long, and its model is a Model<String>\n" +
                    "  model: WrongKeyType\n  hint: extend Model<Long>",
            )
            refused(
                Mistakes.NoField.TABLE,
                "the table of NoField has a column (the 2nd) that no field holds, so it has no name\n  model: NoField\n" +
                    "  hint: keep it in a field of the table class, or give it one: named(\"name\")",
            )
            refused(
                Mistakes.NoColumns.TABLE,
                "the table of NoColumns declares no columns\n  model: NoColumns\n" +
                    "  hint: declare at least one, such as: public final Column<Long> id = autoId()",
            )
            refused(
                Mistakes.Lies.TABLE,
                "the table of Lies has the column 'name', which is never null, in a field of a @Nullable type\n" +
                    "  model: Lies\n  hint: add nullable(), or drop @Nullable from the field's type",
            )
            refused(
                Mistakes.NullableKey.TABLE,
                "the table of NullableKey has the nullable column 'id' in its primary key\n  model: NullableKey\n" +
                    "  hint: a primary key is never null: drop nullable()",
            )
            refused(
                Mistakes.SameBackref.TABLE,
                "TwoPlain has two back-references named 'same': same_backref.a_id and same_backref.b_id\n" +
                    "  model: TwoPlain\n  hint: give one of them another name: backref(\"..\")",
            )
            shouldThrow<ModelException> { Tables.of(Mistakes.TwoTables::class.java) }.message shouldBe
                "TwoTables declares 2 tables of its rows\n  model: TwoTables\n" +
                "  hint: keep one in a static field; make the others aliases where they are used"
            db.close()
        }

        test("a table tells what a new row has, and the relations in its fields") {
            TWEET.defaults().flatMap { it.parts() }.map { it.column() } shouldBe listOf(TWEET.timestamp)
            CATEGORY.defaults() shouldBe listOf()
            Together.relations().keys shouldBe setOf("others")
            Together.relations().getValue("others") shouldBeSameInstanceAs Together.others
            USER.relations() shouldBe mapOf()
        }

        test("a table that goes with another one is bound where that is") {
            val with = object : Table<Together, Long>(::Together, Together) {
                val id = autoId().named("id")

                override fun modelNameOf(model: Class<*>) = "Beside"
            }
            with.binding() shouldBeSameInstanceAs Together.binding()
            with.verify()
            with.toString() shouldBe "Beside"
            with.newRow().table() shouldBeSameInstanceAs with
            Database.sqliteInMemory().use { db ->
                db.bind(Together)
                with.bound() shouldBeSameInstanceAs db
                Together.others.verified shouldBe true
            }
        }

        test("expressions refuse columns of a type they are not for") {
            shouldThrow<ModelException> { USER.id.like("x") }.message shouldBe
                "like is for text, and user.id is of type bigint\n  hint: compare with eq, or cast the column: cast(String.class)"
            shouldThrow<ModelException> { USER.username.plus("x") }.message shouldBe
                "'+' is for numbers, and user.username is of type text\n  hint: cast the column, or use a function of Fn"
            shouldThrow<ModelException> { USER.username.toNull() }.message shouldBe
                "user.username is never null\n  model: User\n  hint: declare it nullable(), or set a value"
        }

        test("two tables that refer to each other resolve, whichever is touched first, from any number of threads") {
            val threads = (1..4).map { Thread { CATEGORY.verify().also { RELATIONSHIP.verify() } } }
            threads.forEach(Thread::start)
            threads.forEach(Thread::join)
            CATEGORY.parent.target() shouldBe CATEGORY
        }
    })

/** A relation as other modules bring it. */
class Others : TableRelation {
    var verified = false

    override fun table(): Table<*, *> = Together

    override fun owner(): Table<*, *> = Together

    override fun target(): Table<*, *> = Together

    override fun name(): String = "others"

    override fun backref(): String? = null

    override fun verify() {
        verified = true
    }

    override fun rows(
        row: Model<*>,
        ask: Boolean,
    ): List<Model<*>>? = null
}

class Together : Model<Long>() {
    companion object : Table<Together, Long>(::Together) {
        val id = autoId()
        val others = Others()
    }
}
