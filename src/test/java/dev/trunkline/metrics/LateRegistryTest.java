package dev.trunkline.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class LateRegistryTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final LateRegistry late = new LateRegistry(registry);

    private int meters() {
        return registry.getMeters().size();
    }

    @Test
    void meterWaitsUntilSomebodyAsks() {
        late.add(meters -> meters.counter("one"));
        assertEquals(0, meters());
        late.open();
        assertEquals(1, meters());
        late.add(meters -> meters.counter("another"));
        assertEquals(2, meters());
    }

    /** What is counted before the first question is not lost. */
    @Test
    void countsFromTheBeginning() {
        PrometheusMeters counted = new PrometheusMeters(late);
        counted.messageReceived();
        counted.eventWritten(1_000);
        counted.messagesDropped("malformed", 3);
        late.open();
        counted.messageReceived();
        assertEquals(
                2, registry.get("redis.messages.received").functionCounter().count());
        assertEquals(1, registry.get("events.lag").timer().count());
        assertEquals(3, registry.get("redis.messages.dropped").functionCounter().count());
    }
}
