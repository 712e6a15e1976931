package dev.trunkline.clients;

import dev.trunkline.harness.SkippedWithout;
import dev.trunkline.harness.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** A Python that has a library: the one on the PATH, or the system's, for which Debian installs libraries. */
final class Python {

    private static final Path OF_THE_SYSTEM = Path.of("/usr/bin/python3");

    private Python() {}

    static Optional<Path> with(String module) {
        return Stream.concat(Tool.find("python3").stream(), Stream.of(OF_THE_SYSTEM))
                .filter(Files::isExecutable)
                .filter(python -> has(python, module))
                .findFirst();
    }

    private static boolean has(Path python, String module) {
        try {
            Process process = new ProcessBuilder(python.toString(), "-c", "import " + module)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Skips a test, with a line on the console, if no Python has the module. With {@code CI=true} the test fails instead. */
    @Target({ElementType.TYPE, ElementType.METHOD})
    @Retention(RetentionPolicy.RUNTIME)
    @ExtendWith(Condition.class)
    @interface NeedsModule {

        /** As it is imported. */
        String value();
    }

    /** Looks for the module before the test. */
    static final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            List<String> missing = AnnotationSupport.findAnnotation(context.getElement(), NeedsModule.class).stream()
                    .map(NeedsModule::value)
                    .filter(module -> with(module).isEmpty())
                    .map(module -> "python3 with the module " + module)
                    .toList();
            return SkippedWithout.these(missing, context);
        }
    }
}
