package dev.trunkline.event;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.trunkline.bench.Statuses;
import io.netty.buffer.ByteBuf;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Random;
import java.util.zip.Deflater;

/** Measures what it costs to compress an event at each level, and how long it is then. See {@code src/bench/README.md}. */
final class DeflateBenchmark {
    private static final int EVENTS = 400;
    private static final int WARM_UP_ROUNDS = 5;
    private static final int ROUNDS = 30;
    private static final int LEVELS = 9;
    private static final byte[] LABEL = "[\"user\"]".getBytes(US_ASCII);

    /** The head of a frame, which is not compressed. */
    private static final int HEAD = 4;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private DeflateBenchmark() {}

    public static void main(String... arguments) {
        System.out.printf(
                Locale.ROOT,
                "%d events, %d rounds in turns, Java %s%n"
                        + "bytes of an event and, compressed at each level, of that (mean);"
                        + " microseconds of CPU to compress one: median (least)%n",
                EVENTS,
                ROUNDS,
                Runtime.version());
        for (int bytes : new int[] {2048, 3072, 6144}) {
            Random random = new Random(bytes);
            ByteBuf[] records = new ByteBuf[EVENTS];
            ByteBuf[] frames = new ByteBuf[EVENTS];
            byte[][] messages = Statuses.messages(bytes, EVENTS);
            for (int i = 0; i < EVENTS; i++) {
                Event event = event(messages[i], random);
                SseFrame record = SseFrame.withId(event);
                records[i] = FrameBuffers.allocate(record.length());
                record.writeTo(records[i]);
                frames[i] = WebSocketFrame.encode(event, LABEL).skipBytes(HEAD);
            }
            measure("records with ids, status of " + bytes, records);
            measure("texts of sockets, status of " + bytes, frames);
        }
    }

    private static Event event(byte[] message, Random random) {
        byte[] id = new byte[28];
        random.nextBytes(id);
        return ((Event) EventParser.parse(message))
                .kept(Base64.getUrlEncoder().withoutPadding().encode(id), 1);
    }

    private static void measure(String name, ByteBuf... texts) {
        Deflater[] deflaters = new Deflater[LEVELS];
        Arrays.setAll(deflaters, level -> new Deflater(level + 1, true));
        double[][] figures = new double[LEVELS][ROUNDS];
        long[] lengths = new long[LEVELS];
        long plain = Arrays.stream(texts).mapToLong(ByteBuf::readableBytes).sum();
        ByteBuf out = FrameBuffers.allocate(64 << 10);
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            for (int level = 0; level < LEVELS; level++) {
                long start = THREADS.getCurrentThreadCpuTime();
                long length = compress(deflaters[level], texts, out);
                long used = THREADS.getCurrentThreadCpuTime() - start;
                if (round >= 0) {
                    figures[level][round] = used / 1e3 / texts.length;
                    lengths[level] = length;
                }
            }
        }
        out.release();
        System.out.printf(Locale.ROOT, "%n%s: %d bytes%n", name, plain / texts.length);
        for (int level = 0; level < LEVELS; level++) {
            deflaters[level].end();
            double[] rounds = figures[level];
            Arrays.sort(rounds);
            System.out.printf(
                    Locale.ROOT,
                    "level %d %6d bytes, %.1f %% %8.1f (%.1f)%n",
                    level + 1,
                    lengths[level] / texts.length,
                    100.0 * lengths[level] / plain,
                    rounds[ROUNDS / 2],
                    rounds[0]);
        }
    }

    /** As {@link Deflate} does it. */
    private static long compress(Deflater deflater, ByteBuf[] texts, ByteBuf out) {
        long length = 0;
        for (ByteBuf text : texts) {
            deflater.setInput(text.nioBuffer());
            ByteBuffer room = out.nioBuffer(0, out.capacity());
            length += deflater.deflate(room, Deflater.SYNC_FLUSH);
            deflater.reset();
        }
        return length;
    }
}
