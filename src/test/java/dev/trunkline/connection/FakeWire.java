package dev.trunkline.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A wire whose peer reads or does not, as the test says. */
public final class FakeWire implements Wire {

    /** The frames that were written, and {@code |} for each flush. */
    public final List<String> done = new ArrayList<>();

    /** What runs when the peer has read everything. */
    final List<Runnable> taken = new ArrayList<>();

    public boolean peerReads = true;
    private long unflushed;
    private @Nullable Runnable closing;
    private long stuck;

    @Override
    public void write(ByteBuf frame) {
        done.add(frame.toString(UTF_8));
        unflushed += frame.readableBytes();
    }

    @Override
    public void flush() {
        done.add("|");
        if (!peerReads) {
            stuck += unflushed;
        }
        unflushed = 0;
    }

    @Override
    public long pending() {
        return stuck + unflushed;
    }

    @Override
    public long upkeep() {
        return stuck;
    }

    @Override
    public void whenTaken(Runnable action) {
        if (peerReads) {
            action.run();
        } else {
            taken.add(action);
        }
    }

    /** The peer reads what was flushed, and no more. */
    public void take() {
        stuck = 0;
        List<Runnable> waiting = List.copyOf(taken);
        taken.clear();
        waiting.forEach(Runnable::run);
    }

    @Override
    public void whenClosed(Runnable action) {
        closing = action;
    }

    @Override
    public void reset() {
        done.add("reset");
        stuck = 0;
        unflushed = 0;
        if (closing != null) {
            closing.run();
        }
    }
}
