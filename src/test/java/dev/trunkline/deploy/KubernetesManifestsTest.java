package dev.trunkline.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpec;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRule;
import io.fabric8.kubernetes.api.model.kustomize.v1beta1.Kustomization;
import io.fabric8.kubernetes.api.model.kustomize.v1beta1.Patch;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plain manifests fit together: labels, ports and names match, and the times fit the server's. */
class KubernetesManifestsTest {

    private static final Path FOLDER = Path.of("deploy", "kubernetes");
    private static final Path BASE = FOLDER.resolve("base");
    private static final Path EXAMPLE = FOLDER.resolve("example");
    private static final Path ALTERNATIVES = FOLDER.resolve("alternatives");
    private static final String KUSTOMIZE = "kustomization.yaml";
    private static final String STREAMING = "/api/v1/streaming";

    /** How long the server takes to end: the spread, and the time for slow readers. */
    private static final Duration SHUTDOWN = Duration.ofSeconds(5 + 2);

    /** Whether there are other processes, and both spreads and a second for their questions. */
    private static final Duration ANSWERS = Duration.ofSeconds(1 + 5 + 5 + 1);

    /** Between two bytes of an idle socket: its ping. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    private final Deployment deployment = Manifests.read(BASE.resolve("deployment.yaml"), Deployment.class);
    private final Service service = Manifests.read(BASE.resolve("service.yaml"), Service.class);
    private final PodSpec pod = deployment.getSpec().getTemplate().getSpec();
    private final Container container = pod.getContainers().get(0);
    private final ContainerPort port = container.getPorts().get(0);

    @Test
    void isConfinedAndHasKnownVariables() {
        assertEquals(1, pod.getContainers().size());
        Containers.assertConfined(container);
        Containers.assertOnlyTmp(container, pod.getVolumes());
        Containers.assertUnderstood(container);
        assertEquals(Set.of("BIND", "PORT"), Variables.values(container).keySet(), "the rest may be secret");
        assertEquals(false, pod.getAutomountServiceAccountToken());
        assertEquals(false, pod.getEnableServiceLinks());
    }

    @Test
    void allSelectorsMatchThePods() {
        Map<String, String> pods =
                deployment.getSpec().getTemplate().getMetadata().getLabels();
        assertEquals(pods, deployment.getSpec().getSelector().getMatchLabels());
        assertEquals(pods, service.getSpec().getSelector());
        PodDisruptionBudget budget =
                Manifests.read(BASE.resolve("poddisruptionbudget.yaml"), PodDisruptionBudget.class);
        assertEquals(pods, budget.getSpec().getSelector().getMatchLabels());
        assertEquals(
                pods,
                pod.getTopologySpreadConstraints().get(0).getLabelSelector().getMatchLabels());
    }

    /** The service of Mastodon's chart and its probes use a port of that name. */
    @Test
    void thePortIsNamedAsInMastodonsChart() {
        assertEquals("streaming", port.getName());
        assertEquals(4000, port.getContainerPort());
    }

    @Test
    void thePortIsTheSameEverywhere() {
        assertEquals(
                port.getContainerPort().toString(), Variables.values(container).get("PORT"));
        assertEquals(
                port.getContainerPort().toString(),
                deployment
                        .getSpec()
                        .getTemplate()
                        .getMetadata()
                        .getAnnotations()
                        .get("prometheus.io/port"));
        ServicePort entrance = service.getSpec().getPorts().get(0);
        assertEquals(port.getName(), entrance.getTargetPort().getStrVal());
        for (Probe probe :
                List.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe())) {
            assertEquals(port.getName(), probe.getHttpGet().getPort().getStrVal());
        }
        HTTPIngressPath path = ingressPath();
        assertEquals(
                service.getMetadata().getName(), path.getBackend().getService().getName());
        assertEquals(
                entrance.getName(), path.getBackend().getService().getPort().getName());
        HTTPBackendRef backend = route().getBackendRefs().get(0);
        assertEquals(service.getMetadata().getName(), backend.getName());
        assertEquals(entrance.getPort(), backend.getPort());
    }

    @Test
    void hasTheProbesOfMastodonsChartAndOurs() {
        assertEquals(
                STREAMING + "/health",
                container.getReadinessProbe().getHttpGet().getPath());
        assertEquals("/q/health/live", container.getLivenessProbe().getHttpGet().getPath());
        assertEquals("/q/health/live", container.getStartupProbe().getHttpGet().getPath());
    }

    @Test
    void thereIsTimeForTheDrain() {
        Duration grace = Duration.ofSeconds(pod.getTerminationGracePeriodSeconds());
        Duration before = Duration.ofSeconds(
                container.getLifecycle().getPreStop().getSleep().getSeconds());
        assertTrue(grace.compareTo(before.plus(SHUTDOWN).multipliedBy(2).plus(ANSWERS)) >= 0, grace.toString());
        Probe ready = container.getReadinessProbe();
        long noticed = (long) ready.getPeriodSeconds() * ready.getFailureThreshold();
        assertTrue(noticed <= before.plus(SHUTDOWN).toSeconds(), "out of the service before it is gone");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"base/horizontalpodautoscaler.yaml", "alternatives/horizontalpodautoscaler-connections.yaml"})
    void onlyTheAutoscalerSetsTheReplicas(String file) {
        HorizontalPodAutoscalerSpec autoscaler = Manifests.read(FOLDER.resolve(file), HorizontalPodAutoscaler.class)
                .getSpec();
        assertNull(deployment.getSpec().getReplicas());
        assertEquals("Deployment", autoscaler.getScaleTargetRef().getKind());
        assertEquals(
                deployment.getMetadata().getName(),
                autoscaler.getScaleTargetRef().getName());
        assertEquals(deployment.getApiVersion(), autoscaler.getScaleTargetRef().getApiVersion());
        assertTrue(autoscaler.getMinReplicas() >= 2, "a node may be drained at any time");
        assertTrue(autoscaler.getMaxReplicas() > autoscaler.getMinReplicas());
    }

    @Test
    void theIngressDoesNotBufferAndWaitsLong() {
        Ingress ingress = Manifests.read(BASE.resolve("ingress.yaml"), Ingress.class);
        Map<String, String> annotations = ingress.getMetadata().getAnnotations();
        String nginx = "nginx.ingress.kubernetes.io/";
        assertEquals("off", annotations.get(nginx + "proxy-buffering"));
        long silence = Long.parseLong(annotations.get(nginx + "proxy-read-timeout"));
        assertTrue(silence > LONGEST_SILENCE.multipliedBy(4).toSeconds());
        assertEquals(annotations.get(nginx + "proxy-read-timeout"), annotations.get(nginx + "proxy-send-timeout"));
        assertEquals(STREAMING, ingressPath().getPath());
        assertEquals("Prefix", ingressPath().getPathType());
        assertEquals(STREAMING, route().getMatches().get(0).getPath().getValue());
        assertEquals("PathPrefix", route().getMatches().get(0).getPath().getType());
        assertEquals("0s", route().getTimeouts().getRequest());
        assertEquals("0s", route().getTimeouts().getBackendRequest());
    }

    private static HTTPIngressPath ingressPath() {
        Ingress ingress = Manifests.read(BASE.resolve("ingress.yaml"), Ingress.class);
        IngressRule rule = ingress.getSpec().getRules().get(0);
        assertTrue(ingress.getSpec().getTls().get(0).getHosts().contains(rule.getHost()));
        return rule.getHttp().getPaths().get(0);
    }

    private static HTTPRouteRule route() {
        return Manifests.read(ALTERNATIVES.resolve("httproute.yaml"), HTTPRoute.class)
                .getSpec()
                .getRules()
                .get(0);
    }

    private static Set<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void theBaseHasItsFilesAndThePageNamesAll() throws IOException {
        String page = Files.readString(FOLDER.resolve("README.md"));
        for (Path folder : List.of(BASE, EXAMPLE, ALTERNATIVES)) {
            for (String file : files(folder)) {
                assertTrue(page.contains("`" + folder.getFileName() + "/" + file + "`"), file);
            }
        }
        Set<String> files = files(BASE);
        assertTrue(files.remove(KUSTOMIZE));
        Kustomization base = Manifests.read(BASE.resolve(KUSTOMIZE), Kustomization.class);
        assertEquals(files, new TreeSet<>(base.getResources()));
    }

    @Test
    void theOverlaySaysWhichImageAndSecret() throws IOException {
        Kustomization overlay = Manifests.read(EXAMPLE.resolve(KUSTOMIZE), Kustomization.class);
        assertEquals(
                List.of(BASE),
                overlay.getResources().stream()
                        .map(resource -> EXAMPLE.resolve(resource).normalize())
                        .toList());
        assertEquals(1, overlay.getImages().size());
        assertEquals(container.getImage(), overlay.getImages().get(0).getName());
        assertEquals(1, overlay.getSecretGenerator().size());
        assertEquals(
                List.of(overlay.getSecretGenerator().get(0).getName()),
                container.getEnvFrom().stream()
                        .map(source -> source.getSecretRef().getName())
                        .toList());
        Set<String> keys = new TreeSet<>();
        for (String file : overlay.getSecretGenerator().get(0).getEnvs()) {
            Files.readAllLines(EXAMPLE.resolve(file)).stream()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> keys.add(line.substring(0, line.indexOf('='))));
        }
        assertEquals(Set.of("REDIS_URL", "DATABASE_URL"), keys);
        assertTrue(Variables.known().containsAll(keys));
    }

    /** What it replaces is there, and has the same value in the example: applied as it is, the overlay changes no place but those. */
    @Test
    void theOverlayPatchesPlacesOfTheIngress() throws IOException {
        Kustomization overlay = Manifests.read(EXAMPLE.resolve(KUSTOMIZE), Kustomization.class);
        JsonNode ingress = Manifests.tree(BASE.resolve("ingress.yaml"));
        Set<String> places = new TreeSet<>();
        for (Patch patch : overlay.getPatches()) {
            assertEquals(ingress.path("kind").asText(), patch.getTarget().getKind());
            assertEquals(
                    ingress.at("/metadata/name").asText(), patch.getTarget().getName());
            for (JsonNode change : new YAMLMapper().readTree(patch.getPatch())) {
                assertEquals("replace", change.path("op").asText());
                String place = change.path("path").asText();
                assertEquals(ingress.at(place), change.path("value"), place);
                places.add(place);
            }
        }
        assertEquals(Set.of("/spec/rules/0/host", "/spec/tls/0/hosts/0", "/spec/tls/0/secretName"), places);
    }

    /** With Knative the port has a name of Knative's own. */
    @Test
    void thePodMonitorSelectsThePods() {
        JsonNode monitor = Manifests.tree(Path.of("deploy", "prometheus", "podmonitor.yaml"));
        Map<String, String> selected = new TreeMap<>();
        monitor.at("/spec/selector/matchLabels")
                .properties()
                .forEach(label -> selected.put(label.getKey(), label.getValue().asText()));
        assertEquals(
                new TreeMap<>(deployment.getSpec().getTemplate().getMetadata().getLabels()), selected);
        JsonNode knative = Manifests.tree(Path.of("deploy", "knative", "service.yaml"));
        selected.forEach((label, value) -> assertEquals(
                value, knative.at("/spec/template/metadata/labels").path(label).asText()));
        assertEquals(List.of(port.getName(), "user-port"), monitor.findValuesAsText("port"));
        assertEquals(List.of("/metrics", "/metrics"), monitor.findValuesAsText("path"));
    }
}
