package dev.trunkline.database;

import dev.trunkline.config.Settings;
import dev.trunkline.demo.PostgresProcess;
import dev.trunkline.metrics.Meters;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.lang.reflect.Proxy;
import java.util.List;

/** A {@link Database} without the application around it. */
public final class DatabaseFixture implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final Database database;

    public DatabaseFixture(PostgresProcess server) {
        Settings settings = new SmallRyeConfigBuilder()
                .withMapping(Settings.class)
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .build()
                .getConfigMapping(Settings.class);
        PgConnectOptions options = PgConnectOptions.fromUri(server.reactiveUrl())
                .setUser(server.user())
                .setPassword(server.password())
                .setUseLayer7Proxy(true);
        Pool pool = new ConnectionPool(settings).create(new Input(vertx, new PoolOptions(), List.of(options)));
        Meters unheard = (Meters) Proxy.newProxyInstance(
                Meters.class.getClassLoader(), new Class<?>[] {Meters.class}, (meters, method, figures) -> null);
        database = new Database(vertx, pool, settings, unheard, 10);
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
