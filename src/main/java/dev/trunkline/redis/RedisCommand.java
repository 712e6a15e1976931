package dev.trunkline.redis;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A command with its arguments. */
public final class RedisCommand {

    private final String name;
    private final List<byte[]> arguments;

    private RedisCommand(String name, List<byte[]> arguments) {
        this.name = name;
        this.arguments = arguments;
    }

    public static RedisCommand of(String name, String... arguments) {
        return of(name, List.of(arguments));
    }

    public static RedisCommand of(String name, List<String> arguments) {
        return new RedisCommand(
                name,
                arguments.stream()
                        .map(text -> text.getBytes(StandardCharsets.UTF_8))
                        .toList());
    }

    /** A command with an argument of text and one of any bytes, which are not copied. */
    public static RedisCommand withBytes(String name, String argument, byte[] bytes) {
        return new RedisCommand(name, List.of(argument.getBytes(StandardCharsets.UTF_8), bytes));
    }

    void appendTo(Buffer output) {
        output.appendString("*" + (arguments.size() + 1) + "\r\n");
        append(name.getBytes(StandardCharsets.UTF_8), output);
        arguments.forEach(argument -> append(argument, output));
    }

    private static void append(byte[] word, Buffer output) {
        output.appendString("$" + word.length + "\r\n").appendBytes(word).appendString("\r\n");
    }

    /** The name alone: an argument may be a password. */
    @Override
    public String toString() {
        return name;
    }
}
