package dev.kinglet.web.spring;

import dev.kinglet.Scope;
import dev.kinglet.web.scope.OpenRequest;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.async.CallableProcessingInterceptor;

/** Takes the thread that runs a callable into the request of the controller that answered it. */
final class LaterInRequest implements CallableProcessingInterceptor {
    private static final String OPEN = LaterInRequest.class.getName() + ".open";
    private static final String ENTERED = LaterInRequest.class.getName() + ".entered";

    @Override
    public <T> void beforeConcurrentHandling(NativeWebRequest request, Callable<T> task) {
        OpenRequest open = OpenRequest.current();
        if (open != null) {
            request.setAttribute(OPEN, open, RequestAttributes.SCOPE_REQUEST);
        }
    }

    @Override
    public <T> void preProcess(NativeWebRequest request, Callable<T> task) {
        Object open = request.getAttribute(OPEN, RequestAttributes.SCOPE_REQUEST);
        if (open instanceof OpenRequest known) {
            request.setAttribute(ENTERED, known.enter(), RequestAttributes.SCOPE_REQUEST);
        }
    }

    @Override
    public <T> void postProcess(
            NativeWebRequest request, Callable<T> task, @Nullable Object result) {
        Object entered = request.getAttribute(ENTERED, RequestAttributes.SCOPE_REQUEST);
        if (entered instanceof Scope scope) {
            request.removeAttribute(ENTERED, RequestAttributes.SCOPE_REQUEST);
            scope.close();
        }
    }
}
