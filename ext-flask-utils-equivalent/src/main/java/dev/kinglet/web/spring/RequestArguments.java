package dev.kinglet.web.spring;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.web.Links;
import dev.kinglet.web.ListRequest;
import dev.kinglet.web.Listing;
import dev.kinglet.web.Parameters;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** The arguments of controllers that are read from the address. */
final class RequestArguments implements HandlerMethodArgumentResolver {
    private final Map<String, Listing> listings;

    RequestArguments(Map<String, Listing> listings) {
        this.listings = listings;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        Class<?> type = parameter.getParameterType();
        return type == Parameters.class
                || type == Links.class
                || type == ListRequest.class && parameter.hasParameterAnnotation(Listed.class);
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        HttpServletRequest servlet = request.getNativeRequest(HttpServletRequest.class);
        Parameters parameters =
                servlet == null ? Parameters.none() : Parameters.parse(servlet.getQueryString());
        if (parameter.getParameterType() == Links.class) {
            return Links.of(servlet == null ? "" : servlet.getRequestURI(), parameters);
        }
        Listed listed = parameter.getParameterAnnotation(Listed.class);
        if (parameter.getParameterType() == Parameters.class || listed == null) {
            return parameters;
        }
        Listing listing = listings.get(listed.value());
        if (listing == null) {
            throw new ProgrammingException(
                    "no list '" + listed.value() + "', which " + parameter.getMethod() + " takes",
                    (String) null,
                    "register it: KingletWebMvc.create().listing(\"" + listed.value() + "\", ..)");
        }
        return listing.read(parameters);
    }
}
