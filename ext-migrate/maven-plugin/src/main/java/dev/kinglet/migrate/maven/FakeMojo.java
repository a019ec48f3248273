package dev.kinglet.migrate.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Records what is pending as applied. */
@Mojo(name = "fake", requiresDependencyResolution = ResolutionScope.RUNTIME, threadSafe = true)
public final class FakeMojo extends CommandMojo {
    /** Made by Maven. */
    public FakeMojo() {}
}
