package dev.trunkline.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trunkline.harness.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The workflows, which cannot run here: their form, and that the programs, profiles and tests that they name exist. */
class WorkflowsTest {

    private static final Path FOLDER = Path.of(".github", "workflows");

    /** A program of the project. */
    private static final Pattern PROGRAM =
            Pattern.compile("(?<![\\w/.-])((?:\\./|\\.ci/|\\.github/|deploy/)[\\w./-]+)");

    private static final Pattern PROFILES = Pattern.compile(" -P([\\w,]+)");
    private static final Pattern TESTS = Pattern.compile("-Dit\\.test=([\\w,]+)");

    static List<Path> workflows() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Path> workflows = files.sorted().toList();
            assertTrue(workflows.size() >= 2, workflows::toString);
            return workflows;
        }
    }

    private static Set<String> keys(JsonNode object) {
        Set<String> keys = new TreeSet<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static List<JsonNode> steps(Path workflow) {
        List<JsonNode> steps = new ArrayList<>();
        for (JsonNode job : Manifests.tree(workflow).path("jobs")) {
            job.path("steps").forEach(steps::add);
        }
        return steps;
    }

    /** The parts of all commands that the pattern's group finds, split at commas. */
    private static List<String> named(Pattern pattern, Path workflow) {
        return steps(workflow).stream()
                .flatMap(step -> pattern.matcher(step.path("run").asText()).results())
                .flatMap(match -> Stream.of(match.group(1).split(",")))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void jobsAreBoundedAndHaveFewRights(Path workflow) {
        JsonNode tree = Manifests.tree(workflow);
        assertEquals("read", tree.at("/permissions/contents").asText());
        Set<String> jobs = keys(tree.path("jobs"));
        assertFalse(jobs.isEmpty());
        for (JsonNode job : tree.path("jobs")) {
            assertTrue(job.path("timeout-minutes").isInt(), job::toString);
            assertTrue(job.path("runs-on").isTextual(), job::toString);
            assertTrue(
                    job.path("needs").isMissingNode()
                            || jobs.contains(job.path("needs").asText()),
                    job::toString);
        }
        for (JsonNode step : steps(workflow)) {
            assertTrue(step.has("run") != step.has("uses"), step::toString);
            assertTrue(step.has("run") || step.path("uses").asText().matches("[\\w-]+/[\\w-]+@v\\d+"), step::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void whatTheyNameExists(Path workflow) throws IOException {
        List<String> programs = named(PROGRAM, workflow);
        assertFalse(programs.isEmpty());
        for (String program : programs) {
            assertTrue(Files.isExecutable(Path.of(program)) && Files.isRegularFile(Path.of(program)), program);
        }
        String pom = Files.readString(Path.of("pom.xml"));
        for (String profile : named(PROFILES, workflow)) {
            assertTrue(pom.contains("<profile>\n      <id>" + profile + "</id>"), profile);
        }
        Set<String> tests = new TreeSet<>(named(TESTS, workflow));
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
            files.forEach(file -> tests.remove(file.getFileName().toString().replace(".java", "")));
        }
        assertEquals(Set.of(), tests);
    }

    /** The release's text, of which the workflow stops before it builds if there is none. */
    @Test
    void theChangelogHasTheReleasesText() throws Exception {
        String changelog = Files.readString(Path.of("CHANGELOG.md"));
        String[] sections = changelog.split("(?m)^## \\[");
        int told = 0;
        for (String section : Arrays.asList(sections).subList(1, sections.length)) {
            String name = section.substring(0, section.indexOf(']'));
            String expected = section.substring(section.indexOf('\n') + 1).strip();
            Tool text = Tool.run(Path.of("."), "sh", ".github/release-notes", name);
            // The one on what is to come may be empty.
            assertEquals(expected.isEmpty() ? 1 : 0, text.status(), text::output);
            if (!expected.isEmpty()) {
                assertEquals(expected, text.output().strip());
                told++;
            }
        }
        assertTrue(told > 0, "At least one version has a text");
        assertEquals(
                1,
                Tool.run(Path.of("."), "sh", ".github/release-notes", "0.0.0").status());
    }
}
