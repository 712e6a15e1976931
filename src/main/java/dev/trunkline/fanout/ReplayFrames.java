package dev.trunkline.fanout;

import dev.trunkline.audience.Verdict;
import dev.trunkline.event.Encoding;
import dev.trunkline.event.Event;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The frames of events that are replayed over one event loop: when thousands come back at about the same time, most have missed the
 * same. The least recently used go first. Used on that event loop only.
 */
final class ReplayFrames {

    /** Bytes of frames that are kept for the next client. */
    private static final long LIMIT = 4 << 20;

    /** How long they are kept when no client comes. */
    private static final Duration AGE = Duration.ofSeconds(2);

    private final EventLoop loop;
    private final Map<Key, ByteBuf> frames = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;
    private boolean used;
    private boolean scheduled;

    /** Events and verdicts are equal if they are the same. */
    private record Key(Event event, Verdict verdict, Encoding encoding) {}

    ReplayFrames(EventLoop loop) {
        this.loop = loop;
    }

    /** The frame of a verdict that many accounts share, lent for the call. */
    ByteBuf of(Event event, Verdict verdict, Encoding encoding) {
        used = true;
        Key key = new Key(event, verdict, encoding);
        ByteBuf known = frames.get(key);
        if (known != null) {
            return known;
        }
        ByteBuf made = encoding.encode(verdict.apply(event));
        frames.put(key, made);
        bytes += made.capacity();
        for (Iterator<ByteBuf> eldest = frames.values().iterator(); bytes > LIMIT && frames.size() > 1; ) {
            drop(eldest.next());
            eldest.remove();
        }
        if (!scheduled) {
            dropLater();
        }
        return made;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // never cancelled
    private void dropLater() {
        scheduled = true;
        loop.schedule(this::dropUnused, AGE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void dropUnused() {
        scheduled = false;
        if (used) {
            used = false;
            dropLater();
        } else {
            frames.values().forEach(this::drop);
            frames.clear();
        }
    }

    private void drop(ByteBuf frame) {
        bytes -= frame.capacity();
        frame.release();
    }
}
