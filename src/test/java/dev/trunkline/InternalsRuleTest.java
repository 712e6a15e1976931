package dev.trunkline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What Quarkus, Vert.x, Netty and the JDK do not promise to keep is used in package {@code internals} alone. */
class InternalsRuleTest {

    private static final Pattern INTERNAL = Pattern.compile("io\\.vertx\\.(.*\\.)?(impl|spi)\\..*"
            + "|io\\.quarkus\\.(.*\\.)?runtime\\..*"
            + "|io\\.netty\\.util\\.internal\\..*"
            + "|io\\.netty\\.channel\\.Channel\\$Unsafe"
            + "|(sun|jdk\\.internal)\\..*");

    /** What is in such a package, but is documented for applications. */
    private static final Pattern SUPPORTED = Pattern.compile(
            "io\\.quarkus\\.runtime\\.[A-Z]\\w*" // events, launch mode, main
                    + "|io\\.quarkus\\.runtime\\.annotations\\.\\w+"
                    + "|io\\.quarkus\\.runtime\\.configuration\\.(MemorySize|DurationConverter|ConfigurationException)"
                    + "|io\\.quarkus\\.vertx\\.http\\.runtime\\.filters\\.Filters");

    private static final String ROOT = "dev.trunkline.";

    @Test
    void onlyTheRoomForInternalsReachesIn() {
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
}
