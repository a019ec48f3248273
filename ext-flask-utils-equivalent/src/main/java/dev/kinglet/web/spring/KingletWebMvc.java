package dev.kinglet.web.spring;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.web.Listing;
import dev.kinglet.web.Parameters;
import dev.kinglet.web.Problem;
import dev.kinglet.web.scope.RequestScope;
import dev.kinglet.web.servlet.DatabaseErrorFilter;
import dev.kinglet.web.servlet.RequestScopeFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.net.URI;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.ProblemDetail;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.AsyncSupportConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * What Spring MVC is told, as a bean: {@code @Bean WebMvcConfigurer kinglet() { return
 * KingletWebMvc.create().listing("tweets", TWEETS); }}.
 *
 * <ul>
 *   <li>Controllers may take {@link Parameters}, {@link dev.kinglet.web.Links}, and
 *       {@code @Listed("tweets") ListRequest}.
 *   <li>{@link dev.kinglet.web.NotFound} and what else {@link Problem#answer} knows becomes its
 *       answer, as problem+json or HTML. An {@code @ExceptionHandler} of the application goes
 *       first.
 *   <li>Whatever answer an exception gets, it undoes the transaction of the request.
 *   <li>A {@code Callable} that a controller answers runs in the request.
 * </ul>
 *
 * The request itself begins and ends in a filter: {@link #register}. Spring's own
 * {@code @Transactional} knows nothing of it; use one or the other.
 */
public final class KingletWebMvc implements WebMvcConfigurer {
    private final Map<String, Listing> listings;

    private KingletWebMvc(Map<String, Listing> listings) {
        this.listings = listings;
    }

    /** Without lists. */
    public static KingletWebMvc create() {
        return new KingletWebMvc(Map.of());
    }

    /**
     * These, and a list that controllers name by {@link Listed}.
     *
     * @throws ProgrammingException for a name that is taken
     */
    public KingletWebMvc listing(String name, Listing listing) {
        Map<String, Listing> more = new LinkedHashMap<>(listings);
        if (more.put(name, listing) != null) {
            throw new ProgrammingException(
                    "the list '" + name + "' twice", (String) null, "name it otherwise");
        }
        return new KingletWebMvc(more);
    }

    /**
     * Puts the filter that begins and ends requests in front of everything else: in a {@code
     * ServletContextInitializer} bean of Spring Boot, or a {@code WebApplicationInitializer}.
     */
    public static void register(ServletContext context, RequestScope scope) {
        register(context, new RequestScopeFilter(scope));
    }

    /**
     * As {@link #register(ServletContext, RequestScope)}, with a filter that may let {@linkplain
     * RequestScopeFilter#atMost so many} in at once.
     */
    public static void register(ServletContext context, RequestScopeFilter requests) {
        filter(context, "kinglet errors", new DatabaseErrorFilter());
        filter(context, "kinglet requests", requests);
    }

    private static void filter(ServletContext context, String name, Filter filter) {
        FilterRegistration.Dynamic registration = context.addFilter(name, filter);
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
    }

    /** A problem as Spring has it, for an advice of the application. */
    public static ProblemDetail detail(Problem problem) {
        ProblemDetail detail = ProblemDetail.forStatus(problem.status());
        detail.setTitle(problem.title());
        detail.setDetail(problem.detail());
        detail.setType(URI.create(problem.type()));
        problem.more().forEach(detail::setProperty);
        return detail;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new RequestArguments(listings));
    }

    @Override
    public void extendHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
        resolvers.add(0, Exceptions::undo);
        // behind what the application itself says about exceptions
        resolvers.add(Math.min(2, resolvers.size()), Exceptions::answer);
    }

    @Override
    public void configureAsyncSupport(AsyncSupportConfigurer configurer) {
        configurer.registerCallableInterceptors(new LaterInRequest());
    }
}
