package dev.kinglet.web

import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.statements
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import tour.Models.Tweet.TWEET
import tour.Models.User.USER

/** What peewee's flask_utils does, and what it gets wrong: see web.md, section 1, for the numbers of the defects. */
class FlaskUtilsSpec :
    FunSpec({
        fun messages(count: Int) {
            val huey = USER.create(USER.username.to("huey"))
            TWEET.insertMany(listOf(TWEET.user, TWEET.content, TWEET.timestamp), (1..count).map { listOf(huey, "$it", NOON) }).execute()
        }

        contract("defect 1, WEB-05: an empty list is page 1 of 1, and not missing", USER, TWEET) {
            val page = TWEET.select().page("1")
            listOf(page.number(), page.totalPages(), page.items().size) shouldBe listOf(1, 1, 0)
        }

        contract("defect 2, WEB-03: digits that are no number, and more of them than fit, are pages and no failure", USER, TWEET) {
            messages(3)
            val numbers = listOf("²", "٣", "9".repeat(40), "0", "-1", "x", "").map { TWEET.select().page(it, 2).number() }
            numbers shouldBe listOf(1, 1, 2, 1, 1, 1, 1)
            val uncounted = Pages.of(TWEET.select()).uncounted().number("9".repeat(40))
            listOf(uncounted.items().size, uncounted.number()) shouldBe listOf(0, Int.MAX_VALUE)
        }

        contract("defect 3: whether a page follows can be known without a count", USER, TWEET) { db ->
            messages(3)
            db.statements(1) { Pages.of(TWEET.select()).size(2).uncounted().number(1).hasNext() } shouldBe true
            db.statements(1) { TWEET.select().page(1, 20).hasNext() } shouldBe false
        }

        contract("defect 4: rows that are equal in the order come once each", USER, TWEET) {
            messages(9)
            val equal = TWEET.select().join(USER).orderBy(USER.username)
            (1..5).flatMap { n -> equal.page(n, 2).items().map { it.content } }.toSet().size shouldBe 9
            // of a join, each row of which has the same root
            val many = USER.select(USER, TWEET.content.`as`("said")).join(TWEET).orderBy(USER.username)
            (1..5).flatMap { n -> many.page(n, 2).items().map { it.get(TWEET.content.`as`("said")) } }.toSet().size shouldBe 9
        }

        contract("WEB-02, WEB-04: two queries put together are paged, and an exact multiple has no page too many", USER, TWEET) {
            messages(4)
            val both = TWEET.where(TWEET.content.eq("1")).union(TWEET.where(TWEET.content.ne("1"))).orderBy(TWEET.content.desc())
            val page = both.page(2, 2)
            listOf(page.totalPages(), page.total(), page.items().map { it.content }) shouldBe listOf(2, Total.Exact(4), listOf("2", "1"))
        }

        test("WEB-06: the window of numbers is clipped at both ends") {
            fun window(
                number: Int,
                last: Long,
            ) = Page(listOf<String>(), number, 1, Total.Exact(last), null).window(5)
            listOf(window(4, 10), window(10, 10), window(1, 2)) shouldBe listOf((2..6).toList(), (6..10).toList(), listOf(1, 2))
        }
    })
