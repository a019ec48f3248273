package tour;

import static tour.ColumnCaller.Account.ACCOUNT;

import dev.kinglet.Database;
import dev.kinglet.expr.Flags;
import dev.kinglet.model.Attribute;
import dev.kinglet.model.Column;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import dev.kinglet.type.DataType;
import dev.kinglet.type.UuidV7;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Column factories and options that the rest of the tour does not need, from Java. */
public final class ColumnCaller {
    private ColumnCaller() {}

    /** What somebody may do. */
    public enum Power {
        LOOK,
        TOUCH
    }

    /** A type of the application's own. */
    public record Email(String address) {
        static final DataType<Email> TYPE =
                DataType.varchar(100).mapped(Email.class, Email::address, Email::new);
    }

    public static class Account extends Model<UUID> {
        public static final Accounts ACCOUNT = new Accounts();

        public static class Accounts extends Table<Account, UUID> {
            public final Column<UUID> id = binaryUuid().primaryKey().defaultTo(UuidV7::next);
            public final Column<Email> email = column(Email.TYPE).unique();
            public final Column<Boolean> active =
                    column(
                                    Boolean.class,
                                    DataType.SMALLINT,
                                    on -> (short) (on ? 1 : 0),
                                    n -> n != 0)
                            .databaseDefault(true);
            public final Column<Set<Power>> powers = flags(Power.class);
            public final Column<Power> first = enumByName(Power.class);
            public final Column<Power> second = enumByOrdinal(Power.class);
            public final Column<Power> third = nativeEnum(Power.class);
            public final Column<String> country = character(2).comment("ISO 3166");
            public final Column<Float> score = real();
            public final Column<BigDecimal> balance = decimal(9, 2, RoundingMode.DOWN);
            public final Column<OffsetDateTime> seen = timestamptz();
            public final Column<Instant> made = instant().databaseDefault(Instant.EPOCH).readOnly();
            public final Column<Instant> tick = epoch(1_000);
            public final Column<Duration> idle = interval();
            public final Column<InetAddress> host = inet();
            public final Column<@Nullable Integer> length =
                    integer().nullable().virtualAs(dev.kinglet.expr.Fn.length(country));
            public final Attribute<String> title =
                    attribute(country.concat("!"), account -> account.get(ACCOUNT.country) + "!");

            Accounts() {
                super(Account::new);
            }
        }
    }

    /** Stores one row, and answers what was read of it. */
    public static List<@Nullable Object> roundTrip(Database db) throws Exception {
        db.bind(ACCOUNT).createTables(ACCOUNT);
        Account account =
                ACCOUNT.create(
                        ACCOUNT.email.to(new Email("h@c")),
                        ACCOUNT.powers.to(Set.of(Power.LOOK)),
                        ACCOUNT.first.to(Power.TOUCH),
                        ACCOUNT.second.to(Power.TOUCH),
                        ACCOUNT.third.to(Power.TOUCH),
                        ACCOUNT.country.to("CH"),
                        ACCOUNT.score.to(1.5f),
                        ACCOUNT.balance.to(new BigDecimal("1.239")),
                        ACCOUNT.seen.to(OffsetDateTime.parse("2024-01-01T12:00:00+02:00")),
                        ACCOUNT.tick.to(Instant.ofEpochMilli(7)),
                        ACCOUNT.idle.to(Duration.ofMinutes(90)),
                        ACCOUNT.host.to(InetAddress.getByName("10.0.0.1")));
        ACCOUNT.update(ACCOUNT.powers.to(Flags.with(ACCOUNT.powers, Power.TOUCH))).all().execute();
        ACCOUNT.update(ACCOUNT.powers.to(Flags.without(ACCOUNT.powers, Power.LOOK)))
                .all()
                .execute();
        Account stored =
                ACCOUNT.unscoped()
                        .get(
                                Flags.has(ACCOUNT.powers, Power.TOUCH),
                                ACCOUNT.email.eq(new Email("h@c")));
        return List.of(
                stored.equals(account),
                stored.get(ACCOUNT.active),
                stored.get(ACCOUNT.powers),
                List.of(
                        stored.get(ACCOUNT.first),
                        stored.get(ACCOUNT.second),
                        stored.get(ACCOUNT.third)),
                stored.get(ACCOUNT.balance).toPlainString() + "/" + account.get(ACCOUNT.balance),
                stored.get(ACCOUNT.seen) + "/" + account.get(ACCOUNT.seen),
                stored.get(ACCOUNT.made),
                stored.get(ACCOUNT.tick),
                stored.get(ACCOUNT.idle),
                stored.get(ACCOUNT.host).getHostAddress(),
                String.valueOf(stored.get(ACCOUNT.length)),
                stored.get(ACCOUNT.title));
    }
}
