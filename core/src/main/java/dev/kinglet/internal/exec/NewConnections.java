package dev.kinglet.internal.exec;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.KingletException;
import dev.kinglet.spi.NewConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;

/** Shows new physical connections to those who set them up. */
final class NewConnections {
    private NewConnections() {}

    /** A hook failed with an exception of ours; the pool wants one of JDBC. */
    static final class HookFailed extends SQLException {
        private static final long serialVersionUID = 1L;

        private final KingletException failure;

        HookFailed(KingletException failure) {
            super(failure.summary(), failure);
            this.failure = failure;
        }

        KingletException failure() {
            return failure;
        }
    }

    static void setUp(
            Engine engine, Connection connection, List<Consumer<? super NewConnection>> hooks)
            throws SQLException {
        NewConnection shown =
                sql -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute(sql);
                    } catch (SQLException e) {
                        throw engine.translate(e, new ErrorContext(sql, List.of(), null, null));
                    }
                };
        try {
            for (Consumer<? super NewConnection> hook : hooks) {
                hook.accept(shown);
            }
        } catch (KingletException e) {
            throw new HookFailed(e);
        }
    }
}
