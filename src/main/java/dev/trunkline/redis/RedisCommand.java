package dev.trunkline.redis;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** A command with its arguments. */
public final class RedisCommand {

    private final List<String> words;

    private RedisCommand(List<String> words) {
        this.words = words;
    }

    public static RedisCommand of(String name, String... arguments) {
        return of(name, List.of(arguments));
    }

    public static RedisCommand of(String name, List<String> arguments) {
        return new RedisCommand(
                Stream.concat(Stream.of(name), arguments.stream()).toList());
    }

    void appendTo(Buffer output) {
        output.appendString("*" + words.size() + "\r\n");
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            output.appendString("$" + bytes.length + "\r\n").appendBytes(bytes).appendString("\r\n");
        }
    }

    /** The name alone: an argument may be a password. */
    @Override
    public String toString() {
        return words.get(0);
    }
}
