package dev.kinglet.migrate.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Takes back the last migration. */
@Mojo(name = "down", requiresDependencyResolution = ResolutionScope.RUNTIME, threadSafe = true)
public final class DownMojo extends CommandMojo {
    /** Made by Maven. */
    public DownMojo() {}
}
