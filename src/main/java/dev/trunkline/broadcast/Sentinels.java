package dev.trunkline.broadcast;

import dev.trunkline.metrics.Reason;
import dev.trunkline.redis.RedisCommand;
import dev.trunkline.redis.RedisConnector;
import dev.trunkline.redis.RedisEndpoint;
import dev.trunkline.redis.RedisReply;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The Sentinels, which know which Redis is the master. Used on one event loop only. */
final class Sentinels {

    private static final long ANSWER_MILLIS = 2_000;

    private final String masterName;
    private final Function<RedisEndpoint, RedisConnector> connectors;
    private final Optional<String> username;
    private final Optional<String> password;
    /** The Sentinel that answered last comes first. */
    private final List<RedisEndpoint> inOrder;

    /**
     * @param sentinels with the master's account and database
     * @param connectors what connects to a Sentinel
     * @param password the Sentinels' own, if it differs from the master's
     */
    Sentinels(
            List<RedisEndpoint> sentinels,
            String masterName,
            Function<RedisEndpoint, RedisConnector> connectors,
            Optional<String> username,
            Optional<String> password) {
        this.inOrder = new ArrayList<>(sentinels);
        this.masterName = masterName;
        this.connectors = connectors;
        this.username = username;
        this.password = password;
    }

    /** The master. Fails when no Sentinel names one. */
    Future<RedisEndpoint> master() {
        return ask(List.copyOf(inOrder), 0);
    }

    private Future<RedisEndpoint> ask(List<RedisEndpoint> sentinels, int which) {
        RedisEndpoint sentinel = sentinels.get(which);
        return ask(sentinel).recover(failure -> {
            // The next question goes to another one first, too.
            inOrder.remove(sentinel);
            inOrder.add(sentinel);
            return which + 1 < sentinels.size()
                    ? ask(sentinels, which + 1)
                    : Future.failedFuture("no Sentinel names the master " + masterName + ", the last one, " + sentinel
                            + ", says: " + Reason.of(failure));
        });
    }

    private Future<RedisEndpoint> ask(RedisEndpoint sentinel) {
        RedisConnector connector = connectors.apply(own(sentinel));
        RedisCommand question = RedisCommand.of("SENTINEL", "GET-MASTER-ADDR-BY-NAME", masterName);
        return connector
                .open()
                .compose(connection -> connection.send(question))
                .timeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
                .onComplete(done -> connector.close())
                .compose(answer -> master(sentinel, answer));
    }

    /** With the Sentinel's own account, and without a database: Sentinels have none. */
    private RedisEndpoint own(RedisEndpoint sentinel) {
        return password.map(secret -> sentinel.as(username.orElse(null), secret))
                .orElse(sentinel.as(sentinel.user(), sentinel.password()));
    }

    private static Future<RedisEndpoint> master(RedisEndpoint sentinel, RedisReply answer) {
        List<RedisReply> address = answer.elements();
        @Nullable String host = address.size() == 2 ? address.get(0).text().orElse(null) : null;
        String port = address.size() == 2 ? address.get(1).text().orElse("") : "";
        return host == null || !port.matches("\\d{1,5}")
                ? Future.failedFuture("unknown master")
                : Future.succeededFuture(sentinel.at(host, Integer.parseInt(port)));
    }
}
