package dev.trunkline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Only package {@code internals} uses what Quarkus, Vert.x, Netty and the JDK do not promise to keep. */
class InternalsRuleTest {

    private static final Pattern INTERNAL = Pattern.compile("io\\.vertx\\.(.*\\.)?(impl|spi)\\..*"
            + "|io\\.quarkus\\.(.*\\.)?runtime\\..*"
            + "|io\\.netty\\.util\\.internal\\..*"
            + "|io\\.netty\\.channel\\.Channel\\$Unsafe"
            + "|(sun|jdk\\.internal)\\..*");

    /** Types in such packages that the documentation offers to applications. */
    private static final Pattern SUPPORTED = Pattern.compile(
            "io\\.quarkus\\.runtime\\.[A-Z]\\w*" // events, launch mode, main
                    + "|io\\.quarkus\\.runtime\\.annotations\\.\\w+"
                    + "|io\\.quarkus\\.runtime\\.configuration\\.(MemorySize|DurationConverter|ConfigurationException)"
                    + "|io\\.quarkus\\.vertx\\.http\\.runtime\\.filters\\.Filters");

    /** Names of Vert.x's Netty handlers, and types that are reached by name. */
    private static final Pattern INTERNAL_NAME =
            Pattern.compile("\"(httpDecoder|httpEncoder|inflater|deflater|idle|handler|(sun|io\\.vertx)\\.[\\w.]+)\"");

    private static final Path SOURCES = Path.of("src/main/java/dev/trunkline");

    private static final String ROOT = "dev.trunkline.";

    @Test
    void otherPackagesUsePublicTypes() {
        Map<String, Set<String>> reaches = new TreeMap<>();
        for (JavaClass from : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.trunkline")) {
            String name = from.getName().substring(ROOT.length()).replaceAll("\\$.*", "");
            if (name.startsWith("internals.")) {
                continue;
            }
            for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
                String to = dependency.getTargetClass().getBaseComponentType().getName();
                if (INTERNAL.matcher(to).matches() && !SUPPORTED.matcher(to).matches()) {
                    reaches.computeIfAbsent(name, missing -> new TreeSet<>()).add(to);
                }
            }
        }
        assertEquals(Map.of(), reaches);
    }

    @Test
    void otherPackagesNameNoInternals() throws IOException {
        Map<Path, Set<String>> named = new TreeMap<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> !path.startsWith(SOURCES.resolve("internals")))
                    .toList()) {
                INTERNAL_NAME.matcher(Files.readString(file)).results().forEach(name -> named.computeIfAbsent(
                                file, missing -> new TreeSet<>())
                        .add(name.group(1)));
            }
        }
        assertEquals(Map.of(), named);
    }
}
