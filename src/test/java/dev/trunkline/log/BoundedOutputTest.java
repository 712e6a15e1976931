package dev.trunkline.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** If a writer waited for the reader, these tests would not end. */
@Timeout(30)
class BoundedOutputTest {

    private static final int LIMIT = 100;

    private final Reader reader = new Reader();
    private final List<Long> reports = new ArrayList<>();

    private BoundedOutput output(Duration patience) {
        return new BoundedOutput("test-output", reader, LIMIT, patience, lines -> {
            synchronized (reports) {
                reports.add(lines);
            }
        });
    }

    @Test
    void linesLeaveInTheirOrder() {
        BoundedOutput output = output(Duration.ofSeconds(20));
        reader.reads(1_000);
        write(output, "one\ntw");
        write(output, "o\n");
        write(output, "three\n");
        output.waitUntilWritten();
        assertEquals("one\ntwo\nthree\n", reader.text());
        assertEquals(0, output.dropped());
    }

    @Test
    void aLineWithoutAnEndLeavesWhenItIsFlushed() {
        BoundedOutput output = output(Duration.ofSeconds(20));
        reader.reads(1_000);
        write(output, "no end");
        output.waitUntilWritten();
        assertEquals("", reader.text());
        output.flush();
        output.flush();
        output.waitUntilWritten();
        assertEquals("no end", reader.text());
    }

    @Test
    void nobodyWaitsForAReaderAndWhatDoesNotFitIsDroppedWholeAndReported() {
        BoundedOutput output = output(Duration.ofSeconds(20));
        // Nine bytes each.
        for (int i = 0; i < 20; i++) {
            write(output, "line %3d\n".formatted(i));
        }
        assertEquals(9, output.dropped());
        reader.reads(5);
        await().until(() -> reader.text().lines().count() == 5);
        synchronized (reports) {
            assertEquals(List.of(), reports, "the queue is still half full");
        }
        reader.reads(1_000);
        output.waitUntilWritten();
        await().until(() -> {
            synchronized (reports) {
                return reports.equals(List.of(9L));
            }
        });
        write(output, "the next\n");
        output.waitUntilWritten();
        List<String> lines = reader.text().lines().toList();
        assertEquals(12, lines.size());
        assertEquals("line  10", lines.get(10));
        assertEquals("the next", lines.get(11));
        assertEquals(9, output.dropped());
    }

    @Test
    void aLineThatIsLongerThanTheQueueIsDroppedAsOne() {
        BoundedOutput output = output(Duration.ofSeconds(20));
        reader.reads(1_000);
        for (int i = 0; i < 10; i++) {
            write(output, "x".repeat(30));
        }
        write(output, "\nshort\n");
        output.waitUntilWritten();
        assertEquals(1, output.dropped());
        assertEquals("short\n", reader.text());
    }

    @Test
    void aReaderThatHasGoneCostsItsLinesOnly() {
        BoundedOutput output = output(Duration.ofSeconds(20));
        reader.gone = true;
        reader.reads(1_000);
        write(output, "one\n");
        write(output, "two\nthree\n");
        output.waitUntilWritten();
        assertEquals(3, output.dropped());
        synchronized (reports) {
            assertEquals(List.of(), reports);
        }
    }

    @Test
    void atTheEndALineIsWaitedForUntilItIsWritten() {
        BoundedOutput output = output(Duration.ofSeconds(20));
        output.waitForEachLine();
        CompletableFuture<Void> done = CompletableFuture.runAsync(() -> write(output, "last\n"));
        await().until(() -> reader.waited);
        assertTrue(!done.isDone());
        reader.reads(1);
        done.join();
        assertEquals("last\n", reader.text());
    }

    /** The report would come on the thread that writes, and wait there until it is written. */
    @Test
    void atTheEndNothingIsReported() {
        BoundedOutput output = output(Duration.ofMillis(50));
        for (int i = 0; i < 20; i++) {
            write(output, "line %3d\n".formatted(i));
        }
        assertTrue(output.dropped() > 0);
        output.waitForEachLine();
        reader.reads(1_000);
        await().until(() -> reader.text().lines().count() == 11);
        write(output, "last\n");
        await().until(() -> reader.text().endsWith("last\n"));
        synchronized (reports) {
            assertEquals(List.of(), reports);
        }
    }

    @Test
    void atTheEndAReaderThatDoesNotReadIsWaitedForOnce() {
        Duration patience = Duration.ofMillis(200);
        BoundedOutput output = output(patience);
        write(output, "a\n");
        long begun = System.nanoTime();
        output.waitForEachLine();
        assertTrue(System.nanoTime() - begun >= patience.toNanos() / 2);
        // Were each of them waited for, this would take a minute.
        for (int i = 0; i < 300; i++) {
            write(output, "b\n");
        }
        output.waitUntilWritten();
    }

    private static void write(BoundedOutput output, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        output.write(bytes, 0, bytes.length);
    }

    /** Reads as many lines as the test says. */
    private static final class Reader extends OutputStream {

        private final Semaphore reads = new Semaphore(0);
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();
        private volatile boolean waited;
        private volatile boolean gone;

        void reads(int lines) {
            reads.release(lines);
        }

        String text() {
            return read.toString(UTF_8);
        }

        @Override
        public void write(int b) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            waited = true;
            reads.acquireUninterruptibly();
            if (gone) {
                throw new IOException("Broken pipe");
            }
            read.writeBytes(bytes);
        }
    }
}
