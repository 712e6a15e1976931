package dev.trunkline.internals;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** The application with everything that the tests of this package look at: OpenTelemetry, compression, and sockets without a token. */
public class TracedApplication implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "trunkline.compression",
                "true",
                "trunkline.anonymous-streams",
                "true",
                "quarkus.otel.enabled",
                "true",
                "quarkus.otel.simple",
                "true",
                "quarkus.otel.exporter.otlp.protocol",
                "http/protobuf");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(SpanCollector.class));
    }
}
