package dev.trunkline.demo;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips a test aloud where there is no Chromium on the PATH, unless {@code TRUNKLINE_REQUIRE_CHROMIUM=true} (environment or
 * system property) or {@code CI=true} says that there must be one: then it fails.
 */
class NeedsChromium implements ExecutionCondition {

    private static final String REQUIRE = "TRUNKLINE_REQUIRE_CHROMIUM";
    private static final String SKIPPED = "Not tested: the page. There is no Chromium on the PATH";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (Chromium.find().isPresent()) {
            return ConditionEvaluationResult.enabled("Chromium is here");
        }
        if (isRequired()) {
            throw new AssertionError(
                    "There is no Chromium on the PATH, and " + REQUIRE + " or CI says that there must be");
        }
        if (context.getTestMethod().isEmpty()) {
            // Not logged: nothing has set up the logging when the application is not started.
            System.out.println(SKIPPED);
        }
        return ConditionEvaluationResult.disabled(SKIPPED);
    }

    private static boolean isRequired() {
        return Boolean.getBoolean(REQUIRE)
                || "true".equals(System.getenv(REQUIRE))
                || "true".equals(System.getenv("CI"));
    }
}
