package dev.trunkline.broadcast;

import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One channel of the book: whether it is wanted, what Redis has been asked, and what Redis has confirmed. Used on the
 * broadcaster's event loop only.
 *
 * <p>Redis answers the commands of one connection in their order, so once all commands are answered the channel is in the
 * state that the last command asked for: an answer to SUBSCRIBE counts only if no later command is outstanding.
 */
final class BookedChannel {

    /** The channel's name in Redis, with the namespace. */
    final String name;

    final Channel channel;
    Broadcaster.Sink sink;

    private boolean wanted = true;
    private boolean asked;
    private int outstanding;
    private boolean announcing;
    private boolean announced;
    private boolean sinkKnows;
    private @Nullable BroadcasterUnavailable refusal;
    private final List<UniEmitter<? super Void>> waiting = new ArrayList<>();

    BookedChannel(String name, Channel channel, Broadcaster.Sink sink) {
        this.name = name;
        this.channel = channel;
        this.sink = sink;
    }

    boolean wanted() {
        return wanted;
    }

    void want(Broadcaster.Sink newSink) {
        sink = newSink;
        sinkKnows = false;
        wanted = true;
    }

    void unwant() {
        wanted = false;
        announced = false;
        fail(new BroadcasterUnavailable("The channel was closed"));
    }

    /** Whether SUBSCRIBE has to be sent; if so, it counts as sent. */
    boolean takeSubscribe() {
        return wanted && !asked && take(true);
    }

    /** Whether UNSUBSCRIBE has to be sent; if so, it counts as sent. */
    boolean takeUnsubscribe() {
        return !wanted && asked && take(false);
    }

    private boolean take(boolean subscribe) {
        asked = subscribe;
        outstanding++;
        refusal = null;
        return true;
    }

    /** Redis has answered the oldest outstanding command. */
    void answered() {
        outstanding--;
        completeIfConfirmed();
    }

    /**
     * Redis has refused the oldest outstanding command. If it was the last one, the channel is not subscribed to until it is
     * opened again.
     */
    void refused(BroadcasterUnavailable reason) {
        outstanding--;
        if (outstanding == 0) {
            asked = false;
            refusal = reason;
            fail(reason);
        }
    }

    /** Whether the key has to be set; if so, it counts as being set. */
    boolean takeAnnouncement() {
        if (!wanted || !channel.announced() || announced || announcing) {
            return false;
        }
        announcing = true;
        return true;
    }

    /** Whether the key has to be renewed. */
    boolean needsRenewal() {
        return wanted && channel.announced();
    }

    /** Redis has answered the command that sets the key. */
    void announced(boolean set) {
        announcing = false;
        announced = set && wanted;
        completeIfConfirmed();
    }

    /** The connection is lost: Redis has forgotten all subscriptions. */
    void reset() {
        asked = false;
        outstanding = 0;
        refusal = null;
        announcing = false;
        announced = false;
        sinkKnows = false;
    }

    /** Whether the book can forget the channel: it is not wanted, and no answer is outstanding. */
    boolean finished() {
        return !wanted && !asked && outstanding == 0;
    }

    boolean confirmed() {
        return wanted && asked && outstanding == 0 && (announced || !channel.announced());
    }

    /** Completes the emitter when the channel is confirmed, or fails it when Redis refuses the channel or has refused it. */
    void await(UniEmitter<? super Void> emitter) {
        if (refusal != null) {
            emitter.fail(refusal);
            return;
        }
        waiting.add(emitter);
        completeIfConfirmed();
    }

    void stopAwaiting(UniEmitter<? super Void> emitter) {
        waiting.remove(emitter);
    }

    /** Fails everything that waits for the confirmation. */
    void fail(BroadcasterUnavailable reason) {
        List<UniEmitter<? super Void>> failed = List.copyOf(waiting);
        waiting.clear();
        failed.forEach(emitter -> emitter.fail(reason));
    }

    private void completeIfConfirmed() {
        if (!confirmed()) {
            return;
        }
        if (!sinkKnows) {
            sinkKnows = true;
            sink.confirmed();
        }
        if (!waiting.isEmpty()) {
            List<UniEmitter<? super Void>> completed = List.copyOf(waiting);
            waiting.clear();
            completed.forEach(emitter -> emitter.complete(null));
        }
    }
}
