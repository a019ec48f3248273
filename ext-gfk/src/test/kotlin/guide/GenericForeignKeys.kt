package guide

import dev.kinglet.gfk.*
import dev.kinglet.model.*

// region declare
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

class Reply : Model<Long>() {
    companion object : Table<Reply, Long>(::Reply) {
        val id = autoId()
        val postType = varchar(20)
        val postId = bigint()
        val body = text()
        val anyPost =
            GenericForeignKey
                .of(this, postType, postId)
                .target(Article::class, "article")
                .target(Clip::class, "clip")
        val post = anyPost.typed(Post::class)
    }

    var body by Reply.body
    var post by Reply.post // Post?
}
// endregion

object KotlinGenericForeignKeys {
    fun write(): Reply {
        // region write
        val clip = Clip.create { seconds = 7 }
        val reply =
            Reply.create {
                post = clip
                body = "more"
            }
        // endregion
        return reply
    }

    fun read(): List<String> {
        // region read
        val lines =
            Reply.select().load(Reply.anyPost.load()).map {
                when (val post = it.post) {
                    is Article -> "${it.body}: ${post.title}"
                    is Clip -> "${it.body}: ${post.seconds} s"
                    null -> it.body
                }
            }
        // endregion
        return lines
    }

    fun find(
        article: Article,
        clip: Clip,
    ): List<Long> {
        // region find
        val some = Reply.where(Reply.anyPost eq clip).count()
        val others = Reply.where(Reply.anyPost ne clip).count()
        val both = Reply.where(Reply.anyPost inList listOf(article, clip)).count()
        val clips = Reply.where(Reply.anyPost.isA<Clip>()).count()
        // endregion
        return listOf(some, others, both, clips)
    }

    fun reverse(
        clip: Clip,
        reply: Reply,
    ): Long {
        // region reverse
        val replies = Reply.anyPost.of(clip)
        replies += reply
        // endregion
        return replies.count()
    }
}
