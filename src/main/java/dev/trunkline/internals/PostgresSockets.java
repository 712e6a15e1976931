package dev.trunkline.internals;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Gives each socket to PostgreSQL a {@link PostgresGuard}. The driver exposes no socket before the log-in is done; Netty offers
 * each new client socket to this service, where {@link ChannelExtensions} are enabled.
 */
@RegisterForReflection
public final class PostgresSockets extends ChannelInitializerExtension {

    private static volatile @Nullable Duration limit;

    /**
     * From now on a new socket to PostgreSQL is closed when the server leaves a request, or a step of the log-in, without its
     * complete answer for this long.
     */
    public static void closeWhenSilent(Duration silence) {
        limit = silence;
    }

    @Override
    public void postInitializeClientChannel(Channel channel) {
        Duration silence = limit;
        if (silence != null) {
            channel.pipeline().addFirst(new PostgresGuard(silence));
        }
    }
}
