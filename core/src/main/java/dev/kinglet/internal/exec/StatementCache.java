package dev.kinglet.internal.exec;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The prepared statements of one physical connection, least recently used first. A statement that
 * is in use is not handed out, so a second use of the same text at the same time prepares one of
 * its own. Its place stays, so that taking it and giving it back makes no object. For one thread at
 * a time, as the connection is.
 */
final class StatementCache {
    private final int capacity;
    private final Map<String, Place> places = new HashMap<>();

    /** Between the one that was used last and the one that was not used for longest. */
    private final Place ends = new Place("");

    /** Where the statement of a text rests, between the texts that were used before and after. */
    private static final class Place {
        final String sql;
        @Nullable PreparedStatement statement;

        /**
         * Whether the statement is in use. It stays where it is: writing it each time would cost a
         * barrier of the collector.
         */
        boolean lent;

        Place before = this;
        Place after = this;

        Place(String sql) {
            this.sql = sql;
        }

        void unlink() {
            before.after = after;
            after.before = before;
        }

        void linkBefore(Place other) {
            before = other.before;
            after = other;
            before.after = this;
            after.before = this;
        }
    }

    StatementCache(int capacity) {
        this.capacity = capacity;
    }

    /** Takes the statement of that text out; null when there is none at rest. */
    @Nullable PreparedStatement take(String sql) {
        Place place = places.get(sql);
        if (place == null || place.lent) {
            return null;
        }
        place.lent = true;
        return place.statement;
    }

    /**
     * Gives a statement back, and closes the one that was not used for longest where there are too
     * many.
     */
    void give(String sql, PreparedStatement statement) throws SQLException {
        Place place = places.get(sql);
        if (place == null) {
            place = new Place(sql);
            places.put(sql, place);
        }
        if (place.after != ends) {
            place.unlink();
            place.linkBefore(ends);
        }
        PreparedStatement other = place.statement;
        boolean lent = place.lent;
        place.lent = false;
        if (other != statement) {
            place.statement = statement;
            if (other != null && !lent) {
                other.close();
            }
        }
        if (places.size() > capacity) {
            Place eldest = ends.after;
            eldest.unlink();
            places.remove(eldest.sql);
            if (eldest.statement != null && !eldest.lent) {
                eldest.statement.close();
            }
        }
    }

    /** How many are at rest. */
    int size() {
        return (int) places.values().stream().filter(place -> !place.lent).count();
    }

    /** Closes those that are at rest. */
    void clear() throws SQLException {
        for (Place place : places.values()) {
            if (place.statement != null && !place.lent) {
                place.statement.close();
            }
        }
        places.clear();
        ends.before = ends;
        ends.after = ends;
    }
}
