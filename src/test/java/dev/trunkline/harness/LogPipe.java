package dev.trunkline.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;

/** The reader of a process's output that stops to read. */
final class LogPipe {

    private LogPipe() {}

    /**
     * Copies lines to the file, on this thread, up to the first that contains the text, or to the end of the output. The file
     * is begun anew: a former run may have left one of that name.
     */
    static void copyUntil(String text, InputStream output, Path log) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(output, UTF_8));
        try (BufferedWriter copy = Files.newBufferedWriter(log)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                copy.write(line + "\n");
                if (line.contains(text)) {
                    return;
                }
            }
        }
    }
}
