package dev.trunkline.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A WebSocket with frames that are compressed and stand alone (RFC 7692). Their texts are taken like those of any socket. */
final class CompressedSocket extends SocketReception {
    /** Of a text in a frame of its own; compressed. */
    private static final int FIRST = 0xC1;

    /** Stands for a length in the next two bytes. */
    private static final int MEDIUM = 126;

    private static final int MOST = 0xFFFF;

    /** What a message leaves out (RFC 7692, section 7.2.1). */
    private static final byte[] END = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private final CheckedFrames frames;
    private final CompressedPiece piece = new CompressedPiece();

    /** How many bytes of the frame's head have come. */
    private int head;

    private int length;

    CompressedSocket(Expected expected, int viewer, CheckedFrames frames) {
        super(expected, viewer);
        this.frames = frames;
    }

    @Override
    boolean accepts(String answer) {
        return answer.startsWith("http/1.1 101 ")
                && answer.contains("\r\nsec-websocket-extensions: permessage-deflate; server_no_context_takeover;");
    }

    @Override
    void body(ByteBuffer in, long published) throws IOException {
        if (piece.missing() == 0) {
            head(in.get() & 0xff, published);
            return;
        }
        piece.take(in);
        if (piece.missing() > 0) {
            return;
        }
        if (piece.isKnown()) {
            arrived();
        } else {
            text(piece.bytes(), published);
        }
    }

    private void head(int b, long published) throws IOException {
        if (head == 0 ? b != FIRST : head == 1 && b > MEDIUM) {
            throw new IOException("not a compressed text of at most 64 KiB: " + b + " as byte " + head + " of a frame");
        }
        length = head == 1 ? b % MEDIUM : head == 0 ? 0 : length << 8 | b;
        head++;
        if (head == 4 || (head == 2 && b < MEDIUM)) {
            head = 0;
            piece.begin(length, checkedFrame(frames, published));
        }
    }

    private void text(byte[] bytes, long published) throws IOException {
        byte[] whole = Arrays.copyOf(bytes, bytes.length + END.length);
        System.arraycopy(END, 0, whole, bytes.length, END.length);
        ByteBuffer text = frames.inflate(whole, 0);
        if (text.remaining() < MEDIUM || text.remaining() > MOST) {
            throw new IOException("a text of " + text.remaining() + " bytes");
        }
        int start = text.position() - 4;
        text.put(start, (byte) 0x81).put(start + 1, (byte) MEDIUM).putShort(start + 2, (short) text.remaining());
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
        return super.whole() && head == 0 && piece.missing() == 0;
    }
}
