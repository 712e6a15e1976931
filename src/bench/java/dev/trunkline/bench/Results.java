package dev.trunkline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The results as a file of comma-separated values with one number in each line, which {@link PerformancePlot} and
 * spreadsheets read. No text in it contains a comma.
 */
final class Results {
    static final String HEADING = "load,measure,unit,server,round,value";

    private final @Nullable Path file;

    private Results(@Nullable Path file) {
        this.file = file;
    }

    /** Begins the file anew; writes nothing anywhere without one. */
    static Results to(@Nullable Path file) throws IOException {
        if (file != null) {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            Files.writeString(file, HEADING + "\n");
        }
        return new Results(file);
    }

    /** Adds a number, unless it is NaN, which is unknown. */
    void add(String load, String measure, String unit, String server, int round, double value) throws IOException {
        if (file != null && !Double.isNaN(value)) {
            Files.writeString(
                    file,
                    String.format(Locale.ROOT, "%s,%s,%s,%s,%d,%.4f%n", load, measure, unit, server, round, value),
                    StandardOpenOption.APPEND);
        }
    }
}
