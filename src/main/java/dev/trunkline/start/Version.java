package dev.trunkline.start;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Which release this is: the build writes it into a resource, for which Quarkus need not be started. */
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
