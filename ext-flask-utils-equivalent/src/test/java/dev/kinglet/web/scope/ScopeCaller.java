package dev.kinglet.web.scope;

import static tour.Models.User.USER;

import dev.kinglet.Database;
import dev.kinglet.Scope;
import dev.kinglet.TransactionOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/** The request scope as it is called from Java; a spec asserts what comes back. */
final class ScopeCaller {
    private ScopeCaller() {}

    static List<String> handle(Database db) throws Exception {
        RequestScope scope =
                RequestScope.builder(db)
                        .writeTransactions(
                                TransactionOptions.defaults()
                                        .statementTimeout(Duration.ofSeconds(10)))
                        .readOnlyReads()
                        .rollbackOn(status -> status >= 400)
                        .exclude("/health")
                        .tenant(request -> request.header("X-Tenant"))
                        .serverTiming()
                        .logOver(Duration.ofMinutes(1))
                        .logRepeats(100)
                        .build();
        List<String> told = new ArrayList<>();
        WebRequest post = WebRequest.of("POST", "/users/");
        told.add(
                scope.run(
                        post,
                        request -> {
                            USER.create(USER.username.to("a"));
                            return "200 " + USER.select().values(USER.username);
                        }));
        told.add(text(Export.csv(USER.select(), USER.username).withoutFormulas()));
        told.add(text(Export.jsonLines(USER.select(), user -> Map.of("name", user.getUsername()))));
        try (OpenRequest open = scope.begin(post)) {
            try (Scope entered = open.enter()) {
                USER.create(USER.username.to("b"));
                Callable<Integer> captured =
                        RequestScope.capture(() -> USER.select().list().size());
                Runnable runnable =
                        RequestScope.capture(
                                () -> {
                                    told.add("ran " + open);
                                });
                if (OpenRequest.current() != open || open.isFinished() || captured.call() != 2) {
                    throw new IllegalStateException();
                }
                runnable.run();
                open.rollbackOnly();
                told.add(Objects.requireNonNull(open.cost()).statements() + " statements");
                open.beforeFirstByte(200);
            }
            open.finish(200);
        }
        int status =
                scope.run(
                        post,
                        answer -> answer,
                        request -> {
                            USER.create(USER.username.to("c"));
                            return 500;
                        });
        told.add(status + " " + USER.select().values(USER.username));
        return told;
    }

    private static String text(Export<?> export) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        export.writeTo(bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
