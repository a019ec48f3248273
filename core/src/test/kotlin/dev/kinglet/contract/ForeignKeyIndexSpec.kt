package dev.kinglet.contract

import dev.kinglet.fixtures.contract
import dev.kinglet.model.Model
import dev.kinglet.model.Table
import dev.kinglet.model.foreignKey
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import tour.IndexCaller.Visit.VISIT
import tour.Models.User
import tour.Models.User.USER

/** As [VISIT], from Kotlin, and nullable; asking for an index goes before. */
private class Call : Model<Long>() {
    companion object : Table<Call, Long>(::Call) {
        val id = autoId()
        val caller = foreignKey(User::class).nullable().withoutIndex()
        val called = foreignKey(User::class).withoutIndex().index()
    }
}

/** Foreign keys without the index that they have by themselves. */
class ForeignKeyIndexSpec :
    FunSpec({
        contract("a foreign key that begins an index needs none of its own") { db ->
            db.bind(USER, VISIT, Call)

            fun indexes(table: Table<*, *>) = db.schema().create(table).sql().filter { "create index" in it && " on \"${table.tableName()}\"" in it }
            indexes(VISIT) shouldBe listOf("create index if not exists \"visit_user_id_number\" on \"visit\" (\"user_id\", \"number\" desc)")
            indexes(Call) shouldBe listOf("create index if not exists \"call_called_id\" on \"call\" (\"called_id\")")
            VISIT.user.isIndexless shouldBe true
            db.createTables(USER, VISIT, Call)
            db.schema().check(VISIT) shouldBe listOf()
            db.schema().check(Call) shouldBe listOf()
        }
    })
