package dev.trunkline.start;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.mastodon.Translation;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServersTest {

    private static final String HOSTS = "quarkus.redis.hosts";

    @AfterEach
    void clear() {
        System.clearProperty(HOSTS);
    }

    private static Servers of(Map<String, String> variables) {
        return Servers.of(Translation.of(variables)::effective);
    }

    @Test
    void theDefaults() {
        assertEquals(
                new Servers("redis://127.0.0.1:6379/0", "postgresql://localhost:5432/mastodon_production"),
                of(Map.of()));
    }

    @Test
    void mastodonsVariablesWithoutTheirSecrets() {
        assertEquals(
                new Servers("rediss://r:6380/2", "postgresql://p:5433/m"),
                of(Map.of(
                        "REDIS_URL", "rediss://u:secret@r:6380/2",
                        "DATABASE_URL", "postgres://u:secret@p:5433/m?sslmode=require")));
    }

    @Test
    void socketsByTheirPaths() {
        assertEquals(
                new Servers("/run/redis/a b.sock, database 0", "/var/run/postgresql, port 5432, database m"),
                of(Map.of(
                        "REDIS_URL",
                        "unix:///run/redis/a%20b.sock",
                        "DB_HOST",
                        "/var/run/postgresql",
                        "DB_NAME",
                        "m")));
    }

    @Test
    void sentinelsWithTheNameOfTheirMaster() {
        assertEquals(
                "master m of Sentinels redis://a:1/0,redis://b:26379/0",
                of(Map.of("REDIS_SENTINELS", "a:1,b", "REDIS_SENTINEL_MASTER", "m", "REDIS_PASSWORD", "secret"))
                        .redis());
    }

    @Test
    void namesOfQuarkusWin() {
        Map<String, String> variables = Map.of("REDIS_HOST", "a", "QUARKUS_REDIS_HOSTS", "redis://b:1");
        assertEquals("redis://b:1", of(variables).redis());
        System.setProperty(HOSTS, "redis://c:2");
        assertEquals("redis://c:2", of(variables).redis());
    }
}
