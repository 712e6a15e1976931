package dev.trunkline.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Measures how long after its start a process answers; it tries every half millisecond. */
final class FirstAnswer {
    private static final Duration PAUSE = Duration.ofNanos(500_000);
    /** The time between two statuses: short enough to notice soon, long enough to leave the machine to the start. */
    private static final Duration PUBLISHED = Duration.ofMillis(5);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PUBLIC = "timeline:public";

    private FirstAnswer() {}

    /** Milliseconds to the first {@code OK} of the health path, sent once Redis and PostgreSQL have answered. */
    static double healthy(Subject subject) throws IOException {
        return first(subject, "/api/v1/streaming/health", "\r\n\r\nOK");
    }

    /** Milliseconds to the first event of a stream, which is requested until it opens, with events published all the time. */
    static double event(Subject subject, int redisPort) throws IOException, InterruptedException {
        Thread publisher = new Thread(() -> publish(redisPort));
        publisher.start();
        try {
            return first(subject, "/api/v1/streaming/public", "event: ");
        } finally {
            publisher.interrupt();
            publisher.join();
        }
    }

    private static double first(Subject subject, String path, String wanted) throws IOException {
        byte[] request = ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + ViewerAccounts.token(0) + "\r\n\r\n")
                .getBytes(US_ASCII);
        while (System.nanoTime() - subject.started() < PATIENCE.toNanos() && subject.isAlive()) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), subject.port())) {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout((int) PATIENCE.toMillis());
                socket.getOutputStream().write(request);
                if (comes(socket.getInputStream(), wanted)) {
                    return (System.nanoTime() - subject.started()) / 1e6;
                }
            } catch (SocketException notYet) {
                // Nothing is bound to the port yet, or nothing answers yet: try again below while the process lives.
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new IOException(subject.name() + " did not answer; its log ends with\n" + subject.lastWords());
    }

    /** Whether the answer contains that text; a refusal is not read further. */
    private static boolean comes(InputStream answer, String wanted) throws IOException {
        StringBuilder read = new StringBuilder();
        byte[] buffer = new byte[16 << 10];
        for (int count = answer.read(buffer); count > 0; count = answer.read(buffer)) {
            read.append(new String(buffer, 0, count, US_ASCII));
            if (read.indexOf(wanted) >= 0) {
                return true;
            }
            if (read.length() >= 12 && !read.substring(9, 12).equals("200")) {
                return false;
            }
        }
        return false;
    }

    private static void publish(int redisPort) {
        Statuses statuses = new Statuses(Statuses.LEAST_BYTES, 1, null, ViewerFilters.NONE);
        try (Publisher publisher = Publisher.toAnybody(redisPort, List.of(PUBLIC))) {
            for (int status = 0; !Thread.currentThread().isInterrupted(); status++) {
                publisher.publish(statuses.message(status));
                LockSupport.parkNanos(PUBLISHED.toNanos());
            }
        } catch (IOException e) {
            throw new IllegalStateException("Nothing can be published", e);
        }
    }
}
