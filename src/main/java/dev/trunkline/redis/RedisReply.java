package dev.trunkline.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** An answer, or something else that a server sends. RESP2 and RESP3 differ in what is not kept here. */
public sealed interface RedisReply {

    /** A text: bytes that are most often UTF-8. Not copied. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Text(byte[] bytes) implements RedisReply {}

    record Whole(long number) implements RedisReply {}

    /** An error, in the server's words. */
    record Refusal(String words) implements RedisReply {}

    /** An array, a set, a push, or a map with keys and values in turn. */
    record Elements(List<RedisReply> list) implements RedisReply {}

    /** No value. */
    record Nothing() implements RedisReply {}

    /** The text, if it is one. */
    default Optional<String> text() {
        return this instanceof Text text
                ? Optional.of(new String(text.bytes(), StandardCharsets.UTF_8))
                : Optional.empty();
    }

    /** The elements; none if it has none. */
    default List<RedisReply> elements() {
        return this instanceof Elements elements ? elements.list() : List.of();
    }
}
