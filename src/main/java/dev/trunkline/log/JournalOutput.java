package dev.trunkline.log;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes to the journal what has no level: as errors, unless a line says otherwise. */
final class JournalOutput extends FilterOutputStream {

    JournalOutput(OutputStream journal) {
        super(journal);
    }

    /** @param line one line, with its end */
    @Override
    public void write(byte[] line) throws IOException {
        if (Journal.isPrefixed(line)) {
            out.write(line);
            return;
        }
        ByteArrayOutputStream prefixed = new ByteArrayOutputStream(line.length + Journal.ERROR.length());
        prefixed.writeBytes(Journal.ERROR.getBytes(StandardCharsets.US_ASCII));
        prefixed.writeBytes(line);
        out.write(prefixed.toByteArray());
    }
}
