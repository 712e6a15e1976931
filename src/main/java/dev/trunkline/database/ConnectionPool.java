package dev.trunkline.database;

import dev.trunkline.config.Settings;
import dev.trunkline.internals.PostgresSockets;
import dev.trunkline.tls.Authorities;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The pool as Quarkus configures it, with the time limits that Quarkus has no settings for, and with connections that PgBouncer
 * accepts (protocol, section 9, last paragraph). How sockets are guarded against a silent server:
 * docs/decisions/0014-postgresql-sockets.md.
 */
@Singleton
class ConnectionPool implements PgPoolCreator {

    /** How long the kernel waits for the acknowledgement of what was sent; its own default is a quarter of an hour. */
    private static final int USER_TIMEOUT_MILLIS = 10_000;

    /** The setting that names the files of the authorities that PostgreSQL's connections trust. */
    private static final String AUTHORITIES = "quarkus.datasource.reactive.trust-certificate-pem.certs";

    private final Duration limit;
    private final int limitMillis;
    private final Authorities authorities;
    private final PasswordSetting password;

    ConnectionPool(Settings settings, Authorities authorities, PasswordSetting password) {
        this.authorities = authorities;
        this.password = password;
        this.limit = settings.queryTimeLimit();
        this.limitMillis = Math.toIntExact(limit.toMillis());
    }

    @Override
    public Pool create(Input input) {
        PgConnectOptions server = input.pgConnectOptionsList().get(0);
        configure(server);
        PostgresSockets.guard(limit.plus(QueryDeadline.CANCELLATION), password.isGiven());
        return PgBuilder.pool()
                .with(input.poolOptions()
                        .setConnectionTimeout(limitMillis)
                        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS))
                .connectingTo(server)
                .using(input.vertx())
                .build();
    }

    /**
     * The driver sends some parameters at the start of each connection. PgBouncer refuses {@code extra_float_digits}, and has to
     * set the others again whenever a client gets another of its connections. Only UTF-8 is needed here.
     */
    private void configure(PgConnectOptions options) {
        PgConnectOptions.DEFAULT_PROPERTIES.forEach(
                (name, value) -> options.getProperties().remove(name, value));
        options.addProperty("client_encoding", "UTF8");
        options.setConnectTimeout(limitMillis);
        options.setTcpUserTimeout(USER_TIMEOUT_MILLIS);
        if (!password.isGiven()) {
            // Instead of the driver's own; the guard of the sockets lets none be sent at all.
            options.setPassword("");
        }
        if (options.getSslMode() != SslMode.DISABLE) {
            authorities.decodeLate(options, AUTHORITIES);
            authorities.trust(options);
        }
    }
}
