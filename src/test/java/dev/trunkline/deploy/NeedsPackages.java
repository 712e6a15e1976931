package dev.trunkline.deploy;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * For tests of what is installed, which {@code ./mvnw package -Pdist} has made. Without it they are skipped, with a line on the
 * console; with {@code CI=true} they fail instead.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("packages")
@ExtendWith(NeedsPackages.Condition.class)
@interface NeedsPackages {

    /** Looks for the packages before the test. */
    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (Packages.exist()) {
                return ConditionEvaluationResult.enabled("They have been built");
            }
            String skipped = "Not tested: the packages. There are none in " + Packages.FOLDER
                    + "; ./mvnw package -Pdist makes them";
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError(skipped);
            }
            if (context.getTestMethod().isEmpty()) {
                System.out.println(skipped);
            }
            return ConditionEvaluationResult.disabled(skipped);
        }
    }
}
