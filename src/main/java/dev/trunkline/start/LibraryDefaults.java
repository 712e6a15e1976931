package dev.trunkline.start;

import java.util.Map;

/**
 * System properties with which libraries start faster: docs/decisions/0028-the-start.md has figures. What the administrator has
 * set stays.
 */
final class LibraryDefaults {

    static final Map<String, String> PROPERTIES = Map.of(
            // The log's JSON: otherwise searched for by each of Quarkus's four formatters.
            "jakarta.json.provider", "org.eclipse.parsson.JsonProviderImpl",
            // All pooled buffers of Vert.x are direct. Each thread would have a cache for others.
            "io.netty.allocator.numHeapArenas", "0");

    private LibraryDefaults() {}

    /** To be called before the libraries load. */
    static void set() {
        PROPERTIES.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }
}
