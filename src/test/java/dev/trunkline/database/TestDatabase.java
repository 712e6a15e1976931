package dev.trunkline.database;

import dev.trunkline.config.Settings;
import dev.trunkline.metrics.Meters;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.sqlclient.Pool;
import java.lang.reflect.Proxy;

/** The gate to PostgreSQL without the rest of the server: default settings, meters that nobody reads. */
public final class TestDatabase {
    private TestDatabase() {}

    public static Database over(Pool pool) {
        Settings settings = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(Settings.class)
                .build()
                .getConfigMapping(Settings.class);
        Meters meters = (Meters) Proxy.newProxyInstance(
                Meters.class.getClassLoader(), new Class<?>[] {Meters.class}, (proxy, method, arguments) -> null);
        return new Database(pool, settings, meters, 1);
    }
}
