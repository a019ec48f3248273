package dev.kinglet.web.scope

import com.fasterxml.jackson.databind.ObjectMapper
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.statements
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import java.io.ByteArrayOutputStream
import java.io.IOException
import java.io.OutputStream
import java.math.BigDecimal
import java.time.LocalDateTime
import java.util.UUID

/** Rows as the body of an answer (W11). */
class ExportSpec :
    FunSpec({
        fun Export<*>.text(): String = ByteArrayOutputStream().also { writeTo(it) }.toString(Charsets.UTF_8)

        val users = USER.select().orderBy(USER.username)

        contract("each row is a JSON object in a line", USER) { db ->
            USER.create(USER.username.to("a \"b\"\n\u0001é😀"), USER.joinDate.to(LocalDateTime.of(2024, 2, 29, 1, 2, 3)))
            USER.create(USER.username.to("b"), USER.email.to("b@x"), USER.joinDate.to(LocalDateTime.of(2024, 2, 29, 1, 2, 3)))
            val export = Export.jsonLines(users)
            export.contentType() shouldBe "application/x-ndjson"
            val text = db.statements(1) { export.text() }
            text shouldBe
                """{"id":1,"username":"a \"b\"\n\u0001é😀","email":null,"joinDate":"2024-02-29T01:02:03","defaultTeam":null}""" + "\n" +
                """{"id":2,"username":"b","email":"b@x","joinDate":"2024-02-29T01:02:03","defaultTeam":null}""" + "\n"
            text.lines().filter { it.isNotEmpty() }.forEach { ObjectMapper().readTree(it) }
            export.text() shouldBe text
            Export.jsonLines(users.limit(0)).text() shouldBe ""
        }

        contract("what JSON has is written as it is, and all else as text", USER) {
            USER.create(USER.username.to("a"))
            val values =
                linkedMapOf<String, Any?>(
                    "z" to BigDecimal("1E+3"),
                    "a" to listOf(1, 2.5, true, null, mapOf<String, Any>(), listOf<Any>()),
                    "nan" to Double.NaN,
                    "bytes" to byteArrayOf(1, 2, 3),
                    "uuid" to UUID(0, 1),
                    "deep" to mapOf("b" to mapOf("c" to 1)),
                )
            Export.jsonLines(users) { values }.text() shouldBe
                """{"z":1000,"a":[1,2.5,true,null,{},[]],"nan":null,"bytes":"AQID","uuid":"00000000-0000-0000-0000-000000000001",""" +
                """"deep":{"b":{"c":1}}}""" + "\n"
        }

        contract("CSV is as RFC 4180 has it", USER) { db ->
            listOf("plain", "a,b", "say \"hi\"", "two\r\nlines", " blank", "", "ü")
                .forEach { USER.create(USER.username.to(it), USER.email.to(if (it == "plain") null else it)) }
            val export = Export.csv(USER.select().orderBy(USER.id), USER.id, USER.username, USER.email)
            export.contentType() shouldBe "text/csv; charset=utf-8; header=present"
            val text = db.statements(1) { export.text() }
            text shouldBe
                "id,username,email\r\n" +
                "1,plain,\r\n" +
                "2,\"a,b\",\"a,b\"\r\n" +
                "3,\"say \"\"hi\"\"\",\"say \"\"hi\"\"\"\r\n" +
                "4,\"two\r\nlines\",\"two\r\nlines\"\r\n" +
                "5,\" blank\",\" blank\"\r\n" +
                "6,\"\",\"\"\r\n" +
                "7,ü,ü\r\n"
            Export.csv(USER.where(USER.id.eq(-1L)), USER.id).text() shouldBe "id\r\n"
        }

        contract("a spreadsheet finds no formula in it, where that is asked for", USER) {
            USER.create(USER.username.to("a"))
            val texts = listOf<Any?>("=1+1", "+1", "-1", "@a", "\t=1", "\r=1", "\uff1d1", "=\"x\"", "a=1", null, "", -1, BigDecimal("-1.50"))
            val export = Export.csv(users, texts.indices.map { "c$it" }) { texts.toTypedArray() }
            val header = texts.indices.joinToString(",") { "c$it" } + "\r\n"
            export.text() shouldBe "$header=1+1,+1,-1,@a,\t=1,\"\r=1\",\uff1d1,\"=\"\"x\"\"\",a=1,,\"\",-1,-1.50\r\n"
            export.withoutFormulas().text() shouldBe
                "$header\"'=1+1\",\"'+1\",\"'-1\",\"'@a\",\"'\t=1\",\"'\r=1\",\"'\uff1d1\",\"'=\"\"x\"\"\",a=1,,\"\",-1,-1.50\r\n"
            val others = listOf<Any?>(byteArrayOf(1, 2, 3), listOf(1, "a"), mapOf("k" to 1), true, LocalDateTime.of(2024, 1, 1, 0, 0))
            Export.csv(users, listOf("a", "b", "c", "d", "e")) { others.toTypedArray() }.text() shouldBe
                "a,b,c,d,e\r\nAQID,\"[1,\"\"a\"\"]\",\"{\"\"k\"\":1}\",true,2024-01-01T00:00\r\n"
        }

        contract("in a request what was written before is committed first, and its connection is used", USER) { db ->
            val scope = requestScope(db) { transactions() }
            scope.handle(WebRequest.of("GET", "/export")) {
                USER.create(USER.username.to("a"))
                Export.csv(users, USER.username).text() shouldBe "username\r\na\r\n"
                isFinished shouldBe true
                db.inTransaction() shouldBe false
            }
        }

        contract("an error of the body closes the cursor, and gives the connection back", USER, TWEET) { db ->
            val huey = USER.create(USER.username.to("huey"))
            TWEET.insertMany(listOf(TWEET.user, TWEET.content), (1..5_000).map { listOf(huey, "tweet $it") }).execute()
            val gone =
                object : OutputStream() {
                    override fun write(b: Int) = throw IOException("the client has left")
                }
            shouldThrow<IOException> { Export.jsonLines(TWEET.select()).writeTo(gone) }.message shouldBe "the client has left"
            shouldThrow<IllegalStateException> { Export.jsonLines(TWEET.select()) { error("no") }.text() }
            db.connectionsInUse() shouldBe 0
            Export.csv(TWEET.select(), TWEET.id).text().lines().size shouldBe 5_002
        }

        contract("it is called from Java", USER) { db ->
            ScopeCaller.handle(db) shouldBe
                listOf("200 [a]", "username\r\na\r\n", "{\"name\":\"a\"}\n", "ran POST /users/", "2 statements", "500 [a]")
        }
    })
