package dev.trunkline.start;

import dev.trunkline.config.MastodonEnvironment;
import dev.trunkline.config.Translation;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads the environment, and then starts the server, or checks what it would find ({@code --check}). */
@QuarkusMain
public final class Main {

    private static final Logger LOG = Logger.getLogger(Main.class);

    private static final String HELP = """
            Without an argument: serves Mastodon's streaming API, as the environment says.

              --check    looks whether configuration, Redis and PostgreSQL are as they have to be; status 0 if so, else 1
              --version  says which release this is
              --help     says this""";

    private Main() {}

    public static void main(String... arguments) {
        switch (String.join(" ", arguments)) {
            case "" -> run(null);
            case "--check" -> run(Check.class);
            case "--version" -> System.out.println("trunkline " + Version.current());
            case "--help" -> System.out.println(HELP);
            default -> {
                System.err.println("--check, --version and --help are the only arguments");
                System.exit(1);
            }
        }
    }

    private static void run(@Nullable Class<? extends QuarkusApplication> application) {
        Translation translation = Translation.of(System.getenv(), Path.of(""));
        endWith(translation.faults());
        MastodonEnvironment.use(application == null ? translation : Check.quieten(translation));
        endWith(SettingsProbe.faults(translation));
        endWith(ListeningProbe.faults(translation));
        Quarkus.run(application, Main::end);
    }

    private static void endWith(List<String> faults) {
        if (!faults.isEmpty()) {
            faults.forEach(System.err::println);
            System.exit(1);
        }
    }

    private static void end(int status, @Nullable Throwable failure) {
        if (failure != null) {
            List<String> lines = StartFailure.lines(failure);
            if (lines.isEmpty()) {
                LOG.error("The start has failed", failure);
            }
            lines.forEach(System.err::println);
        }
        System.exit(status);
    }
}
