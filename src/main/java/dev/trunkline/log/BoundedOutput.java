package dev.trunkline.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An output whose writers do not wait for its reader: whole lines wait in a bounded queue for a thread that writes them. Lines
 * that do not fit are dropped and counted, and so are those that can no longer be written since the reader has gone. May be
 * used from any thread.
 */
final class BoundedOutput extends OutputStream {

    private final String name;
    private final OutputStream target;
    private final int limit;
    private final Duration patience;
    private final LongConsumer goesOn;

    private final Queue<byte[]> waiting = new ArrayDeque<>();

    /** Bytes in the queue, with those that are being written. */
    private int waitingBytes;

    /** What has come since the last end of a line. */
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /** Whether the line has become too long, so that all of it is dropped. */
    private boolean tooLong;

    /** How many lines have entered the queue, and how many have left it. */
    private long entered;

    private long left;

    private long dropped;
    private long reported;

    /** Whether each line is waited for. */
    private boolean patient;

    /** Whether waiting was in vain, and nothing has been written since. */
    private boolean stalled;

    private @Nullable Thread writer;

    /**
     * @param name of the thread that writes
     * @param limit of the bytes that wait; a longer line is dropped
     * @param patience for how long a caller waits at most where it has to wait
     * @param goesOn is told how many lines were dropped when there is room again, on the thread that writes
     */
    BoundedOutput(String name, OutputStream target, int limit, Duration patience, LongConsumer goesOn) {
        this.name = name;
        this.target = target;
        this.limit = limit;
        this.patience = patience;
        this.goesOn = goesOn;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int begin = offset;
        for (int i = offset; i < end; i++) {
            if (bytes[i] == '\n') {
                append(bytes, begin, i + 1 - begin);
                enter();
                begin = i + 1;
            }
        }
        append(bytes, begin, end - begin);
    }

    /** Lets a line leave that has not ended yet. */
    @Override
    public synchronized void flush() {
        if (line.size() > 0 || tooLong) {
            enter();
        }
    }

    /** How many lines have been dropped. */
    synchronized long dropped() {
        return dropped;
    }

    /**
     * From now on a caller waits until its line is written: the process is about to end, and what waits then is lost. Where
     * nobody reads, only the first one waits, for as long as the patience is.
     */
    synchronized void waitForEachLine() {
        patient = true;
        waitUntilWritten();
    }

    /** Waits until all that has entered before is written, or the patience is over. */
    synchronized void waitUntilWritten() {
        long awaited = entered;
        long end = System.nanoTime() + patience.toNanos();
        try {
            while (left < awaited && !stalled) {
                long millis = Duration.ofNanos(end - System.nanoTime()).toMillis();
                if (millis <= 0) {
                    stalled = true;
                } else {
                    wait(millis);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void append(byte[] bytes, int offset, int length) {
        tooLong |= length > limit - line.size();
        if (!tooLong) {
            line.write(bytes, offset, length);
        }
    }

    private void enter() {
        byte[] text = line.toByteArray();
        line.reset();
        if (tooLong || text.length > limit - waitingBytes) {
            tooLong = false;
            dropped++;
            return;
        }
        waiting.add(text);
        waitingBytes += text.length;
        entered++;
        if (writer == null) {
            writer = new Thread(this::writeForEver, name);
            writer.setDaemon(true);
            writer.start();
        }
        notifyAll();
        if (patient) {
            waitUntilWritten();
        }
    }

    private void writeForEver() {
        try {
            while (true) {
                pass(next());
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but to end it.
            Thread.currentThread().interrupt();
        }
    }

    private synchronized byte[] next() throws InterruptedException {
        byte[] text = waiting.poll();
        while (text == null) {
            wait();
            text = waiting.poll();
        }
        return text;
    }

    /** Writes without the lock: this is where a reader that does not read is waited for. */
    private void pass(byte[] text) {
        boolean written = true;
        try {
            target.write(text);
            target.flush();
        } catch (IOException readerGone) {
            // Nowhere is left to say so but in the metrics.
            written = false;
        }
        long lost = passed(text, written);
        if (lost > 0) {
            goesOn.accept(lost);
        }
    }

    /** Returns how many dropped lines there are to report. */
    private synchronized long passed(byte[] text, boolean written) {
        waitingBytes -= text.length;
        left++;
        stalled = false;
        notifyAll();
        if (!written) {
            dropped++;
            return 0;
        }
        if (patient || waitingBytes > limit / 2) {
            // A report at the end would wait for itself.
            return 0;
        }
        long lost = dropped - reported;
        reported = dropped;
        return lost;
    }
}
