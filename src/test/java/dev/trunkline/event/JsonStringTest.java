package dev.trunkline.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class JsonStringTest {
    private static final JsonFactory JACKSON = new JsonFactory();

    @Test
    void escapesAsJavaScriptDoes() {
        assertEquals(
                "\"\\u0000\\u001f\\b\\t\\n\\f\\r\\\"\\\\/\u007f\u2028é漢😀\"",
                json("\u0000\u001f\b\t\n\f\r\"\\/\u007f\u2028é漢😀"));
        assertEquals("\"\"", json(""));
    }

    @Test
    void replacesHalvesOfSurrogatePairs() {
        assertEquals("\"a\ufffdb\ufffd\"", json("a\ud83db\ude00"));
    }

    @Property
    void isReadByJacksonAsTheText(@ForAll("texts") String text) throws IOException {
        try (JsonParser parser = JACKSON.createParser(JsonString.of(text))) {
            assertEquals(JsonToken.VALUE_STRING, parser.nextToken());
            assertEquals(text, parser.getText());
        }
    }

    @Property
    void isWhatJacksonWritesButForTheCaseOfHexadecimalDigits(@ForAll("texts") String text) {
        byte[] written = JsonStringEncoder.getInstance().quoteAsUTF8(text);
        for (int i = 0; i + 5 < written.length; i++) {
            if (written[i] == '\\' && written[i + 1] == 'u') {
                written[i + 5] = (byte) Character.toLowerCase(written[i + 5]);
            }
            i += written[i] == '\\' ? 1 : 0;
        }
        byte[] json = JsonString.of(text);
        assertArrayEquals(written, new String(json, 1, json.length - 2, UTF_8).getBytes(UTF_8));
    }

    @Provide
    static Arbitrary<String> texts() {
        return Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(2, Arbitraries.of("\"", "\\", "\\u", "a", "é", "漢", "😀", "\u2028")),
                        net.jqwik.api.Tuple.of(
                                1, Arbitraries.chars().range('\0', '\u007f').map(String::valueOf)))
                .list()
                .ofMaxSize(30)
                .map(pieces -> String.join("", pieces));
    }

    private static String json(String text) {
        return new String(JsonString.of(text), UTF_8);
    }
}
