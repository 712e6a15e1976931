package dev.trunkline.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plain manifests fit together: labels, ports and names match, and the times fit the server's. */
class KubernetesManifestsTest {

    private static final Path FOLDER = Path.of("deploy", "kubernetes");
    private static final String KUSTOMIZE = "kustomization.yaml";
    private static final String STREAMING = "/api/v1/streaming";

    /** How long the server takes to end: the spread, and the time for slow readers. */
    private static final Duration SHUTDOWN = Duration.ofSeconds(5 + 2);

    /** Whether there are other processes, and both spreads and a second for their questions. */
    private static final Duration ANSWERS = Duration.ofSeconds(1 + 5 + 5 + 1);

    /** Between two bytes of an idle socket: its ping. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    private final Deployment deployment = Manifests.read(FOLDER.resolve("deployment.yaml"), Deployment.class);
    private final Service service = Manifests.read(FOLDER.resolve("service.yaml"), Service.class);
    private final PodSpec pod = deployment.getSpec().getTemplate().getSpec();
    private final Container container = pod.getContainers().get(0);
    private final ContainerPort port = container.getPorts().get(0);

    @Test
    void isConfinedAndHasKnownVariables() {
        assertEquals(1, pod.getContainers().size());
        Containers.assertConfined(container);
        Containers.assertOnlyTmp(container, pod.getVolumes());
        Containers.assertUnderstood(container);
        Containers.assertSecretsFrom(FOLDER.resolve("secret.example.yaml"), container);
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
                Manifests.read(FOLDER.resolve("poddisruptionbudget.yaml"), PodDisruptionBudget.class);
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
    @ValueSource(strings = {"horizontalpodautoscaler.yaml", "horizontalpodautoscaler-connections.yaml"})
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
        Ingress ingress = Manifests.read(FOLDER.resolve("ingress.yaml"), Ingress.class);
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
        Ingress ingress = Manifests.read(FOLDER.resolve("ingress.yaml"), Ingress.class);
        IngressRule rule = ingress.getSpec().getRules().get(0);
        assertTrue(ingress.getSpec().getTls().get(0).getHosts().contains(rule.getHost()));
        return rule.getHttp().getPaths().get(0);
    }

    private static HTTPRouteRule route() {
        return Manifests.read(FOLDER.resolve("httproute.yaml"), HTTPRoute.class)
                .getSpec()
                .getRules()
                .get(0);
    }

    /** All but the secret, which has to be filled in, and alternatives to another file. */
    @Test
    void kustomizeAndThePageNameEveryFile() throws IOException {
        Set<String> files;
        try (Stream<Path> folder = Files.list(FOLDER)) {
            files = folder.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        String page = Files.readString(FOLDER.resolve("README.md"));
        for (String file : files) {
            assertTrue(page.contains("`" + file + "`"), file);
        }
        assertTrue(page.contains(container.getImage()));
        assertTrue(files.removeAll(Set.of(
                "secret.example.yaml", "httproute.yaml", "horizontalpodautoscaler-connections.yaml", KUSTOMIZE)));
        Kustomization kustomization = Manifests.read(FOLDER.resolve(KUSTOMIZE), Kustomization.class);
        assertEquals(files, new TreeSet<>(kustomization.getResources()));
        assertNotNull(kustomization.getApiVersion());
    }
}
