package dev.trunkline.internals;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/** What a channel has been given to write and its socket has not taken. */
public final class OutboundQueue {

    private OutboundQueue() {}

    /**
     * Bytes in the queue, some 100 for each entry's bookkeeping included; 0 for a closed channel, which has no queue. May be read
     * from any thread.
     */
    public static long pendingBytes(Channel channel) {
        ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
        return queue == null ? 0 : queue.totalPendingWriteBytes();
    }

    /** Entries in the queue that have been flushed; 0 for a closed channel. Used on the channel's event loop. */
    public static int flushedEntries(Channel channel) {
        ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
        return queue == null ? 0 : queue.size();
    }
}
