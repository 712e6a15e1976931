package dev.trunkline.clients;

import dev.trunkline.harness.SkippedWithout;
import dev.trunkline.harness.Tool;
import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Skips a test, with a line on the console, if the machine lacks Node or one of the libraries. With {@code CI=true} the test fails
 * instead.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsNodeLibraries.Condition.class)
@interface NeedsNodeLibraries {

    /** Where Node looks for them: in {@code NODE_PATH}, and where Debian puts them. */
    String FOLDERS = System.getenv().getOrDefault("NODE_PATH", "") + File.pathSeparator + "/usr/share/nodejs";

    /** Their names. */
    String[] value();

    /** Looks for the libraries before the test. */
    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            List<String> missing = new ArrayList<>();
            AnnotationSupport.findAnnotation(context.getElement(), NeedsNodeLibraries.class)
                    .ifPresent(needed -> Stream.of(needed.value())
                            .filter(library -> !isInstalled(library))
                            .forEach(missing::add));
            if (Tool.find("node").isEmpty()) {
                missing.add("node");
            }
            return SkippedWithout.these(missing, context);
        }

        private static boolean isInstalled(String library) {
            return Stream.of(FOLDERS.split(File.pathSeparator))
                    .anyMatch(folder -> !folder.isEmpty() && Files.isDirectory(Path.of(folder, library)));
        }
    }
}
