package dev.trunkline.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

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

    @Test
    void aNameIsNotTheWholeReason() {
        assertEquals("my_redis: unknown host", Reason.of(new UnknownHostException("my_redis")));
        String whole = "my_redis: Name or service not known";
        assertEquals(whole, Reason.of(new UnknownHostException(whole)));
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
