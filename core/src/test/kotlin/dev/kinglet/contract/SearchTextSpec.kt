package dev.kinglet.contract

import dev.kinglet.expr.SearchText
import dev.kinglet.fixtures.Articles.Article.ARTICLE
import dev.kinglet.fixtures.Articles.Post.POST
import dev.kinglet.fixtures.contract
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlin.random.Random

/** What users type, as queries that are always valid (SQT-08). */
class SearchTextSpec :
    FunSpec({
        val columns = listOf("title", "body")
        val weights = listOf("A", "B")

        fun both(
            text: SearchText,
            fts5: String,
            tsquery: String,
        ) {
            text.fts5(columns) shouldBe fts5
            text.tsquery(columns, weights) shouldBe tsquery
        }

        fun web(
            text: String,
            fts5: String,
            tsquery: String,
        ) = withClue(text) { both(SearchText.web(text), fts5, tsquery) }

        test("translations") {
            web("cat", "\"cat\"", "'cat'")
            web("cat dog", "(\"cat\" AND \"dog\")", "('cat' & 'dog')")
            web("cat AND dog", "(\"cat\" AND \"dog\")", "('cat' & 'dog')")
            web("cat OR dog bird", "(\"cat\" OR (\"dog\" AND \"bird\"))", "('cat' | ('dog' & 'bird'))")
            web("\"big cat\" dog", "(\"big cat\" AND \"dog\")", "(('big cat':A | 'big cat':B) & 'dog')")
            web("cat -dog", "(\"cat\" NOT \"dog\")", "('cat' & !'dog')")
            web("-dog cat", "(\"cat\" NOT \"dog\")", "('cat' & !'dog')")
            web("cat NOT dog -bird", "(\"cat\" NOT (\"dog\" OR \"bird\"))", "('cat' & !('dog' | 'bird'))")
            web("cat -(dog OR bird)", "(\"cat\" NOT (\"dog\" OR \"bird\"))", "('cat' & !('dog' | 'bird'))")
            web("cat AND NOT dog", "(\"cat\" NOT \"dog\")", "('cat' & !'dog')")
            web("cat NOT NOT dog", "(\"cat\" AND \"dog\")", "('cat' & 'dog')")
            web("(cat OR dog) bird", "((\"cat\" OR \"dog\") AND \"bird\")", "(('cat' | 'dog') & 'bird')")
            web("title:cat", "\"title\" : \"cat\"", "'cat':A")
            web("TITLE:\"big cat\" dog", "(\"title\" : \"big cat\" AND \"dog\")", "('big cat':A & 'dog')")
            web("body:(cat OR dog)", "(\"body\" : \"cat\" OR \"body\" : \"dog\")", "('cat':B | 'dog':B)")
            web("-title:cat dog", "(\"dog\" NOT \"title\" : \"cat\")", "('dog' & !'cat':A)")
            web("other:cat", "\"other:cat\"", "'other:cat'")
            web("ca*", "\"ca\" *", "'ca':*")
            web("\"big ca\"*", "\"big ca\" *", "(('big':A <-> 'ca':*A) | ('big':B <-> 'ca':*B))")
            web("title:ca**", "\"title\" : \"ca\" *", "'ca':*A")
            web("well-known it's", "(\"well-known\" AND \"it's\")", "('well-known' & 'it''s')")
            web("back\\slash", "\"back\\slash\"", "'back\\\\slash'")
            web("cat and dog or", "(\"cat\" AND \"and\" AND \"dog\" AND \"or\")", "('cat' & 'and' & 'dog' & 'or')")
            web("\u201cbig cat\u201d", "\"big cat\"", "('big cat':A | 'big cat':B)")
        }

        test("unbalanced, dangling and empty input") {
            for (text in listOf("cat", "(cat", "cat)", "((cat", "cat))", ")cat(", "\"cat", "cat\"", "cat OR", "OR cat", "AND cat", "cat AND", "cat NOT", "cat -", "- cat", "cat ()", "cat (-)", "cat OR ()", "cat \"\"", "cat title:", "title: cat", "cat (OR)", "cat -dog\"".replace("dog", "..."))) {
                web(text, "\"cat\"", "'cat'")
            }
            for (text in listOf("", " ", "\u0000", "()", "((", "))", "\"", "\"\"", "-", "--", "-cat", "NOT cat", "-cat -dog", "-(cat)", "OR", "AND OR NOT", "title:", "title:-", "...", "* * *", "'", "🙂 🙂", "\ud83d", "!&|<>:", "cat".map { '\u0301' }.joinToString(""))) {
                web(text, "\"\"", "")
            }
            web("cat OR -dog", "\"cat\"", "'cat'")
            web("a:b:c \u0000dog\ud800", "(\"a:b:c\" AND \"dog\")", "('a:b:c' & 'dog')")
        }

        test("the simple forms take no operators") {
            both(SearchText.words("cat OR -dog \"x"), "(\"cat\" AND \"OR\" AND \"-dog\" AND \"x\")", "('cat' & 'OR' & '-dog' & 'x')")
            both(SearchText.phrase(" big  cat ... !"), "\"big cat\"", "('big cat':A | 'big cat':B)")
            both(SearchText.prefix("big ca"), "(\"big\" AND \"ca\" *)", "('big' & 'ca':*)")
            both(SearchText.prefix("big cat "), "(\"big\" AND \"cat\")", "('big' & 'cat')")
            both(SearchText.prefix(""), "\"\"", "")
            both(SearchText.phrase("..."), "\"\"", "")
            SearchText.web("secret").toString() shouldBe "a search"
        }

        contract("no text raises an error, on any database", ARTICLE, POST) { _ ->
            ARTICLE.create(ARTICLE.title.to("cat"), ARTICLE.body.to("dog"))
            POST.create(POST.body.to("the cat"))
            val pieces =
                listOf("cat", "dog", "the", "\"", "'", "(", ")", "-", "+", "*", "^", ":", "title:", "body:", " ", " OR ", " AND ", " NOT ", " NEAR(", ",", "\\", "&", "|", "!", "<->", "{", "}", "🙂", "é", "\u0000", "\ud800", "\udc00", "%", "_", ";", "--", "/*", "0", "-1", "a@b.c", "http://x.y/z?q=1", "<b>", "\n", "\u0301", "中文", "ﬀ", "\u202e", "word".repeat(80), "ß", "İ")
            val random = Random(20240)
            val texts =
                List(400) { List(random.nextInt(1, 14)) { pieces.random(random) }.joinToString("") } +
                    List(150) { String(CharArray(random.nextInt(1, 40)) { random.nextInt(0x10000).toChar() }) } +
                    List(100) { String(CharArray(random.nextInt(1, 40)) { random.nextInt(0x20, 0x7f).toChar() }) } +
                    listOf("(".repeat(10_000) + "cat", "cat ".repeat(2_500), "\"cat ".repeat(2_000), "x".repeat(10_000), "-".repeat(10_000) + "cat", "title:".repeat(5_000) + "cat", "cat OR ".repeat(2_000), "NOT ".repeat(3_000) + "cat", "(cat OR ".repeat(1_500) + "dog", "-(a ".repeat(2_000), "cat -dog ".repeat(1_200), "🙂".repeat(5_000), ":".repeat(10_000), "'".repeat(10_000) + "cat\\")
            for (text in texts) {
                withClue(text.take(200)) {
                    ARTICLE.where(ARTICLE.search.matches(text)).count()
                    POST.where(POST.words.matches(text)).count()
                    for (form in listOf(SearchText.words(text), SearchText.phrase(text), SearchText.prefix(text))) {
                        ARTICLE.where(ARTICLE.search.matches(form)).count()
                    }
                }
            }
            val deep = "(".repeat(30) + "cat" + ")".repeat(30) + " dog"
            ARTICLE.where(ARTICLE.search.matches(deep)).count() shouldBe 1
            val match = ARTICLE.search.matches("cat OR -- <'> \\")
            ARTICLE.where(match).values(match.rank()).size shouldBe 1
            ARTICLE.where(match).values(match.snippet(ARTICLE.title, "\"", "'\\", "{0}", 3)) shouldBe listOf("\"cat'\\")
        }

        contract("the two databases find the same rows", ARTICLE) { _ ->
            val words = listOf("cat", "dog", "bird", "red", "car", "run", "sun", "42")
            val random = Random(7)
            val rows = List(60) { listOf(List(2) { words.random(random) }, List(random.nextInt(5)) { words.random(random) }) }
            ARTICLE.insertMany(listOf(ARTICLE.title, ARTICLE.body), rows.map { row -> row.map { it.joinToString(" ") } }).execute()

            // said by a search, and worked out here
            fun has(row: List<List<String>>, word: String) = row.any { word in it }
            for (a in words) {
                for (b in words) {
                    fun check(text: String, test: (List<List<String>>) -> Boolean) =
                        withClue(text) {
                            ARTICLE.where(ARTICLE.search.matches(text)).orderBy(ARTICLE.id).values(ARTICLE.id) shouldBe
                                rows.indices.filter { test(rows[it]) }.map { it + 1L }
                        }
                    check("$a $b") { has(it, a) && has(it, b) }
                    check("$a OR $b") { has(it, a) || has(it, b) }
                    check("$a -$b") { has(it, a) && !has(it, b) }
                    check("\"$a $b\"") { row -> row.any { it.zipWithNext().any { (x, y) -> x == a && y == b } } }
                    check("title:$a body:$b") { a in it[0] && b in it[1] }
                    check("(title:$a OR $b) -42") { (a in it[0] || has(it, b)) && !has(it, "42") }
                    check("${a.take(2)}*") { row -> row.any { part -> part.any { it.startsWith(a.take(2)) } } }
                }
            }
        }
    })
