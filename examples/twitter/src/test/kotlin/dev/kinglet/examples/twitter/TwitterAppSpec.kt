package dev.kinglet.examples.twitter

import dev.kinglet.Database
import dev.kinglet.examples.twitter.Models.Message.MESSAGE
import dev.kinglet.examples.twitter.Models.Reaction.REACTION
import dev.kinglet.examples.twitter.Models.Relationship.RELATIONSHIP
import dev.kinglet.examples.twitter.Models.User.USER
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.statements
import dev.kinglet.migrate.Migrations
import dev.kinglet.type.Dialect
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.comparables.shouldBeLessThanOrEqualTo
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import java.net.URLEncoder
import java.nio.file.Path
import java.time.Instant

private const val ALL = 24
private val NEWEST = listOf("purr", "whine", "hiss", "woof", "meow")

/** What each page may be asked for, and nothing may break. */
private val BAD_PARAMETERS =
    listOf("x", "-1", "0", "", "%00", "%3Cscript%3E", "1e9", "%C2%B2", "9".repeat(40), "+1", "1&page=2")

/** The application over HTTP, on every database. */
class TwitterAppSpec :
    FunSpec({
        fun app(
            name: String,
            secret: String = "",
            body: Browser.(Database) -> Unit,
        ) = contract(name) { db ->
            val server = start(db, secret)
            try {
                Browser(server.port()).body(db)
            } finally {
                server.stop()
            }
        }

        fun user(name: String) = USER.get(USER.username.eq(name))

        // ---- start

        app("an empty database gets its tables and is filled, once") { db ->
            USER.select().count() shouldBe 3
            MESSAGE.select().count() shouldBe ALL
            TwitterApp.create(db, "")
            USER.select().count() shouldBe 3
            MESSAGE.select().count() shouldBe ALL
        }

        contract("the migrations make what the models declare") { db ->
            val migrations = Migrations.of(db, Path.of("src/main/resources/db/main"))
            migrations.up().toString() shouldContain "0002_add_bio"
            val models = arrayOf(USER, RELATIONSHIP, MESSAGE, REACTION)
            // what was generated on SQLite is compared with models as they are there
            if (db.dialect() == Dialect.SQLITE) migrations.check(*models).lines() shouldBe listOf()
            migrations.diff(*models).lines() shouldBe listOf()
            migrations.down("0001")
            migrations.up()
            migrations.diff(*models).lines() shouldBe listOf()
        }

        app("with a secret there is nothing for strangers", secret = "s".repeat(32)) {
            USER.select().count() shouldBe 0
            get("/login/").headers().firstValue("Set-Cookie").get() shouldContain "; Secure"
            html shouldNotContain Seeds.PASSWORD
            get("/users/").headers().firstValue("Server-Timing").isPresent shouldBe false
            html shouldContain "Nobody is here yet."
            get("/public/")
            html shouldContain "Nobody has written anything yet."
        }

        // ---- reading

        app("visitors see the messages of everyone, newest first") {
            for (path in listOf("/", "/public/", "/public")) {
                get(path).statusCode() shouldBe 200
                messages().take(5) shouldBe NEWEST
                html shouldContain "Public timeline"
                html shouldContain "<a href=\"/login/\""
                html shouldNotContain "Log out"
                html shouldNotContain "<form"
                link("next")!!.substringBefore('?') shouldBe path.trimEnd('/') + "/" // one form only
            }
        }

        app("a user's page shows their messages, and an unknown user is not found") {
            get("/users/huey/").statusCode() shouldBe 200
            messages().take(3) shouldBe listOf("purr", "hiss", "meow")
            html shouldContain "12 messages · 2 followers"
            get("/users/zaizee").statusCode() shouldBe 200
            html shouldContain "zaizee has not written anything yet"
            get("/users/nobody/").statusCode() shouldBe 404
            html shouldContain "There is nothing here."
            get("/users/%3Cscript%3E/").statusCode() shouldBe 404
            html shouldNotContain "<script>"
            get("/nowhere/").statusCode() shouldBe 404
            html shouldContain "There is nothing here."
        }

        app("all users are listed by name") {
            get("/users/").statusCode() shouldBe 200
            Regex("<p class=\"by\"><a href=\"/users/(\\w+)/\"").findAll(html).map { it.groupValues[1] }.toList() shouldBe
                listOf("huey", "mickey", "zaizee")
        }

        app("addresses in messages can be followed, and nothing else is made of them") {
            login("zaizee")
            post("/create/", "content" to "see https://example.org/a?b=1&c=\"><script> and javascript:alert(1), ok.")
            get("/public/")
            messages().first() shouldBe
                "see <a rel=\"nofollow noopener noreferrer\" href=\"https://example.org/a?b=1&amp;c=\">" +
                "https://example.org/a?b=1&amp;c=</a>&quot;&gt;&lt;script&gt; and javascript:alert(1), ok."
            messages().any { "href=\"https://en.wikipedia.org/wiki/Kinglet\"" in it } shouldBe true
        }

        app("everybody has a letter in a colour, the same on all pages") {
            fun picture(page: String, name: String): String {
                get(page)
                return Regex("<span class=\"(avatar hue\\d+)\" aria-hidden=\"true\">$name</span>").find(html)!!.groupValues[1]
            }
            val huey = picture("/users/huey/", "H")
            picture("/public/", "H") shouldBe huey
            picture("/users/", "H") shouldBe huey
            picture("/users/", "M") shouldNotBe huey
            val style = get("/style.css").body()
            for (hue in 0..11) style shouldContain ".hue$hue { --hue: "
        }

        // ---- accounts

        app("who joins is logged in and stored, the password as a hash") {
            post("/join/", "username" to " Ringo ", "password" to "octopus garden").location() shouldBe "/"
            get("/").statusCode() shouldBe 200
            flash() shouldBe "Welcome, ringo."
            html shouldContain "Your timeline"
            html shouldContain "Find somebody to follow"
            get("/")
            flash() shouldBe null
            val ringo = user("ringo")
            ringo.passwordHash.length shouldBe 60
            ringo.passwordHash shouldStartWith "$2a$10$"
        }

        app("a name that is taken is said so, and what was typed stays") {
            post("/join/", "username" to "huey", "password" to "long enough", "email" to "h@x.org").statusCode() shouldBe 422
            html shouldContain "This name is taken."
            html shouldContain "value=\"huey\""
            html shouldContain "value=\"h@x.org\""
            html shouldContain "aria-invalid=\"true\" aria-describedby=\"username-error\""
            html shouldContain "<title>Error: Join"
            html shouldNotContain "long enough"
            USER.select().count() shouldBe 3
        }

        app("a name, a password or an email that does not fit is refused") {
            val names = listOf("", " ", "x".repeat(31), "a b", "a/b", "<b>", "hüey", "..", "\u0000")
            for (name in names) {
                withClue(name) {
                    post("/join/", "username" to name, "password" to "long enough").statusCode() shouldBe 422
                }
            }
            html shouldContain "Use 1 to 30 letters"
            post("/join/", "username" to "ringo", "password" to "short", "email" to "no address").statusCode() shouldBe 422
            html shouldContain "Use 8 characters or more."
            html shouldContain "This is no address."
            html shouldContain "value=\"ringo\""
            post("/join/").statusCode() shouldBe 422
            USER.select().count() shouldBe 3
        }

        app("a password may be longer than bcrypt reads, and counts to its end") {
            val long = "x".repeat(100)
            post("/join/", "username" to "ringo", "password" to long).statusCode() shouldBe 303
            post("/logout/")
            login("ringo", long.dropLast(1) + "y").statusCode() shouldBe 422
            login("ringo", long).statusCode() shouldBe 303
        }

        app("log in and log out") {
            login("Huey").location() shouldBe "/"
            get("/")
            html shouldContain "Log out"
            get("/logout/").statusCode() shouldBe 404
            get("/")
            html shouldContain "Log out"
            post("/logout/").location() shouldBe "/"
            get("/")
            flash() shouldBe "You are logged out."
            html shouldContain "Public timeline"
        }

        app("a wrong password and an unknown name get the same answer") {
            fun answer() = html.replace(Regex("value=\"[^\"]*\""), "")
            login("huey", "wrong").statusCode() shouldBe 422
            val wrong = answer()
            wrong shouldContain "The name or the password is wrong."
            html shouldContain "value=\"huey\""
            html shouldNotContain "value=\"wrong\""
            login("nobody", "wrong").statusCode() shouldBe 422
            answer() shouldBe wrong
            post("/login/").statusCode() shouldBe 422
        }

        app("after ten attempts to log in the address has to wait") {
            repeat(10) { login("huey", "wrong").statusCode() shouldBe 422 }
            val refused = login("huey")
            refused.statusCode() shouldBe 429
            refused.headers().firstValue("Retry-After").get() shouldBe "60"
            html shouldContain "Too many attempts."
        }

        app("logging in leads to where one was going, and never to another site") {
            get("/following/?page=2").location() shouldBe "/login/?next=%2Ffollowing%2F%3Fpage%3D2"
            get("/login/?next=%2Ffollowing%2F%3Fpage%3D2")
            html shouldContain "name=\"next\" value=\"/following/?page=2\""

            fun to(next: String) = post("/login/", "username" to "huey", "password" to Seeds.PASSWORD, "next" to next).location()
            to("/following/?page=2") shouldBe "/following/?page=2"
            for (evil in listOf("//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/\t/evil")) {
                withClue(evil) {
                    to(evil) shouldBe "/"
                    get("/login/?next=" + URLEncoder.encode(evil, Charsets.UTF_8))
                    html shouldContain "name=\"next\" value=\"/\""
                    post("/users/mickey/like/", "next" to evil).location() shouldBe "/"
                }
            }
        }

        app("the session is signed, and a login makes a new one with a new secret") {
            fun cookie(response: java.net.http.HttpResponse<String>) =
                response.headers().allValues("Set-Cookie").first { it.startsWith("session=") }
            val before = cookie(get("/login/"))
            before shouldContain "HttpOnly"
            before shouldContain "SameSite=Lax"
            val secret = Regex("name=\"csrf\" value=\"([^\"]+)\"").find(html)!!.groupValues[1]
            val after = cookie(postAlone("/login/", "csrf" to secret, "username" to "huey", "password" to Seeds.PASSWORD))
            after.substringBefore(';') shouldNotBe before.substringBefore(';')
            postAlone("/create/", "csrf" to secret, "content" to "forged").statusCode() shouldBe 403
        }

        app("a page without a form starts no session") {
            get("/public/").headers().firstValue("Set-Cookie").isPresent shouldBe false
        }

        app("a form without the session's secret changes nothing") {
            login("huey")
            val before = listOf(MESSAGE, RELATIONSHIP, REACTION, USER).map { it.select().count() }
            for (path in listOf(
                "/create/",
                "/logout/",
                "/join/",
                "/login/",
                "/users/zaizee/follow/",
                "/users/mickey/unfollow/",
                "/users/mickey/like/",
                "/users/mickey/unlike/",
                "/messages/1/like/",
                "/messages/1/unlike",
            )) {
                withClue(path) {
                    postAlone(path, "content" to "forged").statusCode() shouldBe 403
                    postAlone(path, "content" to "forged", "csrf" to "guessed").statusCode() shouldBe 403
                }
            }
            html shouldContain "This form is no longer valid."
            listOf(MESSAGE, RELATIONSHIP, REACTION, USER).map { it.select().count() } shouldBe before
            get("/")
            html shouldContain "Log out"
        }

        app("what needs a user sends others to log in") {
            for (path in listOf("/private/", "/following/", "/followers/", "/create/")) {
                withClue(path) {
                    get(path).location() shouldBe "/login/?next=" + URLEncoder.encode(path, Charsets.UTF_8)
                }
            }
            for (path in listOf("/create/", "/users/huey/follow/", "/users/huey/unfollow/", "/messages/1/like/", "/users/huey/like/")) {
                withClue(path) {
                    post(path, "content" to "anonymous").statusCode() shouldBe 401
                    html shouldContain "Please log in first."
                }
            }
            get("/users/huey/follow/").statusCode() shouldBe 404
            MESSAGE.select().count() shouldBe ALL
        }

        app("a user who is gone is logged out") {
            login("huey")
            user("huey").delete() shouldBe 1
            get("/").statusCode() shouldBe 200
            html shouldContain "Public timeline"
            html shouldNotContain "Log out"
            get("/users/huey/").statusCode() shouldBe 404
            RELATIONSHIP.select().count() shouldBe 0
            MESSAGE.select().count() shouldBe 12
            REACTION.parentsThatAreGone() shouldBe 0
        }

        app("who joins may say something about themselves") {
            fun join(bio: String) = post("/join/", "username" to "ringo", "password" to "octopus garden", "bio" to bio)
            join("x".repeat(161)).statusCode() shouldBe 422
            html shouldContain "This has 161 characters; 160 is the most."
            html shouldContain "value=\"${"x".repeat(161)}\""
            join(" The drums. https://example.org/ringo ").statusCode() shouldBe 303
            get("/users/ringo/")
            html shouldContain "The drums. <a rel=\"nofollow noopener noreferrer\" href=\"https://example.org/ringo\">"
            user("ringo").bio shouldBe "The drums. https://example.org/ringo"
        }

        // ---- following, writing, liking

        app("the private timeline shows whom one follows") {
            login("huey")
            for (path in listOf("/", "/private/")) {
                get(path)
                html shouldContain "Your timeline"
                messages().take(2) shouldBe listOf("whine", "woof")
                messages().size shouldBe 12
            }
            get("/public/")
            messages().size shouldBe 20
        }

        app("following and unfollowing, twice each") {
            login("zaizee")
            get("/users/mickey/")
            html shouldContain "action=\"/users/mickey/follow/\""
            repeat(2) {
                post("/users/mickey/follow/").location() shouldBe "/users/mickey/"
                get("/users/mickey/")
                flash() shouldBe "You follow mickey."
                html shouldContain "action=\"/users/mickey/unfollow/\""
            }
            RELATIONSHIP.select().count() shouldBe 4
            get("/")
            messages().take(5) shouldBe NEWEST
            repeat(2) { post("/users/mickey/unfollow/").location() shouldBe "/users/mickey/" }
            RELATIONSHIP.select().count() shouldBe 3
            get("/")
            messages().take(3) shouldBe listOf("purr", "hiss", "meow")
            post("/users/zaizee/follow/")
            RELATIONSHIP.select().count() shouldBe 3
            post("/users/nobody/follow/").statusCode() shouldBe 404
            post("/users/nobody/unfollow/").statusCode() shouldBe 404
        }

        app("whom one follows, and by whom one is followed") {
            fun names() = Regex("<p class=\"by\"><a href=\"/users/(\\w+)/\"").findAll(html).map { it.groupValues[1] }.toList()
            login("huey")
            get("/following/")
            names() shouldBe listOf("mickey")
            get("/followers/")
            names() shouldBe listOf("mickey", "zaizee")
            login("zaizee")
            get("/followers/")
            html shouldContain "Nobody follows you yet."
            post("/users/huey/unfollow/")
            get("/following/")
            html shouldContain "You do not follow anybody yet."
        }

        app("a message appears on the writer's page, as text whatever it says") {
            login("zaizee")
            val evil = "<script>alert('x')</script> \"&\" 🐦"
            post("/create/", "content" to " $evil ").location() shouldBe "/users/zaizee/"
            get("/users/zaizee/")
            flash() shouldBe "Your message is published."
            html shouldNotContain "<script"
            messages().single() shouldBe "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &quot;&amp;&quot; 🐦"
            MESSAGE.select().orderBy(MESSAGE.id.desc()).get().content shouldBe evil
        }

        app("a message that is empty or too long is refused, and stays in the form") {
            login("zaizee")
            get("/create/").statusCode() shouldBe 200
            post("/create/", "content" to " \n ").statusCode() shouldBe 422
            html shouldContain "Write something first."
            post("/create/").statusCode() shouldBe 422
            val long = "🐦".repeat(280)
            post("/create/", "content" to "$long<").statusCode() shouldBe 422
            html shouldContain "This has 281 characters; 280 is the most."
            html shouldContain "$long&lt;</textarea>"
            post("/create/", "content" to long).statusCode() shouldBe 303
        }

        app("messages and users are liked once, and no more when one takes it back") {
            val purr = MESSAGE.get(MESSAGE.content.eq("purr"))
            login("mickey")
            val before = REACTION.liked.of(purr).count()
            post("/messages/${purr.id()}/unlike/")
            repeat(2) { post("/messages/${purr.id()}/like/", "next" to "/public/#m${purr.id()}").location() shouldBe "/public/#m${purr.id()}" }
            REACTION.liked.of(purr).count() shouldBe before
            get("/public/")
            html shouldContain "aria-label=\"Unlike this message of huey, liked by $before\""
            html shouldContain "action=\"/messages/${purr.id()}/unlike/\""
            post("/messages/${purr.id()}/unlike/").location() shouldBe "/"
            REACTION.liked.of(purr).count() shouldBe before - 1
            get("/users/huey/")
            html shouldContain "aria-label=\"Like this message of huey, liked by ${before - 1}\""
            html shouldContain "aria-label=\"Unlike huey, liked by 2\""
            post("/users/huey/unlike/", "next" to "/users/huey/").location() shouldBe "/users/huey/"
            post("/users/zaizee/like/")
            get("/users/")
            html shouldContain "aria-label=\"Like huey, liked by 1\""
            html shouldContain "aria-label=\"Unlike zaizee, liked by 1\""
            for (gone in listOf("/messages/0/like/", "/messages/99999/unlike/", "/users/nobody/like/", "/users/nobody/unlike/")) {
                withClue(gone) { post(gone).statusCode() shouldBe 404 }
            }
            post("/messages/x/like/").statusCode() shouldBe 404
            purr.delete()
            REACTION.parentsThatAreGone() shouldBe 0
        }

        app("what the database or the server cannot take is the visitor's mistake") { db ->
            login("zaizee")
            val zero = post("/create/", "content" to "a\u0000b").statusCode()
            zero shouldBe if (db.dialect().name == "POSTGRES") 400 else 303
            post("/create/", "content" to "x".repeat(200_000)).statusCode() shouldBe 413
            login("a\u0000b", "wrong").statusCode() shouldBeLessThanOrEqualTo 499
            get("/users/%00/").statusCode() shouldBeLessThanOrEqualTo 499
        }

        // ---- pages

        app("a timeline goes to older messages and back, and none comes twice while others are written") {
            write("huey", 40)
            get("/public/")
            val first = messages()
            link("prev") shouldBe null
            write("mickey", 7, later = 1_000) // meanwhile
            val seen = first.toMutableList()
            var steps = 0
            while (link("next") != null && steps++ < 10) {
                get(link("next")!!).statusCode() shouldBe 200
                seen += messages()
            }
            seen.size shouldBe ALL + 40
            seen.toSet().size shouldBe ALL + 40
            html shouldContain ">Newer</a>"
            repeat(3) { get(link("prev")!!) }
            messages() shouldBe first
            get(link("prev")!!) // and there is what was written meanwhile
            messages().first() shouldBe "mickey 7"
            link("prev") shouldBe null
            for (path in listOf("/users/huey/", "/")) {
                get(path)
                val newest = messages()
                get(link("next")!!)
                (messages() intersect newest.toSet()) shouldBe setOf()
                get(link("prev")!!)
                messages() shouldBe newest
            }
        }

        app("users have numbered pages") {
            val hash = user("huey").passwordHash
            USER
                .insertMany(
                    listOf(USER.username, USER.passwordHash, USER.email, USER.joinDate),
                    (1..42).map { listOf("user_%02d".format(it), hash, "", Instant.now()) },
                ).execute() shouldBe 42
            get("/users/?page=3").statusCode() shouldBe 200
            html shouldContain "aria-label=\"Page 3\" aria-current=\"page\""
            link("prev") shouldBe "/users/?page=2"
            link("next") shouldBe null
            get("/users/?page=4").statusCode() shouldBe 404
            login("huey")
            USER.where(USER.username.startsWith("user")).forEach { user("huey").following().add(it) }
            get("/following/?page=3").statusCode() shouldBe 200
            html shouldContain "aria-label=\"Page 3\" aria-current=\"page\""
        }

        app("whatever the address says, there is a page or none") {
            login("huey")
            for (path in listOf("/", "/private/", "/public/", "/users/", "/users/huey/", "/following/", "/followers/")) {
                for (bad in BAD_PARAMETERS) {
                    withClue("$path $bad") {
                        (get("$path?page=$bad").statusCode() in listOf(200, 404)) shouldBe true
                        (get("$path?cursor=$bad&size=$bad&sort=$bad").statusCode() in listOf(200, 404)) shouldBe true
                    }
                }
            }
            for (page in listOf("x", "-1", "0", "")) get("/users/?page=$page").statusCode() shouldBe 200
        }

        app("a list costs three statements at most, whatever it shows") { db ->
            write("huey", 100)
            val visitors = listOf("/" to 1, "/public/" to 1, "/users/" to 1, "/users/huey/" to 2, "/login/" to 0, "/join/" to 0)
            for ((path, costs) in visitors) {
                withClue(path) { db.statements(costs) { get(path).statusCode() shouldBe 200 } }
            }
            login("mickey")
            val users =
                listOf(
                    "/" to 2,
                    "/private/" to 2,
                    "/public/" to 1,
                    "/users/" to 1,
                    "/users/huey/" to 2,
                    "/users/mickey/" to 2,
                    "/following/" to 2,
                    "/followers/" to 2,
                    "/create/" to 1,
                )
            for ((path, costs) in users) {
                withClue("$path for mickey") { db.statements(costs) { get(path).statusCode() shouldBe 200 } }
            }
            get("/public/")
            val older = link("next")!!
            db.statements(1) { get(older).statusCode() shouldBe 200 }
            for (path in listOf("/style.css", "/nowhere/")) {
                withClue(path) { db.statements(0) { get(path) } }
            }
        }

        app("in development the browser is told what a page cost") {
            get("/public/").headers().firstValue("Server-Timing").get() shouldContain "1 statement, 21 rows"
        }

        app("every page is one that browsers and readers understand, and asks no other site") {
            login("huey")
            for (path in listOf(
                "/",
                "/public/",
                "/users/",
                "/users/huey/",
                "/users/mickey/",
                "/following/",
                "/create/",
                "/login/",
                "/join/",
                "/nowhere/",
            )) {
                val response = get(path)
                withClue(path) {
                    html shouldContain "<html lang=\"en\">"
                    html shouldContain "name=\"viewport\""
                    html shouldContain "<a class=\"skip\" href=\"#main\">"
                    html shouldContain "<main id=\"main\""
                    Regex("<h1>").findAll(html).count() shouldBe 1
                    Regex("(src|action)=\"(https?:)?//").containsMatchIn(html) shouldBe false
                    for (link in Regex("<(?:a|form)[^>]* (?:href|action)=\"(/[^\"?#]*)").findAll(html)) {
                        link.groupValues[1] shouldBe link.groupValues[1].trimEnd('/') + "/" // one form only
                    }
                    for (field in Regex("<(?:input|textarea) id=\"(\\w+)\"").findAll(html)) {
                        html shouldContain "<label for=\"${field.groupValues[1]}\">"
                    }
                    response.headers().firstValue("Content-Type").get().lowercase() shouldBe "text/html;charset=utf-8"
                    response.headers().firstValue("Content-Security-Policy").get() shouldContain "default-src 'none'"
                }
            }
            get("/style.css").headers().firstValue("Content-Type").get() shouldStartWith "text/css"
        }

        app("a program is told problems in its own form") {
            getJson("/users/nobody/").statusCode() shouldBe 404
            html shouldBe """{"type":"about:blank","title":"Not Found","detail":"User not found","status":404}"""
        }
    })

/** So many messages of one user, each a second later. */
private fun write(
    name: String,
    count: Int,
    later: Long = 0,
) {
    val user = USER.get(USER.username.eq(name))
    val now = Instant.now()
    MESSAGE
        .insertMany(
            listOf(MESSAGE.user, MESSAGE.content, MESSAGE.published),
            (1..count).map { listOf(user, "$name $it", now.plusSeconds(later + it)) },
        ).execute()
}

/** Reactions to something that is not there. */
private fun Models.Reaction.Reactions.parentsThatAreGone(): Long = liked.orphans().byTag().sumOf { it.rows() }
