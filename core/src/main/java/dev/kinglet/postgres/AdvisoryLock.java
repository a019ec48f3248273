package dev.kinglet.postgres;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A lock that means what the application says it means; PostgreSQL only keeps it. An immutable
 * value: nothing is locked before {@link #hold} or {@link #inTransaction}.
 */
public interface AdvisoryLock {

    /** The same lock, which several may have at once as long as nobody has it exclusively. */
    AdvisoryLock shared();

    /**
     * How long it is waited for. Unless said it is waited for in the server's queue, as long as the
     * server, or {@code lockTimeout}, lets a statement wait. With a time it is asked for again and
     * again, up to ten times a second, without a place in the queue; zero asks once.
     */
    AdvisoryLock timeout(Duration wait);

    /**
     * Takes the lock for the connection of this thread, which is kept with it: {@code try (var held
     * = lock.hold()) {..}}. It has nothing to do with transactions. Taking it again in the same
     * scope or transaction counts up.
     *
     * @throws dev.kinglet.errors.OperationalException of kind LOCK_TIMEOUT, with who has it, where
     *     it was not had in time
     * @throws dev.kinglet.errors.ProgrammingException behind a transaction pooler
     */
    Held hold();

    /**
     * As {@link #hold()}, and null where it was not had in time; at once, unless a time was said.
     */
    @Nullable Held tryHold();

    /**
     * Takes the lock for the transaction that this thread is in, until that ends.
     *
     * @throws dev.kinglet.errors.OperationalException of kind LOCK_TIMEOUT, with who has it, where
     *     it was not had in time; with a {@link #timeout} the transaction can go on
     * @throws dev.kinglet.errors.ProgrammingException outside of a transaction
     */
    void inTransaction();

    /** As {@link #inTransaction()}, and false where it was not had in time. */
    boolean tryInTransaction();

    /**
     * The number that it is known by; of two numbers the first stands in the upper half. Of a text
     * these are the first eight bytes of the SHA-256 of its UTF-8, so that others can find it.
     */
    long key();

    /** A lock that is held until it is closed; closing it twice is as closing it once. */
    interface Held extends AutoCloseable {
        /** Gives the lock up, in the thread that took it. */
        @Override
        void close();
    }
}
