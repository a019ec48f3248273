package tour

import dev.kinglet.expr.containedBy
import dev.kinglet.expr.contains
import dev.kinglet.expr.get
import dev.kinglet.expr.overlaps
import dev.kinglet.fixtures.Booking
import dev.kinglet.fixtures.Post
import dev.kinglet.fixtures.contract
import dev.kinglet.model.ArrayColumn
import dev.kinglet.model.get
import dev.kinglet.model.set
import dev.kinglet.type.Dialect
import dev.kinglet.type.Range
import dev.kinglet.type.toRange
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import tour.PostgresCaller.Trip.TRIP
import java.time.LocalDate

/** PostgreSQL's own types from Java, and what Kotlin says shorter. */
class PostgresCallerSpec :
    FunSpec({
        contract("arrays from Java", TRIP, on = Dialect.POSTGRES) { _ -> PostgresCaller().arrays() }
        contract("ranges from Java", TRIP, on = Dialect.POSTGRES) { _ -> PostgresCaller().ranges() }

        contract("arrays and ranges from Kotlin", Post, Booking, on = Dialect.POSTGRES) { _ ->
            Post.create(Post.title set "a", Post.tags set listOf("java", "sql"), Post.ratings set listOf(5, null))
            Post.where(Post.tags contains "sql").count() shouldBe 1
            Post.where(Post.ratings contains 5).count() shouldBe 1
            Post.where(Post.tags contains listOf("sql", "java")).count() shouldBe 1
            Post.where(Post.tags containedBy listOf("sql")).count() shouldBe 0
            Post.where(Post.tags overlaps setOf("sql", "c")).count() shouldBe 1
            val last: String? = Post.select().values(Post.tags[-1]).single()
            last shouldBe "sql"
            val again = Post.alias("again")
            val tags: ArrayColumn<List<String>, String> = again[Post.tags]
            again.where(tags contains "java").count() shouldBe 1

            val (first, second) = listOf(LocalDate.of(2024, 3, 1), LocalDate.of(2024, 3, 2))
            Booking.create(Booking.room set "a", Booking.days set (first..second).toRange(), Booking.price set (1..<5).toRange())
            Booking.where(Booking.days contains second).count() shouldBe 1
            Booking.where(Booking.days contains Range.closed(first, first)).count() shouldBe 1
            Booking.where(Booking.days overlaps Range.closedOpen(second, null)).count() shouldBe 1
            Booking.where(Booking.days overlaps Booking.days).count() shouldBe 1
            Booking.where(Booking.price contains 4).count() shouldBe 1
        }
    })
