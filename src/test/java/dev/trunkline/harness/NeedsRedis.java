package dev.trunkline.harness;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test aloud where there is no Redis of the machine's own, unless {@code CI=true} says that there must be one: then it fails. */
public final class NeedsRedis implements ExecutionCondition {

    private static final String SKIPPED = "Not tested: a Redis with TLS. redis-server is not on the PATH";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (RedisServer.find().isPresent()) {
            return ConditionEvaluationResult.enabled("redis-server is here");
        }
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError("There is no redis-server, and CI says that there must be");
        }
        if (context.getTestMethod().isEmpty()) {
            System.out.println(SKIPPED);
        }
        return ConditionEvaluationResult.disabled(SKIPPED);
    }
}
