package dev.kinglet.web

import dev.kinglet.fixtures.contract
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import tour.WebTour

/** The tour of this module runs, and costs what its comments say. */
class TourSpec :
    FunSpec({
        contract("ExtensionsTour.web runs (WEB-01, WEB-02, WEB-03, WEB-15)", USER, TWEET) { db ->
            val keys = CursorKeys.of("2026", "a secret of at least 32 characters, as it has to be".toByteArray())
            shouldThrow<NotFound> { WebTour().web("1", null, keys) }
            val huey = USER.create(USER.username.to("huey"))
            repeat(25) { TWEET.create(TWEET.user.to(huey), TWEET.content.to("tweet $it")) }
            for (page in listOf("2", "x", "-1", "9".repeat(40))) {
                db.record().use { log ->
                    WebTour().web(page, null, keys)
                    // the user, the number of rows and the page, and the page by cursor
                    log.entries().size shouldBe 4
                }
            }
        }
    })
