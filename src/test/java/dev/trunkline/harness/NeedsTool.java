package dev.trunkline.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips a test, with a line on the console, if the machine lacks a program. With {@code CI=true} the test fails instead. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsTool.Condition.class)
public @interface NeedsTool {

    /** Its file name. */
    String value();

    /** Looks for the program before the test. */
    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return SkippedWithout.these(
                    AnnotationSupport.findAnnotation(context.getElement(), NeedsTool.class).stream()
                            .map(NeedsTool::value)
                            .filter(tool -> Tool.find(tool).isEmpty())
                            .toList(),
                    context);
        }
    }
}
