package dev.trunkline.internals;

import io.netty.channel.epoll.Epoll;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.impl.transports.EpollTransport;

/**
 * Netty's transport for Linux, which Unix sockets need. Vert.x finds it as a service: in the native executable by this
 * registration and by {@code META-INF/services/io.vertx.core.spi.transport.Transport} (see application.properties), since
 * Quarkus replaces Vert.x's own look-up there.
 */
@RegisterForReflection(targets = EpollTransport.class)
public final class NativeTransport {

    private NativeTransport() {}

    /** Why the transport's library cannot be loaded, in one line; empty if the cause says nothing. */
    public static String unavailability() {
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
