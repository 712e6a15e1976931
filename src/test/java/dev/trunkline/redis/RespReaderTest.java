package dev.trunkline.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RespReaderTest {

    private static final String EVERYTHING = "+OK|:42|:-1|$5|a\r\u00e9\u0000|$0||$-1|*-1|*0|-ERR no|"
            + "*3|$7|message|$1|c|$2|{}|>3|$9|subscribe|$1|c|:1|*2|*1|:1|$-1|%1|+a|:2|~1|#t|_|,1.5|(123|=5|txt:a|!6|ERR no|";
    private static final String READ = "OK 42 -1 a\r\u00e9\u0000 <> nothing nothing [] refused(ERR no) "
            + "[message c {}] [subscribe c 1] [[1] nothing] [a 2] [t] nothing 1.5 123 txt:a refused(ERR no)";

    private static String wire(String lines) {
        return lines.replace("|", "\r\n");
    }

    private static String shown(RedisReply reply) {
        if (reply instanceof RedisReply.Whole whole) {
            return Long.toString(whole.number());
        }
        if (reply instanceof RedisReply.Refusal refusal) {
            return "refused(" + refusal.words() + ")";
        }
        if (reply instanceof RedisReply.Elements) {
            return reply.elements().stream().map(RespReaderTest::shown).collect(Collectors.joining(" ", "[", "]"));
        }
        String text = reply.text().orElse("nothing");
        return text.isEmpty() ? "<>" : text;
    }

    /** However the bytes come in pieces. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 10_000})
    void everyTypeIsRead(int pieces) throws RespReader.NotRedis {
        List<String> read = new ArrayList<>();
        RespReader reader = new RespReader(reply -> read.add(shown(reply)));
        byte[] bytes = wire(EVERYTHING).getBytes(UTF_8);
        for (int from = 0; from < bytes.length; from += pieces) {
            int length = Math.min(pieces, bytes.length - from);
            reader.read(Buffer.buffer(length).appendBytes(bytes, from, length));
        }
        assertEquals(READ, String.join(" ", read));
    }

    @Test
    void aReplyHasABound() throws Exception {
        RespReader reader = new RespReader(reply -> {});
        assertThrows(RespReader.NotRedis.class, () -> reader.read(Buffer.buffer("$70000000\r\n")));
        RespReader endless = new RespReader(reply -> {});
        endless.read(Buffer.buffer("*1000000\r\n"));
        Buffer element =
                Buffer.buffer("$8000000\r\n").appendBytes(new byte[8_000_000]).appendString("\r\n");
        assertThrows(RespReader.NotRedis.class, () -> {
            for (int i = 0; i < 10; i++) {
                endless.read(element);
            }
        });
    }

    @Test
    void aReplyIsHandedOnAsSoonAsItIsComplete() throws RespReader.NotRedis {
        List<String> read = new ArrayList<>();
        RespReader reader = new RespReader(reply -> read.add(shown(reply)));
        reader.read(Buffer.buffer("+OK\r\n*2\r\n:1\r\n:2\r"));
        assertEquals(List.of("OK"), read);
        reader.read(Buffer.buffer("\n-"));
        assertEquals(List.of("OK", "[1 2]"), read);
        reader.read(Buffer.buffer("ERR\r\n"));
        assertEquals(List.of("OK", "[1 2]", "refused(ERR)"), read);
    }

    @Test
    void aLargeTextInManyPieces() throws RespReader.NotRedis {
        List<RedisReply> read = new ArrayList<>();
        RespReader reader = new RespReader(read::add);
        reader.read(Buffer.buffer("$1000000\r\n"));
        for (int i = 0; i < 1000; i++) {
            reader.read(Buffer.buffer("x".repeat(1000)));
        }
        assertTrue(read.isEmpty());
        reader.read(Buffer.buffer("\r\n"));
        assertEquals(1_000_000, read.get(0).text().orElseThrow().length());
    }

    /** The memory for a large one is given back, and taken again. */
    @Test
    void smallRepliesBetweenLargeOnes() throws RespReader.NotRedis {
        List<String> read = new ArrayList<>();
        RespReader reader = new RespReader(reply -> read.add(shown(reply)));
        reader.handMessages((channel, payload) -> read.add(channel + " " + new String(payload, UTF_8)));
        String first = "x".repeat(300_000);
        String second = "y".repeat(400_000);
        for (String piece : List.of(
                message("first", first),
                message("again", first),
                "+OK\r\n",
                message("small", "{}"),
                "+half of",
                " a line\r\n" + message("second", second) + message("third", "[]"),
                "-ERR no\r\n")) {
            for (int from = 0; from < piece.length(); from += 100_000) {
                reader.read(Buffer.buffer(piece.substring(from, Math.min(piece.length(), from + 100_000))));
            }
        }
        assertEquals(
                List.of(
                        "first " + first,
                        "again " + first,
                        "OK",
                        "small {}",
                        "half of a line",
                        "second " + second,
                        "third []",
                        "refused(ERR no)"),
                read);
    }

    private static String message(String channel, String payload) {
        return wire("*3|$7|message|$" + channel.getBytes(UTF_8).length + "|" + channel + "|$"
                + payload.getBytes(UTF_8).length + "|" + payload + "|");
    }

    /** In RESP2 and RESP3. Read as replies, they would cost a dozen objects each. */
    @ParameterizedTest
    @ValueSource(strings = {"*", ">"})
    void messagesAreHandedOnAndAreNoReplies(String type) throws RespReader.NotRedis {
        List<String> replies = new ArrayList<>();
        List<String> messages = new ArrayList<>();
        RespReader reader = new RespReader(reply -> replies.add(shown(reply)));
        reader.handMessages((channel, payload) -> messages.add(channel + " " + new String(payload, UTF_8)));
        String message =
                type + message("timeline:hashtag:caf\u00e9", "{\"\u00fc\":1}").substring(1);
        reader.read(Buffer.buffer(message + message));
        assertEquals(
                List.of("timeline:hashtag:caf\u00e9 {\"\u00fc\":1}", "timeline:hashtag:caf\u00e9 {\"\u00fc\":1}"),
                messages);
        assertEquals(List.of(), replies);
    }

    /** Another server behind the port, and what no server should send. */
    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 400 Bad Request|, it is no Redis; it says 'HTTP/1.1 400 Bad Request'",
        "SSH-2.0-OpenSSH_9.2p1|, it is no Redis; it says 'SSH-2.0-OpenSSH_9.2p1'",
        "'\u0015\u0003\u0003', it is no Redis; it says '???'",
        ":many|, it is no Redis; it says ':many'",
        "$99999999999|, it is no Redis; it says '$99999999999'",
        "'*1|*1|*1|*1|*1|*1|*1|*1|*1|*1|*1|*1|*1|*1|*1|*1|*1|', an answer is nested too deep",
    })
    void whatIsNotRedisIsQuoted(String lines, String message) {
        RespReader reader = new RespReader(reply -> {});
        RespReader.NotRedis failure =
                assertThrows(RespReader.NotRedis.class, () -> reader.read(Buffer.buffer(wire(lines))));
        assertEquals(message, failure.getMessage());
    }
}
