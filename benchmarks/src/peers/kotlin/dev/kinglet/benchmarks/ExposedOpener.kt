package dev.kinglet.benchmarks

import com.zaxxer.hikari.HikariDataSource
import org.jetbrains.exposed.v1.core.Column
import org.jetbrains.exposed.v1.core.ResultRow
import org.jetbrains.exposed.v1.core.SortOrder
import org.jetbrains.exposed.v1.core.Table
import org.jetbrains.exposed.v1.core.eq
import org.jetbrains.exposed.v1.core.inList
import org.jetbrains.exposed.v1.javatime.datetime
import org.jetbrains.exposed.v1.jdbc.Database
import org.jetbrains.exposed.v1.jdbc.batchInsert
import org.jetbrains.exposed.v1.jdbc.insert
import org.jetbrains.exposed.v1.jdbc.selectAll
import org.jetbrains.exposed.v1.jdbc.transactions.transaction
import org.jetbrains.exposed.v1.jdbc.update
import java.time.LocalDateTime

/** Exposed: its DSL into data classes, a transaction for each call, as it wants them. */
internal class ExposedOpener : Variant.Opener {
    override fun open(access: Access): Reads<*, *> = ExposedReads(access, access.pool { it.isAutoCommit = false })
}

internal data class ExposedUser(
    val id: Long,
    val username: String,
    val email: String?,
    val joinDate: LocalDateTime,
)

internal data class ExposedTweet(
    val id: Long,
    val userId: Long,
    val content: String,
    val timestamp: LocalDateTime,
    val user: ExposedUser? = null,
)

internal data class ExposedFavorite(
    val id: Long,
    val userId: Long,
    val tweetId: Long,
)

/** Times of SQLite are texts. */
private fun Table.time(
    name: String,
    postgres: Boolean,
): Column<LocalDateTime> = if (postgres) {
    datetime(name)
} else {
    text(name).transform({
        PeerReads.time(it)
    }, { PeerReads.text(it) })
}

private class Users(
    postgres: Boolean,
) : Table("user") {
    val id = long("id").autoIncrement()
    val username = text("username")
    val email = text("email").nullable()
    val joinDate = time("join_date", postgres)
    override val primaryKey = PrimaryKey(id)
}

private class Tweets(
    postgres: Boolean,
    users: Users,
) : Table("tweet") {
    val id = long("id").autoIncrement()
    val user = long("user_id").references(users.id)
    val content = text("content")
    val timestamp = time("timestamp", postgres)
    override val primaryKey = PrimaryKey(id)
}

private object Favorites : Table("favorite") {
    val id = long("id").autoIncrement()
    val user = long("user_id")
    val tweet = long("tweet_id")
    override val primaryKey = PrimaryKey(id)
}

private class Messages(
    postgres: Boolean,
) : Table("message") {
    val id = long("id").autoIncrement()
    val user = long("user_id")
    val content = text("content")
    val timestamp = time("timestamp", postgres)
    override val primaryKey = PrimaryKey(id)
}

private class ExposedReads(
    access: Access,
    pool: HikariDataSource,
) : PeerReads<ExposedUser, ExposedTweet>(access, pool) {
    private val database = Database.connect(pool)
    private val users = Users(postgres)
    private val tweets = Tweets(postgres, users)
    private val messages = Messages(postgres)

    override fun byKey(id: Long): ExposedUser =
        transaction(database) {
            user(users.selectAll().where { users.id eq id }.single())
        }

    override fun latest(user: Long): List<ExposedTweet> =
        transaction(database) {
            tweets
                .selectAll()
                .where { tweets.user eq user }
                .orderBy(tweets.timestamp, SortOrder.DESC)
                .limit(Data.LATEST)
                .map { tweet(it, null) }
        }

    override fun rows(): List<ExposedTweet> =
        transaction(database) {
            tweets
                .selectAll()
                .orderBy(tweets.id)
                .limit(Data.ROWS)
                .map { tweet(it, null) }
        }

    override fun graph(): List<ExposedTweet> =
        transaction(database) {
            tweets
                .innerJoin(users)
                .selectAll()
                .orderBy(tweets.id)
                .limit(Data.GRAPH)
                .map { tweet(it, user(it)) }
        }

    override fun eager(): List<Long> =
        transaction(database) {
            val authors =
                users
                    .selectAll()
                    .orderBy(users.id)
                    .limit(Data.EAGER)
                    .map { user(it) }
            val written =
                tweets
                    .selectAll()
                    .where { tweets.user inList authors.map { it.id } }
                    .orderBy(tweets.id)
                    .map { tweet(it, null) }
            val liked =
                Favorites
                    .selectAll()
                    .where { Favorites.tweet inList written.map { it.id } }
                    .orderBy(Favorites.id)
                    .map { ExposedFavorite(it[Favorites.id], it[Favorites.user], it[Favorites.tweet]) }
            val byUser = written.groupBy { it.userId }
            val byTweet = liked.groupBy { it.tweetId }
            authors.flatMap { author ->
                byUser[author.id].orEmpty().flatMap { tweet -> byTweet[tweet.id].orEmpty().map { it.id } }
            }
        }

    override fun bulk(): Int =
        transaction(database) {
            messages
                .batchInsert(toStore(), shouldReturnGeneratedValues = false) {
                    this[messages.user] = it.userId()
                    this[messages.content] = it.content()
                    this[messages.timestamp] = it.timestamp()
                }.size
        }

    override fun insertOne(): Long =
        transaction(database) {
            val row = toStore()[0]
            messages.insert {
                it[user] = row.userId()
                it[content] = row.content()
                it[timestamp] = row.timestamp()
            }[messages.id]
        }

    override fun save(
        tweet: Long,
        content: String,
    ) {
        transaction(database) {
            val found = tweet(tweets.selectAll().where { tweets.id eq tweet }.single(), null)
            tweets.update({ tweets.id eq found.id }) { it[tweets.content] = content }
        }
    }

    override fun page(): Reads.Part<ExposedTweet> =
        transaction(database) {
            val total = tweets.selectAll().count()
            val rows =
                tweets
                    .selectAll()
                    .orderBy(tweets.timestamp to SortOrder.DESC, tweets.id to SortOrder.DESC)
                    .limit(Data.PAGE_SIZE)
                    .offset((Data.PAGE - 1L) * Data.PAGE_SIZE)
                    .map { tweet(it, null) }
            Reads.Part(rows, total)
        }

    private fun user(row: ResultRow) = ExposedUser(
        row[users.id],
        row[users.username],
        row[users.email],
        row[users.joinDate],
    )

    private fun tweet(
        row: ResultRow,
        user: ExposedUser?,
    ) = ExposedTweet(row[tweets.id], row[tweets.user], row[tweets.content], row[tweets.timestamp], user)

    override fun content(user: ExposedUser): Data.UserRow = userRow(user.id, user.username, user.email, user.joinDate)

    override fun content(
        tweet: ExposedTweet,
        withAuthor: Boolean,
    ): Data.TweetRow = tweetRow(
        tweet.id,
        tweet.userId,
        tweet.content,
        tweet.timestamp,
        if (withAuthor) content(tweet.user!!) else null,
    )
}
