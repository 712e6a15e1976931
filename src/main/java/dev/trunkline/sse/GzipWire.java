package dev.trunkline.sse;

import dev.trunkline.connection.NettyWire;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;

/**
 * The wire of a compressed stream: keeps the checksum and the length of its text. Each frame is one of a {@link GzipCoding}. It is one
 * object with the wire itself, since for each event the memory of every connection has to come into the processor's cache.
 */
final class GzipWire extends NettyWire {

    private int sum;

    /** By 2 to the power of 32, as the format has it. */
    private int length;

    GzipWire(ChannelHandlerContext context) {
        super(context);
    }

    GzipWire(Channel channel) {
        super(channel);
    }

    /** The stream begins with this text, which the HTTP server writes. */
    void begin(ByteBuf text) {
        sum = GzipChecksum.of(text);
        length = text.readableBytes();
    }

    @Override
    public void write(ByteBuf frame) {
        sum = GzipChecksum.after(sum, frame);
        length += GzipChecksum.length(frame);
        super.write(frame);
    }

    /** The checksum of all texts so far. */
    int sum() {
        return sum;
    }

    /** The length of all texts so far in bytes, by 2 to the power of 32. */
    int length() {
        return length;
    }
}
