package dev.kinglet.migrate.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Writes the first file from the models. */
@Mojo(name = "initial", requiresDependencyResolution = ResolutionScope.RUNTIME, threadSafe = true)
public final class InitialMojo extends CommandMojo {
    /** Made by Maven. */
    public InitialMojo() {}
}
