package dev.kinglet.examples.blog

import dev.kinglet.expr.eq
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain

/** What the author does: log in, write, edit, log out. */
class WritingSpec :
    FunSpec({
        fun slugs() = Entry.select().values(Entry.slug).toSet()

        blog("a draft is the author's alone until it is published") {
            val visitor = another()
            login()
            write("Tea, at last!", "About *oolong*.", "tags" to "Tea,  Slow Food, tea").location() shouldBe "/tea-at-last/edit/"
            get("/tea-at-last/edit/")
            flash() shouldBe "Your draft is saved."
            html shouldContain "value=\"slow-food, tea\""
            get("/tea-at-last/edit/")
            flash() shouldBe null
            get("/drafts/")
            titles() shouldBe listOf("Tea, at last!", "On writing less")
            get("/tea-at-last/").statusCode() shouldBe 200
            html shouldContain "<strong>Draft.</strong>"
            visitor.get("/tea-at-last/").statusCode() shouldBe 404
            visitor.get("/?q=oolong")
            visitor.titles() shouldBe listOf()

            write("Tea, at last!", "About *oolong*.", "published" to "on", path = "/tea-at-last/edit/").location() shouldBe "/tea-at-last/"
            get("/tea-at-last/")
            flash() shouldBe "Your entry is published."
            visitor.get("/tea-at-last/").statusCode() shouldBe 200
            visitor.html shouldContain "<p>About <em>oolong</em>.</p>"
            visitor.get("/?q=oolong")
            visitor.titles() shouldBe listOf("Tea, at last!")
            write("On writing less", "Less.", "published" to "on", path = "/on-writing-less/edit/")
            visitor.get("/")
            visitor.titles().take(2) shouldBe listOf("On writing less", "Tea, at last!")
        }

        blog("an edit changes the page, the tags and what is found at once") {
            login()
            write("Tea", "About oolong.", "published" to "on", "tags" to "green, black").location() shouldBe "/tea/"
            get("/?tag=green")
            titles() shouldBe listOf("Tea")
            write("Coffee", "About arabica.", "published" to "on", "tags" to "black, hot", path = "/tea/edit/").location() shouldBe "/tea/"
            get("/?q=oolong")
            titles() shouldBe listOf()
            get("/?q=arabica")
            titles() shouldBe listOf("Coffee")
            get("/?tag=green")
            titles() shouldBe listOf()
            get("/?tag=hot")
            titles() shouldBe listOf("Coffee")
            write("Coffee", "About arabica.", "slug" to "coffee", path = "/tea/edit/").location() shouldBe "/coffee/edit/"
            get("/tea/").statusCode() shouldBe 404
            get("/coffee/").statusCode() shouldBe 200
            html shouldNotContain "class=\"tag\""
        }

        blog("both texts are needed, and what was typed stays") {
            login()
            write(" ", " \n ", "tags" to "tea").statusCode() shouldBe 422
            html shouldContain "Give it a title."
            html shouldContain "Write something first."
            html shouldContain "aria-invalid=\"true\" aria-describedby=\"content-error\""
            html shouldContain "value=\"tea\""
            html shouldContain "<title>Error: Write"
            write("Tea & \"more\"", "").statusCode() shouldBe 422
            html shouldContain "value=\"Tea &amp; &quot;more&quot;\""
            html shouldNotContain "Give it a title."
            write("x".repeat(201), "</textarea><script>").statusCode() shouldBe 422
            html shouldContain "200 characters are the most"
            html shouldNotContain "<script"
            write("?!", "words").statusCode() shouldBe 422
            html shouldContain "Use letters and digits"
            write("", "words", "published" to "on", path = "/on-writing-less/edit/").statusCode() shouldBe 422
            html shouldContain "<title>Error: Edit"
            html shouldContain "action=\"/on-writing-less/edit/\""
            (write("Tea\u0000", "a zero\u0000byte", "slug" to "on-writing-less").statusCode() in 400..499) shouldBe true
            slugs().size shouldBe 6
            Entry.where(Entry.published eq false).single().title shouldBe "On writing less"
        }

        blog("an address that is taken is said so, with a free one in its place") {
            login()
            write("On writing less").statusCode() shouldBe 422
            html shouldContain "The address “on-writing-less” is taken."
            html shouldContain "name=\"slug\" value=\"on-writing-less-2\""
            html shouldContain "aria-describedby=\"slug-error\""
            write("On writing less", "Again.", "slug" to "on-writing-less-2").location() shouldBe "/on-writing-less-2/edit/"
            write("On writing less")
            html shouldContain "name=\"slug\" value=\"on-writing-less-3\""
            write("Another", "Again.", "slug" to "good-addresses-do-not-change", path = "/on-writing-less/edit/").statusCode() shouldBe 422
            html shouldContain "name=\"slug\" value=\"good-addresses-do-not-change-2\""
            write("Another", "Again.", "slug" to "Much  Better").statusCode() shouldBe 422
            html shouldContain "name=\"slug\" value=\"much-better\"" // as it may be written; nobody has it
            slugs().size shouldBe 7
        }

        blog("the pages of the blog itself are no addresses of entries") {
            login()
            for (slug in RESERVED) {
                write(slug.replaceFirstChar { it.uppercase() }, "words", "published" to "on").statusCode() shouldBe 422
                html shouldContain "This address is a page of the blog itself."
                html shouldContain "name=\"slug\" value=\"$slug-2\""
                write("Title", "words", "slug" to slug).statusCode() shouldBe 422
                get("/$slug/").statusCode() shouldBe 200
            }
            for (slug in listOf("a/b", "A", "a b", "-a", "a--b", "../x", "feed.xml")) {
                withClue(slug) { write("Title", "words", "slug" to slug).statusCode() shouldBe 422 }
            }
            write("Ünïcode 東京 2", "words").location() shouldBe "/%C3%BCn%C3%AFcode-%E6%9D%B1%E4%BA%AC-2/edit/"
            get("/%C3%BCn%C3%AFcode-%E6%9D%B1%E4%BA%AC-2/").statusCode() shouldBe 200
        }

        blog("what is the author's sends others to log in, and they come back") {
            for (path in listOf("/drafts/", "/create/", "/a-blog-in-one-afternoon/edit/")) {
                get(path).location() shouldBe "/login/?next=" + encoded(path)
            }
            for (path in listOf("/create/", "/a-blog-in-one-afternoon/edit/")) {
                post(path, "title" to "x", "content" to "x").statusCode() shouldBe 401
            }
            slugs().size shouldBe 6
            get("/login/?next=%2Fdrafts%2F")
            html shouldContain "<input type=\"hidden\" name=\"next\" value=\"/drafts/\">"
            val token = token()
            postAlone("/login/", "csrf" to token, "next" to "/drafts/", "password" to "wrong").statusCode() shouldBe 422
            html shouldContain "The password is wrong."
            html shouldContain "name=\"next\" value=\"/drafts/\""
            html shouldNotContain "value=\"wrong\""
            post("/login/", "next" to "/drafts/", "password" to PASSWORD).location() shouldBe "/drafts/"
            get("/drafts/").statusCode() shouldBe 200
            flash() shouldBe "You are logged in."
        }

        blog("after the login nobody is sent to another site") {
            for (next in listOf("//evil", "https://evil", "/\\evil", "/%2F/evil", "javascript:alert(1)", "", "/a\r\nSet-Cookie: x=y")) {
                withClue(next) { post("/login/", "next" to next, "password" to PASSWORD).location() shouldBe "/" }
            }
        }

        blog("log out takes a form, and a session is new after each login") {
            val before = get("/login/").header("Set-Cookie")!!
            val token = token()
            val after = postAlone("/login/", "csrf" to token, "password" to PASSWORD)
            after.headers().allValues("Set-Cookie").single { it.startsWith("session=") }.also {
                it.substringBefore(';') shouldNotBe before.substringBefore(';')
                it shouldContain "HttpOnly"
                it shouldContain "SameSite=Lax"
            }
            postAlone("/create/", "csrf" to token, "title" to "forged", "content" to "forged").statusCode() shouldBe 403
            get("/logout/").statusCode() shouldBe 200
            get("/drafts/").statusCode() shouldBe 200
            post("/logout/").location() shouldBe "/"
            get("/")
            flash() shouldBe "You are logged out."
            get("/drafts/").statusCode() shouldBe 302
        }

        blog("a form without the token of its session changes nothing") {
            login()
            for (path in listOf("/create/", "/on-writing-less/edit/", "/logout/", "/login/")) {
                withClue(path) {
                    val fields = arrayOf("title" to "forged", "content" to "forged", "password" to PASSWORD)
                    postAlone(path, *fields).statusCode() shouldBe 403
                    postAlone(path, "csrf" to "guessed", *fields).statusCode() shouldBe 403
                    html shouldContain "This form is too old, or not from here."
                }
            }
            slugs().size shouldBe 6
            get("/drafts/").statusCode() shouldBe 200
            post("/create/", "title" to "Long", "content" to "x".repeat(1_000_001)).statusCode() shouldBe 413
            get("/").statusCode() shouldBe 200
        }

        blog("after ten attempts to log in the address has to wait") {
            repeat(10) { post("/login/", "password" to "wrong").statusCode() shouldBe 422 }
            val refused = login()
            refused.statusCode() shouldBe 429
            refused.header("Retry-After") shouldBe "60"
            html shouldContain "Too many attempts."
        }

        blog("a page for visitors starts no session") {
            for (path in listOf("/", "/?q=tea", "/a-blog-in-one-afternoon/", "/nowhere/", "/feed.xml")) {
                get(path).header("Set-Cookie") shouldBe null
            }
        }
    })
