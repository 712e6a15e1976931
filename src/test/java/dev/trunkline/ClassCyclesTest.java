package dev.trunkline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The classes of one package depend on each other in one direction. Nested classes count as part of the outermost one. */
class ClassCyclesTest {

    /** Classes that depend on each other on purpose, each set with its reason. */
    private static final Set<Set<String>> BELONG_TOGETHER =
            Set.of(Set.of("demo.Attachments", "demo.PostWriter"), Set.of("demo.Cast", "demo.DemoFilter"));

    private static final String ROOT = "dev.trunkline.";

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.trunkline");

    /** An exception that is no longer needed fails the test, too: the list shows what there is. */
    @Test
    void classesOfOnePackageHaveNoCycle() {
        assertEquals(BELONG_TOGETHER, knots(dependenciesWithinPackages()));
    }

    private static Map<String, Set<String>> dependenciesWithinPackages() {
        Map<String, Set<String>> uses = new TreeMap<>();
        for (JavaClass from : MAIN) {
            Set<String> used = uses.computeIfAbsent(name(from), missing -> new TreeSet<>());
            for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
                JavaClass to = dependency.getTargetClass().getBaseComponentType();
                if (to.getPackageName().equals(from.getPackageName())) {
                    used.add(name(to));
                }
            }
        }
        return uses;
    }

    /** The outermost class, by its name below the root package. */
    private static String name(JavaClass type) {
        JavaClass outermost = type;
        while (outermost.getEnclosingClass().isPresent()) {
            outermost = outermost.getEnclosingClass().get();
        }
        return outermost.getName().substring(ROOT.length());
    }

    /** The sets of classes each of which reaches all others of its set. */
    private static Set<Set<String>> knots(Map<String, Set<String>> uses) {
        Map<String, Set<String>> reached =
                uses.keySet().stream().collect(Collectors.toMap(name -> name, name -> reachedFrom(name, uses)));
        return uses.keySet().stream()
                .map(name -> reached.get(name).stream()
                        .filter(other -> reached.getOrDefault(other, Set.of()).contains(name))
                        .collect(Collectors.toSet()))
                .filter(knot -> knot.size() > 1)
                .collect(Collectors.toSet());
    }

    private static Set<String> reachedFrom(String name, Map<String, Set<String>> uses) {
        Set<String> reached = new HashSet<>();
        Set<String> next = Set.of(name);
        while (!next.isEmpty()) {
            next = next.stream()
                    .flatMap(known -> uses.getOrDefault(known, Set.of()).stream())
                    .filter(reached::add)
                    .collect(Collectors.toSet());
        }
        return reached;
    }
}
