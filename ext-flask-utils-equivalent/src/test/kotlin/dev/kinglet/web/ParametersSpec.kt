package dev.kinglet.web

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldMatch
import io.kotest.property.Arb
import io.kotest.property.arbitrary.list
import io.kotest.property.arbitrary.map
import io.kotest.property.arbitrary.string
import io.kotest.property.checkAll
import kotlin.random.Random

class ParametersSpec :
    FunSpec({
        test("a query string is read as browsers write it") {
            val cases =
                mapOf(
                    null to mapOf(),
                    "" to mapOf(),
                    "&&" to mapOf(),
                    "q" to mapOf("q" to listOf("")),
                    "q=" to mapOf("q" to listOf("")),
                    "=x" to mapOf("" to listOf("x")),
                    "q=a=b" to mapOf("q" to listOf("a=b")),
                    "q=a&q=b&p=1&q=" to mapOf("q" to listOf("a", "b", ""), "p" to listOf("1")),
                    "q=a+b%20c%2Bd" to mapOf("q" to listOf("a b c+d")),
                    "q=a;p=b" to mapOf("q" to listOf("a;p=b")),
                    "q=%E2%82%AC%c3%a9" to mapOf("q" to listOf("€é")),
                    "q=€" to mapOf("q" to listOf("€")),
                    "q=%00" to mapOf("q" to listOf("\u0000")),
                    "%71=x" to mapOf("q" to listOf("x")),
                    // no codes
                    "q=%" to mapOf("q" to listOf("%")),
                    "q=%2" to mapOf("q" to listOf("%2")),
                    "q=%zz%4" to mapOf("q" to listOf("%zz%4")),
                    "q=%٣٣" to mapOf("q" to listOf("%٣٣")),
                    "q=100%&p=%%41" to mapOf("q" to listOf("100%"), "p" to listOf("%A")),
                    // no UTF-8
                    "q=%ff%41" to mapOf("q" to listOf("\uFFFDA")),
                    "q=%ED%A0%80" to mapOf("q" to listOf("\uFFFD")),
                )
            for ((query, values) in cases) {
                withClue(query) {
                    Parameters.parse(query).map() shouldBe values
                    Parameters.parse(query).names().toList() shouldBe values.keys.toList()
                }
            }
        }

        test("whatever is a query string can be read, and what is written is read back") {
            val random = Random(7)
            repeat(20_000) {
                val bytes = CharArray(random.nextInt(12)) { "%=&+;a0é€\uD83D\u0000".random(random) }.concatToString()
                val read = Parameters.parse(bytes)
                val again = Parameters.parse(read.encoded())
                again.encoded() shouldBe read.encoded()
            }
            checkAll(500, Arb.list(Arb.string(0..6), 1..3).map { it.toTypedArray() }, Arb.string(1..4)) { values, name ->
                val parameters = Parameters.none().with(name, *values).with("z", "1")
                parameters.encoded() shouldMatch Regex("[A-Za-z0-9._~=&%-]*")
                Parameters.parse(parameters.encoded()) shouldBe parameters
            }
        }

        test("half a character is written as what stands for no character") {
            Parameters.none().with("q", "a\uD83D", "\uDC26\uD83D\uDC26").encoded() shouldBe "q=a%EF%BF%BD&q=%EF%BF%BD%F0%9F%90%A6"
        }

        test("WEB-13: some parameters change, and the others keep their places") {
            val now = Parameters.parse("q=meow&page=3&tag=a&tag=b")
            now.with("page", "4").encoded() shouldBe "q=meow&page=4&tag=a&tag=b"
            now.with("size", "50").encoded() shouldBe "q=meow&page=3&tag=a&tag=b&size=50"
            now.with("tag").encoded() shouldBe "q=meow&page=3"
            now.without("page", "q", "nothing").encoded() shouldBe "tag=a&tag=b"
            now.encoded() shouldBe "q=meow&page=3&tag=a&tag=b"
            now.first("tag") shouldBe "a"
            now.all("tag") shouldBe listOf("a", "b")
            now.first("nothing") shouldBe null
            now.isEmpty shouldBe false
            Parameters.none().isEmpty shouldBe true
        }

        test("parameters are made of the maps of frameworks") {
            val both = Parameters.parse("a=1&a=2&b=3")
            Parameters.of(mapOf("a" to arrayOf("1", "2"), "b" to "3", "c" to null, "d" to listOf<String>())) shouldBe both
            Parameters.of(mapOf("a" to listOf("1", "2"), "b" to setOf("3"))) shouldBe both
            Parameters.of(mapOf("a" to arrayOf("1", null, "2"), "b" to "3")).hashCode() shouldBe both.hashCode()
            both.toString() shouldBe "[a, b]"
        }
    })
