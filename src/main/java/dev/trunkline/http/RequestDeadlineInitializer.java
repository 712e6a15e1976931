package dev.trunkline.http;

import dev.trunkline.config.Settings;
import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.SmallRyeConfig;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Gives each accepted connection its {@link RequestDeadline}. Quarkus exposes no connection before its first request; Netty
 * calls services of this type, see {@link dev.trunkline.internals.ChannelExtensions}.
 */
@RegisterForReflection
public final class RequestDeadlineInitializer extends ChannelInitializerExtension {

    private final Duration limit = ConfigProvider.getConfig()
            .unwrap(SmallRyeConfig.class)
            .getConfigMapping(Settings.class)
            .limits()
            .requestTime();

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        channel.pipeline().addFirst(new RequestDeadline(limit));
    }
}
