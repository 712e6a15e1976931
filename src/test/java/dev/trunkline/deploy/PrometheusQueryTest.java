package dev.trunkline.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrometheusQueryTest {

    @Test
    void findsEachMetric() {
        assertEquals(
                Map.of("a_bucket", Map.of(), "b", Map.of("x", Set.of("1", "2")), "c", Map.of(), "d", Map.of()),
                PrometheusQuery.metrics("histogram_quantile(0.99, sum by (le, x) (rate(a_bucket{job=\"j\"}[5m])))"
                        + " and on (instance) b{instance=\"i\", x=~\"1|2\"} > 12 * 1024 or c / sum(d)"));
    }
}
