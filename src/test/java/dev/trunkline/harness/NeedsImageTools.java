package dev.trunkline.harness;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips a test, with a line on the console, if an image can be neither assembled nor run: without root, Debian's tools or,
 * for the JVM's image, a JDK 25. With {@code CI=true} the test fails instead.
 */
public final class NeedsImageTools implements ExecutionCondition {

    private static final List<String> TOOLS = List.of("apt-get", "buildah", "jq", "mmdebstrap", "runc", "umoci");

    private static final int AOT_CACHE_SINCE = 25;

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        List<String> missing = Stream.concat(
                        TOOLS.stream().filter(tool -> !isOnPath(tool)),
                        Stream.of(
                                        "root".equals(System.getProperty("user.name")) ? "" : "being root",
                                        Trunkline.isNative()
                                                        || Runtime.version().feature() >= AOT_CACHE_SINCE
                                                ? ""
                                                : "JDK " + AOT_CACHE_SINCE)
                                .filter(need -> !need.isEmpty()))
                .toList();
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("The image's tools are here");
        }
        String skipped = "Not tested: the image. It needs " + String.join(", ", missing);
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(skipped);
        }
        if (context.getTestMethod().isEmpty()) {
            System.out.println(skipped);
        }
        return ConditionEvaluationResult.disabled(skipped);
    }

    private static boolean isOnPath(String tool) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }
}
