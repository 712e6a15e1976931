package dev.trunkline.deploy;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBuilder;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.kustomize.v1beta1.Kustomization;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Reads manifests like a strict API server: an unknown or repeated field is an error, and so is a number instead of a text or
 * a text instead of a number.
 */
final class Manifests {

    private static final Map<String, Class<? extends KubernetesResource>> KINDS = Map.of(
            "serving.knative.dev/v1 Service", io.fabric8.knative.serving.v1.Service.class,
            "v1 Service", Service.class,
            "v1 Secret", Secret.class,
            "apps/v1 Deployment", Deployment.class,
            "policy/v1 PodDisruptionBudget", PodDisruptionBudget.class,
            "autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class,
            "networking.k8s.io/v1 Ingress", Ingress.class,
            "gateway.networking.k8s.io/v1 HTTPRoute", HTTPRoute.class,
            "kustomize.config.k8s.io/v1beta1 Kustomization", Kustomization.class);

    private static final ObjectMapper STRICT = strict();

    private Manifests() {}

    private static ObjectMapper strict() {
        ObjectMapper mapper = YAMLMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .addModule(new SimpleModule().setDeserializerModifier(new NoOtherFields()))
                .build();
        // A number without quotation marks as the value of an annotation or a variable.
        mapper.coercionConfigFor(LogicalType.Textual)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        return mapper;
    }

    /** The models keep unknown fields, to write them out again; here they are an error. */
    private static final class NoOtherFields extends BeanDeserializerModifier {

        private static final long serialVersionUID = 1;

        @Override
        public BeanDeserializerBuilder updateBuilder(
                DeserializationConfig config, BeanDescription bean, BeanDeserializerBuilder builder) {
            builder.setAnySetter(null);
            return builder;
        }
    }

    /** Reads a file of one manifest, of any kind. */
    static KubernetesResource read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
    }

    /** Reads a file of one manifest of that kind. */
    static <T extends KubernetesResource> T read(Path file, Class<T> kind) {
        return kind.cast(read(file));
    }

    /** Reads a file as a tree, for what a model does not tell: which fields are present. */
    static JsonNode tree(Path file) {
        try {
            return tree(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
    }

    static KubernetesResource parse(String yaml) throws IOException {
        JsonNode tree = tree(yaml);
        String kind = tree.path("apiVersion").asText() + " " + tree.path("kind").asText();
        Class<? extends KubernetesResource> model = KINDS.get(kind);
        if (model == null) {
            throw new JsonMappingException(null, "No model of " + kind);
        }
        KubernetesResource manifest = STRICT.treeToValue(tree, model);
        if (manifest instanceof HasMetadata named && named.getMetadata().getName() == null) {
            throw new JsonMappingException(null, "A " + kind + " without a name");
        }
        return manifest;
    }

    private static JsonNode tree(String yaml) throws IOException {
        try (MappingIterator<JsonNode> documents =
                STRICT.readerFor(JsonNode.class).readValues(yaml)) {
            JsonNode tree = documents.nextValue();
            if (documents.hasNextValue()) {
                throw new JsonMappingException(null, "More than one document");
            }
            return tree;
        }
    }
}
