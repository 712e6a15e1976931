package dev.trunkline.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.knative.serving.v1.RevisionSpec;
import io.fabric8.knative.serving.v1.Service;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import io.quarkus.runtime.configuration.DurationConverter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The values of the Knative service fit each other, Knative's rules and the documentation. */
class KnativeManifestTest {

    private static final Path FILE = Path.of("deploy", "knative", "service.yaml");
    private static final Path SECRET = Path.of("deploy", "knative", "secret.example.yaml");
    private static final Path PAGE = Path.of("docs", "knative.md");

    /** The default of {@code max-revision-timeout-seconds}. */
    private static final long LONGEST_TIMEOUT = 600;

    /** For scheduling a pod whose image is there already, which Knative counts in. */
    private static final Duration START = Duration.ofSeconds(20);

    private static final String AUTOSCALING = "autoscaling.knative.dev/";

    private final Service service = Manifests.read(FILE, Service.class);
    private final RevisionSpec revision = service.getSpec().getTemplate().getSpec();
    private final Container container = revision.getContainers().get(0);

    @Test
    void hasOnlyFieldsThatKnativeAccepts() {
        JsonNode spec = Manifests.tree(FILE).at("/spec/template/spec");
        Set<String> given = new TreeSet<>();
        spec.fieldNames().forEachRemaining(given::add);
        // The model also has other fields of a pod, which Knative rejects by default.
        assertEquals(
                Set.of(
                        "containerConcurrency",
                        "timeoutSeconds",
                        "responseStartTimeoutSeconds",
                        "idleTimeoutSeconds",
                        "enableServiceLinks",
                        "containers",
                        // The kinds that need no feature flag.
                        "volumes"),
                given);
        assertEquals(1, revision.getContainers().size());
        Set<String> reserved = Set.of("PORT", "K_SERVICE", "K_CONFIGURATION", "K_REVISION");
        assertTrue(Variables.names(container).stream().noneMatch(reserved::contains), "Knative sets those itself");
        assertNull(container.getLifecycle());
        assertNull(container.getReadinessProbe().getPeriodSeconds(), "a period gives up the fast probing");
        assertNull(container.getReadinessProbe().getFailureThreshold(), "not allowed without a period");
        assertNull(container.getReadinessProbe().getTimeoutSeconds(), "not allowed without a period");
    }

    @Test
    void webSocketsPass() {
        assertEquals(1, container.getPorts().size());
        assertEquals("http1", container.getPorts().get(0).getName());
        // Knative cuts a socket after the shortest of these: it does not see its bytes.
        assertEquals(revision.getTimeoutSeconds(), revision.getResponseStartTimeoutSeconds());
        assertEquals(0, revision.getIdleTimeoutSeconds());
    }

    @Test
    void streamsEndByThemselvesBeforeKnativeCutsThem() {
        assertTrue(revision.getTimeoutSeconds() <= LONGEST_TIMEOUT, "an unmodified Knative refuses more");
        String age = Variables.values(container).get("TRUNKLINE_MAX_STREAM_AGE");
        Duration oldest = DurationConverter.parseDuration(age);
        Duration cut = Duration.ofSeconds(revision.getTimeoutSeconds());
        assertTrue(oldest.plus(START).compareTo(cut) <= 0, () -> oldest + " is too close to " + cut);
        assertTrue(oldest.compareTo(cut.dividedBy(2)) > 0, () -> oldest + " ends streams more often than need be");
    }

    @Test
    void scalesByOpenStreams() {
        Map<String, String> annotations =
                service.getSpec().getTemplate().getMetadata().getAnnotations();
        Set<String> known = Set.of(
                "class",
                "metric",
                "target",
                "target-utilization-percentage",
                "min-scale",
                "max-scale",
                "scale-down-delay");
        for (String annotation : annotations.keySet()) {
            assertTrue(annotation.startsWith(AUTOSCALING), annotation);
            assertTrue(known.contains(annotation.substring(AUTOSCALING.length())), annotation);
        }
        assertEquals("kpa.autoscaling.knative.dev", annotations.get(AUTOSCALING + "class"), "the one that knows zero");
        assertEquals("concurrency", annotations.get(AUTOSCALING + "metric"));
        assertEquals(0, revision.getContainerConcurrency());
        assertEquals("0", annotations.get(AUTOSCALING + "min-scale"));
        assertTrue(number(annotations, "max-scale") > 1);
        assertTrue(number(annotations, "target") >= 1000);
        assertTrue(number(annotations, "target-utilization-percentage") <= 100);
        String delay = annotations.get(AUTOSCALING + "scale-down-delay");
        assertTrue(DurationConverter.parseDuration(delay).compareTo(Duration.ofHours(1)) <= 0, delay);
    }

    private static int number(Map<String, String> annotations, String name) {
        return Integer.parseInt(annotations.get(AUTOSCALING + name));
    }

    @Test
    void isProbedOnTheProbePaths() {
        assertEquals(
                "/q/health/ready", container.getReadinessProbe().getHttpGet().getPath());
        assertEquals("/q/health/live", container.getLivenessProbe().getHttpGet().getPath());
        assertEquals("/q/health/live", container.getStartupProbe().getHttpGet().getPath());
        assertEquals(1, container.getStartupProbe().getPeriodSeconds(), "the shortest that there is");
    }

    @Test
    void isConfinedAndHasKnownVariables() {
        Containers.assertConfined(container);
        Containers.assertOnlyTmp(container, revision.getVolumes());
        Containers.assertUnderstood(container);
        Containers.assertSecretsFrom(SECRET, container);
        assertEquals(false, revision.getEnableServiceLinks());
        Quantity asked = container.getResources().getRequests().get("memory");
        Quantity most = container.getResources().getLimits().get("memory");
        assertTrue(asked.getNumericalAmount().compareTo(most.getNumericalAmount()) <= 0);
    }

    /** Metrics and probes share the port of the streams, and any request starts a process. */
    @Test
    void hasNoPublicAddress() throws IOException {
        assertEquals("cluster-local", service.getMetadata().getLabels().get("networking.knative.dev/visibility"));
        // The name of such a service; the page uses the default namespace.
        String host = service.getMetadata().getName() + ".default.svc.cluster.local";
        String page = Files.readString(PAGE);
        assertTrue(page.contains("proxy_pass http://" + host + ";"), host);
        assertTrue(page.contains("proxy_set_header Host " + host + ";"), host);
        assertTrue(page.contains("location /api/v1/streaming {"));
    }

    @Test
    void thePageSaysTheSame() throws IOException {
        String page = Files.readString(PAGE);
        Map<String, String> annotations =
                service.getSpec().getTemplate().getMetadata().getAnnotations();
        List<String> said = List.of(
                "`timeoutSeconds: " + revision.getTimeoutSeconds() + "`",
                "`responseStartTimeoutSeconds: " + revision.getResponseStartTimeoutSeconds() + "`",
                "`idleTimeoutSeconds: " + revision.getIdleTimeoutSeconds() + "`",
                "`containerConcurrency: " + revision.getContainerConcurrency() + "`",
                "`TRUNKLINE_MAX_STREAM_AGE: " + Variables.values(container).get("TRUNKLINE_MAX_STREAM_AGE") + "`",
                "`DB_POOL: " + Variables.values(container).get("DB_POOL") + "`",
                "`target: " + annotations.get(AUTOSCALING + "target") + "`",
                "`min-scale: " + annotations.get(AUTOSCALING + "min-scale") + "`",
                "`max-scale: " + annotations.get(AUTOSCALING + "max-scale") + "`",
                "`scale-down-delay: " + annotations.get(AUTOSCALING + "scale-down-delay") + "`",
                container.getImage(),
                FILE.toString(),
                SECRET.toString());
        for (String value : said) {
            assertTrue(page.contains(value), () -> PAGE + " does not say " + value);
        }
    }
}
