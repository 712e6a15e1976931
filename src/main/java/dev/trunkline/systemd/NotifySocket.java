package dev.trunkline.systemd;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Sends a datagram to a Unix socket. The JDK has no such datagrams; Netty's transport for Linux, which the server uses anyway,
 * has. The program {@code systemd-notify} would be another process, whose messages systemd takes only with {@code
 * NotifyAccess=all}.
 */
final class NotifySocket {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private NotifySocket() {}

    /**
     * Returns when the datagram is in the socket's queue. Its event loop is one of its own: those of the server may be busy with
     * clients, or may have ended.
     *
     * @param path begins with {@code @} if the socket is an abstract one
     */
    @SuppressWarnings("FutureReturnValueIgnored") // The loop ends by itself.
    static void send(String path, String text) throws IOException, InterruptedException {
        if (!Epoll.isAvailable()) {
            throw new IOException("no transport for Unix sockets", Epoll.unavailabilityCause());
        }
        EventLoopGroup loop = new EpollEventLoopGroup(1);
        try {
            ChannelFuture connected = new Bootstrap()
                    .group(loop)
                    .channelFactory(EpollDomainDatagramChannel::new)
                    .handler(new ChannelInboundHandlerAdapter())
                    .connect(new DomainSocketAddress(path.startsWith("@") ? '\0' + path.substring(1) : path));
            Channel channel = done(connected).channel();
            done(channel.writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)));
            channel.close().await(LIMIT.toMillis());
        } finally {
            loop.shutdownGracefully(0, LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static ChannelFuture done(ChannelFuture step) throws IOException, InterruptedException {
        if (!step.await(LIMIT.toMillis())) {
            throw new IOException("nobody has taken it within " + LIMIT.toSeconds() + " s");
        }
        if (step.cause() != null) {
            throw new IOException(step.cause().getMessage(), step.cause());
        }
        return step;
    }
}
