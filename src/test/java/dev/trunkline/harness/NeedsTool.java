package dev.trunkline.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test aloud where the machine lacks a program, unless {@code CI=true} says that it must be there: then it fails. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsTool.Condition.class)
public @interface NeedsTool {

    /** Its file name. */
    String value();

    /** Looks for the program before the test. */
    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            String tool = context.getRequiredTestClass()
                    .getAnnotation(NeedsTool.class)
                    .value();
            if (Tool.find(tool).isPresent()) {
                return ConditionEvaluationResult.enabled(tool + " is here");
            }
            String skipped = "Not tested: " + context.getRequiredTestClass().getSimpleName() + ". There is no " + tool;
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError(skipped + ", and CI says that there must be");
            }
            if (context.getTestMethod().isEmpty()) {
                System.out.println(skipped);
            }
            return ConditionEvaluationResult.disabled(skipped);
        }
    }
}
