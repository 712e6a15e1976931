package dev.trunkline.database;

import dev.trunkline.config.Settings;
import dev.trunkline.tls.Authorities;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/**
 * The pool as Quarkus configures it, with limits of its own, and with connections that PgBouncer takes (protocol, section
 * 9, last paragraph).
 */
@Singleton
class ConnectionPool implements PgPoolCreator {

    private static final int USER_TIMEOUT_MILLIS = 10_000;

    private final int limitMillis;
    private final int waitingLimit;
    private final Authorities authorities;

    ConnectionPool(Settings settings, Authorities authorities) {
        this.authorities = authorities;
        this.limitMillis = Math.toIntExact(settings.queryTimeLimit().toMillis());
        this.waitingLimit = settings.maxWaitingQueries();
    }

    @Override
    @SuppressWarnings("deprecation") // No other way leads to the sockets.
    public Pool create(Input input) {
        input.pgConnectOptionsList().forEach(this::restrain);
        PgConnectOptions server = input.pgConnectOptionsList().get(0);
        PoolOptions options = input.poolOptions()
                .setMaxWaitQueueSize(waitingLimit)
                .setConnectionTimeout(limitMillis)
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
        GuardedConnections connections = new GuardedConnections(input.vertx(), server);
        return PgBuilder.pool()
                .with(options)
                .connectingTo(server)
                .using(input.vertx())
                .build()
                .connectionProvider(connections::connect);
    }

    /**
     * Of the parameters that the driver sends at the start, PgBouncer refuses {@code extra_float_digits}, and has to set the
     * others again whenever a server's connection changes hands. The driver asks for UTF-8, and for nothing else that we use.
     */
    private void restrain(PgConnectOptions options) {
        PgConnectOptions.DEFAULT_PROPERTIES.forEach(
                (name, value) -> options.getProperties().remove(name, value));
        options.addProperty("client_encoding", "UTF8");
        options.setConnectTimeout(limitMillis);
        // Where nothing is answered any more, the kernel would go on trying for a quarter of an hour.
        options.setTcpUserTimeout(USER_TIMEOUT_MILLIS);
        if (options.getSslMode() != SslMode.DISABLE) {
            authorities.trust(options);
        }
    }
}
