package dev.trunkline.http;

import dev.trunkline.config.InvalidSetting;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.DomainSocketServerStart;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The file of the Unix socket that the server binds, if it binds one (protocol, section 9: {@code SOCKET}). What a killed
 * process has left there is removed before, every user may connect, and the file is removed at the end.
 */
@ApplicationScoped
class UnixSocketFile {

    private static final Logger LOG = Logger.getLogger(UnixSocketFile.class);

    /** After the check whether Unix sockets are supported, before everything else. */
    private static final int EARLY = 10;

    private static final String EVERYBODY = "rw-rw-rw-";
    private static final long CONNECT_MILLIS = 1_000;

    private final Vertx vertx;
    private final Optional<Path> file;

    UnixSocketFile(
            Vertx vertx,
            @ConfigProperty(name = "quarkus.http.domain-socket-enabled") boolean enabled,
            @ConfigProperty(name = "quarkus.http.domain-socket") String path) {
        this.vertx = vertx;
        this.file = enabled ? Optional.of(Path.of(path).toAbsolutePath()) : Optional.empty();
    }

    void start(@Observes @Priority(EARLY) StartupEvent event) {
        file.ifPresent(this::clear);
    }

    private void clear(Path path) {
        UnixSocketPath.require(path);
        if (!UnixSocketPath.exists(path)) {
            return;
        }
        try {
            if (isBound(path)) {
                throw new InvalidSetting(
                        UnixSocketPath.PROPERTY, "another process has bound " + path + "; a free path would be right");
            }
            Files.delete(path);
        } catch (IOException e) {
            throw new InvalidSetting(
                    UnixSocketPath.PROPERTY,
                    path + " is in the way and cannot be removed: "
                            + e.getClass().getSimpleName());
        }
    }

    private boolean isBound(Path path) {
        try {
            vertx.createNetClient()
                    .connect(SocketAddress.domainSocketAddress(path.toString()))
                    .map(NetSocket::close)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(CONNECT_MILLIS, TimeUnit.MILLISECONDS)
                    .join();
            return true;
        } catch (CompletionException refused) {
            return !String.valueOf(refused.getMessage()).contains("refused");
        }
    }

    void open(@ObservesAsync DomainSocketServerStart bound) throws IOException {
        if (file.isPresent()) {
            Files.setPosixFilePermissions(file.get(), PosixFilePermissions.fromString(EVERYBODY));
        }
    }

    void stop(@Observes ShutdownEvent event) {
        try {
            if (file.isPresent()) {
                Files.deleteIfExists(file.get());
            }
        } catch (IOException e) {
            LOG.warnf("The socket's file could not be removed: %s", e.getMessage());
        }
    }
}
