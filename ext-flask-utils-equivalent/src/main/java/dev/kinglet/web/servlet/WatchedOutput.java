package dev.kinglet.web.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/** Counts what is written, and says before the container sends it. */
final class WatchedOutput extends ServletOutputStream {
    /**
     * Jetty sends a write of more than a quarter of its buffer at once, however empty that is: so
     * nothing larger is handed on while the answer can wait.
     */
    private static final int PIECE = 1024;

    private final ServletOutputStream output;
    private final WatchedResponse response;
    private long written;
    private boolean draining;
    private boolean discarding;

    WatchedOutput(ServletOutputStream output, WatchedResponse response) {
        this.output = output;
        this.response = response;
    }

    /** Whether what the writer flushes is not to be sent yet. */
    void draining(boolean drains) {
        draining = drains;
    }

    /** Whether what the writer flushes is not wanted any more. */
    void discarding(boolean discards) {
        discarding = discards;
    }

    /** So many bytes are in the buffer of the container. */
    void written(long bytes) {
        written = bytes;
    }

    @Override
    public void write(int b) throws IOException {
        if (!discarding) {
            comes(1);
            output.write(b);
        }
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        if (discarding) {
            return;
        }
        int at = from;
        int end = from + length;
        while (end - at > PIECE && !response.overflows(written + PIECE)) {
            comes(PIECE);
            output.write(bytes, at, PIECE);
            at += PIECE;
        }
        comes(end - at);
        output.write(bytes, at, end - at);
    }

    private void comes(int bytes) {
        written += bytes;
        if (response.overflows(written)) {
            response.leaves(response.getStatus());
        }
    }

    @Override
    public void flush() throws IOException {
        if (!draining && !discarding) {
            response.leaves(response.getStatus());
            output.flush();
        }
    }

    @Override
    public void close() throws IOException {
        response.leaves(response.getStatus());
        output.close();
    }

    @Override
    public boolean isReady() {
        return output.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        output.setWriteListener(listener);
    }
}
