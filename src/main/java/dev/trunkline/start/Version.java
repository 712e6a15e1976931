package dev.trunkline.start;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The release, which the build writes into a resource: it is known before Quarkus starts. */
final class Version {

    private Version() {}

    static String current() {
        try (InputStream in = requireNonNull(Version.class.getResourceAsStream("version"))) {
            return new String(in.readAllBytes(), UTF_8).strip();
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }
}
