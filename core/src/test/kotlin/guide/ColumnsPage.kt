package guide

import dev.kinglet.Database
import dev.kinglet.errors.KingletException
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import guide.Columns.Item.ITEM
import guide.Columns.Product.PRODUCT
import guide.Columns.Reading.READING
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.shouldBe

/** Runs what the page on columns shows. */
fun columnsPage(sent: Sent) {
    fun refused(
        name: String,
        body: () -> Any?,
    ) {
        sent[name] = listOf(shouldThrow<KingletException> { body() }.message.toString())
    }
    Database.sqliteInMemory().use { db ->
        db.bind(PRODUCT, READING, ITEM, Offer, Sample, Part, Draft).createTables(PRODUCT, READING, ITEM, Offer, Sample, Part, Draft)
        sent["java:Columns.declared"] = db.createTablesSql(PRODUCT)
        sent["java:Columns.types"] = db.createTablesSql(READING).map(::lines)
        sent["java:Columns.options"] = db.createTablesSql(ITEM).map(::lines)
        sent["kotlin:Columns.mixin"] = db.createTablesSql(Draft)
        sent.record(db, "java:Columns.stored") { Columns.stored().get(ITEM.total) shouldBe 6 }
        sent["java:Columns.stored.row"] = listOf(ITEM.get(1L).toString())
        sent.record(db, "kotlin:Columns.stored") { KotlinColumns.stored().total shouldBe 6 }
        refused("java:Columns.long") { Columns.tooLong() }
        refused("java:Columns.computed") { Columns.computed() }
        refused("java:Columns.negative") { Columns.negative() }
        refused("java:Columns.late") { Columns.late() }
        refused("java:Columns.odd") { db.bind(Columns.Odd.ODD) }
        refused("kotlin:Columns.long") { KotlinColumns.tooLong() }
        refused("kotlin:Columns.computed") { KotlinColumns.computed() }
        refused("kotlin:Columns.negative") { KotlinColumns.negative() }
        refused("kotlin:Columns.odd") { db.bind(Odd) }
        sent.record(db, "java:Columns.days") { Columns.days() }
        sent.record(db, "kotlin:Columns.days") { KotlinColumns.days() }
        sent.record(db, "java:Columns.scope") { Columns.scope() shouldBe listOf() }
        sent.record(db, "kotlin:Columns.scope") { KotlinColumns.scope() shouldBe listOf() }
        ITEM.select().count() shouldBe 1
    }
    TestDatabases.fresh(Kind.POSTGRES) { db ->
        db.bind(READING, ITEM, Sample, Part)
        sent["java:Columns.pg.types"] = db.createTablesSql(READING).map(::lines)
        sent["java:Columns.pg.options"] = db.createTablesSql(ITEM).map(::lines)
        db.createTables(READING, ITEM, Sample, Part)
        db.schema().check(READING, ITEM, Sample, Part) shouldBe listOf()
        Columns.stored().get(ITEM.shown) shouldBe "A1"
        KotlinColumns.stored().total shouldBe 6
        sent.record(db, "java:Columns.pg.days") { Columns.days() }
        refused("java:Columns.pg.negative") { Columns.negative() }
    }
}

/** A table of many columns, one a line. */
private fun lines(sql: String): String =
    if (sql.startsWith("create table")) sql.replace(Regex(", (?=\"|constraint)"), ",\n    ").replaceFirst("(", "(\n    ") else sql
