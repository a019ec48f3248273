package dev.kinglet.migrate.maven;

import dev.kinglet.migrate.cli.MigrateCommand;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Runs the command that is named as the goal, with the classes and libraries of the project on its
 * class path. Exit code 1 is told and fails nothing unless {@code kinglet.failOnPending} says so; 2
 * and 3 fail the build.
 */
public abstract class CommandMojo extends AbstractMojo {
    @Parameter(defaultValue = "${mojoExecution.goal}", readonly = true, required = true)
    private @Nullable String goal;

    @Parameter(defaultValue = "${project.basedir}", readonly = true)
    private @Nullable File directory;

    @Parameter(defaultValue = "${project.runtimeClasspathElements}", readonly = true)
    private @Nullable List<String> classPath;

    /** Words of the command: a name, a target. */
    @Parameter(property = "kinglet.args")
    private @Nullable String args;

    /** The file of settings; {@code kinglet.properties} unless said. */
    @Parameter(property = "kinglet.config")
    private @Nullable String config;

    /** The class of the application that supplies a registry of migrations. */
    @Parameter(property = "kinglet.app")
    private @Nullable String app;

    /** The name of one database. */
    @Parameter(property = "kinglet.db")
    private @Nullable String db;

    /** Where the database is. */
    @Parameter(property = "kinglet.database")
    private @Nullable String database;

    /** The folder of the migrations. */
    @Parameter(property = "kinglet.folder")
    private @Nullable String folder;

    /** The table of the history. */
    @Parameter(property = "kinglet.table")
    private @Nullable String table;

    /** The classes of the models. */
    @Parameter(property = "kinglet.models")
    private @Nullable String models;

    /** The environment of seeds. */
    @Parameter(property = "kinglet.env")
    private @Nullable String env;

    /** In what a new file is written. */
    @Parameter(property = "kinglet.format")
    private @Nullable String format;

    /** Whether the build fails where something is pending or differs. */
    @Parameter(property = "kinglet.failOnPending", defaultValue = "false")
    private boolean failOnPending;

    /** Goals are made by Maven. */
    protected CommandMojo() {}

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        List<String> words = words();
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        int exit;
        try (URLClassLoader loader =
                        new URLClassLoader(urls(), CommandMojo.class.getClassLoader());
                PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);
                PrintStream err = new PrintStream(errors, true, StandardCharsets.UTF_8)) {
            thread.setContextClassLoader(loader);
            MigrateCommand command = MigrateCommand.configured().output(out, err);
            exit =
                    (directory == null ? command : command.in(directory.toPath()))
                            .run(words.toArray(String[]::new));
        } catch (IOException e) {
            throw new MojoExecutionException("the class path cannot be closed", e);
        } finally {
            thread.setContextClassLoader(before);
        }
        told.toString(StandardCharsets.UTF_8).lines().forEach(getLog()::info);
        String error = errors.toString(StandardCharsets.UTF_8).strip();
        if (exit >= 2) {
            throw new MojoExecutionException(error);
        }
        error.lines().forEach(getLog()::warn);
        if (exit == 1 && failOnPending) {
            throw new MojoFailureException(goal + ": something is pending, or differs");
        }
    }

    private List<String> words() {
        List<String> words = new ArrayList<>();
        words.add(String.valueOf(goal));
        option(words, "config", config);
        option(words, "app", app);
        option(words, "db", db);
        option(words, "database", database);
        option(words, "folder", folder);
        option(words, "table", table);
        option(words, "models", models);
        option(words, "env", env);
        option(words, "format", format);
        if (args != null && !args.isBlank()) {
            words.addAll(List.of(args.strip().split("\\s+")));
        }
        return words;
    }

    private static void option(List<String> words, String name, @Nullable String value) {
        if (value != null) {
            words.add("--" + name);
            words.add(value);
        }
    }

    private URL[] urls() throws MojoExecutionException {
        List<URL> urls = new ArrayList<>();
        for (String place : classPath == null ? List.<String>of() : classPath) {
            try {
                urls.add(new File(place).toURI().toURL());
            } catch (MalformedURLException e) {
                throw new MojoExecutionException("the class path has no place " + place, e);
            }
        }
        return urls.toArray(URL[]::new);
    }
}
