package dev.kinglet.web.frameworks;

/**
 * A framework that serves the application on loopback, with every route that the suite asks for.
 */
public interface Server extends AutoCloseable {
    int port();

    @Override
    void close();
}
