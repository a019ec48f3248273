package dev.kinglet.random

import dev.kinglet.expr.*
import dev.kinglet.fixtures.contract
import dev.kinglet.model.set
import dev.kinglet.query.alias
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe

/** What random queries have found, each as small as it gets. */
class FoundSpec :
    FunSpec({
        fun lake(
            name: String,
            depth: Int?,
        ) = Lake.insert(Lake.name set name, Lake.depth set depth).execute()!!

        contract("a value inside of a CTE is bound there, also where a column of it is selected before it is joined", Lake, Bird) {
            val deep = lake("deep", 90)
            Bird.insert(Bird.rank set 1, Bird.ringed set true, Bird.lake.key() set deep).execute()
            val lakes = Lake.select(Lake.id, Lake.name).where(Lake.depth gt 50).cte("lakes")
            val rank = (Bird.rank.plus(1000)) alias "rank"
            Bird
                .select(lakes.col(Lake.name), rank)
                .join(lakes, lakes.col(Lake.id).eq(Bird.lake.key()))
                .maps() shouldContainExactly listOf(mapOf("name" to "deep", "rank" to 1001))
        }

        contract("a column of a named query is found in the plan cache, whatever values its expression has", Lake) { db ->
            lake("deep", 90)

            fun deeper(by: Int): List<Int?> {
                val sum = Lake.depth.plus(by) alias "sum"
                val deeper = Lake.select(sum) alias "deeper"
                val deepest = deeper.select(deeper.col(sum)) alias "deepest"
                return deepest.select(deepest.col(deeper.col(sum))).values(deepest.col(deeper.col(sum)))
            }
            deeper(1) shouldBe listOf(91)
            val misses = db.planCacheStats().misses
            deeper(2) shouldBe listOf(92)
            db.planCacheStats().misses shouldBe misses
        }

        contract("HAVING without GROUP BY: no rows are a group, too", Lake) {
            Lake.select(Fn.count()).having(Fn.count().eq(0L)).values(Fn.count()) shouldBe listOf(0L)
            Lake.select(Fn.count()).where(Lake.depth gt 5).having(Fn.count().gt(0L)).values(Fn.count()) shouldBe listOf()
            lake("a", 7)
            Lake.select(Fn.count()).where(Lake.depth gt 5).having(Fn.count().gt(0L)).values(Fn.count()) shouldBe listOf(1L)
        }

        contract("floor, ceil and round of whole numbers are whole numbers", Lake) {
            lake("a", 7)
            for (whole in listOf(Fn.floor(Lake.depth), Fn.ceil(Lake.depth), Fn.round(Lake.depth))) {
                Lake.select().values(whole.div(2)) shouldBe listOf(3)
                Lake.select().values(Fn.mod(whole, 4)) shouldBe listOf(3)
            }
            val large = 9_007_199_254_740_993L // no double is that number
            Lake.update(Lake.volume set large).all().execute()
            Lake.select().values(Fn.floor(Lake.volume)) shouldBe listOf(large)
        }
    })
