package dev.trunkline.database;

import dev.trunkline.config.Settings;
import dev.trunkline.demo.PostgresProcess;
import dev.trunkline.metrics.Meters;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.lang.reflect.Proxy;

/** A {@link Database} without the application around it. */
public final class DatabaseFixture implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final Database database;

    public DatabaseFixture(PostgresProcess server) {
        PgConnectOptions options = PgConnectOptions.fromUri(server.reactiveUrl())
                .setUser(server.user())
                .setPassword(server.password());
        Pool pool = PgBuilder.pool().connectingTo(options).using(vertx).build();
        Settings settings = new SmallRyeConfigBuilder()
                .withMapping(Settings.class)
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .build()
                .getConfigMapping(Settings.class);
        Meters unheard = (Meters) Proxy.newProxyInstance(
                Meters.class.getClassLoader(), new Class<?>[] {Meters.class}, (meters, method, figures) -> null);
        database = new Database(pool, settings, unheard, 10);
    }

    public Database database() {
        return database;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
