package dev.trunkline.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trunkline.harness.NeedsTool;
import dev.trunkline.harness.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prometheus accepts the scrape and the alerts, and each alert fires when it should and only then. */
@NeedsTool("promtool")
class PrometheusFilesTest {

    private static final Path FOLDER = Path.of("deploy", "prometheus");
    private static final String RULES = "trunkline.rules.yaml";
    private static final String TESTS = "trunkline.rules-test.yaml";

    @ParameterizedTest
    @CsvSource({"check, config, prometheus.yaml", "check, rules, " + RULES, "test, rules, " + TESTS})
    void isAccepted(String verb, String what, String file) throws Exception {
        Tool tool = Tool.run(FOLDER, "promtool", verb, what, file);
        assertEquals(0, tool.status(), tool::output);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "check | annotations:                    | annotation:",
                "check | sum by (job, instance, le)      | sum by (job, instance, le",
                "test  | sum by (job, instance) (connected_channels)         | sum by (job, instance) (connected_channel)",
                "test  | name=\"redis\"} == 0           | name=\"redis\"} == 2",
                "test  | reason=\"slow_reader\"          | reason=\"slow_readers\"",
                "test  | > 12 * 1024 * 1024              | > 12 * 1024",
                "test  | == 0 and on (job, instance)     | == 0 or on (job, instance)",
            })
    void mistakesAreDetected(String verb, String right, String wrong, @TempDir Path folder) throws Exception {
        String rules = Files.readString(FOLDER.resolve(RULES));
        assertNotEquals(rules, rules.replace(right, wrong), "There is no " + right);
        Files.writeString(folder.resolve(RULES), rules.replace(right, wrong));
        Files.copy(FOLDER.resolve(TESTS), folder.resolve(TESTS));
        Tool tool = Tool.run(folder, "promtool", verb, "rules", verb.equals("test") ? TESTS : RULES);
        assertNotEquals(0, tool.status(), tool::output);
    }

    @Test
    void eachAlertFiresInATest() {
        Set<String> alerts = new TreeSet<>();
        Manifests.tree(FOLDER.resolve(RULES))
                .findValues("alert")
                .forEach(name -> alerts.add("{alertname=\"" + name.asText() + "\"}"));
        Set<String> fired = new TreeSet<>();
        for (JsonNode samples : Manifests.tree(FOLDER.resolve(TESTS)).findValues("exp_samples")) {
            samples.forEach(sample -> fired.add(sample.path("labels").asText()));
        }
        assertEquals(alerts, fired);
    }

    /** Each alert links to a section of a page. */
    @Test
    void eachAlertLinksToAPage() throws Exception {
        JsonNode rules = Manifests.tree(FOLDER.resolve(RULES)).at("/groups/0/rules");
        assertTrue(rules.size() > 10);
        for (JsonNode rule : rules) {
            String[] runbook = rule.at("/annotations/runbook").asText().split("#", 2);
            assertTrue(
                    Files.readString(Path.of(runbook[0]))
                            .lines()
                            .filter(line -> line.startsWith("## "))
                            .map(line ->
                                    line.substring(3).toLowerCase(Locale.ROOT).replace(' ', '-'))
                            .anyMatch(runbook[1]::equals),
                    rule::toString);
        }
    }
}
