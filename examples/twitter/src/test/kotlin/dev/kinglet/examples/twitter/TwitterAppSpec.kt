package dev.kinglet.examples.twitter

import dev.kinglet.Database
import dev.kinglet.examples.twitter.Models.Favorite.FAVORITE
import dev.kinglet.examples.twitter.Models.Relationship.RELATIONSHIP
import dev.kinglet.examples.twitter.Models.Tweet.TWEET
import dev.kinglet.examples.twitter.Models.User.USER
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.statements
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.comparables.shouldBeLessThanOrEqualTo
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import java.time.LocalDateTime

/** The application over HTTP, on every database. */
class TwitterAppSpec :
    FunSpec({
        fun app(
            name: String,
            body: Browser.(Database) -> Unit,
        ) = contract(name) { db ->
            val server = TwitterApp.create(db).start("localhost", 0)
            try {
                Browser(server.port()).body(db)
            } finally {
                server.stop()
            }
        }

        app("an empty database is filled once") { db ->
            USER.select().count() shouldBe 3
            FAVORITE.select().count() shouldBe 4
            TwitterApp.create(db)
            USER.select().count() shouldBe 3
            TWEET.select().count() shouldBe 5
        }

        app("visitors see the messages of everyone, newest first") {
            get("/").statusCode() shouldBe 200
            tweets() shouldBe listOf("purr", "whine", "hiss", "woof", "meow")
            get("/public/").statusCode() shouldBe 200
            tweets().size shouldBe 5
            html shouldContain "<a href=\"/login\""
            html shouldNotContain "Log out"
        }

        app("a user's page shows their messages, and an unknown user is not found") {
            get("/users/huey").statusCode() shouldBe 200
            tweets() shouldBe listOf("purr", "hiss", "meow")
            html shouldContain "3 messages"
            get("/users/zaizee").statusCode() shouldBe 200
            html shouldContain "zaizee has not written anything yet"
            get("/users/nobody").statusCode() shouldBe 404
            html shouldContain "There is nothing here."
            get("/users/%3Cscript%3E").statusCode() shouldBe 404
            html shouldNotContain "<script>"
            get("/nowhere").statusCode() shouldBe 404
        }

        app("all users are listed by name") {
            get("/users").statusCode() shouldBe 200
            Regex("href=\"/users/(\\w+)\"").findAll(html).map { it.groupValues[1] }.toList() shouldBe
                listOf("huey", "mickey", "zaizee")
        }

        app("who joins is logged in and stored, the password as a hash") {
            post("/join", "username" to " Ringo ", "password" to "octopus garden").location() shouldBe "/"
            get("/").statusCode() shouldBe 200
            flash() shouldBe "Welcome, ringo."
            html shouldContain "Your timeline"
            html shouldContain "Find somebody to follow"
            get("/")
            flash() shouldBe null
            val ringo = USER.get(USER.username.eq("ringo"))
            ringo.passwordHash.length shouldBe 60
            ringo.passwordHash shouldStartWith "$2a$10$"
        }

        app("a name that is taken is said so, and what was typed stays") {
            post("/join", "username" to "huey", "password" to "long enough").statusCode() shouldBe 422
            html shouldContain "This name is taken."
            html shouldContain "value=\"huey\""
            html shouldContain "aria-invalid=\"true\" aria-describedby=\"username-error\""
            html shouldContain "<title>Error: Join"
            html shouldNotContain "long enough"
            USER.select().count() shouldBe 3
        }

        app("a name or a password that does not fit is refused") {
            val names = listOf("", " ", "x".repeat(31), "a b", "a/b", "<b>", "hüey", "..", "\u0000")
            for (name in names) {
                withClue(name) {
                    post("/join", "username" to name, "password" to "long enough").statusCode() shouldBe
                        422
                }
            }
            html shouldContain "Use 1 to 30 letters"
            post("/join", "username" to "ringo", "password" to "short").statusCode() shouldBe 422
            html shouldContain "Use 8 characters or more."
            html shouldContain "value=\"ringo\""
            post("/join").statusCode() shouldBe 422
            USER.select().count() shouldBe 3
        }

        app("a password may be longer than bcrypt reads, and counts to its end") {
            val long = "x".repeat(100)
            post("/join", "username" to "ringo", "password" to long).statusCode() shouldBe 303
            post("/logout")
            login("ringo", long.dropLast(1) + "y").statusCode() shouldBe 422
            login("ringo", long).statusCode() shouldBe 303
        }

        app("log in and log out") {
            login("Huey").location() shouldBe "/"
            get("/")
            html shouldContain "Log out"
            get("/logout").statusCode() shouldBe 404
            get("/")
            html shouldContain "Log out"
            post("/logout").location() shouldBe "/"
            get("/")
            flash() shouldBe "You are logged out."
            html shouldContain "Public timeline"
        }

        app("a wrong password and an unknown name get the same answer") {
            login("huey", "wrong").statusCode() shouldBe 422
            val wrong = html.replace(Regex("value=\"[^\"]*\""), "")
            wrong shouldContain "The name or the password is wrong."
            html shouldContain "value=\"huey\""
            html shouldNotContain "value=\"wrong\""
            login("nobody", "wrong").statusCode() shouldBe 422
            html.replace(Regex("value=\"[^\"]*\""), "") shouldBe wrong
            post("/login").statusCode() shouldBe 422
        }

        app("after ten attempts to log in the address has to wait") {
            repeat(LoginLimit.ATTEMPTS) { login("huey", "wrong").statusCode() shouldBe 422 }
            val refused = login("huey")
            refused.statusCode() shouldBe 429
            refused.headers().firstValue("Retry-After").get() shouldBe "60"
            html shouldContain "Too many attempts."
        }

        app("logging in gives the session a new name and a new secret") {
            fun cookie(response: java.net.http.HttpResponse<String>) = response.headers().firstValue("Set-Cookie").get()
            val before = cookie(get("/login"))
            before shouldContain "HttpOnly"
            before shouldContain "SameSite=Lax"
            val secret = Regex("name=\"csrf\" value=\"([^\"]+)\"").find(html)!!.groupValues[1]
            val after =
                cookie(postAlone("/login", "csrf" to secret, "username" to "huey", "password" to Seeds.PASSWORD))
            after shouldContain "HttpOnly"
            after shouldContain "SameSite=Lax"
            after.substringBefore(';') shouldNotBe before.substringBefore(';')
            postAlone("/create", "csrf" to secret, "content" to "forged").statusCode() shouldBe 403
        }

        app("a page without a form starts no session") {
            get("/public").headers().firstValue("Set-Cookie").isPresent shouldBe false
        }

        app("a form without the session's secret changes nothing") {
            login("huey")
            val tweets = TWEET.select().count()
            for (path in listOf(
                "/create",
                "/logout",
                "/join",
                "/login",
                "/users/zaizee/follow",
                "/users/mickey/unfollow",
            )) {
                withClue(path) {
                    postAlone(path, "content" to "forged").statusCode() shouldBe 403
                    postAlone(path, "content" to "forged", "csrf" to "guessed").statusCode() shouldBe 403
                }
            }
            html shouldContain "This form is no longer valid."
            TWEET.select().count() shouldBe tweets
            RELATIONSHIP.select().count() shouldBe 3
            get("/")
            html shouldContain "Log out"
        }

        app("what needs a user sends others to log in") {
            for (path in listOf("/create", "/users/huey/follow", "/users/huey/unfollow")) {
                post(path, "content" to "anonymous").location() shouldBe "/login"
            }
            get("/create").location() shouldBe "/login"
            get("/login")
            flash() shouldBe "Please log in first."
            get("/users/huey/follow").statusCode() shouldBe 404
            TWEET.select().count() shouldBe 5
        }

        app("the private timeline shows whom one follows") {
            login("huey")
            get("/")
            html shouldContain "Your timeline"
            tweets() shouldBe listOf("whine", "woof")
            get("/public")
            tweets().size shouldBe 5
        }

        app("following and unfollowing, twice each") {
            login("zaizee")
            get("/users/mickey")
            html shouldContain "action=\"/users/mickey/follow\""
            repeat(2) {
                post("/users/mickey/follow").location() shouldBe "/users/mickey"
                get("/users/mickey")
                flash() shouldBe "You follow mickey."
                html shouldContain "action=\"/users/mickey/unfollow\""
            }
            RELATIONSHIP.select().count() shouldBe 4
            get("/")
            tweets() shouldBe listOf("purr", "whine", "hiss", "woof", "meow")
            repeat(2) { post("/users/mickey/unfollow").location() shouldBe "/users/mickey" }
            RELATIONSHIP.select().count() shouldBe 3
            get("/")
            tweets() shouldBe listOf("purr", "hiss", "meow")
            post("/users/zaizee/follow")
            RELATIONSHIP.select().count() shouldBe 3
            post("/users/nobody/follow").statusCode() shouldBe 404
            post("/users/nobody/unfollow").statusCode() shouldBe 404
        }

        app("a message appears on the writer's page, as text whatever it says") {
            login("zaizee")
            val evil = "<script>alert('x')</script> \"&\" 🐦"
            post("/create", "content" to " $evil ").location() shouldBe "/users/zaizee"
            get("/users/zaizee")
            flash() shouldBe "Your message is published."
            html shouldNotContain "<script"
            tweets().single() shouldStartWith "&lt;script&gt;alert("
            tweets().single() shouldContain "🐦"
            TWEET.select().orderBy(TWEET.id.desc()).get().content shouldBe evil
        }

        app("a message that is empty or too long is refused, and stays in the form") {
            login("zaizee")
            post("/create", "content" to " \n ").statusCode() shouldBe 422
            html shouldContain "Write something first."
            post("/create").statusCode() shouldBe 422
            val long = "🐦".repeat(280)
            post("/create", "content" to "$long<").statusCode() shouldBe 422
            html shouldContain "This has 281 characters; 280 is the most."
            html shouldContain "$long&lt;</textarea>"
            post("/create", "content" to long).statusCode() shouldBe 303
        }

        app("what the database or the server cannot take is the visitor's mistake") { db ->
            login("zaizee")
            val zero = post("/create", "content" to "a\u0000b").statusCode()
            zero shouldBe if (db.dialect().name == "POSTGRES") 400 else 303
            post("/create", "content" to "x".repeat(200_000)).statusCode() shouldBe 413
            login("a\u0000b", "wrong").statusCode() shouldBeLessThanOrEqualTo 499
        }

        app("a long timeline has pages, and any page number ends on one") {
            val huey = USER.get(USER.username.eq("huey"))
            val rows = (1..40).map { listOf(huey, "tweet $it", LocalDateTime.now()) }
            TWEET.insertMany(listOf(TWEET.user, TWEET.content, TWEET.timestamp), rows).execute() shouldBe 40
            val seen =
                (1..3).flatMap {
                    get("/public?page=$it")
                    tweets()
                }
            seen.size shouldBe 45
            seen.toSet().size shouldBe 45
            html shouldContain "aria-label=\"Page 3\" aria-current=\"page\""
            html shouldContain "<a rel=\"prev\" href=\"?page=2\">"
            html shouldNotContain "rel=\"next\""
            for (page in listOf(
                "x",
                "-1",
                "0",
                "",
                "%00",
                "%3Cscript%3E",
                "1e9",
                "²".let {
                    "%C2%B2"
                },
                "9".repeat(40),
            )) {
                for (path in listOf("/", "/public", "/users", "/users/huey")) {
                    withClue("$path?page=$page") { get("$path?page=$page").statusCode() shouldBe 200 }
                }
            }
            get("/users/huey?page=99")
            html shouldContain "aria-label=\"Page 3\" aria-current=\"page\""
        }

        app("a list that one page holds costs one statement, two with the user") { db ->
            for ((path, costs) in listOf("/" to 1, "/public" to 1, "/users" to 1, "/users/huey" to 2)) {
                withClue(path) { db.statements(costs) { get(path).statusCode() shouldBe 200 } }
            }
            login("huey")
            for ((path, costs) in listOf(
                "/" to 2,
                "/public" to 1,
                "/users" to 1,
                "/users/huey" to 2,
                "/users/mickey" to 2,
            )) {
                withClue("$path for huey") { db.statements(costs) { get(path).statusCode() shouldBe 200 } }
            }
            db.statements(0) { get("/login").statusCode() shouldBe 200 }
        }

        app("a user who is gone is logged out") {
            login("huey")
            USER.get(USER.username.eq("huey")).delete() shouldBe 1
            get("/").statusCode() shouldBe 200
            html shouldContain "Public timeline"
            html shouldNotContain "Log out"
            get("/users/huey").statusCode() shouldBe 404
        }

        app("every page is one that browsers and readers understand, and asks no other site") {
            login("huey")
            for (path in listOf("/", "/public", "/users", "/users/huey", "/create", "/login", "/join", "/nowhere")) {
                val response = get(path)
                withClue(path) {
                    html shouldContain "<html lang=\"en\">"
                    html shouldContain "name=\"viewport\""
                    html shouldContain "<a class=\"skip\" href=\"#main\">"
                    html shouldContain "<main id=\"main\""
                    Regex("<h1>").findAll(html).count() shouldBe 1
                    Regex("(src|href|action)=\"(https?:)?//").containsMatchIn(html) shouldBe false
                    for (field in Regex("<(?:input|textarea) id=\"(\\w+)\"").findAll(html)) {
                        html shouldContain "<label for=\"${field.groupValues[1]}\">"
                    }
                    response.headers().firstValue("Content-Type").get().lowercase() shouldBe "text/html;charset=utf-8"
                    response.headers().firstValue("Content-Security-Policy").get() shouldContain "default-src 'none'"
                }
            }
            get("/style.css").headers().firstValue("Content-Type").get() shouldStartWith "text/css"
        }
    })
