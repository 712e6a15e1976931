package dev.trunkline.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.trunkline.config.InvalidSetting;
import dev.trunkline.redis.RedisEndpoint;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import org.junit.jupiter.api.Test;

class RedisServersTest {

    private static RedisOptions options(String url, String verification) {
        return new RedisOptions()
                .setConnectionString(url)
                .setNetClientOptions(new NetClientOptions().setHostnameVerificationAlgorithm(verification));
    }

    /** Java fails at each attempt to connect, with a message that does not say what would help. */
    @Test
    void aCertificateThatCannotBeVerifiedIsRefusedAtTheStart() {
        RedisOptions verifying = options("rediss://u:secret@my_redis", "HTTPS");
        InvalidSetting fault = assertThrows(InvalidSetting.class, () -> RedisServersFixture.servers(verifying));
        assertEquals("quarkus.redis.hosts", fault.property());
        assertEquals(
                "the host has an underscore, and Java verifies no certificate for such a name; an alias would do",
                fault.fault());
    }

    /** Of Quarkus's options, Vert.x's own client is created too. */
    @Test
    void hostsThatVertxCannotReadAreUsed() {
        RedisOptions options = options("rediss://u:secret@my_redis/1", "");
        RedisServers servers = RedisServersFixture.servers(options);
        Vertx vertx = Vertx.vertx();
        RedisEndpoint found = servers.find(vertx).result();
        assertEquals("my_redis:6379", found.toString());
        assertEquals("secret", found.password());
        assertNotNull(Redis.createClient(vertx, options));
        vertx.close();
    }
}
