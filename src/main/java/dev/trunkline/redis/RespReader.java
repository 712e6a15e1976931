package dev.trunkline.redis;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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

    private final Consumer<RedisReply> replies;
    private Buffer input = Buffer.buffer();
    /** Whether {@link #input} is this reader's own, and not what it was given. */
    private boolean own;

    /** Of the next byte to read. */
    private int position;

    RespReader(Consumer<RedisReply> replies) {
        this.replies = replies;
    }

    /** Reads the next piece. After a failure the reader is not to be used again. */
    void read(Buffer piece) throws NotRedis {
        take(piece);
        int begin = position;
        for (RedisReply reply = next(0); reply != null; reply = next(0)) {
            begin = position;
            replies.accept(reply);
        }
        position = begin;
        if (input.length() - begin > LONGEST_REPLY) {
            throw new NotRedis("a reply is longer than " + LONGEST_REPLY + " bytes");
        }
    }

    private void take(Buffer piece) {
        if (position == input.length()) {
            input = piece;
            own = false;
        } else if (own && position == 0) {
            input.appendBuffer(piece);
        } else {
            input = Buffer.buffer(input.length() - position + piece.length())
                    .appendBuffer(input, position, input.length() - position)
                    .appendBuffer(piece);
            own = true;
        }
        position = 0;
    }

    /** The next reply; null if it is not complete. */
    private @Nullable RedisReply next(int depth) throws NotRedis {
        if (position == input.length()) {
            return null;
        }
        int begin = position;
        byte type = input.getByte(position++);
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
        int end = begin;
        while (end < input.length() && input.getByte(end) != '\n') {
            end++;
        }
        if (end - begin > LONGEST_LINE) {
            throw notRedis(begin);
        }
        if (end == input.length()) {
            return null;
        }
        position = end + 1;
        boolean ended = end > begin && input.getByte(end - 1) == '\r';
        return input.getString(begin, ended ? end - 1 : end);
    }

    private @Nullable RedisReply text(int length) {
        if (length < 0) {
            return new RedisReply.Nothing();
        }
        int begin = position;
        if (input.length() - begin < length + LINE_END) {
            return null;
        }
        position = begin + length + LINE_END;
        return new RedisReply.Text(input.getBytes(begin, begin + length));
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
        String quoted = input.getString(begin, Math.min(input.length(), begin + QUOTED));
        return new NotRedis(
                "it is no Redis; it says '" + quoted.replaceAll("\\R.*", "").replaceAll("\\P{Print}", "?") + "'");
    }
}
