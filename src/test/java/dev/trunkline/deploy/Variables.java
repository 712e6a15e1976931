package dev.trunkline.deploy;

import dev.trunkline.config.Settings;
import dev.trunkline.mastodon.Variable;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A container's environment, and the variables that Trunkline knows. */
final class Variables {

    private Variables() {}

    /** All variables that a deployment may set: Mastodon's, and the names of our settings. */
    static Set<String> known() {
        Set<String> known = new HashSet<>();
        for (Variable variable : Variable.values()) {
            known.add(variable.name());
        }
        ConfigMappings.getProperties(ConfigClass.configClass(Settings.class)).keySet().stream()
                .map(property -> property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT))
                .forEach(known::add);
        return known;
    }

    static List<String> names(Container container) {
        return container.getEnv().stream().map(EnvVar::getName).toList();
    }

    /** The variables with a value in the manifest. */
    static Map<String, String> values(Container container) {
        return container.getEnv().stream()
                .filter(variable -> variable.getValue() != null)
                .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
    }

    /** The variables from secrets, each with the secret's name and key, as {@code name/key}. */
    static Map<String, String> secrets(Container container) {
        return container.getEnv().stream()
                .filter(Variables::isSecret)
                .collect(Collectors.toMap(EnvVar::getName, Variables::source));
    }

    private static boolean isSecret(EnvVar variable) {
        return variable.getValueFrom() != null && variable.getValueFrom().getSecretKeyRef() != null;
    }

    private static String source(EnvVar variable) {
        SecretKeySelector key = variable.getValueFrom().getSecretKeyRef();
        return key.getName() + "/" + key.getKey();
    }
}
