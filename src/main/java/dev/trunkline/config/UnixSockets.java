package dev.trunkline.config;

import io.netty.channel.epoll.Epoll;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import io.vertx.core.impl.transports.EpollTransport;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Unix sockets need Netty's transport for Linux, a library that is unpacked into the directory for temporary files. Where it
 * cannot be loaded everything goes over the JDK's sockets, and a setting that asks for a Unix socket ends the start.
 */
@ApplicationScoped
@RegisterForReflection(targets = EpollTransport.class) // a service, see application.properties
public class UnixSockets {

    private static final List<String> SETTINGS =
            List.of("quarkus.redis.hosts", "quarkus.datasource.reactive.url", "quarkus.http.domain-socket");

    void start(@Observes @Priority(1) StartupEvent event, Vertx vertx, Config config) {
        if (vertx.isNativeTransportEnabled()) {
            return;
        }
        for (String name : SETTINGS) {
            String value = config.getOptionalValue(name, String.class).orElse("");
            boolean wanted = !name.endsWith("domain-socket") || listensOnOne(config);
            if (wanted && isUnixSocket(value)) {
                throw new ConfigurationException(Giver.of(name)
                        + " names a Unix socket, and Netty's library for them cannot be loaded here: " + cause());
            }
        }
    }

    private static boolean listensOnOne(Config config) {
        return config.getOptionalValue("quarkus.http.domain-socket-enabled", Boolean.class)
                .orElse(false);
    }

    /** Whether a Redis URL, a PostgreSQL URL or a path leads to one. */
    static boolean isUnixSocket(String value) {
        return value.startsWith("/")
                || value.startsWith("unix:")
                || value.matches("(?i)[a-z:-]+://([^@/?]*@)?%2f.*")
                || value.matches("[a-z:-]+://[^?]*[?](.*&)?host=(/|%2[fF]).*");
    }

    private static @Nullable String cause() {
        Throwable cause = Epoll.unavailabilityCause();
        if (cause == null) {
            return "it is switched off";
        }
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null
                ? cause.toString()
                : cause.getMessage().lines().findFirst().orElse("");
    }
}
