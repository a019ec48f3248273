package dev.kinglet.type;

import java.nio.ByteBuffer;
import java.util.UUID;

/** UUIDs as 16 bytes, which sort as their text does. */
final class Uuids {
    private Uuids() {}

    static byte[] bytes(UUID value) {
        return ByteBuffer.allocate(16)
                .putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits())
                .array();
    }

    static UUID of(byte[] bytes) {
        if (bytes.length != 16) {
            throw new IllegalArgumentException(
                    "a stored blob of " + bytes.length + " bytes is no UUID");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }
}
