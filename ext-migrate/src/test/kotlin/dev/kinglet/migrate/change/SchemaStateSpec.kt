package dev.kinglet.migrate.change

import dev.kinglet.errors.ProgrammingException
import dev.kinglet.model.ForeignKey.Deferral
import dev.kinglet.model.OnDelete
import dev.kinglet.model.Table
import dev.kinglet.schema.SchemaName
import dev.kinglet.schema.TableInfo
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlin.random.Random

private val USER = SchemaName.of("user")
private val TWEET = SchemaName.of("tweet")
private val MOOD = SchemaName.of("mood")

private fun column(
    name: String,
    type: String = "text",
    nullable: Boolean = false,
    default: String? = null,
    generated: TableInfo.Generated? = null,
    comment: String? = null,
) = TableInfo.Column(name, type, null, nullable, default, TableInfo.Identity.NONE, generated, null, comment)

private fun part(column: String) = TableInfo.Part(column, null, null, null, false, null)

private fun index(
    name: String,
    vararg columns: String,
    where: String? = null,
    constraint: Boolean = false,
) = TableInfo.Index(name, columns.map(::part), constraint, false, "btree", listOf(), where, constraint)

private fun reference(
    name: String?,
    column: String,
    to: SchemaName,
    target: String,
) = TableInfo.ForeignKey(
    name,
    listOf(column),
    to,
    listOf(target),
    OnDelete.CASCADE,
    OnDelete.NO_ACTION,
    Deferral.NONE,
)

private val user =
    TableInfo(
        USER,
        listOf(
            column("id", "bigint"),
            column("name", "varchar(20)", default = "'x'", comment = "what they are called"),
            column("mood", "mood", nullable = true),
            column("boss", "bigint", nullable = true),
            column("upper", generated = TableInfo.Generated("upper(name)", true)),
        ),
        TableInfo.PrimaryKey(null, listOf("id")),
        listOf(reference("fk_boss", "boss", USER, "id")),
        listOf(
            index("user_name", "name", where = "\"name\" <> 'name'"),
            index("user_unique", "name", "boss", constraint = true),
        ),
        listOf(TableInfo.Check("user_check", "length(name) > 1 or name = 'name'"), TableInfo.Check(null, "boss > 0")),
        Table.Options.NONE,
        "people",
    )

private val tweet =
    TableInfo(
        TWEET,
        listOf(column("id", "bigint"), column("user_id", "bigint")),
        TableInfo.PrimaryKey(null, listOf("id")),
        listOf(reference("fk_user", "user_id", USER, "id")),
        listOf(index("tweet_user_id", "user_id")),
        listOf(),
        Table.Options.NONE,
        null,
    )

private val base =
    SchemaState.of(
        Dialect.POSTGRES,
        listOf(user, tweet),
        listOf(SchemaState.View(SchemaName.of("names"), "select name from \"user\"", false)),
        mapOf(MOOD to listOf("happy", "sad")),
        listOf(SchemaState.Sequence(SchemaName.of("numbers"), 1, 10)),
    )

/** The same whatever the order in which parts were said, and whether names are in quotes. */
private fun SchemaState.sorted(): List<String> =
    toString().replace("\"", "").lines().fold(mutableListOf<MutableList<String>>()) { all, line ->
        if (line.startsWith("  ")) all.last().add(line) else all.add(mutableListOf(line))
        all
    }.map { it.first() + "\n" + it.drop(1).sorted().joinToString("\n") }.sorted()

private val reversible: List<Operation> =
    listOf(
        Operation.CreateTable(tweet.withName(SchemaName.of("other")), false),
        Operation.CreateTable(tweet, true),
        Operation.DropTable(TWEET, false, false),
        Operation.DropTable(USER, false, true),
        Operation.DropTable(SchemaName.of("nobody"), true, false),
        Operation.RenameTable(USER, "person"),
        Operation.AddColumn(
            TWEET,
            column("editor", "bigint", nullable = true),
            reference("fk_editor", "editor", USER, "id"),
            TableInfo.Check("tweet_check", "editor > 0"),
            index("tweet_editor", "editor"),
        ),
        Operation.DropColumn(USER, "name", false),
        Operation.DropColumn(USER, "id", true),
        Operation.DropColumn(TWEET, "user_id", false),
        Operation.RenameColumn(USER, "name", "full_name"),
        Operation.RenameColumn(USER, "id", "key"),
        Operation.ChangeType(USER, "name", "text", null),
        Operation.SetNotNull(USER, "mood"),
        Operation.SetNotNull(USER, "name"),
        Operation.DropNotNull(USER, "name"),
        Operation.DropNotNull(USER, "mood"),
        Operation.SetDefault(USER, "name", "'y'"),
        Operation.SetDefault(USER, "mood", "'sad'"),
        Operation.DropDefault(USER, "name"),
        Operation.DropDefault(USER, "mood"),
        Operation.SetPrimaryKey(USER, listOf("name", "boss")),
        Operation.SetPrimaryKey(USER, listOf()),
        Operation.AddIndex(USER, index("user_mood", "mood"), false),
        Operation.AddIndex(USER, index("user_name", "name"), true),
        Operation.AddIndex(USER, index("user_only", "mood", constraint = true), false),
        Operation.DropIndex(USER, "user_name", false),
        Operation.DropIndex(USER, "nothing", true),
        Operation.RenameIndex(USER, "user_name", "by_name"),
        Operation.AddForeignKey(TWEET, reference("fk_self", "id", TWEET, "id")),
        Operation.AddForeignKey(TWEET, reference(null, "id", TWEET, "id")),
        Operation.AddCheck(TWEET, TableInfo.Check("tweet_check", "id > 0")),
        Operation.AddCheck(TWEET, TableInfo.Check(null, "id > 0")),
        Operation.DropConstraint(USER, "fk_boss"),
        Operation.DropConstraint(USER, "user_check"),
        Operation.DropConstraint(USER, "check (boss > 0)"),
        Operation.DropConstraint(USER, "user_unique"),
        Operation.RenameConstraint(USER, "fk_boss", "fk_chief"),
        Operation.RenameConstraint(USER, "user_check", "checked"),
        Operation.RenameConstraint(USER, "user_unique", "uniquely"),
        Operation.Comment(USER, null, "those who write"),
        Operation.Comment(USER, "name", null),
        Operation.CreateEnum(SchemaName.of("size"), listOf("s", "m"), false),
        Operation.CreateEnum(MOOD, listOf("s", "m"), true),
        Operation.DropEnum(MOOD),
        Operation.RenameEnum(MOOD, "feeling"),
        Operation.AddEnumValue(MOOD, "so so", "sad"),
        Operation.AddEnumValue(MOOD, "angry", null),
        Operation.RenameEnumValue(MOOD, "sad", "blue"),
        Operation.ReplaceEnum(MOOD, listOf("sad")),
        Operation.CreateView(SchemaName.of("others"), "select 1", false),
        Operation.DropView(SchemaName.of("names"), false),
        Operation.CreateSequence(SchemaName.of("more"), 5, 1),
        Operation.DropSequence(SchemaName.of("numbers")),
    )

class SchemaStateSpec :
    FunSpec({
        var n = 1
        for (operation in reversible) {
            test("M1: taken back, a schema is as before: ${n++} $operation") {
                val after = base.after(operation)
                val inverse = Inverse.of(operation, base)
                inverse.isPossible shouldBe true
                after.after(inverse.operations()).sorted() shouldBe base.sorted()
            }
        }

        test("M1: random operations taken back in turn leave the schema as it was") {
            for (seed in 1..500) {
                val random = Random(seed)
                var state = base
                val operations = mutableListOf<Operation>()
                repeat(8) {
                    val next = reversible.random(random)
                    val after = runCatching { state.after(next) }.getOrNull()
                    if (after != null) {
                        state = after
                        operations += next
                    }
                }
                val back = Inverse.of(operations, base)
                withClue("seed $seed: $operations") {
                    state.after(back.flatMap { it.operations() }).sorted() shouldBe base.sorted()
                }
            }
        }

        test("what follows a new name: keys, indexes, checks, computed columns, keys of others") {
            val renamed = base.after(Operation.RenameColumn(USER, "name", "full name"))
            renamed.table("user").toString() shouldBe
                """
                table user
                  id bigint not null
                  full name varchar(20) not null default 'x'
                  mood mood
                  boss bigint
                  upper text not null generated always as (upper("full name")) stored
                  primary key (id)
                  foreign key (boss) references user (id) on delete cascade
                  user_check check (length("full name") > 1 or "full name" = 'name')
                  check (boss > 0)
                  index user_name (full name) where "full name" <> 'name'
                  unique index user_unique (full name, boss)
                """.trimIndent()
            val person = base.after(Operation.RenameTable(USER, "person"))
            person.table("tweet")!!.foreignKeys().single().target() shouldBe SchemaName.of("person")
            person.table("person")!!.foreignKeys().single().target() shouldBe SchemaName.of("person")
            base.after(Operation.RenameColumn(USER, "id", "key")).table("tweet")!!.foreignKeys().single().targetColumns() shouldBe
                listOf("key")
            base.after(Operation.RenameEnum(MOOD, "feeling")).table("user")!!.column("mood")!!.sqlType() shouldBe "\"feeling\""
        }

        test("what does not come back is said") {
            Inverse.of(Operation.DropTable(TWEET, false, false), base).lost() shouldBe "the rows of tweet"
            Inverse.of(Operation.DropColumn(USER, "boss", false), base).lost() shouldBe "the values of user.boss"
            Inverse.of(Operation.DropColumn(TWEET, "user_id", false), base).lost() shouldBe
                "the values of tweet.user_id: where there are rows, give it a default"
            Inverse.of(Operation.ChangeType(USER, "name", "integer", null), base).lost() shouldBe
                "what the other type could not hold of user.name"
            val sql = Inverse.of(Operation.Sql("vacuum"), base)
            sql.isPossible shouldBe false
            sql.lost() shouldBe "SQL as it is written says not how it is taken back"
            Inverse.of(Operation.Code("greet") { }, base).lost() shouldBe "what rows had before is not kept"
            Inverse.of(Operation.DropTable(SchemaName.of("x"), false, false), base).lost() shouldBe
                "nobody knows what 'x' was before"
        }

        test("a change of what is not there is refused by name, unless SQL was run before it") {
            val refused = shouldThrow<ProgrammingException> { base.after(Operation.DropNotNull(USER, "age")) }
            refused.message shouldBe
                "the table 'user' has no column 'age'\n" +
                "  model: user\n  hint: it has [id, name, mood, boss, upper]"
            shouldThrow<ProgrammingException> { base.after(Operation.RenameTable(SchemaName.of("x"), "y")) }.message shouldBe
                "there is no table 'x'\n  model: x\n  hint: there is [user, tweet]"
            shouldThrow<ProgrammingException> { base.after(Operation.DropIndex(USER, "x", false)) }.message shouldBe
                "the table 'user' has no index 'x'\n  model: user\n  hint: it has [user_name, user_unique]"
            shouldThrow<ProgrammingException> { base.after(Operation.CreateTable(user, false)) }
            shouldThrow<ProgrammingException> { base.after(Operation.AddColumn(USER, column("NAME"), null, null, null)) }
            val unsure = base.after(Operation.Sql("create table x (y integer)"))
            unsure.isCertain shouldBe false
            unsure.after(Operation.DropNotNull(USER, "age")).table("user") shouldBe user
            unsure.after(Operation.DropTable(SchemaName.of("x"), false, false)).tables().size shouldBe 2
            base.after(Operation.DropTable(SchemaName("audit", "x"), false, false)) shouldBe base
        }

        test("names are found as the database finds them") {
            val sqlite = SchemaState.of(Dialect.SQLITE, listOf(user), listOf(), mapOf(), listOf())
            sqlite.table("USER") shouldBe user
            sqlite.table(SchemaName("main", "user")) shouldBe user
            base.table("USER") shouldBe null
            base.table(SchemaName("public", "user")) shouldBe user
        }

        test("names in SQL text are told from texts, comments and functions") {
            SqlNames.of("length(\"a b\") > 'name' -- note\n and [c] = `d` /* e */ or t.f = x[1]") shouldBe
                linkedSetOf("a b", "and", "c", "d", "or", "t", "f", "x")
            SqlNames.renamed("lower(name) = 'name' or \"NAME\" is null", "name", "n") shouldBe
                "lower(\"n\") = 'name' or \"n\" is null"
            SqlNames.plain("A  =\n 'B  c' /* x */") shouldBe "a = 'B  c' /* x */"
        }
    })
