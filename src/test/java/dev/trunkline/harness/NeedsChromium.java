package dev.trunkline.harness;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips a test, with a line on the console, where there is no Chromium on the PATH. The test fails instead if {@code
 * TRUNKLINE_REQUIRE_CHROMIUM=true} (environment or system property) or {@code CI=true} requires one.
 */
public final class NeedsChromium implements ExecutionCondition {

    private static final String REQUIRE = "TRUNKLINE_REQUIRE_CHROMIUM";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (Chromium.find().isPresent()) {
            return ConditionEvaluationResult.enabled("There is a Chromium");
        }
        if (isRequired()) {
            throw new AssertionError("There is no Chromium on the PATH, and " + REQUIRE + " or CI requires one");
        }
        String skipped =
                "Not tested: " + context.getRequiredTestClass().getSimpleName() + ". There is no Chromium on the PATH";
        if (context.getTestMethod().isEmpty()) {
            // Not logged: without the application nothing has configured the logging.
            System.out.println(skipped);
        }
        return ConditionEvaluationResult.disabled(skipped);
    }

    private static boolean isRequired() {
        return Boolean.getBoolean(REQUIRE)
                || "true".equals(System.getenv(REQUIRE))
                || "true".equals(System.getenv("CI"));
    }
}
