package dev.kinglet.migrate.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Says the SQL that {@code up} would send. */
@Mojo(name = "plan", requiresDependencyResolution = ResolutionScope.RUNTIME, threadSafe = true)
public final class PlanMojo extends CommandMojo {
    /** Made by Maven. */
    public PlanMojo() {}
}
