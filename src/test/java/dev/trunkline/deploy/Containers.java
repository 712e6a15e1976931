package dev.trunkline.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules for each container of the deployments. */
final class Containers {

    private Containers() {}

    /** It has no more rights than it needs. */
    static void assertConfined(Container container) {
        SecurityContext may = container.getSecurityContext();
        assertTrue(may.getRunAsNonRoot(), "runAsNonRoot");
        // The image may name its user, and the kubelet cannot tell that a name is not root.
        assertTrue(may.getRunAsUser() > 0, "runAsUser");
        assertEquals(false, may.getAllowPrivilegeEscalation(), "allowPrivilegeEscalation");
        assertTrue(may.getReadOnlyRootFilesystem(), "readOnlyRootFilesystem");
        assertEquals(List.of("ALL"), may.getCapabilities().getDrop());
        assertEquals(List.of(), may.getCapabilities().getAdd());
        assertNull(may.getPrivileged(), "privileged");
        assertEquals("RuntimeDefault", may.getSeccompProfile().getType());
    }

    /** It has one writable place, for the library of Unix sockets. */
    static void assertOnlyTmp(Container container, List<Volume> volumes) {
        assertEquals(1, container.getVolumeMounts().size());
        VolumeMount mount = container.getVolumeMounts().get(0);
        assertEquals("/tmp", mount.getMountPath());
        assertEquals(1, volumes.size());
        assertEquals(mount.getName(), volumes.get(0).getName());
        assertNotNull(volumes.get(0).getEmptyDir().getSizeLimit(), "a bound");
    }

    /** Its variables are all known to Trunkline, and it binds more than loopback. */
    static void assertUnderstood(Container container) {
        List<String> names = Variables.names(container);
        Set<String> unknown = new HashSet<>(names);
        unknown.removeAll(Variables.known());
        assertEquals(Set.of(), unknown);
        assertEquals(names.size(), Set.copyOf(names).size(), () -> "One comes twice: " + names);
        assertEquals("0.0.0.0", Variables.values(container).get("BIND"));
    }

    /** Its passwords come from the secret of the example, none from the manifest. */
    static void assertSecretsFrom(Path example, Container container) {
        Secret secret = Manifests.read(example, Secret.class);
        Set<String> keys = new HashSet<>();
        for (String key : secret.getStringData().keySet()) {
            keys.add(secret.getMetadata().getName() + "/" + key);
        }
        assertEquals(keys, Set.copyOf(Variables.secrets(container).values()));
        assertEquals(
                Set.of("REDIS_URL", "DATABASE_URL"),
                Variables.secrets(container).keySet());
        for (String value : Variables.values(container).values()) {
            assertTrue(!value.contains("://"), () -> "A URL may hold a password: " + value);
        }
    }
}
