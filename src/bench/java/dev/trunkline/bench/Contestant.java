package dev.trunkline.bench;

import java.nio.file.Path;

/**
 * A server in a scenario, with backends of its own: with shared ones, each server would get the events of all.
 *
 * @param suffix distinguishes the servers; empty for the first one
 */
record Contestant(Scenario scenario, String suffix, Path server, Backends backends) {
    String name() {
        return scenario.name() + suffix;
    }
}
