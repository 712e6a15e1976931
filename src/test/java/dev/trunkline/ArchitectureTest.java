package dev.trunkline;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which package may use which. {@link PackageTableTest} compares the table with that of CONTRIBUTING.md. */
class ArchitectureTest {

    /** Packages and what they may use besides {@code config}, {@code metrics} and {@code memory}, which are everybody's. */
    static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            Map.entry("unicode", List.of()),
            Map.entry("stream", List.of("unicode")),
            Map.entry("tls", List.of()),
            Map.entry("mastodon", List.of("tls")),
            Map.entry("database", List.of("tls", "internals")),
            Map.entry("event", List.of("stream")),
            Map.entry("viewer", List.of("database")),
            Map.entry("redis", List.of()),
            Map.entry("broadcast", List.of("event", "tls", "redis")),
            Map.entry("history", List.of("event", "broadcast")),
            Map.entry("filter", List.of("event", "database", "unicode")),
            Map.entry("audience", List.of("event", "viewer", "stream", "filter", "database", "unicode")),
            Map.entry("admission", List.of("stream", "viewer", "audience", "database")),
            // A limit refuses, and an ending before the connection is open becomes a refusal.
            Map.entry("connection", List.of("stream", "event", "viewer", "admission", "internals")),
            Map.entry(
                    "fanout",
                    List.of(
                            "stream",
                            "event",
                            "viewer",
                            "broadcast",
                            "history",
                            "audience",
                            "database",
                            "admission",
                            "connection")),
            Map.entry("http", List.of("stream", "admission", "connection", "internals")),
            Map.entry(
                    "sse",
                    List.of("stream", "event", "viewer", "admission", "connection", "fanout", "http", "internals")),
            Map.entry(
                    "ws",
                    List.of("stream", "event", "viewer", "admission", "connection", "fanout", "http", "internals")),
            Map.entry("health", List.of("broadcast", "database", "connection")),
            Map.entry("log", List.of("internals")),
            Map.entry("systemd", List.of()),
            Map.entry("start", List.of("broadcast", "database", "http", "mastodon", "tls", "internals", "log")));

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.trunkline");

    @Test
    void packagesUseWhatTheyMay() {
        LayeredArchitecture architecture = layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.trunkline..")
                .optionalLayer("demo")
                .definedBy("dev.trunkline.demo..")
                .layer("config")
                .definedBy("dev.trunkline.config..")
                .layer("metrics")
                .definedBy("dev.trunkline.metrics..")
                .layer("memory")
                .definedBy("dev.trunkline.memory..")
                .layer("internals")
                .definedBy("dev.trunkline.internals..");
        for (String layer : MAY_USE.keySet()) {
            architecture = architecture.layer(layer).definedBy("dev.trunkline." + layer + "..");
        }
        architecture = architecture
                .whereLayer("memory")
                .mayNotAccessAnyLayer()
                .whereLayer("internals")
                .mayOnlyAccessLayers("memory")
                .whereLayer("config")
                .mayNotAccessAnyLayer()
                .whereLayer("metrics")
                .mayOnlyAccessLayers("memory");
        for (Map.Entry<String, List<String>> entry : MAY_USE.entrySet()) {
            String[] allowed = Stream.concat(entry.getValue().stream(), Stream.of("config", "metrics", "memory"))
                    .toArray(String[]::new);
            architecture = architecture.whereLayer(entry.getKey()).mayOnlyAccessLayers(allowed);
        }
        architecture.check(MAIN);
    }

    @Test
    void noPackageDependsOnItself() {
        slices().matching("dev.trunkline.(*)..").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void theCoreKnowsNoHttp() {
        ArchRule rule = ArchRuleDefinition.noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.trunkline.unicode..",
                        "dev.trunkline.stream..",
                        "dev.trunkline.event..",
                        "dev.trunkline.viewer..",
                        "dev.trunkline.redis..",
                        "dev.trunkline.broadcast..",
                        "dev.trunkline.history..",
                        "dev.trunkline.filter..",
                        "dev.trunkline.audience..",
                        "dev.trunkline.admission..",
                        "dev.trunkline.connection..",
                        "dev.trunkline.fanout..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.vertx.core.http..",
                        "io.vertx.ext.web..",
                        "io.netty.handler.codec..",
                        "jakarta.ws.rs..",
                        "org.jboss.resteasy..");
        rule.check(MAIN);
    }

    @Test
    void nothingButTheDemoUsesTheDemo() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideOutsideOfPackage("dev.trunkline.demo..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.trunkline.demo..")
                .check(MAIN);
    }
}
