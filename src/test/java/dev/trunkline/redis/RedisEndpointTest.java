package dev.trunkline.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisEndpointTest {

    private static RedisEndpoint endpoint(String url) {
        return RedisEndpoint.of(url, 6379, null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            redis://localhost                          | localhost:6379           | -    | -      | 0
            redis://127.0.0.1:6380/                    | 127.0.0.1:6380           | -    | -      | 0
            redis://user:p%2Fw@redis.example:6379/3    | redis.example:6379       | user | p/w    | 3
            redis://:secret@[::1]:6379?db=3            | ::1:6379                 | -    | secret | 3
            redis://redis?user=u&password=p            | redis:6379               | u    | p      | 0
            rediss://redis.example:6380/0              | redis.example:6380       | -    | -      | 0
            redis://mastodon_redis_1                   | mastodon_redis_1:6379    | -    | -      | 0
            redis://u_u:p_p@_redis_:1/2                | _redis_:1                | u_u  | p_p    | 2
            redis://mastodon_redis.1.0qx3              | mastodon_redis.1.0qx3:6379 | -  | -      | 0
            redis://redis-:1                           | redis-:1                 | -    | -      | 0
            unix:///run/redis/redis.sock               | /run/redis/redis.sock    | -    | -      | 0
            unix:///run/redis.sock?db=3&user=u         | /run/redis.sock          | u    | -      | 3
            """)
    void isRead(String url, String address, String user, String password, int database) {
        RedisEndpoint endpoint = endpoint(url);
        assertEquals(address, endpoint.toString());
        assertEquals(user, endpoint.user());
        assertEquals(password, endpoint.password());
        assertEquals(database, endpoint.database());
        assertEquals(url.startsWith("rediss:"), endpoint.tls());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:6379",
                "http://localhost",
                "redis://localhost/main",
                "redis://localhost?db=main",
                "redis:///0",
                "unix://run/redis.sock",
                "unix:///run/redis.sock?db=main",
                "redis://user_name:secret@redis/main",
                "redis://u:secret@1.2.3",
                "redis://u:secret@1.2.3.256",
                "redis://u:secret@h:port",
                "redis://u:secret@h h"
            })
    void cannotBeUsed(String url) {
        IllegalArgumentException fault = assertThrows(IllegalArgumentException.class, () -> endpoint(url));
        assertFalse(String.valueOf(fault.getMessage()).contains("secret"), fault.getMessage());
    }

    @Test
    void aUrlsOwnPasswordWins() {
        assertEquals("own", RedisEndpoint.of("redis://:own@h", 6379, "other").password());
        assertEquals("other", RedisEndpoint.of("redis://h", 6379, "other").password());
    }

    @Test
    void theMasterHasTheAccountAndASentinelHasItsOwn() {
        RedisEndpoint sentinel = RedisEndpoint.of("redis://u:p@sentinel_1/4", 26379, null);
        RedisEndpoint master = sentinel.at("mastodon_redis_1", 6379);
        assertEquals(endpoint("redis://u:p@mastodon_redis_1/4"), master);
        assertEquals(RedisEndpoint.of("redis://:s@sentinel_1", 26379, null), sentinel.as(null, "s"));
    }

    @Test
    void certificatesAreNotVerifiedForNamesWithAnUnderscore() {
        assertTrue(endpoint("rediss://my_redis").isUnverifiable());
        assertTrue(endpoint("redis://my_redis").withTls().isUnverifiable());
        assertFalse(endpoint("rediss://redis").isUnverifiable());
        assertFalse(endpoint("redis://my_redis").isUnverifiable());
        assertFalse(endpoint("unix:///run/my_redis.sock").withTls().isUnverifiable());
    }
}
