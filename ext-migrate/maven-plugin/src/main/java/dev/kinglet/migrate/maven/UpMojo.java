package dev.kinglet.migrate.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Applies what is pending. */
@Mojo(name = "up", requiresDependencyResolution = ResolutionScope.RUNTIME, threadSafe = true)
public final class UpMojo extends CommandMojo {
    /** Made by Maven. */
    public UpMojo() {}
}
