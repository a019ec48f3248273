package dev.kinglet.web

import dev.kinglet.Database
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.statements
import dev.kinglet.query.Select
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldNotContain
import tour.Models.Tweet
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import java.io.ByteArrayOutputStream
import java.math.BigDecimal
import java.net.InetAddress
import java.nio.ByteBuffer
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.LocalTime
import java.time.OffsetDateTime
import java.time.ZoneOffset
import java.util.Base64
import java.util.UUID
import kotlin.random.Random

private val secret = ByteArray(32) { (it * 7).toByte() }
private val keys = CursorKeys.of("2026", secret)
private val newest: Select<Tweet> = TWEET.select().orderBy(TWEET.timestamp.desc())

private fun tweets(count: Int) {
    val huey = USER.create(USER.username.to("huey"))
    val rows = (1..count).map { listOf(huey, it.toString(), NOON.plusNanos(1000L * it)) }
    TWEET.insertMany(listOf(TWEET.user, TWEET.content, TWEET.timestamp), rows).execute()
}

private fun reason(body: () -> Unit): BadCursor.Reason {
    val bad = shouldThrow<BadCursor> { body() }
    bad.status() shouldBe 400
    return bad.reason()
}

private fun next(
    query: Select<Tweet>,
    with: CursorKeys = keys,
): String = Pages.of(query).size(1).keyset(with).at(null).nextCursor()!!

private fun content(token: String): ByteArray = Base64.getUrlDecoder().decode(token)

private fun token(bytes: ByteArray): String = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)

class CursorSpec :
    FunSpec({
        contract("W4: three rows within one millisecond, one a page, come once each", USER, TWEET) {
            tweets(3)
            val pages = Pages.of(newest).size(1).keyset(keys)
            val first = pages.at(null)
            val second = pages.at(first.nextCursor())
            val third = pages.at(second.nextCursor())
            listOf(first, second, third).map { it.items().single().content } shouldBe listOf("3", "2", "1")
            third.nextCursor() shouldBe null
            pages.at(third.previousCursor()).items().single().content shouldBe "2"
        }

        contract("W4: a cursor of a timestamp and a bigint has at most 120 characters", USER, TWEET) {
            val huey = USER.create(USER.username.to("huey"))
            TWEET.insertMany(
                listOf(TWEET.id, TWEET.user, TWEET.content, TWEET.timestamp),
                listOf(Long.MAX_VALUE, Long.MAX_VALUE - 1).map {
                    listOf(it, huey, "x", LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000))
                },
            ).execute()
            next(newest).length shouldBeLessThanOrEqual 120
            next(newest, CursorKeys.of("2026-01", secret)).length shouldBeLessThanOrEqual 120
        }

        contract("W4: a cursor of another query, of other values, another order or another user is refused", USER, TWEET) {
            tweets(3)
            val ofHuey = next(TWEET.where(TWEET.content.ne("x")).orderBy(TWEET.timestamp.desc()))

            fun at(
                query: Select<Tweet>,
                cursor: String,
                principal: String? = null,
            ) {
                val pages = Pages.of(query).size(1).keyset(keys)
                (if (principal == null) pages else pages.principal(principal)).at(cursor)
            }
            at(TWEET.where(TWEET.content.ne("x")).orderBy(TWEET.timestamp.desc()), ofHuey)
            reason { at(TWEET.where(TWEET.content.ne("y")).orderBy(TWEET.timestamp.desc()), ofHuey) } shouldBe BadCursor.Reason.OTHER_QUERY
            reason { at(newest, ofHuey) } shouldBe BadCursor.Reason.OTHER_QUERY
            reason { at(newest.orderBy(TWEET.timestamp), next(newest)) } shouldBe BadCursor.Reason.OTHER_ORDER
            reason { at(newest.orderBy(TWEET.content.desc()), next(newest)) } shouldBe BadCursor.Reason.OTHER_ORDER
            reason { at(newest, next(newest), "mickey") } shouldBe BadCursor.Reason.OTHER_PRINCIPAL
            val hueys = Pages.of(newest).size(1).keyset(keys).principal("huey").at(null).nextCursor()!!
            at(newest, hueys, "huey")
            reason { at(newest, hueys, "mickey") } shouldBe BadCursor.Reason.OTHER_PRINCIPAL
            reason { at(newest, hueys) } shouldBe BadCursor.Reason.OTHER_PRINCIPAL
        }

        contract("W4: a bad cursor sends nothing, and says nothing of itself", USER, TWEET) { db ->
            tweets(2)
            val bad = db.statements(0) { shouldThrow<BadCursor> { Pages.of(newest).keyset(keys).at("s3cret") } }
            bad.message shouldBe "the cursor is no cursor"
            bad.message shouldNotContain "s3cret"
        }

        contract("W4: the number of rows a page may change", USER, TWEET) {
            tweets(5)
            val second = Pages.of(newest).size(3).keyset(keys).at(next(newest))
            second.items().map { it.content } shouldBe listOf("4", "3", "2")
        }

        contract("W4: an old secret verifies, the new one signs, and one that is gone does neither", USER, TWEET) {
            tweets(3)
            val old = CursorKeys.of("2025", ByteArray(16) { 1 })
            val both = keys.andOlder("2025", ByteArray(16) { 1 })
            val page = Pages.of(newest).size(1).keyset(both).at(next(newest, old))
            page.items().single().content shouldBe "2"
            Pages.of(newest).size(1).keyset(keys).at(page.nextCursor()).items().single().content shouldBe "1"
            reason { Pages.of(newest).keyset(keys).at(next(newest, old)) } shouldBe BadCursor.Reason.FORGED
            val same = CursorKeys.of("2026", ByteArray(32) { 9 })
            reason { Pages.of(newest).keyset(keys).at(next(newest, same)) } shouldBe BadCursor.Reason.FORGED
        }

        contract("W4: a cursor expires where that was asked for", USER, TWEET) {
            tweets(2)
            val now = Instant.parse("2026-06-01T12:00:00Z")
            val cursor = next(newest, keys.at { now })
            val hour = keys.expiringAfter(Duration.ofHours(1))
            Pages.of(newest).keyset(hour.at { now.plusSeconds(3600) }).at(cursor).items().size shouldBe 1
            reason { Pages.of(newest).keyset(hour.at { now.plusSeconds(3601) }).at(cursor) } shouldBe BadCursor.Reason.EXPIRED
            Pages.of(newest).keyset(keys.at { now.plus(Duration.ofDays(9999)) }).at(cursor).items().size shouldBe 1
        }

        contract("W4: an encrypted cursor hides its values, and is read by the same secrets", USER, TWEET) {
            tweets(3)
            val byText = TWEET.select().orderBy(TWEET.content)
            val plain = next(byText)
            val hidden = next(byText, keys.encrypted())
            String(content(plain), Charsets.ISO_8859_1).contains("t\u0002") shouldBe true
            hidden shouldNotBe next(byText, keys.encrypted())
            for (cursor in listOf(plain, hidden)) {
                for (ring in listOf(keys, keys.encrypted())) {
                    Pages.of(byText).size(1).keyset(ring).at(cursor).items().single().content shouldBe "2"
                }
            }
        }

        test("W4: every flip of a single bit of 1000 tokens is rejected") {
            val random = Random(4)
            repeat(1000) { n ->
                val ring = if (n % 2 == 0) keys else keys.encrypted()
                val signed = ring.sign(CursorKeys.Kind.CURSOR, random.nextBytes(random.nextInt(10, 20)))
                val bytes = content(signed)
                for (bit in 0 until bytes.size * 8) {
                    val flipped = bytes.clone()
                    flipped[bit / 8] = (flipped[bit / 8].toInt() xor (1 shl bit % 8)).toByte()
                    rejected(ring, token(flipped)) shouldBe true
                }
                // and of the text itself, where a character may have bits that no byte needs
                for (bit in 0 until signed.length * 8) {
                    val text = signed.toByteArray(Charsets.ISO_8859_1)
                    text[bit / 8] = (text[bit / 8].toInt() xor (1 shl bit % 8)).toByte()
                    rejected(ring, String(text, Charsets.ISO_8859_1)) shouldBe true
                }
            }
        }

        test("W4: a million random inputs throw nothing but BadCursor") {
            val random = Random(6)
            val header = byteArrayOf(1, 4) + "2026".toByteArray()
            val good = content(keys.sign(CursorKeys.Kind.CURSOR, ByteArray(20)))
            var refused = 0
            repeat(1_000_000) { n ->
                val bytes =
                    when (n % 4) {
                        0 -> random.nextBytes(random.nextInt(0, 40))
                        1 -> header + random.nextBytes(random.nextInt(0, 60))
                        2 -> good.copyOf(random.nextInt(0, good.size + 4)).also { if (it.isNotEmpty()) it[random.nextInt(it.size)]++ }
                        else -> random.nextBytes(random.nextInt(0, 40))
                    }
                val text = if (n % 4 == 3) String(bytes, Charsets.UTF_8) else token(bytes)
                if (rejected(keys, text)) refused++
            }
            refused shouldBe 1_000_000
        }

        test("W4: bytes that were signed and are no values are refused, too") {
            val random = Random(7)
            repeat(20_000) {
                val bytes = random.nextBytes(random.nextInt(1, 24))
                try {
                    KeyValues.read(ByteBuffer.wrap(bytes), listOf(Long::class.javaObjectType, String::class.java, Any::class.java).random(random))
                } catch (_: IllegalArgumentException) {
                } catch (_: java.nio.BufferUnderflowException) {
                }
            }
        }

        test("W4: values of every kind come back as they were") {
            val moment = LocalDateTime.of(2026, 2, 3, 4, 5, 6, 123_456_000)
            val values: List<Any?> =
                listOf(
                    null,
                    0L,
                    -1L,
                    Long.MIN_VALUE,
                    Long.MAX_VALUE,
                    Int.MIN_VALUE,
                    Short.MAX_VALUE,
                    -0.0,
                    Double.NEGATIVE_INFINITY,
                    0.1f,
                    true,
                    false,
                    "",
                    "日本語 🐦",
                    BigDecimal("-1.50"),
                    BigDecimal("1E+40"),
                    UUID(-1, 1),
                    moment,
                    moment.minusYears(1970),
                    LocalDate.of(1, 1, 1),
                    LocalTime.MAX,
                    moment.toInstant(ZoneOffset.UTC),
                    OffsetDateTime.of(moment, ZoneOffset.ofHours(-3)),
                    Duration.ofNanos(-1500),
                    InetAddress.getByName("2001:db8::ff"),
                    BadCursor.Reason.EXPIRED,
                )
            for (value in values) {
                val out = ByteArrayOutputStream()
                KeyValues.write(value, out)
                val type = if (value is InetAddress) InetAddress::class.java else value?.javaClass ?: Any::class.java
                withClue(value) { KeyValues.read(ByteBuffer.wrap(out.toByteArray()), type) shouldBe value }
                if (value != null) withClue(value) { KeyValues.takes(type) shouldBe true }
            }
            val bytes = ByteArrayOutputStream().also { KeyValues.write(byteArrayOf(1, -1), it) }.toByteArray()
            (KeyValues.read(ByteBuffer.wrap(bytes), ByteArray::class.java) as ByteArray).toList() shouldBe listOf<Byte>(1, -1)
        }

        test("W4: secrets that are too short and names that are none are refused, and no secret is shown") {
            shouldRefuse<ProgrammingException>("the secret of cursors 'a' has 15 bytes", null, "use 16 random bytes or more, such as of: openssl rand -base64 32") {
                CursorKeys.of("a", ByteArray(15))
            }
            for (name in listOf("", "a b", "a".repeat(17), "ä")) {
                shouldRefuse<ProgrammingException>(
                    "a secret of cursors with a name of other characters, or of more than 16",
                    null,
                    "use letters, digits, dots, underscores and hyphens",
                ) { CursorKeys.of(name, secret) }
            }
            shouldRefuse<ProgrammingException>("two secrets of cursors are named '2026'", null, "give each its own name") { keys.andOlder("2026", secret) }
            shouldRefuse<ProgrammingException>("cursors that expire after PT0S", null, "say a second or more") { keys.expiringAfter(Duration.ZERO) }
            keys.andOlder("2025", secret).encrypted().toString() shouldBe "cursor keys [2026, 2025], encrypted"
        }

        test("W4: a text too long for a cursor is refused by name of the remedy") {
            TestDatabases.fresh(Kind.SQLITE_MEMORY) { db: Database ->
                db.bind(USER, TWEET).createTables(USER, TWEET)
                val huey = USER.create(USER.username.to("huey"))
                repeat(2) { TWEET.create(TWEET.user.to(huey), TWEET.content.to("x".repeat(5000))) }
                shouldThrow<ProgrammingException> { next(TWEET.select().orderBy(TWEET.content)) }.hint() shouldBe
                    "sort by something shorter: Fn.substring(column, 1, 100)"
            }
        }
    })

private fun rejected(
    ring: CursorKeys,
    token: String,
): Boolean =
    try {
        ring.verify(CursorKeys.Kind.CURSOR, token)
        false
    } catch (_: BadCursor) {
        true
    }
