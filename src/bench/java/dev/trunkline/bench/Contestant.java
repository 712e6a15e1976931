package dev.trunkline.bench;

import java.nio.file.Path;

/**
 * A server in a scenario, with backends of its own, or each would get the events of all.
 *
 * @param suffix tells one server from another; empty for the first
 */
record Contestant(Scenario scenario, String suffix, Path server, Backends backends) {
    String name() {
        return scenario.name() + suffix;
    }
}
