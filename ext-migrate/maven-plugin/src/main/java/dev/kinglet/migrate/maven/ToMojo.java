package dev.kinglet.migrate.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Goes up or down to a target. */
@Mojo(name = "to", requiresDependencyResolution = ResolutionScope.RUNTIME, threadSafe = true)
public final class ToMojo extends CommandMojo {
    /** Made by Maven. */
    public ToMojo() {}
}
