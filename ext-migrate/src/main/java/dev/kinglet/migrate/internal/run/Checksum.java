package dev.kinglet.migrate.internal.run;

import dev.kinglet.migrate.change.Operation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a migration said when it was applied, in a few characters. Line endings, a byte order mark
 * and space at the end of lines make no difference. The algorithm stands before it, so that another
 * one can come and old ones stay valid.
 */
public final class Checksum {
    private static final String V1 = "v1:";

    private Checksum() {}

    /** Of a file. */
    public static String of(String text) {
        return V1 + sha256(normalised(text));
    }

    /** Of what code says: the code that reads and writes rows counts by its description. */
    public static String of(List<Operation> operations) {
        return of(operations.stream().map(Checksum::text).collect(Collectors.joining("\n")));
    }

    /**
     * Whether what was applied is what there is now. True where one of them is not known, or was
     * made by an algorithm of a newer version.
     */
    public static boolean agrees(@Nullable String applied, @Nullable String now) {
        return applied == null || now == null || !applied.startsWith(V1) || applied.equals(now);
    }

    private static String text(Operation operation) {
        return operation instanceof Operation.Code code
                ? "Code[" + code.description() + "]"
                : operation.toString();
    }

    private static String normalised(String text) {
        String plain = text.startsWith("\ufeff") ? text.substring(1) : text;
        return plain.lines().map(String::stripTrailing).collect(Collectors.joining("\n")).strip();
    }

    private static String sha256(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
