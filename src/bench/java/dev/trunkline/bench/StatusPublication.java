package dev.trunkline.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The statuses of one attack, all made beforehand: each is published on the public channel, and on the innocents' home channels
 * unless it belongs to a burst. The order of their numbers is that of publishing.
 */
final class StatusPublication implements Closeable {
    enum Phase {
        WARM_UP,
        BEFORE,
        ATTACK,
        AFTER
    }

    static final String PUBLIC = "timeline:public";

    /** Statuses of a burst that are published in one write. */
    private static final int BATCH = 100;

    private static final String ID_HEAD = "event: update\ndata: {\"id\":\"";
    private static final int ID_DIGITS = 18;

    private final Statuses statuses;
    private final byte[][] messages;
    private final long[] at;
    private final Phase[] phases;
    private final boolean[] atHome;
    private final Publisher everywhere;
    private final Publisher inPublic;
    private Phase phase = Phase.WARM_UP;
    private volatile int published;

    StatusPublication(int bytes, int most, ViewerFilters filters, int redisPort, List<String> homes)
            throws IOException {
        statuses = new Statuses(bytes, most, null, filters);
        messages = new byte[most][];
        for (int number = 0; number < most; number++) {
            messages[number] = statuses.message(number);
        }
        at = new long[most];
        phases = new Phase[most];
        atHome = new boolean[most];
        List<String> channels = new ArrayList<>(homes);
        channels.add(PUBLIC);
        everywhere = Publisher.toAnybody(redisPort, channels);
        inPublic = Publisher.toAnybody(redisPort, List.of(PUBLIC));
    }

    /** The statuses published from now on belong to this phase. */
    synchronized void begin(Phase next) {
        phase = next;
    }

    /** Publishes the next status on all channels. */
    synchronized void publish() throws IOException {
        next(true);
        everywhere.publish(messages[published]);
        published++;
    }

    /** Publishes so many statuses on the public channel, as fast as Redis takes them. */
    void burst(int count) throws IOException {
        for (int left = count; left > 0; left -= BATCH) {
            batch(Math.min(BATCH, left));
        }
    }

    private synchronized void batch(int count) throws IOException {
        byte[][] batch = new byte[count][];
        for (int i = 0; i < count; i++) {
            next(false);
            batch[i] = messages[published];
            published++;
        }
        inPublic.publish(batch);
    }

    private void next(boolean home) throws IOException {
        if (published == messages.length) {
            throw new IOException("all " + messages.length + " statuses have been published");
        }
        phases[published] = phase;
        atHome[published] = home;
        at[published] = System.nanoTime();
    }

    int most() {
        return messages.length;
    }

    int published() {
        return published;
    }

    /** The number of the status in an SSE record, or -1 if it is not exactly what the viewer should get of a status. */
    int number(byte[] record, int viewer, boolean home) {
        if (record.length < ID_HEAD.length() + ID_DIGITS) {
            return -1;
        }
        String id = new String(record, ID_HEAD.length(), ID_DIGITS, ISO_8859_1);
        if (!id.matches("113\\d{15}")) {
            return -1;
        }
        long number = Long.parseLong(id) - 113_000_000_000_000_000L;
        if (number >= published()) {
            // The number is written after Redis has the message, which is fast enough to be overtaken.
            synchronized (this) {
                if (number >= published) {
                    return -1;
                }
            }
        }
        ByteBuffer expected = home
                ? ByteBuffer.wrap(Statuses.record(messages[(int) number]))
                : statuses.record(number, viewer).duplicate().clear();
        return expected.equals(ByteBuffer.wrap(record)) ? (int) number : -1;
    }

    /** What a stream should have received and has, of one phase or of the attack and what follows. */
    synchronized Share share(Receipts receipts, boolean home, Phase from, Phase to) {
        return receipts.share(
                number -> (!home || atHome[number])
                        && phases[number].compareTo(from) >= 0
                        && phases[number].compareTo(to) <= 0,
                at,
                published);
    }

    @Override
    public void close() throws IOException {
        everywhere.close();
        inPublic.close();
    }
}
