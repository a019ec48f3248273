package dev.kinglet.faults

import dev.kinglet.errors.OperationalException
import dev.kinglet.expr.eq
import io.kotest.assertions.withClue
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeInstanceOf
import tour.Models.User
import tour.Models.User.USER

internal fun create(name: String): User = USER.create(USER.username.to(name))

internal fun names(): List<String> = USER.select().orderBy(USER.username).values(USER.username)

internal fun newUser(name: String): User = User().apply { username = name }

/** It was to be stored, and was not: no key, and all that was set still to be saved. */
internal fun User.shouldBeAsBefore(name: String) {
    withClue("persisted, id, changed") {
        listOf(persisted(), toMap()["id"], USER.username in changed()) shouldBe listOf(false, null, true)
    }
    username shouldBe name
}

internal fun count(name: String): Long = USER.where(USER.username eq name).count()

/** The error of a connection that is gone; a transaction is not repeated for it by itself, because it may be committed. */
internal fun Throwable?.shouldBeLost() {
    shouldNotBeNull().shouldBeInstanceOf<OperationalException>()
    val error = this as OperationalException
    withClue(error.message) {
        error.kind() shouldBe OperationalException.Kind.CONNECTION
        error.isRetryable shouldBe false
    }
}
