package dev.trunkline.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message as Jackson reads it, strictly and without its limits: the oracle of {@link EventParserPropertyTest}. */
final class JacksonJudge {
    private static final JsonFactory JACKSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private @Nullable Token name;
    private List<Token> payload = List.of();

    /** A token with the text of a string or the spelling of a number. */
    record Token(JsonToken kind, String text) {}

    private JacksonJudge() {}

    /** The judgement on a message; null if it is not JSON. */
    static @Nullable JacksonJudge judge(byte[] message) throws IOException {
        JacksonJudge judge = new JacksonJudge();
        try (JsonParser parser = JACKSON.createParser(new String(Utf8.wellFormed(message), UTF_8))) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return null;
            }
            if (first == JsonToken.START_OBJECT) {
                judge.members(parser);
            } else {
                value(parser);
            }
            // Jackson reads several values in a row; a message is a single one.
            return parser.nextToken() == null ? judge : null;
        } catch (JsonProcessingException invalid) {
            return null;
        }
    }

    /** All tokens of a text that is a single value. */
    static List<Token> tokens(String json) throws IOException {
        try (JsonParser parser = JACKSON.createParser(json)) {
            parser.nextToken();
            return value(parser);
        }
    }

    /** The event's name; null if there is no valid one. */
    @Nullable
    String name() {
        if (name == null || name.kind() != JsonToken.VALUE_STRING || name.text().isEmpty()) {
            return null;
        }
        return name.text().chars().anyMatch(Character::isISOControl) ? null : name.text();
    }

    /** Whether there is a payload that is true in JavaScript. */
    boolean hasPayload() {
        if (payload.isEmpty()) {
            return false;
        }
        Token first = payload.get(0);
        return switch (first.kind()) {
            case VALUE_NULL, VALUE_FALSE -> false;
            case VALUE_STRING -> !first.text().isEmpty();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Double.parseDouble(first.text()) != 0;
            default -> true;
        };
    }

    /** The payload's tokens. */
    List<Token> payload() {
        return payload;
    }

    private void members(JsonParser parser) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            List<Token> value = value(parser);
            if (key.equals("event")) {
                name = value.get(0);
            } else if (key.equals("payload")) {
                payload = value;
            }
        }
    }

    private static List<Token> value(JsonParser parser) throws IOException {
        List<Token> tokens = new ArrayList<>();
        int depth = 0;
        do {
            JsonToken kind = parser.currentToken();
            depth += kind.isStructStart() ? 1 : kind.isStructEnd() ? -1 : 0;
            tokens.add(new Token(kind, new String(Utf8.encode(parser.getText()), UTF_8)));
        } while (depth > 0 && parser.nextToken() != null);
        return tokens;
    }
}
