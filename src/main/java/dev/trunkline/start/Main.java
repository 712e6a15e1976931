package dev.trunkline.start;

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
        Translation environment = Translation.of(System.getenv(), Path.of(""));
        endWith(environment.faults());
        Translation translation = application == null ? environment : Check.quieten(environment);
        MastodonConfigSource.use(translation);
        endWith(SettingsProbe.faults(translation));
        endWith(BindProbe.faults(translation));
        Quarkus.run(application, (status, failure) -> end(status, failure, translation));
    }

    private static void endWith(List<String> faults) {
        if (!faults.isEmpty()) {
            faults.forEach(System.err::println);
            System.exit(1);
        }
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
