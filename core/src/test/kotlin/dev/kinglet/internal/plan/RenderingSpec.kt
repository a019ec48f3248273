package dev.kinglet.internal.plan

import dev.kinglet.expr.Fn
import dev.kinglet.fixtures.Samples.SAMPLE
import dev.kinglet.fixtures.shouldRender
import dev.kinglet.model.Table.alias
import io.kotest.core.spec.style.FunSpec
import tour.Models.Category.CATEGORY
import tour.Models.Favorite.FAVORITE
import tour.Models.Relationship.RELATIONSHIP
import tour.Models.Tweet.TWEET
import tour.Models.User.USER

private const val USERS = "\"user\".\"id\", \"user\".\"username\", \"user\".\"email\", \"user\".\"join_date\", \"user\".\"default_team_id\""
private const val TWEETS = "\"tweet\".\"id\", \"tweet\".\"user_id\", \"tweet\".\"content\", \"tweet\".\"timestamp\""
private const val RELATIONS = "\"relationship\".\"id\", \"relationship\".\"from_user_id\", \"relationship\".\"to_user_id\""

/** The whole SQL of each kind of query. EXP, SEL and JON rows are cited where they are pinned. */
class RenderingSpec :
    FunSpec({
        test("a query lists its columns, quoted (SEL-01, EXP-18)") {
            USER.select().shouldRender("select $USERS from \"user\"")
            USER.select(USER.username).shouldRender("select \"user\".\"username\" from \"user\"")
        }

        test("comparisons bind their values (EXP-01)") {
            fun render(
                condition: dev.kinglet.expr.Condition,
                sql: String,
                binds: List<Any?> = listOf(),
                postgres: String = sql,
            ) = USER.select(USER.id).where(condition).shouldRender(
                "select \"user\".\"id\" from \"user\" where $sql",
                binds,
                "select \"user\".\"id\" from \"user\" where $postgres",
            )
            render(USER.id.eq(1L), "\"user\".\"id\" = ?", listOf(1L))
            render(USER.id.ne(1L), "\"user\".\"id\" <> ?", listOf(1L))
            render(USER.id.lt(1L), "\"user\".\"id\" < ?", listOf(1L))
            render(USER.id.ge(1L), "\"user\".\"id\" >= ?", listOf(1L))
            render(USER.id.between(1L, 5L), "\"user\".\"id\" between ? and ?", listOf(1L, 5L))
            render(USER.email.eq(null as String?), "\"user\".\"email\" is null")
            render(USER.email.ne(null as String?), "\"user\".\"email\" is not null")
            render(USER.email.eq(USER.username), "\"user\".\"email\" = \"user\".\"username\"")
            render(USER.id.`in`(listOf()), "(1 = 0)")
            render(USER.id.notIn(listOf()), "(1 = 1)")
            render(
                USER.id.`in`(1L, 2L),
                "\"user\".\"id\" in (select value from json_each(?))",
                listOf(listOf(1L, 2L)),
                "\"user\".\"id\" = any (?)",
            )
            render(
                USER.id.notIn(listOf(1L)),
                "\"user\".\"id\" not in (select value from json_each(?))",
                listOf(listOf(1L)),
                "\"user\".\"id\" <> all (?)",
            )
            render(
                USER.username.contains("50%_!"),
                "\"user\".\"username\" like ? escape '!'",
                listOf("%50!%!_!!%"),
                "\"user\".\"username\" ilike ? escape '!'",
            )
        }

        test("conditions nest as they are written (EXP-02)") {
            val a = USER.id.eq(1L)
            val b = USER.id.eq(2L)
            val c = USER.id.eq(3L)
            USER.select(USER.id).where(a.or(b).and(c), c.not()).shouldRender(
                "select \"user\".\"id\" from \"user\" where ((\"user\".\"id\" = ? or \"user\".\"id\" = ?) " +
                    "and \"user\".\"id\" = ? and not (\"user\".\"id\" = ?))",
                listOf(1L, 2L, 3L, 3L),
            )
            USER.select(USER.id).where(a).where(b).shouldRender(
                "select \"user\".\"id\" from \"user\" where (\"user\".\"id\" = ? and \"user\".\"id\" = ?)",
                listOf(1L, 2L),
            )
        }

        test("arithmetic, functions, casts and raw SQL (EXP-08, EXP-10, EXP-14, EXP-15)") {
            val n = SAMPLE.number
            SAMPLE
                .select(
                    Fn.orNull(n).plus(1).times(n).`as`("a"),
                    Fn.lower(SAMPLE.label).`as`("b"),
                    SAMPLE.label.coalesce("none").`as`("c"),
                    n.cast(String::class.java).`as`("d"),
                    Fn.raw(Int::class.javaObjectType, "abs({0} - {1})", n, 3).`as`("e"),
                    Fn.value(7).`as`("f"),
                ).shouldRender(
                    "select ((\"sample\".\"number\" + ?) * \"sample\".\"number\") as \"a\", lower(\"sample\".\"label\") as \"b\", " +
                        "coalesce(\"sample\".\"label\", ?) as \"c\", cast(\"sample\".\"number\" as text) as \"d\", " +
                        "abs(\"sample\".\"number\" - ?) as \"e\", cast(? as integer) as \"f\" from \"sample\"",
                    listOf(1, "none", 3, 7),
                )
        }

        test("order, nulls, limit and offset (EXP-16, SEL-12)") {
            USER
                .select(USER.id)
                .orderBy(USER.username, USER.email.desc().nullsLast())
                .paginate(3, 10)
                .shouldRender(
                    "select \"user\".\"id\" from \"user\" order by \"user\".\"username\" asc, \"user\".\"email\" desc nulls last " +
                        "limit ? offset ?",
                    listOf(10L, 20L),
                    "select \"user\".\"id\" from \"user\" order by \"user\".\"username\" asc, \"user\".\"email\" desc nulls last " +
                        "offset ? rows fetch next ? rows only",
                )
            USER.select(USER.id).offset(5).shouldRender(
                "select \"user\".\"id\" from \"user\" limit ? offset ?".replace("limit ?", "limit -1"),
                listOf(5L),
                "select \"user\".\"id\" from \"user\" offset ? rows",
            )
        }

        test("an alias is defined in the select list and used by name in ORDER BY") {
            val n = Fn.count(TWEET.id).`as`("n")
            USER
                .select(USER.username, n)
                .leftJoin(TWEET)
                .groupBy(USER.username)
                .having(n.gt(1L))
                .orderBy(n.desc())
                .shouldRender(
                    "select \"user\".\"username\", count(\"tweet\".\"id\") as \"n\" from \"user\" left outer join \"tweet\" " +
                        "on \"tweet\".\"user_id\" = \"user\".\"id\" group by \"user\".\"username\" " +
                        "having count(\"tweet\".\"id\") > ? order by \"n\" desc",
                    listOf(1L),
                )
        }

        test("a join by the one foreign key, in either direction (JON-01)") {
            TWEET.select(TWEET.content).join(USER).shouldRender(
                "select \"tweet\".\"content\" from \"tweet\" join \"user\" on \"tweet\".\"user_id\" = \"user\".\"id\"",
            )
            USER.select(USER.username).join(TWEET).shouldRender(
                "select \"user\".\"username\" from \"user\" join \"tweet\" on \"tweet\".\"user_id\" = \"user\".\"id\"",
            )
        }

        test("the join context moves, switches back and can be named (JON-02)") {
            val expected =
                "select \"tweet\".\"content\" from \"tweet\" join \"user\" on \"tweet\".\"user_id\" = \"user\".\"id\" " +
                    "left outer join \"favorite\" on \"favorite\".\"tweet_id\" = \"tweet\".\"id\""
            TWEET
                .select(TWEET.content)
                .join(USER)
                .switchTo(TWEET)
                .leftJoin(FAVORITE)
                .shouldRender(expected)
            TWEET.select(TWEET.content).joinFrom(TWEET, USER).leftJoinFrom(TWEET, FAVORITE).shouldRender(expected)
            USER.select(USER.id).join(TWEET).join(FAVORITE).shouldRender(
                "select \"user\".\"id\" from \"user\" join \"tweet\" on \"tweet\".\"user_id\" = \"user\".\"id\" " +
                    "join \"favorite\" on \"favorite\".\"tweet_id\" = \"tweet\".\"id\"",
            )
        }

        test("which of several foreign keys (JON-05)") {
            RELATIONSHIP.select(RELATIONSHIP.id).join(USER, RELATIONSHIP.toUser).shouldRender(
                "select \"relationship\".\"id\" from \"relationship\" join \"user\" on \"relationship\".\"to_user_id\" = \"user\".\"id\"",
            )
            USER.select(USER.id).join(RELATIONSHIP, RELATIONSHIP.fromUser).shouldRender(
                "select \"user\".\"id\" from \"user\" join \"relationship\" on \"relationship\".\"from_user_id\" = \"user\".\"id\"",
            )
        }

        test("a selected source brings its key along, unless rows are folded (JON-10)") {
            TWEET.select(TWEET.content, USER.username).leftJoin(USER).shouldRender(
                "select \"tweet\".\"content\", \"user\".\"username\", \"user\".\"id\" from \"tweet\" " +
                    "left outer join \"user\" on \"tweet\".\"user_id\" = \"user\".\"id\"",
            )
            TWEET.select(TWEET.content, USER.username).leftJoin(USER).distinct().shouldRender(
                "select distinct \"tweet\".\"content\", \"user\".\"username\" from \"tweet\" " +
                    "left outer join \"user\" on \"tweet\".\"user_id\" = \"user\".\"id\"",
            )
        }

        test("a self join by an alias (JON-12)") {
            val parent = alias(CATEGORY, "parent")
            CATEGORY.select(CATEGORY.name).leftJoin(parent, CATEGORY.parent.eq(parent)).shouldRender(
                "select \"category\".\"name\" from \"category\" left outer join \"category\" as \"parent\" " +
                    "on \"category\".\"parent_id\" = \"parent\".\"id\"",
            )
            CATEGORY.select(CATEGORY.name).join(parent, parent.parent).shouldRender(
                "select \"category\".\"name\" from \"category\" join \"category\" as \"parent\" " +
                    "on \"parent\".\"parent_id\" = \"category\".\"id\"",
            )
        }

        test("a query of models stands for its key where a value is wanted (SEL-19)") {
            TWEET.select(TWEET.id).where(TWEET.user.`in`(USER.where(USER.username.eq("huey")))).shouldRender(
                "select \"tweet\".\"id\" from \"tweet\" where \"tweet\".\"user_id\" in " +
                    "(select \"user\".\"id\" from \"user\" where \"user\".\"username\" = ?)",
                listOf("huey"),
            )
            TWEET.select(TWEET.id).where(TWEET.content.`in`(USER.select(USER.username))).shouldRender(
                "select \"tweet\".\"id\" from \"tweet\" where \"tweet\".\"content\" in (select \"user\".\"username\" from \"user\")",
            )
        }

        test("a correlated subquery sees the query around it") {
            val other = alias(TWEET, "other")
            USER.select(USER.id).where(Fn.exists(other.where(other.user.eq(USER)))).shouldRender(
                "select \"user\".\"id\" from \"user\" where exists (select \"other\".\"id\", \"other\".\"user_id\", " +
                    "\"other\".\"content\", \"other\".\"timestamp\" from \"tweet\" as \"other\" where \"other\".\"user_id\" = \"user\".\"id\")",
            )
        }

        test("a derived table keeps all columns and its values come in order (SEL-20)") {
            val recent = TWEET.where(TWEET.content.ne("x")).limit(5).`as`("recent")
            recent.select(recent.col(TWEET.content)).where(recent.col(TWEET.id).gt(1L)).shouldRender(
                "select \"recent\".\"content\" from (select $TWEETS from \"tweet\" where \"tweet\".\"content\" <> ? limit ?) as \"recent\" " +
                    "where \"recent\".\"id\" > ?",
                listOf("x", 5L, 1L),
                "select \"recent\".\"content\" from (select $TWEETS from \"tweet\" where \"tweet\".\"content\" <> ? " +
                    "fetch next ? rows only) as \"recent\" where \"recent\".\"id\" > ?",
            )
        }

        test("insert, update and delete") {
            USER.insert(USER.username.to("huey"), USER.joinDate.to(java.time.LocalDateTime.MIN)).shouldRender(
                "insert into \"user\" (\"username\", \"join_date\") values (?, ?) returning \"id\"",
                listOf("huey", java.time.LocalDateTime.MIN),
            )
            USER.update(USER.email.to("x"), USER.username.to(Fn.lower(USER.username))).where(USER.id.eq(1L)).shouldRender(
                "update \"user\" set \"email\" = ?, \"username\" = lower(\"user\".\"username\") where \"user\".\"id\" = ?",
                listOf("x", 1L),
            )
            USER.delete().where(USER.id.gt(1L)).shouldRender("delete from \"user\" where \"user\".\"id\" > ?", listOf(1L))
            USER.update(USER.email.toNull()).all().shouldRender("update \"user\" set \"email\" = ?", listOf(null))
        }

        test("a back-reference is an ordinary query (FLD-24)") {
            val huey = dev.kinglet.fixtures.stored(USER, 7L)
            huey.tweets().orderBy(TWEET.timestamp).limit(2).shouldRender(
                "select $TWEETS from \"tweet\" where \"tweet\".\"user_id\" = ? order by \"tweet\".\"timestamp\" asc limit ?",
                listOf(7L, 2L),
                "select $TWEETS from \"tweet\" where \"tweet\".\"user_id\" = ? order by \"tweet\".\"timestamp\" asc fetch next ? rows only",
            )
            huey.following().shouldRender(
                "select $USERS from \"user\" join \"relationship\" on \"relationship\".\"to_user_id\" = \"user\".\"id\" " +
                    "where \"relationship\".\"from_user_id\" = ? order by \"user\".\"username\" asc",
                listOf(7L),
            )
            huey.backref(RELATIONSHIP.fromUser).shouldRender(
                "select $RELATIONS from \"relationship\" where \"relationship\".\"from_user_id\" = ?",
                listOf(7L),
            )
        }
    })
