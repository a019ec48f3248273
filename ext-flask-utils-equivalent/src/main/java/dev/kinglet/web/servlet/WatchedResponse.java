package dev.kinglet.web.servlet;

import dev.kinglet.web.scope.OpenRequest;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A response that ends the transactions of its request at the last moment at which it can still
 * become another one: before it is committed.
 */
final class WatchedResponse extends HttpServletResponseWrapper {
    private final OpenRequest open;
    private @Nullable WatchedOutput output;
    private @Nullable PrintWriter writer;
    private boolean streamGiven;
    private long announced = -1;
    private boolean costTold;

    WatchedResponse(HttpServletResponse response, OpenRequest open) {
        super(response);
        this.open = open;
    }

    /** It is about to be committed with that status. */
    void leaves(int status) {
        if (!isCommitted()) {
            open.beforeFirstByte(status);
            tellCost();
        }
    }

    /** Says what the request cost, where the scope tells that at all. */
    void tellCost() {
        String cost = costTold || isCommitted() ? null : open.serverTiming();
        if (cost != null) {
            costTold = true;
            addHeader("Server-Timing", cost);
        }
    }

    /** Whether so many bytes, in the whole, make the container send them. */
    boolean overflows(long bytes) {
        return bytes >= getBufferSize() || announced >= 0 && bytes >= announced;
    }

    /** Gives the container what the writer still has, and lets it decide when that is sent. */
    void drain() {
        PrintWriter given = writer;
        WatchedOutput there = output;
        if (given != null && there != null) {
            there.draining(true);
            given.flush();
            there.draining(false);
        }
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        if (writer != null) {
            throw new IllegalStateException("getWriter() was called for this response");
        }
        streamGiven = true;
        return output();
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        if (streamGiven) {
            throw new IllegalStateException("getOutputStream() was called for this response");
        }
        PrintWriter there = writer;
        if (there == null) {
            // as the container does: from now on the type of the content names it
            setCharacterEncoding(getCharacterEncoding());
            there = new PrintWriter(new OutputStreamWriter(output(), getCharacterEncoding()));
            writer = there;
        }
        return there;
    }

    private WatchedOutput output() throws IOException {
        WatchedOutput there = output;
        if (there == null) {
            there = new WatchedOutput(super.getOutputStream(), this);
            output = there;
        }
        return there;
    }

    @Override
    public void flushBuffer() throws IOException {
        drain();
        leaves(getStatus());
        super.flushBuffer();
    }

    @Override
    public void sendError(int status) throws IOException {
        leaves(status);
        super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        leaves(status);
        super.sendError(status, message);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        leaves(SC_FOUND);
        super.sendRedirect(location);
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer();
        forget();
    }

    @Override
    public void reset() {
        super.reset();
        forget();
        writer = null;
        output = null;
        streamGiven = false;
        announced = -1;
        costTold = false;
    }

    private void forget() {
        WatchedOutput there = output;
        PrintWriter given = writer;
        if (there != null) {
            if (given != null) {
                there.discarding(true);
                given.flush();
                there.discarding(false);
            }
            there.written(0);
        }
    }

    // ---- the length, since with its last byte the answer leaves

    @Override
    public void setContentLength(int length) {
        announced = length;
        super.setContentLength(length);
    }

    @Override
    public void setContentLengthLong(long length) {
        announced = length;
        super.setContentLengthLong(length);
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        announced(name, value);
        super.setHeader(name, value);
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
        announced(name, value);
        super.addHeader(name, value);
    }

    @Override
    public void setIntHeader(String name, int value) {
        announced(name, Integer.toString(value));
        super.setIntHeader(name, value);
    }

    @Override
    public void addIntHeader(String name, int value) {
        announced(name, Integer.toString(value));
        super.addIntHeader(name, value);
    }

    private void announced(String name, @Nullable String value) {
        if (value != null && name.toLowerCase(Locale.ROOT).equals("content-length")) {
            announced = value.matches("\\d{1,18}") ? Long.parseLong(value) : -1;
        }
    }
}
