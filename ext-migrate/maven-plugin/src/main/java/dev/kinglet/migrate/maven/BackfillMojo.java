package dev.kinglet.migrate.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Looks after backfills. */
@Mojo(name = "backfill", requiresDependencyResolution = ResolutionScope.RUNTIME, threadSafe = true)
public final class BackfillMojo extends CommandMojo {
    /** Made by Maven. */
    public BackfillMojo() {}
}
