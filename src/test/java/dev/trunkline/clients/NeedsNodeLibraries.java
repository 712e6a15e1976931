package dev.trunkline.clients;

import dev.trunkline.harness.Tool;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips a test, with a line on the console, if the machine lacks Node or one of the libraries, which are looked for where Debian
 * puts them and in {@code NODE_PATH}. With {@code CI=true} the test fails instead.
 */
final class NeedsNodeLibraries implements ExecutionCondition {

    /** Where Node looks for them. */
    static final String FOLDERS =
            System.getenv().getOrDefault("NODE_PATH", "") + File.pathSeparator + "/usr/share/nodejs";

    private static final List<String> LIBRARIES = List.of("ws", "undici", "eventsource");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        List<String> missing = new ArrayList<>(
                LIBRARIES.stream().filter(library -> !isInstalled(library)).toList());
        if (Tool.find("node").isEmpty()) {
            missing.add("node");
        }
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("Nothing is missing");
        }
        String skipped = "Not tested: " + context.getRequiredTestClass().getSimpleName() + ". There is no "
                + String.join(", no ", missing);
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(skipped + ", and CI says that there must be");
        }
        if (context.getTestMethod().isEmpty()) {
            System.out.println(skipped);
        }
        return ConditionEvaluationResult.disabled(skipped);
    }

    private static boolean isInstalled(String library) {
        return Stream.of(FOLDERS.split(File.pathSeparator))
                .anyMatch(folder -> !folder.isEmpty() && Files.isDirectory(Path.of(folder, library)));
    }
}
