package dev.kinglet.spi;

/** A connection that was just made, before anybody else gets it; of use inside of its hook only. */
public interface NewConnection {

    /**
     * Runs a statement on it. What it sets lasts as long as the connection.
     *
     * @throws dev.kinglet.errors.KingletException where the database refuses it; then the
     *     connection is not used
     */
    void execute(String sql);
}
