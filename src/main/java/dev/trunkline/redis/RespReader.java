package dev.trunkline.redis;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads Redis's protocol, RESP2 and RESP3, from pieces of any length. Hands on each reply once it is complete; of a reply that
 * is not, it keeps the bytes.
 */
final class RespReader {

    /** What was sent is not Redis's protocol. The message quotes it. */
    static final class NotRedis extends Exception {

        private static final long serialVersionUID = 1;

        NotRedis(String message) {
            super(message);
        }
    }

    /** The longest reply, with all that it contains: what is incomplete is kept. Messages and answers are far shorter. */
    private static final int LONGEST_REPLY = 64 * 1024 * 1024;

    /** An error message is the longest line; Redis's about its protected mode has a kilobyte. */
    private static final int LONGEST_LINE = 64 * 1024;

    private static final int DEEPEST = 16;
    private static final int QUOTED = 40;
    private static final int LINE_END = 2;

    /** Bytes that are kept for input also while none is there: what Netty reads at once. */
    private static final int ROOM = 64 * 1024;

    private final Consumer<RedisReply> replies;
    private @Nullable MessageReader messages;
    private byte[] input = new byte[ROOM];

    /** Of the next byte to read. */
    private int position;

    /** After the last byte that has come. */
    private int end;

    RespReader(Consumer<RedisReply> replies) {
        this.replies = replies;
    }

    /**
     * From now on hands on published messages in their usual form with channel and payload, and not as replies. May be called while
     * a reply is handed on.
     */
    void handMessages(BiConsumer<String, byte[]> receiver) {
        messages = new MessageReader(receiver);
    }

    /** Reads the next piece. After a failure the reader is not to be used again. */
    void read(Buffer piece) throws NotRedis {
        take(piece);
        readMessages();
        int begin = position;
        for (RedisReply reply = next(0); reply != null; reply = next(0)) {
            replies.accept(reply);
            readMessages();
            begin = position;
        }
        position = begin;
        if (end - begin > LONGEST_REPLY) {
            throw new NotRedis("a reply is longer than " + LONGEST_REPLY + " bytes");
        }
    }

    private void readMessages() {
        MessageReader reader = messages;
        if (reader == null) {
            return;
        }
        for (int next = reader.find(input, position, end);
                next != MessageReader.NONE;
                next = reader.find(input, next, end)) {
            // First: what fails with one message must not read it again.
            position = next;
            reader.handOn(input);
        }
    }

    private void take(Buffer piece) {
        int kept = end - position;
        int length = kept + piece.length();
        byte[] from = input;
        if (kept == 0 && from.length > ROOM) {
            // It was for one long reply.
            input = new byte[Math.max(ROOM, length)];
        } else if (length > from.length) {
            input = new byte[Math.max(length, Math.min(2 * from.length, LONGEST_REPLY))];
        }
        if (position > 0 || input != from) {
            System.arraycopy(from, position, input, 0, kept);
        }
        piece.getBytes(input, kept);
        position = 0;
        end = length;
    }

    /** The next reply; null if it is not complete. */
    private @Nullable RedisReply next(int depth) throws NotRedis {
        if (position == end) {
            return null;
        }
        int begin = position;
        byte type = input[position++];
        String line = line();
        if (line == null) {
            if (!"+-:$*_,#(!=%~>".contains(Character.toString((char) type))) {
                throw notRedis(begin);
            }
            return null;
        }
        return switch (type) {
            case '+', ',', '#', '(' -> new RedisReply.Text(line.getBytes(StandardCharsets.UTF_8));
            case '-' -> new RedisReply.Refusal(line);
            case ':' -> new RedisReply.Whole(number(line, begin));
            case '_' -> new RedisReply.Nothing();
            case '$', '=' -> text(length(line, LONGEST_REPLY, begin));
            case '!' -> refusal(length(line, LONGEST_REPLY, begin));
            case '*', '~', '>' -> elements(length(line, Integer.MAX_VALUE, begin), depth);
            case '%' -> elements(2 * length(line, Integer.MAX_VALUE / 2, begin), depth);
            default -> throw notRedis(begin);
        };
    }

    /** The rest of the line; null if its end has not come. */
    private @Nullable String line() throws NotRedis {
        int begin = position;
        int lineEnd = begin;
        while (lineEnd < end && input[lineEnd] != '\n') {
            lineEnd++;
        }
        if (lineEnd - begin > LONGEST_LINE) {
            throw notRedis(begin);
        }
        if (lineEnd == end) {
            return null;
        }
        position = lineEnd + 1;
        boolean ended = lineEnd > begin && input[lineEnd - 1] == '\r';
        return new String(input, begin, (ended ? lineEnd - 1 : lineEnd) - begin, StandardCharsets.UTF_8);
    }

    private @Nullable RedisReply text(int length) {
        if (length < 0) {
            return new RedisReply.Nothing();
        }
        int begin = position;
        if (end - begin < length + LINE_END) {
            return null;
        }
        position = begin + length + LINE_END;
        return new RedisReply.Text(Arrays.copyOfRange(input, begin, begin + length));
    }

    private @Nullable RedisReply refusal(int length) {
        RedisReply words = text(length);
        return words == null ? null : new RedisReply.Refusal(words.text().orElse(""));
    }

    private @Nullable RedisReply elements(int length, int depth) throws NotRedis {
        if (length < 0) {
            return new RedisReply.Nothing();
        }
        if (depth == DEEPEST) {
            throw new NotRedis("an answer is nested too deep");
        }
        List<RedisReply> list = new ArrayList<>(Math.min(length, DEEPEST));
        for (int i = 0; i < length; i++) {
            RedisReply element = next(depth + 1);
            if (element == null) {
                return null;
            }
            list.add(element);
        }
        return new RedisReply.Elements(list);
    }

    /** A length; negative for no value. */
    private int length(String line, int most, int begin) throws NotRedis {
        long length = number(line, begin);
        if (length > most) {
            throw notRedis(begin);
        }
        return length < 0 ? -1 : (int) length;
    }

    private long number(String line, int begin) throws NotRedis {
        try {
            return Long.parseLong(line);
        } catch (NumberFormatException none) {
            throw notRedis(begin);
        }
    }

    private NotRedis notRedis(int begin) {
        String quoted = new String(input, begin, Math.min(end - begin, QUOTED), StandardCharsets.UTF_8);
        return new NotRedis(
                "it is no Redis; it says '" + quoted.replaceAll("\\R.*", "").replaceAll("\\P{Print}", "?") + "'");
    }
}
