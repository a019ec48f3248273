package guide

import dev.kinglet.expr.*
import dev.kinglet.model.*
import dev.kinglet.type.DataType
import java.time.Instant

// region own
@JvmInline
value class Cents(
    val number: Long,
) {
    companion object {
        val TYPE = DataType.BIGINT.mapped({ it.number }, ::Cents)
    }
}
// endregion

// region declared
class Offer : Model<Long>() {
    companion object : Table<Offer, Long>(::Offer) {
        val id = autoId()
        val name = varchar(100).check { it.ne("") }
        val price = column(Cents.TYPE)
        val stock = integer().databaseDefault(0)
        val rank = enumByName(Columns.Rank::class)
        val marks = flags(Columns.Mark::class).defaultTo(setOf<Columns.Mark>())
        val deletedAt = instant().nullable()
        val title = attribute(name concat "!") { "${it.name}!" }

        init {
            scope(deletedAt.isNull())
        }
    }

    val id by Offer.id
    var name by Offer.name
    var price by Offer.price
    var marks by Offer.marks
    val title by Offer.title
}
// endregion

object KotlinColumns {
    fun scope(): List<Offer> {
        // region scope
        Offer.where(Offer.price lt Cents(500)).list()
        val all = Offer.unscoped().select().count()
        val sold = Offer.where((Offer.deletedAt lt Instant.now()) and (Offer.title eq "pen!")).list()
        // endregion
        return sold.take(all.toInt())
    }
}
