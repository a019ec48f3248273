package dev.kinglet.benchmarks

import com.zaxxer.hikari.HikariDataSource
import org.ktorm.database.Database
import org.ktorm.dsl.desc
import org.ktorm.dsl.eq
import org.ktorm.dsl.inList
import org.ktorm.dsl.insertAndGenerateKey
import org.ktorm.entity.Entity
import org.ktorm.entity.count
import org.ktorm.entity.drop
import org.ktorm.entity.filter
import org.ktorm.entity.first
import org.ktorm.entity.sequenceOf
import org.ktorm.entity.sortedBy
import org.ktorm.entity.take
import org.ktorm.entity.toList
import org.ktorm.schema.Column
import org.ktorm.schema.Table
import org.ktorm.schema.datetime
import org.ktorm.schema.long
import org.ktorm.schema.text
import org.ktorm.support.postgresql.PostgreSqlDialect
import org.ktorm.support.sqlite.SQLiteDialect
import java.time.LocalDateTime
import org.ktorm.support.postgresql.bulkInsert as postgresBulkInsert
import org.ktorm.support.sqlite.bulkInsert as sqliteBulkInsert

/** Ktorm: entities through sequences, inserts of many rows in lists of values. */
internal class KtormOpener : Variant.Opener {
    override fun open(access: Access): Reads<*, *> = KtormReads(access, access.pool())
}

internal interface KtormUser : Entity<KtormUser> {
    val id: Long
    val username: String
    val email: String?
    val joinDate: LocalDateTime
}

internal interface KtormTweet : Entity<KtormTweet> {
    val id: Long
    val user: KtormUser
    var content: String
    val timestamp: LocalDateTime
}

internal interface KtormFavorite : Entity<KtormFavorite> {
    val id: Long
    val userId: Long
    val tweetId: Long
}

internal interface KtormMessage : Entity<KtormMessage>

/** Times of SQLite are texts. */
private fun Table<*>.time(
    name: String,
    postgres: Boolean,
): Column<LocalDateTime> = if (postgres) {
    datetime(name)
} else {
    text(name).transform({
        PeerReads.time(it)
    }, { PeerReads.text(it) })
}

private class KtormUsers(
    postgres: Boolean,
) : Table<KtormUser>("user") {
    val id = long("id").primaryKey().bindTo { it.id }
    val username = text("username").bindTo { it.username }
    val email = text("email").bindTo { it.email }
    val joinDate = time("join_date", postgres).bindTo { it.joinDate }
}

private class KtormTweets(
    postgres: Boolean,
    users: KtormUsers,
) : Table<KtormTweet>("tweet") {
    val id = long("id").primaryKey().bindTo { it.id }
    val user = long("user_id").references(users) { it.user }
    val content = text("content").bindTo { it.content }
    val timestamp = time("timestamp", postgres).bindTo { it.timestamp }
}

private object KtormFavorites : Table<KtormFavorite>("favorite") {
    val id = long("id").primaryKey().bindTo { it.id }
    val user = long("user_id").bindTo { it.userId }
    val tweet = long("tweet_id").bindTo { it.tweetId }
}

private class KtormMessages(
    postgres: Boolean,
) : Table<KtormMessage>("message") {
    val id = long("id").primaryKey()
    val user = long("user_id")
    val content = text("content")
    val timestamp = time("timestamp", postgres)
}

/** Rows of one statement: three values each, and SQLite takes 32,766. */
private const val ROWS = 1_000

private class KtormReads(
    access: Access,
    pool: HikariDataSource,
) : PeerReads<KtormUser, KtormTweet>(access, pool) {
    private val database = Database.connect(pool, dialect = if (postgres) PostgreSqlDialect() else SQLiteDialect())
    private val users = KtormUsers(postgres)
    private val tweets = KtormTweets(postgres, users)
    private val messages = KtormMessages(postgres)

    override fun byKey(id: Long): KtormUser = database.sequenceOf(users).first { users.id eq id }

    override fun latest(user: Long): List<KtormTweet> =
        database
            .sequenceOf(tweets, withReferences = false)
            .filter { tweets.user eq user }
            .sortedBy { tweets.timestamp.desc() }
            .take(Data.LATEST)
            .toList()

    override fun rows(): List<KtormTweet> =
        database
            .sequenceOf(tweets, withReferences = false)
            .sortedBy { tweets.id }
            .take(Data.ROWS)
            .toList()

    override fun graph(): List<KtormTweet> =
        database
            .sequenceOf(tweets)
            .sortedBy { tweets.id }
            .take(Data.GRAPH)
            .toList()

    override fun eager(): List<Long> {
        val authors =
            database
                .sequenceOf(users)
                .sortedBy { users.id }
                .take(Data.EAGER)
                .toList()
        val written =
            database
                .sequenceOf(tweets, withReferences = false)
                .filter { tweets.user inList authors.map { author -> author.id } }
                .sortedBy { tweets.id }
                .toList()
        val liked =
            database
                .sequenceOf(KtormFavorites)
                .filter { KtormFavorites.tweet inList written.map { tweet -> tweet.id } }
                .sortedBy { KtormFavorites.id }
                .toList()
        val byUser = written.groupBy { it.user.id }
        val byTweet = liked.groupBy { it.tweetId }
        return authors.flatMap { author ->
            byUser[author.id].orEmpty().flatMap { tweet -> byTweet[tweet.id].orEmpty().map { it.id } }
        }
    }

    override fun bulk(): Int =
        database.useTransaction {
            toStore().chunked(ROWS).sumOf { if (postgres) storeOnPostgres(it) else storeOnSqlite(it) }
        }

    private fun storeOnPostgres(rows: List<Data.MessageRow>): Int =
        database.postgresBulkInsert(messages) {
            for (row in rows) {
                item {
                    set(it.user, row.userId())
                    set(it.content, row.content())
                    set(it.timestamp, row.timestamp())
                }
            }
        }

    private fun storeOnSqlite(rows: List<Data.MessageRow>): Int =
        database.sqliteBulkInsert(messages) {
            for (row in rows) {
                item {
                    set(it.user, row.userId())
                    set(it.content, row.content())
                    set(it.timestamp, row.timestamp())
                }
            }
        }

    override fun insertOne(): Long {
        val row = toStore()[0]
        return database.insertAndGenerateKey(messages) {
            set(it.user, row.userId())
            set(it.content, row.content())
            set(it.timestamp, row.timestamp())
        } as Long
    }

    override fun save(
        tweet: Long,
        content: String,
    ) {
        database.useTransaction {
            val found = database.sequenceOf(tweets, withReferences = false).first { tweets.id eq tweet }
            found.content = content
            found.flushChanges()
        }
    }

    override fun page(): Reads.Part<KtormTweet> {
        val all = database.sequenceOf(tweets, withReferences = false)
        val total = all.count()
        val rows =
            all
                .sortedBy({ tweets.timestamp.desc() }, { tweets.id.desc() })
                .drop((Data.PAGE - 1) * Data.PAGE_SIZE)
                .take(Data.PAGE_SIZE)
                .toList()
        return Reads.Part(rows, total.toLong())
    }

    override fun content(user: KtormUser): Data.UserRow = userRow(user.id, user.username, user.email, user.joinDate)

    override fun content(
        tweet: KtormTweet,
        withAuthor: Boolean,
    ): Data.TweetRow = tweetRow(
        tweet.id,
        tweet.user.id,
        tweet.content,
        tweet.timestamp,
        if (withAuthor) content(tweet.user) else null,
    )
}
