package dev.trunkline.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers tokens for a while, up to a bound: their digests, and nothing that could be used. Thread-safe. */
final class RecentTokens {

    private final int most;
    private final long nanos;

    /** When each token was added, by {@code System.nanoTime()}; the latest are at the end. */
    private final Map<Digest, Long> added = new LinkedHashMap<>();

    /** Half of a SHA-256: nobody finds two tokens with the same. */
    private record Digest(long first, long second) {

        static Digest of(String token) {
            try {
                ByteBuffer bytes =
                        ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
                return new Digest(bytes.getLong(), bytes.getLong());
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("Every Java has SHA-256", impossible);
            }
        }
    }

    RecentTokens(int most, Duration time) {
        this.most = most;
        this.nanos = time.toNanos();
    }

    synchronized boolean contains(String token, long now) {
        Long since = added.get(Digest.of(token));
        return since != null && now - since < nanos;
    }

    synchronized void add(String token, long now) {
        Digest digest = Digest.of(token);
        added.remove(digest);
        added.put(digest, now);
        Iterator<Long> oldest = added.values().iterator();
        // Ends at the latest with the one just added, which is the last.
        while (now - oldest.next() >= nanos || added.size() > most) {
            oldest.remove();
        }
    }

    synchronized void remove(String token) {
        added.remove(Digest.of(token));
    }
}
