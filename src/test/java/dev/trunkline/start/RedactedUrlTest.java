package dev.trunkline.start;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactedUrlTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            redis://h:6379/0                                  | redis://h:6379/0
            redis://u:secret@h:6379/0                         | redis://h:6379/0
            rediss://:s%2Fecret@[::1]:6379/0                  | rediss://[::1]:6379/0
            redis://u:s@cret@h:6379/0                         | redis://h:6379/0
            redis://u:secret@a:1/0,redis://u:secret@b:2/0     | redis://a:1/0,redis://b:2/0
            redis://u:sec\\,ret@a:1, redis://b:2              | redis://a:1,redis://b:2
            redis://h:1?password=s@cret&db=3                  | redis://h:1/3
            redis://h:1?pass%77ord=secret                     | redis://h:1
            redis://u:12?ecret@h                              | redis://...
            u:secret                                          | //...
            unix:///run/redis@1/redis.sock?db=3&password=secret | /run/redis@1/redis.sock, database 3
            postgresql://u:secret@h:5432/m?sslcert=x          | postgresql://h:5432/m
            postgresql://h/m%0An                              | postgresql://h/m n
            postgresql://h?dbname=m                           | postgresql://h/m
            vertx-reactive:postgresql://u:secret@%2Fvar%2Frun/m | /var/run, database m
            postgresql:///m?host=/var/run&PASSWORD=secret&port=1 | /var/run, port 1, database m
            """)
    void usersPasswordsAndParametersAreLeftOut(String urls, String redacted) {
        assertEquals(redacted, RedactedUrl.of(urls));
    }
}
