package dev.trunkline.start;

import dev.trunkline.config.InvalidSetting;
import dev.trunkline.internals.NativeTransport;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/**
 * Checks that settings which name a Unix socket can be met. Unix sockets need Netty's transport for Linux, a library that is
 * unpacked into the directory for temporary files. Where it cannot be loaded, all connections use the JDK's sockets, which
 * are TCP only here.
 */
@ApplicationScoped
class UnixSocketSupport {

    private static final String BOUND = "quarkus.http.domain-socket";

    private static final List<String> SETTINGS =
            List.of("quarkus.redis.hosts", "quarkus.datasource.reactive.url", BOUND);

    /** Before all other observers, which may connect or bind. */
    private static final int FIRST = 1;

    void start(@Observes @Priority(FIRST) StartupEvent event, Vertx vertx, Config config) {
        if (vertx.isNativeTransportEnabled()) {
            return;
        }
        for (String name : SETTINGS) {
            String value = config.getOptionalValue(name, String.class).orElse("");
            boolean used = !name.equals(BOUND) || bindsUnixSocket(config);
            if (used && isUnixSocket(value)) {
                throw new InvalidSetting(
                        name,
                        "names a Unix socket, and Netty's library for them cannot be loaded here: "
                                + NativeTransport.unavailability());
            }
        }
    }

    private static boolean bindsUnixSocket(Config config) {
        return config.getOptionalValue(BOUND + "-enabled", Boolean.class).orElse(false);
    }

    /** Whether a path, a Redis URL or a PostgreSQL URL names a Unix socket. */
    static boolean isUnixSocket(String value) {
        return value.startsWith("/")
                || value.startsWith("unix:")
                || value.matches("(?i)[a-z:-]+://([^@/?]*@)?%2f.*")
                || value.matches("[a-z:-]+://[^?]*[?](.*&)?host=(/|%2[fF]).*");
    }
}
