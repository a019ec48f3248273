package dev.kinglet.contract

import dev.kinglet.errors.DataException
import dev.kinglet.errors.ModelException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.Expr
import dev.kinglet.expr.Fn
import dev.kinglet.fixtures.Samples.SAMPLE
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.matches
import dev.kinglet.fixtures.shouldRender
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

private const val FACE = "\uD83D\uDE00"

/** A pattern of LIKE, what it matches and what it does not. */
private class Pattern(
    val text: String,
    val matches: List<String>,
    val others: List<String>,
)

/** LIKE, ILIKE, regular expressions, and texts found in others: alike on both databases. */
class PatternSpec :
    FunSpec({
        val label = SAMPLE.label

        val patterns =
            listOf(
                Pattern("a%", listOf("a", "abc", "a\nb"), listOf("", "ba")),
                Pattern("%b%", listOf("b", "abc"), listOf("", "ac")),
                Pattern("%", listOf("", "a", FACE), listOf()),
                Pattern("", listOf(""), listOf("a", "%")),
                Pattern("abc", listOf("abc"), listOf("abcd", "xabc")),
                Pattern("_", listOf("a", "%", FACE, "\u00e9"), listOf("", "ab")),
                Pattern("a_c", listOf("abc", "a_c", "a${FACE}c"), listOf("ac", "abbc")),
                Pattern("a\\_c", listOf("a_c"), listOf("abc", "a\\bc")),
                Pattern("50\\%", listOf("50%"), listOf("50", "500", "50\\%")),
                Pattern("a\\\\b", listOf("a\\b"), listOf("a\\\\b", "ab")),
                Pattern("a\\b", listOf("ab"), listOf("a\\b")),
                Pattern("%\\\\", listOf("\\", "a\\"), listOf("a", "\\a")),
                Pattern("a*c", listOf("a*c"), listOf("abc", "ac")),
                Pattern("a?c", listOf("a?c"), listOf("abc")),
                Pattern("[ab]", listOf("[ab]"), listOf("a", "b")),
                Pattern("[^a]", listOf("[^a]"), listOf("b")),
                Pattern("a]b", listOf("a]b"), listOf("ab")),
                Pattern("a-c!", listOf("a-c!"), listOf("b!", "a-c")),
                Pattern("it's \"%\"", listOf("it's \"so\""), listOf("it's so")),
                Pattern("$FACE%", listOf(FACE, "$FACE!"), listOf("a$FACE")),
            )

        contract("like: % and _ on both databases, backslash for themselves, and case is told apart (EXP-05)", SAMPLE) { _ ->
            for (pattern in patterns) {
                label.matches(label.like(pattern.text), pattern.matches, pattern.others + null)
                label.matches(label.like(Fn.value(pattern.text)), pattern.matches, pattern.others + null)
                label.matches(label.ilike(pattern.text), pattern.matches, pattern.others + null)
                label.matches(label.ilike(Fn.value(pattern.text)), pattern.matches, pattern.others + null)
            }
            label.matches(label.like("a%C"), listOf("abC"), listOf("abc", "ABC"))
            label.matches(label.like(Fn.value("a%C")), listOf("abC"), listOf("abc", "ABC"))
            label.matches(label.ilike("a%C"), listOf("abC", "abc", "AC"), listOf("ab"))
            label.matches(label.like("a%").not(), listOf("b", "A"), listOf("a", null))
            label.matches(label.like(SAMPLE.code), listOf(), listOf("a", null)) // a pattern that is NULL
            label.matches(label.like(label), listOf("a", "%", "_"), listOf("\\a", null))
            label.matches(label.ilike(label), listOf("a", "%", "_"), listOf("\\a", null))
        }

        contract("contains, startsWith and endsWith take every character for itself (EXP-06)", SAMPLE) { _ ->
            val odd = listOf("%", "_", "!", "!!", "!%", "%!", "\\", "\\%", "'", "\"", "*", "?", "[", "]", "[a]", "^", "-", FACE, "a b", "{0}")
            for (text in odd) {
                val others = listOf("", "xy", "x y", null)
                label.matches(label.contains(text), listOf(text, "x${text}y"), others)
                label.matches(label.startsWith(text), listOf(text, "${text}y"), others + "x$text")
                label.matches(label.endsWith(text), listOf(text, "x$text"), others + "${text}y")
                label.matches(label.contains(Fn.value(text)), listOf(text, "x${text}y"), others)
                label.matches(label.startsWith(Fn.value(text)), listOf(text, "${text}y"), others + "x$text")
                label.matches(label.endsWith(Fn.value(text)), listOf(text, "x$text"), others + "${text}y")
            }
            label.matches(label.contains(""), listOf("", "a"), listOf(null))
            label.matches(label.contains("Bc"), listOf("abcd", "ABCD"), listOf("acb"))
            label.matches(label.startsWith("Bc"), listOf("bcd", "BC"), listOf("abc"))
            label.matches(label.endsWith(Fn.upper(Fn.value("bc"))), listOf("abc"), listOf("bca"))
            label.matches(label.contains(SAMPLE.code), listOf(), listOf("a", null))
            label.matches(label.contains(label), listOf("%", "a!", "\\", ""), listOf(null))
        }

        contract("regular expressions (EXP-07)", SAMPLE) { _ ->
            label.matches(label.regexp("b"), listOf("abc"), listOf("aBc", "", null))
            label.matches(label.regexp("^a.c$"), listOf("abc", "a${FACE}c", "a\nc"), listOf("abcd", "Abc"))
            label.matches(label.regexp("^[a-c]+[0-9]{2}$"), listOf("ab12"), listOf("ab1", "xab12"))
            label.matches(label.regexp("a\\.b"), listOf("a.b"), listOf("axb"))
            label.matches(label.regexp("x|'"), listOf("it's", "x"), listOf("its"))
            label.matches(label.regexp("^$"), listOf(""), listOf("a", null))
            label.matches(label.regexp(""), listOf("", "a"), listOf(null))
            label.matches(label.iregexp("^B"), listOf("b", "Bc"), listOf("ab", null))
            label.matches(label.iregexp("\u00c9"), listOf("\u00e9", "\u00c9"), listOf("e"))
            label.matches(label.regexp("b").not(), listOf("a"), listOf("b", null))
            label.matches(Fn.lower(label).regexp("^b"), listOf("B"), listOf("A"))
            // many patterns: more than SQLite's connection keeps compiled
            for (i in 1..100) label.matches(label.regexp("^a{$i}$"), listOf("a".repeat(i)), listOf("a".repeat(i + 1)))
        }

        contract("a regular expression that is none is told by the database (EXP-07)", SAMPLE) { _ ->
            SAMPLE.create(label.to("a"))
            shouldThrow<DataException> { SAMPLE.where(label.regexp("(")).list() }
            SAMPLE.where(label.regexp("a")).count() shouldBe 1
        }

        test("how they are written (EXP-05, EXP-06, EXP-07)") {
            label.like("a%").shouldRender("(@label glob ?)", listOf("a%"), "(@label like ?)")
            label.like(SAMPLE.code).shouldRender("(@label glob like_to_glob(@code))", listOf(), "(@label like @code)")
            label.ilike("a%").shouldRender("(@label like ? escape '\\')", listOf("a%"), "(@label ilike ?)")
            label.ilike(SAMPLE.code).shouldRender("(@label like @code escape '\\')", listOf(), "(@label ilike @code)")
            label.contains("5%").shouldRender("(@label like ? escape '!')", listOf("%5!%%"), "(@label ilike ? escape '!')")
            label.startsWith("a_").shouldRender("(@label like ? escape '!')", listOf("a!_%"), "(@label ilike ? escape '!')")
            label.endsWith("a!").shouldRender("(@label like ? escape '!')", listOf("%a!!"), "(@label ilike ? escape '!')")
            val escaped = "replace(replace(replace(@code, '!', '!!'), '%', '!%'), '_', '!_')"
            label.contains(SAMPLE.code).shouldRender(
                "(@label like ('%' || $escaped || '%') escape '!')",
                listOf(),
                "(@label ilike ('%' || $escaped || '%') escape '!')",
            )
            label.startsWith(SAMPLE.code).shouldRender(
                "(@label like ('' || $escaped || '%') escape '!')",
                listOf(),
                "(@label ilike ('' || $escaped || '%') escape '!')",
            )
            label.regexp("a").shouldRender("(@label regexp ?)", listOf("a"), "(@label ~ ?)")
            label.iregexp("a").shouldRender("(@label regexp ('(?iu)' || ?))", listOf("a"), "(@label ~* ?)")
        }

        test("what is no text is refused, and a pattern that is not complete (EXP-05)") {
            val ways =
                listOf<Pair<String, () -> Expr<*>>>(
                    "like" to { SAMPLE.number.like("1%") },
                    "like" to { SAMPLE.number.like(label) },
                    "ilike" to { SAMPLE.number.ilike("1%") },
                    "ilike" to { SAMPLE.number.ilike(label) },
                    "regexp" to { SAMPLE.number.regexp("1") },
                    "iregexp" to { SAMPLE.number.iregexp("1") },
                    "contains" to { SAMPLE.number.contains("1") },
                    "contains" to { SAMPLE.number.contains(label) },
                    "startsWith" to { SAMPLE.number.startsWith("1") },
                    "startsWith" to { SAMPLE.number.startsWith(label) },
                    "endsWith" to { SAMPLE.number.endsWith("1") },
                    "endsWith" to { SAMPLE.number.endsWith(label) },
                    "concat" to { SAMPLE.number.concat("1") },
                    "concat" to { SAMPLE.number.concat(label) },
                )
            for ((method, way) in ways) {
                withClue(method) {
                    shouldThrow<ModelException> { way() }.message shouldBe
                        "$method is for text, and sample.number is of type integer\n" +
                        "  hint: compare with eq, or cast the column: cast(String.class)"
                }
            }
            for (pattern in listOf("\\", "a\\", "a\\\\\\")) {
                for ((method, way) in mapOf<String, () -> Expr<*>>("like" to { label.like(pattern) }, "ilike" to { label.ilike(pattern) })) {
                    shouldThrow<ProgrammingException> { way() }.message shouldBe
                        "a pattern of $method that ends with a single backslash\n" +
                        "  hint: write two for a backslash, or use endsWith(..), which has no special characters"
                }
            }
        }
    })
