package dev.trunkline.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trunkline.harness.Metrics;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The server serves every metric, with its labels' values, that the alerts and the dashboard use. */
@WireTest
class QueriesIT {

    private static final Path RULES = Path.of("deploy", "prometheus", "trunkline.rules.yaml");
    private static final Path DASHBOARD = Path.of("deploy", "grafana", "trunkline.json");

    /** Added by Prometheus. */
    private static final String UP = "up";

    private final Trunkline trunkline;

    QueriesIT(Trunkline trunkline) {
        this.trunkline = trunkline;
    }

    private static List<String> texts(JsonNode tree, String field) {
        return tree.findValues(field).stream().map(JsonNode::asText).toList();
    }

    private Set<String> asked(List<String> queries) {
        Metrics metrics = trunkline.metrics();
        Set<String> asked = new TreeSet<>();
        for (String query : queries) {
            PrometheusQuery.metrics(query).forEach((name, labels) -> {
                asked.add(name);
                if (!name.equals(UP)) {
                    assertTrue(metrics.has(name, ""), () -> name + " is not served: " + query);
                }
                labels.forEach((label, values) -> {
                    for (String value : values) {
                        String pair = label + "=\"" + value + "\"";
                        assertTrue(metrics.has(name, pair), () -> name + " has no " + pair + ": " + query);
                    }
                });
            });
        }
        return asked;
    }

    @Test
    void metricsOfTheAlertsAreServed() {
        Set<String> asked = asked(texts(Manifests.tree(RULES), "expr"));
        assertTrue(asked.size() > 10, asked::toString);
    }

    @Test
    void theDashboardShowsEveryMetric() throws IOException {
        JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
        Set<String> asked = asked(texts(dashboard, "expr"));
        asked.remove(UP);
        Set<String> served = trunkline.metrics().names();
        // The maximum of the lag: a quantile is shown instead.
        served.removeIf(name -> name.endsWith("_max"));
        assertEquals(served, asked);
    }

    @Test
    void everyPanelHasADescription() throws IOException {
        JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
        Set<Integer> ids = new TreeSet<>();
        List<String> sources = new ArrayList<>();
        for (JsonNode panel : dashboard.path("panels")) {
            String title = panel.path("title").asText();
            assertTrue(ids.add(panel.path("id").asInt()), title);
            assertFalse(panel.path("description").asText().isBlank(), title);
            assertFalse(panel.at("/fieldConfig/defaults/unit").asText().isBlank(), title);
            assertFalse(panel.path("targets").isEmpty(), title);
            sources.add(panel.at("/datasource/uid").asText());
        }
        // Chosen when the dashboard is imported.
        assertEquals(Set.of("${datasource}"), Set.copyOf(sources));
        assertEquals("datasource", dashboard.at("/templating/list/0/type").asText());
        assertTrue(dashboard.path("id").isMissingNode(), "an id is of one Grafana only");
    }
}
