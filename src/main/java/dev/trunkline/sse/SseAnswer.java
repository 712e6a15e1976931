package dev.trunkline.sse;

import dev.trunkline.connection.Connection;
import dev.trunkline.connection.Ending;
import io.smallrye.mutiny.subscription.MultiEmitter;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a client: at first the response's {@code Multi}, which can still fail, and from the stream's beginning the channel
 * alone. Used on the channel's event loop only.
 */
final class SseAnswer {

    private final SseChannel channel;

    /** Null once nobody listens to it. */
    private @Nullable MultiEmitter<? super byte[]> emitter;

    SseAnswer(SseChannel channel, MultiEmitter<? super byte[]> emitter) {
        this.channel = channel;
        this.emitter = emitter;
    }

    SseChannel channel() {
        return channel;
    }

    /** Ends the stream's connection when the client leaves. */
    void endWithClient(Connection connection) {
        if (emitter != null) {
            emitter.onTermination(() -> {
                if (!channel.detached()) {
                    connection.end(Ending.CLIENT_LEFT);
                }
            });
        }
        channel.endWithChannel(connection);
    }

    /** Refuses the request; only before the beginning. */
    void fail(Throwable refused) {
        if (emitter != null) {
            emitter.fail(refused);
        }
    }

    /** Writes the head and the first bytes of the stream. */
    void begin(byte[] prelude) {
        if (emitter != null) {
            emitter.emit(channel.coding().begin(prelude));
            channel.begin();
            if (channel.detached()) {
                emitter = null;
            }
        }
    }

    /** Ends the response and closes the connection. */
    void end() {
        channel.finish();
        if (emitter != null) {
            emitter.complete();
        }
        channel.close();
    }
}
