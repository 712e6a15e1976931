package dev.trunkline.internals;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.quarkus.runtime.LaunchMode;

/** The services that Netty offers each new channel to. */
public final class ChannelExtensions {

    private ChannelExtensions() {}

    /**
     * Lets Netty load them, unless the administrator has set Netty's system property; to be called before Netty opens a channel.
     * Does nothing in dev mode and tests, where Netty cannot see the classes.
     */
    public static void enable() {
        String property = ChannelInitializerExtension.EXTENSIONS_SYSTEM_PROPERTY;
        if (LaunchMode.current() == LaunchMode.NORMAL && System.getProperty(property) == null) {
            System.setProperty(property, "serviceload");
        }
    }
}
