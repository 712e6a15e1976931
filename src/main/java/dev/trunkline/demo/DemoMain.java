package dev.trunkline.demo;

import dev.trunkline.mastodon.EnvironmentVariables;
import dev.trunkline.mastodon.MastodonConfigSource;
import dev.trunkline.mastodon.Translation;
import dev.trunkline.start.BindProbe;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.vertx.http.HttpServer;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/**
 * The main of dev mode. Without a configured Redis or PostgreSQL it starts embedded ones, once for each JVM; then it starts the
 * application as usual and prints a welcome.
 */
@QuarkusMain(name = "demo")
public final class DemoMain implements QuarkusApplication {

    private final HttpServer server;

    DemoMain(HttpServer server) {
        this.server = server;
    }

    public static void main(String... args) throws IOException, SQLException {
        Translation translation = Translation.of(DemoEnvironment.variables(EnvironmentVariables.ofProcess()));
        translation.faults().forEach(System.err::println);
        MastodonConfigSource.use(translation);
        if (DemoEnvironment.isFirstMain()) {
            endIfPortIsTaken(translation);
        }
        DemoEnvironment.prepare();
        Quarkus.run(DemoMain.class, args);
    }

    /** Before its servers start: Quarkus would wait for a change of the sources that frees the port. */
    private static void endIfPortIsTaken(Translation translation) {
        List<String> faults = BindProbe.faultsOfPort(translation);
        if (!faults.isEmpty()) {
            faults.forEach(System.err::println);
            System.exit(1);
        }
    }

    @Override
    public int run(String... args) {
        if (DemoEnvironment.isFirstStart()) {
            // Not logged: a log's prefixes would get in the way of lines that are meant to be pasted.
            System.out.println(Welcome.text(server.getPort(), DemoEnvironment.isEmbedded()));
        }
        Quarkus.waitForExit();
        return 0;
    }
}
