package dev.kinglet.gfk

import dev.kinglet.gfk.Reactions.Note.NOTE
import dev.kinglet.gfk.Reactions.Reaction.REACTION
import dev.kinglet.model.*
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import java.util.UUID

/** What can be replied to: a switch over these is complete. */
sealed interface Post

class Article : Model<Long>(), Post {
    companion object : Table<Article, Long>(::Article) {
        val id = autoId()
        val title = text()
    }

    var title by Article.title
}

class Clip : Model<Long>(), Post {
    companion object : Table<Clip, Long>(::Clip) {
        val id = autoId()
        val seconds = integer()
    }

    var seconds by Clip.seconds
}

/** A reply to an article or a clip, which may be missing. */
class Reply : Model<Long>() {
    companion object : Table<Reply, Long>(::Reply) {
        val id = autoId()
        val type = varchar(20).nullable()
        val key = bigint().nullable()
        val body = text()
        val anyPost = GenericForeignKey.of(this, type, key).target(Article::class, "article").target(Clip::class, "clip")
        val post = anyPost.typed(Post::class)
    }

    var body by Reply.body
    var post by Reply.post
}

enum class Medium { SHOT, SCAN }

class Shot : Model<UUID>() {
    companion object : Table<Shot, UUID>(::Shot) {
        val id = uuid().primaryKey()
    }
}

class Scan : Model<UUID>() {
    companion object : Table<Scan, UUID>(::Scan) {
        val id = uuid().primaryKey()
    }
}

/** Tags are constants of an enum, and keys UUIDs; each picture is the cover of one thing at most. */
class Cover : Model<Long>() {
    companion object : Table<Cover, Long>(::Cover) {
        val id = autoId()
        val kind = enumByName(Medium::class)
        val key = uuid()
        val of =
            GenericForeignKey
                .of(this, kind, key)
                .target(Shot::class, Medium.SHOT)
                .target(Scan::class, Medium.SCAN)
                .unique()
                .checked()
    }

    var of by Cover.of
}

class Country : Model<String>() {
    companion object : Table<Country, String>(::Country) {
        val code = varchar(3).primaryKey()
    }
}

class City : Model<String>() {
    companion object : Table<City, String>(::City) {
        val code = varchar(12).primaryKey()
    }
}

/** Tags are numbers, and keys text. */
class Visit : Model<Long>() {
    companion object : Table<Visit, Long>(::Visit) {
        val id = autoId()
        val kind = smallint()
        val place = varchar(12)
        val where =
            GenericForeignKey
                .of(this, kind, place)
                .target(Country::class, 1.toShort())
                .target(City::class, 2.toShort())
                .onDelete(OnDelete.RESTRICT)
    }

    var where by Visit.where
}

/** Comments on articles and on comments, which go with them. */
class Comment : Model<Long>() {
    companion object : Table<Comment, Long>(::Comment) {
        val id = autoId()
        val onType = varchar(20).nullable()
        val onId = bigint().nullable()
        val body = text()
        val on =
            GenericForeignKey
                .of(this, onType, onId)
                .target(Article::class, "article")
                .target(Comment::class, "comment")
                .onDelete(OnDelete.CASCADE)
    }

    var body by Comment.body
    var on by Comment.on
}

/** A page of an article, deleted by the database together with it. */
class Page : Model<Long>() {
    companion object : Table<Page, Long>(::Page) {
        val id = autoId()
        val article = foreignKey(Article::class).onDelete(OnDelete.CASCADE)
    }

    var article by Page.article
}

/** Marks on pages, which go with them. */
class Mark : Model<Long>() {
    companion object : Table<Mark, Long>(::Mark) {
        val id = autoId()
        val type = text()
        val key = bigint()
        val on = GenericForeignKey.of(this, type, key).target(Page::class, "page").onDelete(OnDelete.CASCADE)
    }

    var on by Mark.on
}

/** A module that comes later brings what can be pinned. */
class Pin : Model<Long>() {
    companion object : Table<Pin, Long>(::Pin) {
        val id = autoId()
        val type = text()
        val key = bigint()
        val what = GenericForeignKey.of(this, type, key).target(Article::class, "article").onDelete(OnDelete.CASCADE)
    }

    var what by Pin.what
}

// a table that was bound once takes part in what deleting does, so these stand together

val timeline: Array<Table<*, *>> = arrayOf(USER, TWEET, REACTION, NOTE)

val posts: Array<Table<*, *>> = arrayOf(Article, Clip, Reply, Comment, Page, Mark, Pin)
