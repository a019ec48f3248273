package dev.kinglet.migrate.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Takes back the last migration, and applies it again. */
@Mojo(name = "redo", requiresDependencyResolution = ResolutionScope.RUNTIME, threadSafe = true)
public final class RedoMojo extends CommandMojo {
    /** Made by Maven. */
    public RedoMojo() {}
}
