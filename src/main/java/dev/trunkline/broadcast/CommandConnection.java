package dev.trunkline.broadcast;

import dev.trunkline.redis.RedisCommand;
import dev.trunkline.redis.RedisConnection;
import dev.trunkline.redis.RedisConnector;
import dev.trunkline.redis.RedisRefusal;
import dev.trunkline.redis.RedisReply;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A connection for commands that are no subscriptions. Lists of commands are sent one after another, each when the one before it
 * has been answered: thousands of keys are set after an outage. How many lists wait is bounded by the
 * channels that there are, and by the questions that may be under way.
 */
final class CommandConnection {

    /** How long a list of commands may be unanswered before the connection counts as dead. */
    private static final long ANSWER_MILLIS = 10_000;

    /** Redis may be configured to close connections that are idle, and firewalls forget them without a word. */
    private static final long IDLE_NANOS = Duration.ofMinutes(1).toNanos();

    private final RedisConnector connector;
    private final Future<RedisConnection> opened;
    private Future<?> last = Future.succeededFuture();
    private final LongSupplier nanoTime;
    private long lastUsed;
    private boolean failed;

    CommandConnection(RedisConnector connector) {
        this(connector, System::nanoTime);
    }

    /** With a clock like {@link System#nanoTime()}. */
    CommandConnection(RedisConnector connector, LongSupplier nanoTime) {
        this.connector = connector;
        this.opened = connector.open();
        this.nanoTime = nanoTime;
        this.lastUsed = nanoTime.getAsLong();
    }

    /** Whether it is worth a try: it is not known to be dead, and has not been idle for long. */
    boolean usable() {
        boolean closed = opened.succeeded() && opened.result().closed();
        return !failed && !closed && (!last.isComplete() || nanoTime.getAsLong() - lastUsed < IDLE_NANOS);
    }

    Future<List<RedisReply>> send(List<RedisCommand> commands) {
        Future<List<RedisReply>> answered = last.compose(before -> attempt(commands));
        last = answered.otherwiseEmpty();
        return answered;
    }

    private Future<List<RedisReply>> attempt(List<RedisCommand> commands) {
        if (failed) {
            return Future.failedFuture("the connection was closed");
        }
        return opened.compose(connection -> connection.send(commands))
                .timeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
                .onComplete(answers -> {
                    lastUsed = nanoTime.getAsLong();
                    if (answers.failed() && !(answers.cause() instanceof RedisRefusal && opened.succeeded())) {
                        close();
                    }
                });
    }

    /** Closes the socket, in whatever state it is. */
    void close() {
        failed = true;
        connector.close();
    }
}
