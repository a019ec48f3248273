package dev.kinglet.type

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.math.BigDecimal
import java.math.BigInteger

/** The one text of a JSON value, and what is refused. */
class JsonTextSpec :
    FunSpec({
        test("equal JSON has one text: keys sorted as jsonb does, each once, no blanks, numbers without exponent and zeros") {
            for ((text, canonical) in listOf(
                """ { "b" : 1 , "a" : [ ] , "aa":{} } """ to """{"a":[],"b":1,"aa":{}}""",
                """{"a":1,"a":2}""" to """{"a":2}""",
                """[1.0,1e2,1.50,-0,0.0,-0.0,1E-2,100]""" to "[1,100,1.5,0,0,0,0.01,100]",
                "9223372036854775808" to "9223372036854775808",
                """"A\/\"\\\b\f\n\r\té"""" to """"A/\"\\\b\f\n\r\té"""",
                """"🐦\u001F"""" to """"🐦\u001f"""",
                """{"🐦":1,"￮a":2,"z":3,"日b":4}""" to """{"z":3,"日b":4,"￮a":2,"🐦":1}""",
                "true" to "true",
                " null " to "null",
            )) {
                withClue(text) { Json.write(Json.parse(text)) shouldBe canonical }
            }
        }

        test("plain values are of one class each, and cannot be changed") {
            Json.parse("""[1,9223372036854775808,1.50,1e3,true,null,"a",{"b":[]}]""") shouldBe
                listOf(1L, BigInteger("9223372036854775808"), BigDecimal("1.5"), 1000L, true, null, "a", mapOf("b" to listOf<Any>()))
            Json.plain(listOf(1.toByte(), 2.toShort(), 3, 4L, 1.5f, 2.0, BigDecimal("1.10"), BigInteger.ONE, StringBuilder("s"), arrayOf(1))) shouldBe
                listOf(1L, 2L, 3L, 4L, BigDecimal("1.5"), 2L, BigDecimal("1.1"), 1L, "s", listOf(1L))
            @Suppress("UNCHECKED_CAST")
            shouldThrow<UnsupportedOperationException> { (Json.parse("""{"a":[]}""") as MutableMap<String, Any>)["b"] = 1 }
            @Suppress("UNCHECKED_CAST")
            shouldThrow<UnsupportedOperationException> { (Json.plain(listOf(1)) as MutableList<Any>).add(1) }
        }

        test("what is no JSON is refused by its place, without its text") {
            for (text in listOf("", " ", "{", "[1", "[1,]", "{\"a\"}", "{a:1}", "01", "1.", ".5", "+1", "-", "1e", "tru", "nul", "\"", "\"\\x\"", "\"\\u12g4\"", "\"\n\"", "1 2", "{} x", "'a'", "NaN")) {
                withClue(text) {
                    shouldThrow<IllegalArgumentException> { Json.parse(text) }.message!!.startsWith("no JSON: broken at character ") shouldBe true
                }
            }
        }

        test("what one database would not store is refused for both") {
            fun refused(
                message: String,
                body: () -> Any?,
            ) = withClue(message) { shouldThrow<IllegalArgumentException> { body() }.message shouldBe message }
            refused("PostgreSQL stores no JSON text with a NUL character") { Json.parse("\"a\\u0000\"") }
            refused("PostgreSQL stores no JSON text with a NUL character") { Json.write(mapOf("\u0000" to 1)) }
            refused("a text with half of a character (a lone surrogate) is not stored") { Json.parse("\"\\ud800\"") }
            refused("a text with half of a character (a lone surrogate) is not stored") { Json.write("\udc00\ud800") }
            val large = "a number of that size does not fit: JSON's are stored up to the size of a double"
            refused(large) { Json.parse("1e309") }
            refused(large) { Json.parse("1e-1101") }
            refused(large) { Json.parse("1e999999999") }
            refused("a number in JSON is too large") { Json.parse("1e99999999999") }
            Json.write(Json.parse("1e308")).length shouldBe 309
            refused("JSON has no NaN") { Json.write(Double.NaN) }
            refused("JSON has no Infinity") { Json.write(Float.POSITIVE_INFINITY) }
            refused("a map with keys that are no texts is no JSON object") { Json.write(mapOf(1 to 2)) }
            val deep = "JSON of more than 1000 levels is not stored"
            refused(deep) { Json.parse("[".repeat(1001) + "]".repeat(1001)) }
            val circle = mutableListOf<Any>().also { it.add(it) }
            refused(deep) { Json.write(circle) }
            Json.write(Json.parse("[".repeat(1000) + "]".repeat(1000))).length shouldBe 2000
        }
    })
