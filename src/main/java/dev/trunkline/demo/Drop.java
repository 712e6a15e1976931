package dev.trunkline.demo;

import dev.trunkline.connection.Connection;
import dev.trunkline.connection.Ending;
import dev.trunkline.connection.NettyWire;
import io.netty.channel.Channel;

/** How a client loses its connection. */
enum Drop {
    /** In good order, as when the server is restarted: the last chunk, or a close frame. */
    CLOSE {
        @Override
        void apply(Connection connection, Channel channel) {
            connection.end(Ending.SHUTDOWN);
        }
    },
    /** By a TCP reset, as when a machine on the way forgets it, or the client reads too slowly. */
    RESET {
        @Override
        void apply(Connection connection, Channel channel) {
            NettyWire.reset(channel);
        }
    },
    /** Without a word: it stays open, and nothing comes any more, no heartbeat either. */
    SILENCE {
        @Override
        void apply(Connection connection, Channel channel) {
            Silence.spreadOver(channel);
        }
    };

    /** To be called on the connection's event loop. */
    abstract void apply(Connection connection, Channel channel);
}
