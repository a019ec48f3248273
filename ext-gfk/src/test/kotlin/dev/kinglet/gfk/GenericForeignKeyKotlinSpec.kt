package dev.kinglet.gfk

import dev.kinglet.fixtures.contract
import dev.kinglet.model.*
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import tour.Models.Team
import tour.Models.User
import tour.Models.User.USER

class Bookmark : Model<Long>() {
    companion object : Table<Bookmark, Long>(::Bookmark) {
        val id = autoId()
        val type = text()
        val key = bigint()
        val marked = GenericForeignKey.of(this, type, key).target(User::class, "user").target(Team::class, "team")
    }

    val marked by Bookmark.marked
}

class GenericForeignKeyKotlinSpec :
    FunSpec({
        contract("a delegate reads the row, and infix calls set and compare it", USER, Bookmark) {
            val huey = USER.create(USER.username.to("huey"))
            val bookmark = Bookmark.create(Bookmark.marked set huey)

            bookmark.marked shouldBe huey
            Bookmark.where(Bookmark.marked eq huey).list() shouldBe listOf(bookmark)
            Bookmark.where(Bookmark.marked.isA<User>()).count() shouldBe 1
            Bookmark.where(Bookmark.marked.isA<Team>()).count() shouldBe 0
        }
    })
