package dev.trunkline.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One event stream of a viewer who attacks nobody, and what it has received. */
final class InnocentStream implements Closeable {
    /** What they can have open. */
    enum Kind {
        PUBLIC("public", 0),
        HOME("user", HostileAccounts.INNOCENTS);

        private final String stream;
        private final int first;

        Kind(String stream, int first) {
            this.stream = stream;
            this.first = first;
        }

        /** The number of the viewer who has one of these streams, numbered from 0. */
        int viewer(int number) {
            return first + number;
        }

        String stream() {
            return stream;
        }
    }

    private final Kind kind;
    private final int viewer;
    private final SocketChannel channel;
    private final StatusPublication publication;
    private final Receipts receipts;
    private final RecordReader reader = new RecordReader(this::take);
    private int wrong;
    private volatile @Nullable String end;

    /** @param channel connected, with the request sent */
    InnocentStream(Kind kind, int viewer, SocketChannel channel, StatusPublication publication) {
        this.kind = kind;
        this.viewer = viewer;
        this.channel = channel;
        this.publication = publication;
        this.receipts = new Receipts(publication.most());
    }

    private void take(byte[] record) {
        int number = publication.number(record, viewer, kind == Kind.HOME);
        if (number < 0) {
            wrong++;
        } else {
            receipts.take(number, System.nanoTime());
        }
    }

    /** Reads once; afterwards the stream may be at its {@linkplain #end end}. */
    void read(ByteBuffer buffer) {
        try {
            buffer.clear();
            if (channel.read(buffer) < 0) {
                throw new IOException("the server closed the connection");
            }
            reader.take(buffer.flip());
        } catch (IOException e) {
            end = String.valueOf(e.getMessage());
            close();
        }
    }

    /** Whether the stream has begun. */
    boolean open() {
        return reader.open();
    }

    Kind kind() {
        return kind;
    }

    Receipts receipts() {
        return receipts;
    }

    /** Records that are not what was published, or not with the viewer's own filter results. */
    int wrong() {
        return wrong;
    }

    /** Why the server ended the stream; nothing if it did not. */
    Optional<String> end() {
        return Optional.ofNullable(end);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            end = end + ", and cannot be closed: " + e.getMessage();
        }
    }
}
