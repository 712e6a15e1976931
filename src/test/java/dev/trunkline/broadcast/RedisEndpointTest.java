package dev.trunkline.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisEndpointTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://localhost",
                "redis://127.0.0.1:6379/",
                "redis://user:p%2Fw@redis.example:6379/3",
                "redis://:secret@[::1]:6379?db=3",
                "rediss://redis.example:6380/0",
                "unix:///run/redis/redis.sock",
                "unix:///run/redis/redis.sock?db=3"
            })
    void isUsable(String endpoint) {
        assertTrue(RedisEndpoint.isUsable(endpoint));
        assertEquals(endpoint.startsWith("rediss:"), RedisEndpoint.usesTls(endpoint));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:6379",
                "http://localhost",
                "redis://localhost/main",
                "redis://localhost?db=main",
                "unix:///run/redis.sock?db=main",
                "redis://my_redis",
                "redis://user_name:password@my_redis:6379/0",
                "redis://user_name:password@redis/main",
                "redis://1.2.3",
                "redis://u:not secret@h",
                "redis://h:port"
            })
    void isNotUsable(String endpoint) {
        assertFalse(RedisEndpoint.isUsable(endpoint));
        assertEquals(endpoint.contains("my_redis"), RedisEndpoint.hasUnderscore(endpoint));
    }
}
