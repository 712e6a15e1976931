package dev.trunkline.internals;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives each socket to PostgreSQL a {@link PostgresGuard}. The driver exposes no socket before the log-in is done; Netty offers
 * each new client socket to this service, where {@link ChannelExtensions} are enabled.
 */
@RegisterForReflection
public final class PostgresSockets extends ChannelInitializerExtension {

    private static volatile @Nullable Supplier<PostgresGuard> guard;

    /**
     * From now on a new socket to PostgreSQL is closed when the server leaves a request, or a step of the log-in, without its
     * complete answer for this long, and when it asks for a password that there is none of.
     *
     * @param hasPassword whether there is one; otherwise the driver would send one of its own
     */
    public static void guard(Duration silence, boolean hasPassword) {
        guard = () -> new PostgresGuard(silence, hasPassword);
    }

    @Override
    public void postInitializeClientChannel(Channel channel) {
        Supplier<PostgresGuard> current = guard;
        if (current != null) {
            channel.pipeline().addFirst(current.get());
        }
    }
}
