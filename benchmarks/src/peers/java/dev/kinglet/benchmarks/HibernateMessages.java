package dev.kinglet.benchmarks;

import dev.kinglet.benchmarks.Data.MessageRow;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import org.jspecify.annotations.NullUnmarked;

/**
 * What is written, as entities: SQLite makes the key while it stores; on PostgreSQL a sequence
 * hands out keys by the hundred, without which Hibernate sends no batches.
 */
@NullUnmarked
final class HibernateMessages {
    private HibernateMessages() {}

    static Message of(MessageRow row, boolean postgres) {
        Message message = postgres ? new Numbered() : new Plain();
        message.userId = row.userId();
        message.content = row.content();
        message.timestamp = row.timestamp();
        return message;
    }

    /** Its values. */
    @MappedSuperclass
    public abstract static class Message {
        @Column(name = "user_id")
        Long userId;

        String content;

        LocalDateTime timestamp;

        abstract Long id();
    }

    /** On SQLite. */
    @Entity(name = "HPlainMessage")
    @Table(name = "message")
    public static class Plain extends Message {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        @Override
        Long id() {
            return id;
        }
    }

    /** On PostgreSQL. */
    @Entity(name = "HNumberedMessage")
    @Table(name = "message")
    public static class Numbered extends Message {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "messages")
        @SequenceGenerator(
                name = "messages",
                sequenceName = "hibernate_message_seq",
                allocationSize = 100)
        Long id;

        @Override
        Long id() {
            return id;
        }
    }
}
