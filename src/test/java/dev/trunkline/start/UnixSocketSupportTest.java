package dev.trunkline.start;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnixSocketSupportTest {

    @ParameterizedTest
    @CsvSource({
        "unix:///run/redis.sock, true",
        "/run/trunkline.sock, true",
        "postgresql://%2Fvar%2Frun%2Fpostgresql:5432/mastodon, true",
        "postgresql://user:secret@%2fvar%2frun%2fpostgresql/mastodon, true",
        "postgresql:///mastodon?host=/var/run/postgresql, true",
        "vertx-reactive:postgresql:///mastodon?port=5433&host=%2Fvar%2Frun, true",
        "postgresql://localhost:5432/mastodon, false",
        "postgresql://user:a%2Fb@localhost/mastodon, false",
        "redis://localhost:6379/0, false",
        "rediss://user:%2Fsecret@[::1]:6379, false",
        "'', false"
    })
    void recognisesUnixSockets(String value, boolean unixSocket) {
        assertEquals(unixSocket, UnixSocketSupport.isUnixSocket(value));
    }
}
