package dev.trunkline.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Random input, valid and broken, in random pieces: a reader that hands on messages by the short way reads the same, in the same
 * order, as one that reads everything as replies.
 */
class RespReaderPropertyTest {

    /** What a reader reads, up to its failure. */
    private static List<String> read(byte[] bytes, List<Integer> pieces, boolean messages) {
        List<String> read = new ArrayList<>();
        RespReader reader = new RespReader(reply -> read.add(shown(reply)));
        if (messages) {
            reader.handMessages(
                    (channel, payload) -> read.add("[message " + channel + " " + new String(payload, UTF_8) + "]"));
        }
        try {
            int from = 0;
            for (int piece = 0; from < bytes.length; piece++) {
                int length = Math.min(pieces.get(piece % pieces.size()), bytes.length - from);
                reader.read(Buffer.buffer(length).appendBytes(bytes, from, length));
                from += length;
            }
        } catch (RespReader.NotRedis nonsense) {
            read.add(String.valueOf(nonsense.getMessage()));
        }
        return read;
    }

    private static String shown(RedisReply reply) {
        if (reply instanceof RedisReply.Text text) {
            return new String(text.bytes(), UTF_8);
        }
        if (reply instanceof RedisReply.Elements elements) {
            return elements.list().stream()
                    .map(RespReaderPropertyTest::shown)
                    .collect(Collectors.joining(" ", "[", "]"));
        }
        return reply.toString();
    }

    @Property(tries = 2000)
    void readsTheSameInAnyPieces(
            @ForAll("inputs") String input,
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 60) Integer> pieces) {
        byte[] bytes = input.getBytes(ISO_8859_1);
        List<String> whole = read(bytes, List.of(bytes.length + 1), false);
        assertEquals(whole, read(bytes, List.of(bytes.length + 1), true));
        assertEquals(whole, read(bytes, pieces, true));
    }

    @Property(tries = 5000)
    void failsAlikeOnBrokenInput(
            @ForAll("inputs") String input,
            @ForAll @Size(3) List<@IntRange(max = 1 << 20) Integer> places,
            @ForAll("shrapnel") List<Byte> shrapnel,
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 60) Integer> pieces) {
        byte[] bytes = input.getBytes(ISO_8859_1);
        for (int i = 0; i < shrapnel.size(); i++) {
            bytes[places.get(i) % bytes.length] = shrapnel.get(i);
        }
        assertEquals(read(bytes, pieces, false), read(bytes, pieces, true));
    }

    /** What comes on a connection that subscribes, in both protocols, and what might; a character for each byte. */
    @Provide
    static Arbitrary<String> inputs() {
        Arbitrary<String> text = Arbitraries.strings()
                .withChars('\r', '\n', '{', '}', '$', '*', '1', '\u00c3', '\u00a9')
                .ofMaxLength(40);
        Arbitrary<String> channel =
                Arbitraries.of("c", "\u00c3\u00a9").list().ofMaxSize(12).map(characters -> String.join("", characters));
        Arbitrary<String> message = text.flatMap(payload -> channel.flatMap(name -> Arbitraries.of("*", ">", "~")
                .map(type -> type + "3\r\n" + bulk("message") + bulk(name) + bulk(payload))));
        Arbitrary<String> answer = channel.flatMap(name ->
                Arbitraries.of("*", ">").map(type -> type + "3\r\n" + bulk("subscribe") + bulk(name) + ":1\r\n"));
        Arbitrary<String> other = Arbitraries.of(
                "*3\r\n+message\r\n+c\r\n+{}\r\n",
                "*3\r\n$7\r\nmessage\r\n$-1\r\n$2\r\n{}\r\n",
                "*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$-1\r\n",
                "*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n:5\r\n",
                "*3\r\n$7\r\nmessage\r\n$00000001\r\nc\r\n$2\n{}\r\n",
                "*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n*1\r\n:1\r\n",
                "*4\r\n$8\r\npmessage\r\n$1\r\n*\r\n$1\r\nc\r\n$2\r\n{}\r\n",
                "*1\r\n*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$2\r\n{}\r\n",
                "-NOSUB no\r\n",
                "_\r\n",
                "*0\r\n");
        return Arbitraries.frequencyOf(Tuple.of(4, message), Tuple.of(1, answer), Tuple.of(2, other))
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(parts -> String.join("", parts));
    }

    private static String bulk(String text) {
        return "$" + text.length() + "\r\n" + text + "\r\n";
    }

    @Provide
    static Arbitrary<List<Byte>> shrapnel() {
        return Arbitraries.of('\r', '\n', '$', '*', '>', '-', '0', '9', 'x')
                .map(c -> (byte) c.charValue())
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }
}
