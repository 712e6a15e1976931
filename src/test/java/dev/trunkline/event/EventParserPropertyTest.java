package dev.trunkline.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.trunkline.event.JacksonJudge.Token;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Random messages, valid and broken: {@link EventParser} accepts and rejects the same ones as Jackson, and reads the same. */
class EventParserPropertyTest {
    private static final Pattern STRING_OR_SPACE = Pattern.compile("\"(?:[^\"\\\\]++|\\\\.)*+\"|[ \t\r\n]++");

    @Property(tries = 2000)
    void readsValidMessages(@ForAll("messages") String message) throws IOException {
        assertAgrees(message.getBytes(UTF_8));
    }

    @Property(tries = 5000)
    void rejectsBrokenMessages(
            @ForAll("messages") String message,
            @ForAll @Size(3) List<@IntRange(max = 1 << 20) Integer> places,
            @ForAll("shrapnel") List<Byte> shrapnel)
            throws IOException {
        byte[] bytes = message.getBytes(UTF_8);
        for (int i = 0; i < shrapnel.size(); i++) {
            bytes[places.get(i) % bytes.length] = shrapnel.get(i);
        }
        assertAgrees(bytes);
    }

    @Property
    void rejectsMessagesCutShort(@ForAll("messages") String message, @ForAll @IntRange(max = 1 << 20) int length)
            throws IOException {
        byte[] bytes = message.getBytes(UTF_8);
        assertAgrees(Arrays.copyOf(bytes, length % bytes.length));
    }

    @Property
    void hasAResultForAnyBytes(@ForAll byte[] bytes) throws IOException {
        assertAgrees(bytes);
    }

    @Provide
    static Arbitrary<String> messages() {
        return Messages.messages();
    }

    @Provide
    static Arbitrary<List<Byte>> shrapnel() {
        Arbitrary<Byte> structure = Arbitraries.of("{}[]:,\"\\ \n\t\u0000\u001f\u007f0123456789-+.eEtfnu/"
                .chars()
                .mapToObj(c -> (byte) c)
                .toList());
        return Arbitraries.oneOf(structure, Arbitraries.bytes())
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    private static void assertAgrees(byte[] message) throws IOException {
        Parsed parsed = EventParser.parse(message);
        JacksonJudge judge = JacksonJudge.judge(message);
        if (judge == null) {
            assertEquals(Malformed.NOT_JSON, parsed);
            return;
        }
        String name = judge.name();
        if (name == null) {
            assertEquals(Malformed.NO_NAME, parsed);
        } else if (!judge.hasPayload() && !name.equals("filters_changed")) {
            assertEquals(Malformed.NO_PAYLOAD, parsed);
        } else {
            Event event = assertInstanceOf(Event.class, parsed);
            assertEquals(name, event.name());
            assertPayload(judge, event);
        }
    }

    private static void assertPayload(JacksonJudge judge, Event event) throws IOException {
        String text = new String(event.payload(), UTF_8);
        List<Token> tokens = judge.payload();
        if (!judge.hasPayload()) {
            assertEquals(PayloadKind.NONE, event.kind());
        } else if (tokens.get(0).kind().isScalarValue()) {
            assertEquals(PayloadKind.TEXT, event.kind());
            assertEquals(tokens.get(0).text(), text);
        } else {
            assertEquals(PayloadKind.JSON, event.kind());
            assertEquals(tokens, JacksonJudge.tokens(text));
            assertEquals(withoutSpace(text), text);
        }
    }

    private static String withoutSpace(String json) {
        return STRING_OR_SPACE.matcher(json).replaceAll(match -> {
            String string = match.group();
            return string.startsWith("\"") ? Matcher.quoteReplacement(string) : "";
        });
    }
}
