package dev.trunkline.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What is known of a refusal, which may reach the log. */
class RedisRefusalTest {

    @Test
    void itDoesNotQuoteWhatWasSent() {
        String words = "ERR unknown command `AUTH`, with args beginning with: `secret`, ";
        assertEquals("ERR unknown command `AUTH`", new RedisRefusal(words).getMessage());
        assertEquals(
                "NOAUTH Authentication required.", new RedisRefusal("NOAUTH Authentication required.").getMessage());
    }
}
