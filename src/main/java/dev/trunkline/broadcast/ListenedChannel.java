package dev.trunkline.broadcast;

import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;

/**
 * What is wanted of one channel and what Redis has been told and has confirmed. Used on the broadcaster's event loop only.
 *
 * <p>Commands of one connection are answered in their order, so that the channel stands as the last command asked once
 * all are answered: an answer to SUBSCRIBE counts only if no command is outstanding behind it.
 */
final class ListenedChannel {

    final Channel channel;
    Broadcaster.Sink sink;

    private boolean wanted = true;
    private boolean asked;
    private int outstanding;
    private boolean announcing;
    private boolean announced;
    private boolean sinkKnows;
    private final List<UniEmitter<? super Void>> waiting = new ArrayList<>();

    ListenedChannel(Channel channel, Broadcaster.Sink sink) {
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
        fail(new BroadcasterUnavailable("The subscription was given up"));
    }

    /** Whether SUBSCRIBE has to be sent; if so it counts as sent. */
    boolean takeSubscribe() {
        return wanted && !asked && take(true);
    }

    /** Whether UNSUBSCRIBE has to be sent; if so it counts as sent. */
    boolean takeUnsubscribe() {
        return !wanted && asked && take(false);
    }

    private boolean take(boolean subscribe) {
        asked = subscribe;
        outstanding++;
        return true;
    }

    /** Redis has answered the oldest outstanding command. */
    void answered() {
        outstanding--;
        completeIfConfirmed();
    }

    /** Whether its key has to be set; if so it counts as being set. */
    boolean takeAnnouncement() {
        if (!wanted || !channel.announced() || announced || announcing) {
            return false;
        }
        announcing = true;
        return true;
    }

    /** Whether its key has to be renewed. */
    boolean needsRenewal() {
        return wanted && channel.announced();
    }

    /** Redis has answered whether the key is set. */
    void announced(boolean set) {
        announcing = false;
        announced = set && wanted;
        completeIfConfirmed();
    }

    /** The connection is lost: Redis knows nothing of us any more. */
    void reset() {
        asked = false;
        outstanding = 0;
        announcing = false;
        announced = false;
        sinkKnows = false;
    }

    /** Whether nothing is wanted and nothing is outstanding, so that it can be forgotten. */
    boolean finished() {
        return !wanted && !asked && outstanding == 0;
    }

    boolean confirmed() {
        return wanted && asked && outstanding == 0 && (announced || !channel.announced());
    }

    void await(UniEmitter<? super Void> emitter) {
        waiting.add(emitter);
        completeIfConfirmed();
    }

    void stopAwaiting(UniEmitter<? super Void> emitter) {
        waiting.remove(emitter);
    }

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
