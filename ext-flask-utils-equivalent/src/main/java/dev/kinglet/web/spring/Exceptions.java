package dev.kinglet.web.spring;

import dev.kinglet.web.Problem;
import dev.kinglet.web.scope.OpenRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.ModelAndView;

/** What exceptions of handlers come to. */
final class Exceptions {
    private Exceptions() {}

    /** Sees each exception first, and leaves the answer to others. */
    static @Nullable ModelAndView undo(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Object handler,
            Exception e) {
        OpenRequest open = OpenRequest.current();
        if (open != null) {
            open.rollbackOnly();
        }
        return null;
    }

    /** Answers those that the web room knows. */
    static @Nullable ModelAndView answer(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Object handler,
            Exception e) {
        Problem.Answer answer = Problem.answer(e, request.getHeader("Accept"));
        if (answer == null || response.isCommitted()) {
            return null;
        }
        answer.headers().forEach(response::setHeader);
        response.setStatus(answer.status());
        response.setContentType(answer.contentType());
        try {
            response.getOutputStream().write(answer.text().getBytes(StandardCharsets.UTF_8));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
        return new ModelAndView(); // done, and nothing to be rendered
    }
}
