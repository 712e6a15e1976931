package dev.trunkline.sse;

import dev.trunkline.event.Encoding;
import io.netty.buffer.ByteBuf;

/** How the bytes of one response's event stream appear on its connection: as they are, or compressed. */
interface SseCoding {

    /**
     * How events are written. All streams with an equal encoding share their frames.
     *
     * @param ids whether the client has ids (protocol, section 12)
     */
    Encoding events(boolean ids);

    /** A comment or line as it appears on the connection. The caller owns it. */
    ByteBuf frame(byte[] bytes);

    /** The first bytes of the body, which hold this text and are framed by the HTTP server. */
    byte[] begin(byte[] text);

    /** What stands behind the last record and is part of the body. The caller owns it. */
    ByteBuf trailer();

    /** What stands behind the body. The caller owns it. */
    ByteBuf end();
}
