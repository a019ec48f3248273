package guide

import dev.kinglet.query.Select
import dev.kinglet.web.*
import tour.Models.Tweet
import tour.Models.Tweet.TWEET
import kotlin.time.Duration.Companion.minutes
import kotlin.time.toJavaDuration

/** The regions of the page on pagination, in Kotlin. */
object KotlinPaging {
    fun number(text: String?): Page<Tweet> {
        // region number
        val page = TWEET.select().orderBy(TWEET.timestamp.desc()).page(text, size = 20)
        // endregion
        return page
    }

    fun totals(
        newest: Select<Tweet>,
        keys: CursorKeys,
    ): List<Total> {
        // region totals
        val pages = newest.pages(20)
        val capped = pages.capped(100).number(2)
        val estimated = pages.estimated().number(2)
        val cached = pages.cached(keys, 5.minutes.toJavaDuration()).number("2", null)
        val text =
            when (val total = capped.total()) {
                is Total.Exact, is Total.Counted -> "${total.rows()} messages"
                is Total.AtLeast -> "more than ${total.rows()} messages"
                is Total.Estimated -> "about ${total.rows()} messages"
            }
        // endregion
        check(text == "more than 100 messages")
        return listOf(capped.total(), estimated.total(), cached.total())
    }

    fun cursor(
        keys: CursorKeys,
        cursor: String?,
    ): KeysetPage<Tweet> {
        // region cursor
        val page = TWEET.select().orderBy(TWEET.timestamp.desc()).page(cursor, keys, size = 20)
        // endregion
        return page
    }

    fun all(): Int {
        var rows = 0
        // region all
        for (page in TWEET.select().pages(100).stream()) rows += page.size
        // endregion
        return rows
    }
}
