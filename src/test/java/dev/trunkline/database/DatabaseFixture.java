package dev.trunkline.database;

import dev.trunkline.config.Settings;
import dev.trunkline.demo.PostgresProcess;
import dev.trunkline.metrics.Meters;
import dev.trunkline.tls.Authorities;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A {@link Database} without the application around it, and so without the guard of its sockets. */
public final class DatabaseFixture implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final Database database;

    public DatabaseFixture(PostgresProcess server) {
        this(server, server.port(), new PoolOptions(), Map.of());
    }

    /** A database with one connection, so that the same server process runs all queries. */
    public static DatabaseFixture ofOneConnection(PostgresProcess server) {
        return new DatabaseFixture(server, server.port(), new PoolOptions().setMaxSize(1), Map.of());
    }

    /** A database that connects to another port than the server's own, such as a proxy's. */
    DatabaseFixture(PostgresProcess server, int port, PoolOptions size, Map<String, String> values) {
        this(server, port, server.user(), server.password(), size, values);
    }

    /** A database of another role, whose password is its name. */
    static DatabaseFixture ofRole(PostgresProcess server, String role, PoolOptions size) {
        return new DatabaseFixture(server, server.port(), role, role, size, Map.of());
    }

    private DatabaseFixture(
            PostgresProcess server,
            int port,
            String user,
            String password,
            PoolOptions size,
            Map<String, String> values) {
        Settings settings = new SmallRyeConfigBuilder()
                .withMapping(Settings.class)
                // The first query of a busy machine's JVM takes seconds.
                .withDefaultValue("trunkline.query-time-limit", "1m")
                .withDefaultValues(values)
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .build()
                .getConfigMapping(Settings.class);
        PgConnectOptions options = PgConnectOptions.fromUri(server.reactiveUrl())
                .setPort(port)
                .setUser(user)
                .setPassword(password)
                .setUseLayer7Proxy(true);
        PasswordSetting given = new PasswordSetting(Optional.of(password), Optional.empty(), server.reactiveUrl());
        Pool pool = new ConnectionPool(settings, new Authorities(settings), given)
                .create(new Input(vertx, size, List.of(options)));
        Meters ignored = (Meters) Proxy.newProxyInstance(
                Meters.class.getClassLoader(), new Class<?>[] {Meters.class}, (meters, method, figures) -> null);
        database = new Database(vertx, pool, settings, ignored, size.getMaxSize());
    }

    private record Input(Vertx vertx, PoolOptions poolOptions, List<PgConnectOptions> pgConnectOptionsList)
            implements PgPoolCreator.Input {}

    public Database database() {
        return database;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
