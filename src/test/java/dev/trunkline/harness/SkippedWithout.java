package dev.trunkline.harness;

import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test, with a line on the console, for what the machine lacks. With {@code CI=true} the test fails instead. */
public final class SkippedWithout {

    private SkippedWithout() {}

    /**
     * Runs the test if nothing is missing.
     *
     * @param missing what the test needs and does not find
     */
    public static ConditionEvaluationResult these(List<String> missing, ExtensionContext context) {
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("Nothing is missing");
        }
        String skipped = "Not tested: " + context.getRequiredTestClass().getSimpleName() + ", "
                + context.getDisplayName() + ". There is no " + String.join(", no ", missing);
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(skipped + ", and CI says that there must be");
        }
        System.out.println(skipped);
        return ConditionEvaluationResult.disabled(skipped);
    }
}
