package tour

import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.statements
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import tour.GenericForeignKeyTour.Reaction.REACTION
import tour.Models.Tweet.TWEET
import tour.Models.User.USER

class GenericForeignKeyTourSpec :
    FunSpec({
        contract("the tour's part on generic foreign keys runs, and costs what it says", USER, TWEET, REACTION) { db ->
            val huey = USER.create(USER.username.to("huey"))
            val meow = TWEET.create(TWEET.user.to(huey), TWEET.content.to("meow"))
            // create, count, list, 2 of the mixed load, 2 of the reverse one, join, orphans, and the reverse side
            db.statements(1 + 1 + 1 + 2 + 2 + 1 + 1 + 1) { GenericForeignKeyTour.genericForeignKeys(meow) } shouldBe listOf()
        }
    })
