package dev.trunkline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class QuantilesTest {

    @Test
    void tellsWhatThatPartDoesNotExceed() {
        long[] nanos =
                LongStream.rangeClosed(1, 200).map(n -> (201 - n) * 1_000_000).toArray();
        Quantiles quantiles = new Quantiles(nanos, 200);
        assertEquals(100, quantiles.at(0.5));
        assertEquals(198, quantiles.at(0.99));
        assertEquals(200, quantiles.at(1));
        assertEquals(1, quantiles.at(0));
    }

    @Test
    void ignoresWhatIsNotFilled() {
        assertEquals(5e-6, new Quantiles(new long[] {5, 0, 0}, 1).at(0.5));
        assertTrue(Double.isNaN(new Quantiles(new long[3], 0).at(0.5)));
    }
}
