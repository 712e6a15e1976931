package dev.trunkline.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.function.BiConsumer;

/**
 * Reads published messages in the form in which servers send them, nearly all that a connection for subscriptions gets: an array
 * or a push of three bulk strings, {@code message}, the channel and the payload. It makes no object but those two. Whatever is not
 * of that form, or not complete, it leaves to {@link RespReader}, which reads the same messages in all their forms.
 */
final class MessageReader {

    /** What is returned if no complete message in this form is there. */
    static final int NONE = -1;

    /** After the first byte, which differs between RESP2 and RESP3. */
    private static final byte[] BEGIN = "3\r\n$7\r\nmessage\r\n$".getBytes(US_ASCII);

    /** Longer ones are rare, and may be too long. */
    private static final int MOST_DIGITS = 7;

    private static final int LINE_END = 2;

    private final BiConsumer<String, byte[]> messages;

    // The places of the message that was found last.
    private int channelFrom;
    private int channelTo;
    private int payloadFrom;
    private int payloadTo;

    MessageReader(BiConsumer<String, byte[]> messages) {
        this.messages = messages;
    }

    /** Finds the message that begins at {@code from}; returns the place after it, or {@link #NONE}. */
    int find(byte[] input, int from, int to) {
        int channelLength = from + 1 + BEGIN.length;
        if (channelLength > to
                || (input[from] != '*' && input[from] != '>')
                || !Arrays.equals(input, from + 1, channelLength, BEGIN, 0, BEGIN.length)) {
            return NONE;
        }
        channelFrom = afterNumber(input, channelLength, to);
        channelTo = end(input, channelLength, channelFrom, to);
        int type = channelTo + LINE_END;
        if (channelTo == NONE || type >= to || input[type] != '$') {
            return NONE;
        }
        payloadFrom = afterNumber(input, type + 1, to);
        payloadTo = end(input, type + 1, payloadFrom, to);
        return payloadTo == NONE ? NONE : payloadTo + LINE_END;
    }

    /** Hands on the message that was found last. */
    void handOn(byte[] input) {
        messages.accept(
                new String(input, channelFrom, channelTo - channelFrom, UTF_8),
                Arrays.copyOfRange(input, payloadFrom, payloadTo));
    }

    /** The place after the number and its line's end; {@link #NONE} if they are not there. */
    private static int afterNumber(byte[] input, int from, int to) {
        int place = from;
        while (place < to && input[place] >= '0' && input[place] <= '9') {
            place++;
        }
        boolean ended = place + 1 < to && input[place] == '\r' && input[place + 1] == '\n';
        return ended && place > from && place - from <= MOST_DIGITS ? place + LINE_END : NONE;
    }

    /** The end of the bulk string whose length is at a place; {@link #NONE} if it is not complete. */
    private static int end(byte[] input, int lengthFrom, int stringFrom, int to) {
        if (stringFrom == NONE) {
            return NONE;
        }
        int length = 0;
        for (int place = lengthFrom; input[place] != '\r'; place++) {
            length = 10 * length + input[place] - '0';
        }
        return length <= to - stringFrom - LINE_END ? stringFrom + length : NONE;
    }
}
