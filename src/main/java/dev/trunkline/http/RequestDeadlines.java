package dev.trunkline.http;

import dev.trunkline.config.Settings;
import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.SmallRyeConfig;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Gives each accepted connection its {@link RequestDeadline}. Quarkus shows nobody a connection before its first request;
 * Netty does, to services that it loads if a system property says so.
 */
@RegisterForReflection
public final class RequestDeadlines extends ChannelInitializerExtension {

    private final Duration limit = ConfigProvider.getConfig()
            .unwrap(SmallRyeConfig.class)
            .getConfigMapping(Settings.class)
            .limits()
            .requestTime();

    /** To be called before Netty opens anything. Dev mode loads Netty where it would not see this class. */
    static void use() {
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
        }
    }

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        channel.pipeline().addFirst(new RequestDeadline(limit));
    }
}
