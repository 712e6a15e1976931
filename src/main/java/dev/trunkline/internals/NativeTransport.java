package dev.trunkline.internals;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Errors;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.impl.transports.EpollTransport;
import java.lang.invoke.MethodHandles;

/**
 * Netty's transport for Linux, which Unix sockets need. Vert.x finds it as a service: in the native executable by this
 * registration and by {@code META-INF/services/io.vertx.core.spi.transport.Transport} (see application.properties), since
 * Quarkus replaces Vert.x's own look-up there.
 */
@RegisterForReflection(targets = EpollTransport.class)
public final class NativeTransport {

    private NativeTransport() {}

    /**
     * Loads it on a thread of its own, while the caller reads the configuration. Otherwise the start would wait for it, and the
     * first connection for the texts of all errors of the system (docs/decisions/0028-the-start.md). Whoever needs it earlier
     * waits as if it had begun to load it itself.
     */
    public static void loadAhead() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return;
        }
        Thread loader = new Thread(NativeTransport::load, "native-transport");
        loader.setDaemon(true);
        loader.start();
    }

    private static void load() {
        if (Epoll.isAvailable()) {
            try {
                MethodHandles.lookup().ensureInitialized(Errors.class);
            } catch (IllegalAccessException impossible) {
                throw new AssertionError("the class is public", impossible);
            }
        }
    }

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
