package dev.kinglet.migrate.diff

import dev.kinglet.Database
import dev.kinglet.expr.Expr
import dev.kinglet.expr.Fn
import dev.kinglet.migrate.Migrations
import dev.kinglet.migrate.NamedMigration
import dev.kinglet.migrate.change.LockPolicy
import dev.kinglet.migrate.change.Operation
import dev.kinglet.model.Column
import dev.kinglet.model.Index
import dev.kinglet.model.Model
import dev.kinglet.model.OnDelete
import dev.kinglet.model.Table
import dev.kinglet.type.DataType
import dev.kinglet.type.Dialect
import java.math.BigDecimal
import java.util.concurrent.atomic.AtomicInteger

class Bird : Model<Long>()

enum class Mood { HAPPY, SAD }

enum class MoreMood { CALM, HAPPY, SAD, ANGRY }

enum class OtherMood { SAD, CALM }

/** A table that a test declares where it needs it. */
class Birds(
    name: String = "bird",
    declare: Birds.() -> Unit,
) : Table<Bird, Long>(::Bird) {
    init {
        named(name)
        declare()
    }

    fun id() = autoId().named("id")

    fun text(name: String): Column<String> = text().named(name)

    fun varchar(
        name: String,
        length: Int,
    ): Column<String> = varchar(length).named(name)

    fun number(name: String): Column<Int> = integer().named(name)

    fun big(name: String): Column<Long> = bigint().named(name)

    fun money(
        name: String,
        precision: Int,
        scale: Int,
    ): Column<BigDecimal> = decimal(precision, scale).named(name)

    fun boss(name: String) = selfReference().named(name)

    fun <E : Enum<E>> native(
        name: String,
        type: Class<E>,
    ): Column<E> = column(DataType.nativeEnum(type, "mood")).named(name)

    fun over(vararg parts: dev.kinglet.expr.Ordering): Index = index(*parts)

    fun key(vararg columns: Column<*>) = primaryKey(*columns)

    fun rule(
        name: String,
        condition: dev.kinglet.expr.Condition,
    ) = check(name, condition)

    fun rule(condition: dev.kinglet.expr.Condition) = check(condition)

    fun told(text: String) = comment(text)

    fun was(name: String) = formerly(name)

    fun lower(column: Expr<String>): Expr<String> = Fn.lower(column)
}

/** A change of a model, and the lines that say it, on one database or on both alike. */
class Change(
    val name: String,
    val old: Birds.() -> Unit,
    val new: Birds.() -> Unit,
    val only: Dialect? = null,
) {
    override fun toString() = name
}

object Seeded {
    private fun plain(more: Birds.() -> Unit): Birds.() -> Unit =
        {
            id()
            text("name")
            more()
        }

    private val nothing = plain { }

    val all: List<Change> =
        listOf(
            Change("a nullable column", nothing, plain { number("age").nullable() }),
            Change("a column with a default", nothing, plain { number("age").databaseDefault(7) }),
            Change("a column with an index", nothing, plain { number("age").nullable().index() }),
            Change("a unique column", nothing, plain { number("age").nullable().unique() }),
            Change("a column that is gone", plain { number("age").nullable() }, nothing),
            Change("an indexed column that is gone", plain { number("age").nullable().unique() }, nothing),
            Change("a type", plain { varchar("song", 20) }, plain { text("song") }),
            Change("a length", plain { varchar("song", 20) }, plain { varchar("song", 40) }),
            Change("a scale", plain { money("price", 8, 2) }, plain { money("price", 8, 3) }),
            Change("a wider number", plain { number("age") }, plain { big("age") }),
            Change("not null", plain { number("age").nullable() }, plain { number("age") }),
            Change("null", plain { number("age") }, plain { number("age").nullable() }),
            Change("a default", plain { text("song") }, plain { text("song").databaseDefault("la'la") }),
            Change("another default", plain { text("song").databaseDefault("la") }, plain { text("song").databaseDefault("$" + "lo") }),
            Change("no default", plain { text("song").databaseDefault("la") }, plain { text("song") }),
            Change("an index", plain { text("song") }, plain { text("song").index() }),
            Change("no index", plain { text("song").index() }, plain { text("song") }),
            Change("a unique index", plain { text("song").index() }, plain { text("song").unique() }),
            Change("a direction", plain { over(text("song")) }, plain { over(text("song").desc()).named("bird_song") }),
            Change(
                "which rows an index is of",
                plain { over(text("song")) },
                plain { text("song").let { over(it).where(it.ne("la")).named("bird_song") } },
            ),
            Change(
                "other rows of an index",
                plain { text("song").let { over(it).where(it.ne("la")).named("some") } },
                plain { text("song").let { over(it).where(it.ne("lo")).named("some") } },
            ),
            Change("an index of an expression", plain { text("song") }, plain { over(lower(text("song"))).named("by_song") }),
            Change(
                "the order of an index",
                plain { over(text("a"), text("b")).named("both") },
                plain {
                    val a = text("a")
                    over(text("b"), a).named("both")
                },
            ),
            Change("a check", plain { number("age") }, plain { number("age").check { it.ge(0) } }),
            Change("a named check", plain { number("age") }, plain { rule("grown", number("age").ge(0)) }),
            Change("another check", plain { rule("grown", number("age").ge(0)) }, plain { rule("grown", number("age").ge(1)) }),
            Change("no check", plain { rule("grown", number("age").ge(0)) }, plain { number("age") }),
            Change("no check without a name", plain { number("age").check { it.ge(0) } }, plain { number("age") }),
            Change("a column that refers", nothing, plain { boss("boss_id").nullable() }),
            Change("a foreign key", plain { big("boss_id").nullable().index() }, plain { boss("boss_id").nullable() }),
            Change(
                "what a foreign key does",
                plain { boss("boss_id").nullable() },
                plain { boss("boss_id").nullable().onDelete(OnDelete.CASCADE) },
            ),
            Change("no foreign key", plain { boss("boss_id").nullable() }, plain { big("boss_id").nullable().index() }),
            Change(
                "another key",
                {
                    big("a").primaryKey()
                    big("b")
                },
                {
                    big("a")
                    big("b").primaryKey()
                },
            ),
            Change(
                "what is computed",
                plain { number("age").let { age -> number("old").nullable().storedAs(age.plus(1)) } },
                plain { number("age").let { age -> number("old").nullable().storedAs(age.plus(2)) } },
            ),
            Change("a renamed column", plain { number("age") }, plain { number("years").formerly("age") }),
            Change("a comment", nothing, {
                id()
                text("name").comment("what we call it")
                told("birds")
            }, Dialect.POSTGRES),
            Change("another comment", plain { told("bords") }, plain { told("birds") }, Dialect.POSTGRES),
            Change("an enumerated type", nothing, plain { native("mood", Mood::class.java).nullable() }, Dialect.POSTGRES),
            Change(
                "more values",
                plain { native("mood", Mood::class.java).nullable() },
                plain { native("mood", MoreMood::class.java).nullable() },
                Dialect.POSTGRES,
            ),
            Change(
                "other values",
                plain { native("mood", Mood::class.java).nullable() },
                plain { native("mood", OtherMood::class.java).nullable() },
                Dialect.POSTGRES,
            ),
            Change(
                "a collation",
                plain { text("song") },
                plain { text("song").collation("C") },
                Dialect.POSTGRES,
            ),
            Change(
                "a collation of SQLite",
                plain { text("song") },
                plain { text("song").collation("NOCASE") },
                Dialect.SQLITE,
            ),
            Change(
                "a number that is counted",
                {
                    big("id").primaryKey()
                    text("name")
                },
                nothing,
                Dialect.POSTGRES,
            ),
            Change(
                "a kind of index",
                plain { over(text("song")) },
                plain { text("song").let { over(it).using("hash").named("bird_song") } },
                Dialect.POSTGRES,
            ),
            Change(
                "what an index holds",
                plain { over(text("song")) },
                plain { text("song").let { over(it).include(number("age").nullable()).named("bird_song") } },
                Dialect.POSTGRES,
            ),
        )
}

private val runs = AtomicInteger()

/** Does these, as a migration. */
fun Database.perform(operations: List<Operation>) {
    val n = runs.incrementAndGet()
    Migrations
        .of(this, NamedMigration("${n}_test") { m -> operations.forEach(m::add) })
        .table("kinglet_test_$n")
        .locks(LockPolicy.defaults().directly())
        .up()
}
