package dev.trunkline.start;

import dev.trunkline.internals.NativeTransport;
import dev.trunkline.log.StandardOutput;
import dev.trunkline.mastodon.EnvironmentVariables;
import dev.trunkline.mastodon.MastodonConfigSource;
import dev.trunkline.mastodon.Translation;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads the environment and starts the server, or checks what the server needs ({@code --check}). */
@QuarkusMain
public final class Main {

    private static final Logger LOG = Logger.getLogger(Main.class);

    private Main() {}

    public static void main(String... arguments) {
        LibraryDefaults.set();
        StandardOutput.install();
        switch (String.join(" ", arguments)) {
            case "" -> run(null);
            case "--check" -> run(Check.class);
            case "--version" -> System.out.println("trunkline " + Version.current());
            case "--help" -> Help.lines(environment()).forEach(System.out::println);
            default -> {
                System.err.println("Unknown argument: --check, --version and --help are the only ones");
                System.exit(1);
            }
        }
    }

    private static Translation environment() {
        return Translation.of(EnvironmentVariables.ofProcess(), Path.of(""));
    }

    private static void run(@Nullable Class<? extends QuarkusApplication> application) {
        NativeTransport.loadAhead();
        Translation translation = application == null ? environment() : Check.quieten(environment());
        MastodonConfigSource.use(translation);
        List<String> faults = Preflight.faults(translation);
        if (!faults.isEmpty()) {
            faults.forEach(System.err::println);
            System.exit(1);
        }
        Quarkus.run(application, (status, failure) -> end(status, failure, translation));
    }

    private static void end(int status, @Nullable Throwable failure, Translation translation) {
        if (failure != null) {
            List<String> lines = new StartFailure(translation).lines(failure);
            if (lines.isEmpty()) {
                LOG.error("The start has failed", failure);
            }
            lines.forEach(System.err::println);
        }
        System.exit(status);
    }
}
