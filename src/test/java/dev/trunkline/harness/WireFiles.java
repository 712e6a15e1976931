package dev.trunkline.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the tests at the wire keep their files: a folder for each of the JVMs that run at the same time. */
public final class WireFiles {

    /** For all of them. */
    static final Path SHARED = Path.of("target", "wire");

    private static final Path FOLDER = SHARED.resolve(System.getProperty("wire.fork", "single"));

    private WireFiles() {}

    /** A file of this JVM's tests. */
    public static Path resolve(String name) {
        try {
            return Files.createDirectories(FOLDER).resolve(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
