package dev.trunkline.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Takes an event stream in HTTP's chunks apart into records, wherever a read ends. Unlike {@link StreamReception} it does not
 * know which record is due, so that records may be missing.
 */
final class RecordReader {
    private static final int MAX_HEAD = 16 << 10;
    private static final int MAX_RECORD = 1 << 20;

    private enum Part {
        HEAD,
        SIZE,
        DATA,
        DATA_END
    }

    private final Consumer<byte[]> records;
    private Part part = Part.HEAD;
    private int chunk;
    private boolean open;
    private byte[] text = new byte[4 << 10];
    private int length;
    private int line;

    /** @param records gets each record whole, with the blank line at its end */
    RecordReader(Consumer<byte[]> records) {
        this.records = records;
    }

    /**
     * Takes the bytes of a read.
     *
     * @throws IOException if the answer is not 200, is no stream in chunks, or ends
     */
    void take(ByteBuffer in) throws IOException {
        while (in.hasRemaining()) {
            byte b = in.get();
            switch (part) {
                case HEAD -> head(b);
                case SIZE -> size(b);
                case DATA -> {
                    data(b);
                    if (--chunk == 0) {
                        part = Part.DATA_END;
                    }
                }
                case DATA_END -> {
                    if (b == '\n') {
                        part = Part.SIZE;
                    }
                }
            }
        }
    }

    /** Whether the prelude, or any other comment, has arrived. */
    boolean open() {
        return open;
    }

    private void head(byte b) throws IOException {
        add(b, MAX_HEAD);
        if (b == '\n' && length >= 4 && text[length - 3] == '\n') {
            String head = new String(text, 0, length, ISO_8859_1);
            if (!head.startsWith("HTTP/1.1 200 ")) {
                throw new IOException(head.substring(0, head.indexOf('\r')));
            }
            length = 0;
            part = Part.SIZE;
        }
    }

    private void size(byte b) throws IOException {
        if (b == '\r') {
            return;
        }
        if (b != '\n') {
            int digit = Character.digit(b, 16);
            if (digit < 0 || chunk > MAX_RECORD) {
                throw new IOException("not a chunk's size: " + b + " after " + chunk);
            }
            chunk = chunk << 4 | digit;
            return;
        }
        if (chunk == 0) {
            throw new IOException("the server ended the stream");
        }
        part = Part.DATA;
    }

    private void data(byte b) throws IOException {
        add(b, MAX_RECORD);
        if (b != '\n') {
            return;
        }
        if (line == 0 && text[0] == ':') {
            open = true;
            length = 0;
        } else if (length - line == 1) {
            records.accept(Arrays.copyOf(text, length));
            length = 0;
        }
        line = length;
    }

    private void add(byte b, int most) throws IOException {
        if (length == most) {
            throw new IOException("more than " + most + " bytes without an end");
        }
        if (length == text.length) {
            text = Arrays.copyOf(text, 2 * length);
        }
        text[length++] = b;
    }
}
