package dev.kinglet.internal.plan;

import dev.kinglet.type.Dialect;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;

/** jOOQ, set up: every identifier quoted, no logo, no tips. */
final class Jooq {
    private static final DSLContext SQLITE;
    private static final DSLContext POSTGRES;

    static {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        Settings settings =
                new Settings()
                        .withRenderQuotedNames(RenderQuotedNames.EXPLICIT_DEFAULT_QUOTED)
                        .withExecuteLogging(false);
        SQLITE =
                DSL.using(
                        new DefaultConfiguration()
                                .set(SQLDialect.SQLITE)
                                .set(settings)
                                .set(new QuotedNames()));
        POSTGRES = DSL.using(SQLDialect.POSTGRES, settings);
    }

    private Jooq() {}

    static DSLContext of(Dialect dialect) {
        return dialect == Dialect.SQLITE ? SQLITE : POSTGRES;
    }
}
