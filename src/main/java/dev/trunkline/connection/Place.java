package dev.trunkline.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client's place within the limits, kept from before anything is looked up for it until it is refused, leaves, or its
 * connection ends. Thread-safe.
 */
public final class Place {

    private @Nullable List<Runnable> releases = new ArrayList<>(4);

    Place() {}

    /** Gives the place back when the channel closes. */
    void endWith(Channel channel) {
        ChannelFutureListener left = closed -> giveBack();
        channel.closeFuture().addListener(left);
        // A channel that is kept alive may bring thousands of refused requests.
        atEnd(() -> channel.closeFuture().removeListener(left));
    }

    /** Runs the action when the place is given back; at once if it has been. */
    void atEnd(Runnable release) {
        synchronized (this) {
            if (releases != null) {
                releases.add(release);
                return;
            }
        }
        release.run();
    }

    /** Lets another client have it; without effect after the first time. */
    public void giveBack() {
        List<Runnable> all;
        synchronized (this) {
            all = releases == null ? List.of() : releases;
            releases = null;
        }
        all.forEach(Runnable::run);
    }
}
