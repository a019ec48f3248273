package tour

import dev.kinglet.expr.eq
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.statements
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import tour.Models.Category.CATEGORY
import tour.Models.Favorite.FAVORITE
import tour.Models.Relationship.RELATIONSHIP
import tour.Models.Tweet.TWEET
import tour.Models.TweetTag.TWEET_TAG
import tour.Models.User.USER

/** The tour runs, statement by statement, and costs what its comments say. */
class TourSpec :
    FunSpec({
        val all = arrayOf(USER, TWEET, FAVORITE, RELATIONSHIP, CATEGORY, TWEET_TAG)

        contract("CoreTour.reading runs", *all) {
            Seeds.sow()
            CoreTour().reading()
        }

        contract("CoreTour.foreignKeys runs, with one query for the lazy user", *all) { db ->
            Seeds.sow()
            // get, lazy user, get, loop, list
            db.statements(5) { CoreTour().foreignKeys() }
        }

        contract("CoreTour.joins runs, and each of its queries is one statement", *all) { db ->
            Seeds.sow()
            db.statements(9) { CoreTour().joins() }
        }

        contract("CoreTour.eagerLoading runs, a statement a table", *all) { db ->
            Seeds.sow()
            db.statements(3 + 2 + 2 + 3 + 3 + 2) { CoreTour().eagerLoading() }
        }

        contract("CoreTour.subqueriesAndCtes runs, and each of its queries is one statement", *all) { db ->
            Seeds.sow()
            db.statements(5) { CoreTour().subqueriesAndCtes() }
        }

        contract("CoreTour.writing runs", *all) { db ->
            TWEET_TAG // a key that the tour looks up
            Seeds.sowTagged()
            CoreTour().writing(db)
            TWEET.where(TWEET.content.eq("edited")).count() shouldBe 0
            USER.where(USER.email.isNotNull()).count() shouldBe 0
            USER.select().orderBy(USER.username).values(USER.username) shouldContainExactly
                listOf("a", "b", "huey", "mickey", "one", "seed", "two")
        }

        contract("CoreTour.transactions undoes only the inner part", *all) { db ->
            CoreTour().transactions(db) shouldBe 1
            USER.select().values(USER.username) shouldContainExactly listOf("outer")
        }

        contract("CoreTour.statementCounts runs", *all) { db ->
            CoreTour().statementCounts(db)
        }

        contract("KotlinTour runs") { db ->
            tour(db)
            Book.where(Book.title eq "The Dispossessed: An Ambiguous Utopia").count() shouldBe 1
        }
    })
