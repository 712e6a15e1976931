package dev.trunkline.redis;

import dev.trunkline.metrics.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An open connection. At first each command has its answer; after {@link #receive} it is one for subscriptions. Used on one event
 * loop only.
 *
 * <p>Whatever the server says before it closes the connection is the reason why it is closed: a server with too many clients, or
 * one in its protected mode, speaks first and closes at once.
 */
public final class RedisConnection {

    private final NetSocket socket;
    private final RespReader reader = new RespReader(this::received);

    /** The commands without an answer. Bounded by their sender, who sends no others before these are answered. */
    private final Queue<Promise<RedisReply>> unanswered = new ArrayDeque<>();

    private @Nullable Consumer<RedisReply> receiver;
    private @Nullable Consumer<String> whenClosed;

    /** Why the connection is closed; null while it is open. */
    private @Nullable String reason;

    RedisConnection(NetSocket socket) {
        this.socket = socket;
        socket.handler(this::read);
        socket.exceptionHandler(failure -> close(Reason.of(failure)));
        socket.closeHandler(closed -> close("the connection was closed"));
    }

    /** Sends a command. Fails with {@link RedisRefusal} if the server answers with an error, and if the connection is closed. */
    public Future<RedisReply> send(RedisCommand command) {
        return send(List.of(command)).map(answers -> answers.get(0));
    }

    /** Sends commands in one piece. The answers in their order; fails as the first of those that fail. */
    public Future<List<RedisReply>> send(List<RedisCommand> commands) {
        List<Future<RedisReply>> answers = commands.stream()
                .map(command -> {
                    Promise<RedisReply> answer = Promise.promise();
                    unanswered.add(answer);
                    return answer.future();
                })
                .toList();
        if (reason == null) {
            write(commands);
        } else {
            failUnanswered(reason);
        }
        return Future.join(answers).map(all -> all.list());
    }

    /** Sends a command whose answers go to the receiver. */
    public void post(RedisCommand command) {
        if (reason == null) {
            write(List.of(command));
        }
    }

    private void write(List<RedisCommand> commands) {
        Buffer output = Buffer.buffer();
        commands.forEach(command -> command.appendTo(output));
        socket.write(output).onFailure(failure -> close(Reason.of(failure)));
    }

    /** From now on all that the server sends goes to this receiver, in its order. */
    public void receive(Consumer<RedisReply> everything) {
        receiver = everything;
    }

    /**
     * From now on what the server sends goes to these receivers, in its order.
     *
     * @param messages gets the channel and the payload of a published message, if it comes in its usual form
     * @param others gets everything else
     */
    public void receive(BiConsumer<String, byte[]> messages, Consumer<RedisReply> others) {
        receive(others);
        reader.handMessages((channel, payload) -> {
            if (reason == null) {
                messages.accept(channel, payload);
            }
        });
    }

    /** Calls this once with the reason when the connection is closed by the server or the network, or at once if it has been. */
    public void whenClosed(Consumer<String> action) {
        whenClosed = action;
        tellClosed();
    }

    /** Whether the connection is closed. */
    public boolean closed() {
        return reason != null;
    }

    /** Reads no more from the network. What has been read is still received. */
    public void pause() {
        socket.pause();
    }

    public void resume() {
        socket.resume();
    }

    /** Closes the connection; nothing is called any more. */
    public void close() {
        whenClosed = null;
        close("the connection was closed");
    }

    private void read(Buffer piece) {
        try {
            reader.read(piece);
        } catch (RespReader.NotRedis nonsense) {
            close(Reason.of(nonsense));
        }
    }

    private void received(RedisReply reply) {
        if (reason != null) {
            return;
        }
        Promise<RedisReply> answer = unanswered.poll();
        if (answer == null) {
            unasked(reply);
        } else if (reply instanceof RedisReply.Refusal refusal) {
            answer.fail(new RedisRefusal(refusal.words()));
        } else {
            answer.complete(reply);
        }
    }

    private void unasked(RedisReply reply) {
        if (receiver != null) {
            receiver.accept(reply);
        } else {
            close(reply instanceof RedisReply.Refusal refusal ? refusal.words() : "it answers what it was not asked");
        }
    }

    private void close(String why) {
        if (reason != null) {
            return;
        }
        reason = why;
        receiver = null;
        socket.close();
        failUnanswered(why);
        tellClosed();
    }

    private void failUnanswered(String why) {
        for (Promise<RedisReply> answer = unanswered.poll(); answer != null; answer = unanswered.poll()) {
            answer.fail(why);
        }
    }

    private void tellClosed() {
        Consumer<String> action = whenClosed;
        if (reason != null && action != null) {
            whenClosed = null;
            action.accept(reason);
        }
    }
}
