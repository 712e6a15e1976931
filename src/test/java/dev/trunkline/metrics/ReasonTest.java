package dev.trunkline.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.TimeoutException;
import java.io.IOException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasonTest {

    private final IOException root = new IOException("Connection refused");

    @Test
    void theRootCauseIsAdded() {
        Throwable failure = new IllegalStateException("Redis is away", new RuntimeException("no client", root));
        assertEquals("Redis is away: Connection refused", Reason.of(failure));
        assertSame(root, Reason.root(failure));
    }

    @Test
    void theRootCauseIsNotRepeated() {
        assertEquals("Connection refused", Reason.of(root));
        assertEquals("java.io.IOException: Connection refused", Reason.of(new RuntimeException(root)));
    }

    @Test
    void theReasonIsOneLine() {
        assertEquals("first second", Reason.of(new IOException("first \n  second")));
    }

    @ParameterizedTest
    @CsvSource({
        "my_redis, unknown host my_redis",
        "my_redis: Name or service not known, unknown host my_redis",
        "my_redis: No address associated with hostname, unknown host my_redis",
        "my_redis: Temporary failure in name resolution, unknown host my_redis: the resolver does not answer",
        "The name my_redis is unknown, The name my_redis is unknown",
    })
    void aHostThatNoResolverKnows(String message, String words) {
        assertEquals(words, Reason.of(new UnknownHostException(message)));
    }

    @ParameterizedTest
    @CsvSource({
        "finishConnect(..) failed with error(-111): Connection refused, connection refused",
        "finishConnect(..) failed: Connection refused: /127.0.0.1:1, connection refused: /127.0.0.1:1",
        "it is away: connect(..) failed with error(-2): No such file or directory, it is away: no such file or directory",
        "recvAddress(..) failed with error(-104): Connection reset by peer, connection reset by peer",
    })
    void theNamesOfSystemCallsAreLeftOut(String message, String words) {
        assertEquals(words, Reason.of(new IOException(message)));
    }

    /** Netty puts the address behind the words of the cause. */
    @Test
    void theCauseIsNotSaidTwice() {
        IOException cause = new IOException("finishConnect(..) failed with error(-111): Connection refused");
        IOException failure = new IOException(cause.getMessage() + ": /127.0.0.1:6379", cause);
        assertEquals("connection refused: /127.0.0.1:6379", Reason.of(failure));
    }

    @Test
    void noAnswerInTime() {
        assertEquals("no answer in time", Reason.of(new TimeoutException()));
        assertEquals(
                "no answer in time", Reason.of(new java.util.concurrent.TimeoutException("Timeout 5000 (ms) fired")));
    }

    @Test
    void withoutAMessageTheClassIsTheReason() {
        assertEquals("java.io.IOException", Reason.of(new IOException()));
    }

    @Test
    void aCircleOfCausesEnds() {
        IllegalStateException circle = new IllegalStateException("a");
        circle.initCause(new IllegalStateException("b", circle));
        assertTrue(Reason.of(circle).contains("a"));
    }
}
