package dev.kinglet.web.frameworks;

import dev.kinglet.web.KeysetPage;
import dev.kinglet.web.Links;
import dev.kinglet.web.ListRequest;
import dev.kinglet.web.NotFound;
import dev.kinglet.web.Page;
import dev.kinglet.web.Parameters;
import dev.kinglet.web.Problem;
import dev.kinglet.web.scope.RequestScope;
import dev.kinglet.web.servlet.LoginFilter;
import dev.kinglet.web.servlet.RequestScopeFilter;
import dev.kinglet.web.spring.KingletWebMvc;
import dev.kinglet.web.spring.Listed;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.ServerConnector;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.AsyncSupportConfigurer;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tour.Models.Tweet;

/** The application in Spring MVC, without Spring Boot. */
public final class SpringApp implements Server {
    private final org.eclipse.jetty.server.Server jetty;

    public SpringApp(App app, RequestScope scope) throws Exception {
        AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();
        context.addBeanFactoryPostProcessor(
                beans -> {
                    beans.registerSingleton("app", app);
                    beans.registerSingleton("scope", scope);
                });
        context.register(Settings.class, Lists.class, Writes.class, Others.class, Answers.class);
        jetty = serve(context, scope);
    }

    /** Spring MVC in Jetty, as its settings say; with a login in front of {@code /private/}. */
    public static org.eclipse.jetty.server.Server serve(
            AnnotationConfigWebApplicationContext context, RequestScope scope) throws Exception {
        ServletHolder dispatcher = new ServletHolder(new DispatcherServlet(context));
        dispatcher.setAsyncSupported(true);
        ServletContextHandler handler = new ServletContextHandler();
        handler.addServletContainerInitializer(
                (classes, servlets) ->
                        KingletWebMvc.register(servlets, new RequestScopeFilter(scope)));
        handler.addServlet(dispatcher, "/");
        handler.addFilter(
                new FilterHolder(
                        new LoginFilter(
                                App.LOGIN, request -> App.isLoggedIn(request.getHeader("Cookie")))),
                "/private/*",
                EnumSet.of(DispatcherType.REQUEST));
        org.eclipse.jetty.server.Server jetty =
                new org.eclipse.jetty.server.Server(new InetSocketAddress("127.0.0.1", 0));
        jetty.setHandler(handler);
        jetty.start();
        return jetty;
    }

    @Override
    public int port() {
        return ((ServerConnector) jetty.getConnectors()[0]).getLocalPort();
    }

    @Override
    public void close() {
        try {
            jetty.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Configuration
    @EnableWebMvc
    static class Settings implements WebMvcConfigurer {
        @Bean
        WebMvcConfigurer kinglet() {
            return KingletWebMvc.create()
                    .listing("tweets", App.TWEETS)
                    .listing("strict", App.STRICT)
                    .listing("canonical", App.CANONICAL);
        }

        @Override
        public void addResourceHandlers(ResourceHandlerRegistry registry) {
            registry.addResourceHandler("/static/**")
                    .addResourceLocations("classpath:/static-of-suite/");
        }

        @Override
        public void configureAsyncSupport(AsyncSupportConfigurer configurer) {
            configurer.setDefaultTimeout(2000);
        }
    }

    @RestControllerAdvice
    static class Answers {
        @ExceptionHandler
        ResponseEntity<String> taken(App.NameTaken e) {
            return ResponseEntity.status(409).body("taken");
        }
    }

    @RestController
    static class Lists {
        private final App app;

        Lists(App app) {
            this.app = app;
        }

        @GetMapping("/tweets")
        ResponseEntity<String> tweets(
                @Listed("tweets") ListRequest request, Links links, NativeWebRequest web) {
            return list(request, links, web);
        }

        @GetMapping("/strict")
        ResponseEntity<String> strict(
                @Listed("strict") ListRequest request, Links links, NativeWebRequest web) {
            return list(request, links, web);
        }

        @GetMapping("/canonical")
        ResponseEntity<String> canonical(
                @Listed("canonical") ListRequest request, Links links, NativeWebRequest web) {
            return list(request, links, web);
        }

        private ResponseEntity<String> list(
                ListRequest request, Links links, NativeWebRequest web) {
            Page<Tweet> page = app.tweets(request);
            ResponseEntity.BodyBuilder answer =
                    ResponseEntity.ok()
                            .headers(headers -> links.headers(page).forEach(headers::set));
            String accept = web.getHeader("Accept");
            return accept != null && accept.contains("html")
                    ? answer.header("Content-Type", "text/html").body(App.html(page))
                    : answer.header("Content-Type", "application/json")
                            .body("{\"tweets\": \"" + App.text(page) + "\"}");
        }

        @GetMapping("/tweets/{id}")
        String tweet(@PathVariable("id") String id) throws NotFound {
            return app.tweet(id).getContent();
        }

        @GetMapping("/timeline")
        String timeline(Parameters parameters) {
            KeysetPage<Tweet> page = app.timeline(parameters.first("cursor"));
            return App.text(page) + " " + page.nextCursor();
        }
    }

    @RestController
    static class Writes {
        private final App app;
        private final RequestScope scope;

        Writes(App app, RequestScope scope) {
            this.app = app;
            this.scope = scope;
        }

        @PostMapping("/nested")
        @ResponseStatus(HttpStatus.CREATED)
        void nested() {
            app.nested(scope);
        }

        @PostMapping("/nested-fail")
        void nestedFail() {
            app.nested(scope);
            throw new IllegalStateException("failed after a request in it");
        }

        @PostMapping("/tweets")
        @ResponseStatus(HttpStatus.CREATED)
        void create(@RequestParam("text") String text) {
            app.create(text);
        }

        @PostMapping("/fail")
        void fail() {
            app.create("fail");
            throw new IllegalStateException("failed after an insert");
        }

        @PostMapping("/fail-known")
        void failKnown() {
            app.create("fail");
            throw new App.NameTaken();
        }

        @PostMapping("/fail-not-found")
        void failNotFound() throws NotFound {
            app.create("fail");
            app.tweet("-1");
        }

        @PostMapping("/status/{code}")
        ResponseEntity<Void> status(@PathVariable("code") int code) {
            app.create("status");
            return ResponseEntity.status(code).build();
        }

        @PostMapping("/break-commit")
        ResponseEntity<String> breakCommit() {
            app.create("late");
            app.breakCommit();
            return ResponseEntity.status(201).body("done");
        }

        @GetMapping("/bad-sql")
        void badSql() {
            app.db().query("select * from no_such_table").maps();
        }

        @PostMapping("/both")
        @ResponseStatus(HttpStatus.CREATED)
        void both() {
            app.create("both");
            app.note("both");
        }

        @PostMapping("/both-fail")
        void bothFail() {
            app.create("both");
            app.note("both");
            throw new IllegalStateException("failed after two inserts");
        }

        @PostMapping("/later")
        Callable<ResponseEntity<String>> later() {
            app.create("first");
            String before = app.transaction();
            Thread thread = Thread.currentThread();
            return () -> {
                Thread.sleep(5);
                app.create("second");
                boolean same = Thread.currentThread().equals(thread);
                return ResponseEntity.status(201)
                        .body(before + " " + app.transaction() + " same=" + same);
            };
        }

        @PostMapping("/later-fail")
        Callable<String> laterFail() {
            app.create("first");
            return () -> {
                app.create("second");
                throw new IllegalStateException("failed later");
            };
        }

        @PostMapping("/never")
        CompletableFuture<String> never() {
            app.create("never");
            return new CompletableFuture<>();
        }
    }

    @RestController
    static class Others {
        private final App app;

        Others(App app) {
            this.app = app;
        }

        @GetMapping({"/health", "/static/a.css", "/idle"})
        String inUse() {
            return app.inUse();
        }

        @GetMapping("/export")
        void export(HttpServletResponse response) throws IOException {
            app.export().writeTo(response.getOutputStream());
        }

        @GetMapping("/brief")
        String brief() {
            return app.brief();
        }

        @PostMapping("/big")
        String big() {
            app.create("big");
            return "x".repeat(20_000_000);
        }

        @PostMapping("/slow")
        void slow() throws InterruptedException {
            app.create("slow");
            Thread.sleep(100);
            app.create("slow");
        }

        @GetMapping("/private/drafts")
        String drafts() {
            return "drafts";
        }

        @PostMapping("/private/drafts")
        @ResponseStatus(HttpStatus.CREATED)
        void draft() {
            app.create("draft");
        }

        @GetMapping("/gone")
        ProblemDetail gone() {
            return KingletWebMvc.detail(Problem.of(410, "It was here once"));
        }
    }
}
