package dev.trunkline.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** An event stream as gzip, with chunks that stand alone. Their texts are taken like those of any event stream. */
final class CompressedStream extends StreamReception {
    private static final byte[] HEAD = {0x1F, (byte) 0x8B, 8, 0};
    private static final int HEAD_LENGTH = 10;

    /** What each piece ends with, so that it ends with a byte: an empty block that is stored. */
    private static final byte[] END = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private final CheckedFrames frames;
    private final Chunks chunks = new Chunks();
    private final CompressedPiece piece = new CompressedPiece();
    private boolean begun;

    CompressedStream(Expected expected, int viewer, CheckedFrames frames) {
        super(expected, viewer, true);
        this.frames = frames;
    }

    @Override
    boolean accepts(String answer) {
        return isStream(answer) && answer.contains("\r\ncontent-encoding: gzip\r\n");
    }

    @Override
    void body(ByteBuffer in, long published) throws IOException {
        if (chunks.left() == 0) {
            chunks.framing(in.get());
            return;
        }
        if (piece.missing() == 0) {
            piece.begin(chunks.left(), checkedFrame(frames, published));
        }
        chunks.took(piece.take(in));
        if (piece.missing() > 0) {
            return;
        }
        if (piece.isKnown()) {
            arrived();
        } else {
            text(piece.bytes(), published);
        }
    }

    private void text(byte[] bytes, long published) throws IOException {
        if (!begun && !Arrays.equals(bytes, 0, HEAD.length, HEAD, 0, HEAD.length)) {
            throw new IOException("not the head of a gzip stream: " + Arrays.toString(bytes));
        }
        if (bytes.length < END.length
                || !Arrays.equals(bytes, bytes.length - END.length, bytes.length, END, 0, END.length)) {
            throw new IOException("a piece that does not end with a byte: " + Arrays.toString(bytes));
        }
        ByteBuffer text = frames.inflate(bytes, begun ? 0 : HEAD_LENGTH);
        begun = true;
        byte[] size = (Integer.toHexString(text.remaining()) + "\r\n").getBytes(US_ASCII);
        int start = text.position() - size.length;
        int end = text.limit();
        text.limit(end + 2).put(start, size).put(end, (byte) '\r').put(end + 1, (byte) '\n');
        text.position(start);
        long had = delivered();
        while (text.hasRemaining()) {
            super.body(text, published);
        }
        if (delivered() > had) {
            keep(frames, had, bytes);
        }
    }

    @Override
    boolean whole() {
        return super.whole() && chunks.whole();
    }
}
