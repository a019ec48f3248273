package dev.kinglet.migrate.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Writes the next file, empty. */
@Mojo(name = "create", requiresDependencyResolution = ResolutionScope.RUNTIME, threadSafe = true)
public final class CreateMojo extends CommandMojo {
    /** Made by Maven. */
    public CreateMojo() {}
}
