package dev.trunkline.harness;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test aloud where there is no PgBouncer, unless {@code CI=true} says that there must be one: then it fails. */
public final class NeedsPgBouncer implements ExecutionCondition {

    private static final String SKIPPED = "Not tested: PgBouncer. It is neither on the PATH nor in /usr/sbin";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (PgBouncer.find().isPresent()) {
            return ConditionEvaluationResult.enabled("PgBouncer is here");
        }
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError("There is no PgBouncer, and CI says that there must be");
        }
        if (context.getTestMethod().isEmpty()) {
            System.out.println(SKIPPED);
        }
        return ConditionEvaluationResult.disabled(SKIPPED);
    }
}
