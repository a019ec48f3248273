package tour

import dev.kinglet.fixtures.contract
import io.kotest.core.spec.style.FunSpec
import tour.Models.Category.CATEGORY
import tour.Models.Favorite.FAVORITE
import tour.Models.Relationship.RELATIONSHIP
import tour.Models.Tweet.TWEET
import tour.Models.TweetTag.TWEET_TAG
import tour.Models.User.USER

/** Java needs no Kotlin: what the tour does not show is called from Java, too. */
class JavaCallerSpec :
    FunSpec({
        val all = arrayOf(USER, TWEET, FAVORITE, RELATIONSHIP, CATEGORY, TWEET_TAG)
        val java = JavaCaller()

        contract("expressions from Java", *all) { _ -> Seeds.sow().also { java.expressions() } }
        contract("results from Java", *all) { _ -> Seeds.sow().also { java.results() } }
        contract("loading from Java", *all) { db -> Seeds.sow().also { java.loading(db) } }
        contract("JSON from Java", *all) { _ -> Seeds.sow().also { java.json() } }
        contract("maps from Java", *all) { _ -> Seeds.sow().also { java.maps() } }
        contract("aliases from Java", *all) { _ -> Seeds.sow().also { java.aliases() } }
        contract("writes and transactions from Java", *all) { db -> Seeds.sow().also { java.writing(db) } }
        test("databases from Java") { java.databases() }
    })
