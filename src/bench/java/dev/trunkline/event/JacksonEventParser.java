package dev.trunkline.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** {@link EventParser} as it would be with Jackson's streaming parser in place of {@link JsonScanner}. */
final class JacksonEventParser {
    private static final JsonFactory JACKSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final byte[] message;
    private final boolean compacting;
    private @Nullable String name;
    private @Nullable JsonToken payload;
    private int payloadFrom;
    private int payloadTo;
    private String payloadText = "";

    private JacksonEventParser(byte[] message, boolean compacting) {
        this.message = message;
        this.compacting = compacting;
    }

    static Parsed parse(byte[] message) {
        return new JacksonEventParser(Utf8.wellFormed(message), true).parse();
    }

    /** Leaves white space in the payload, which the protocol does not allow: a lower bound. */
    static Parsed parseWithoutCompacting(byte[] message) {
        return new JacksonEventParser(Utf8.wellFormed(message), false).parse();
    }

    /** Jackson's work without anything else: all tokens of a message. */
    static int tokens(byte[] message) {
        try (JsonParser parser = JACKSON.createParser(message)) {
            int tokens = 0;
            while (parser.nextToken() != null) {
                tokens++;
            }
            return tokens;
        } catch (IOException malformed) {
            return 0;
        }
    }

    private Parsed parse() {
        try (JsonParser parser = JACKSON.createParser(message)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_OBJECT) {
                members(parser);
            } else if (first == null) {
                return Malformed.NOT_JSON;
            } else {
                parser.skipChildren();
            }
            if (parser.nextToken() != null) {
                return Malformed.NOT_JSON;
            }
        } catch (JsonProcessingException malformed) {
            return Malformed.NOT_JSON;
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        if (name == null || name.isEmpty() || name.chars().anyMatch(Character::isISOControl)) {
            return Malformed.NO_NAME;
        }
        return event(name);
    }

    private void members(JsonParser parser) throws IOException {
        for (String member = parser.nextFieldName(); member != null; member = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (member.equals("event")) {
                name = value == JsonToken.VALUE_STRING ? parser.getText() : null;
                parser.skipChildren();
            } else if (member.equals("payload")) {
                payload = value;
                payloadFrom = (int) parser.currentTokenLocation().getByteOffset();
                if (value.isScalarValue()) {
                    payloadText = parser.getText();
                } else {
                    parser.skipChildren();
                }
                payloadTo = (int) parser.currentLocation().getByteOffset();
            } else {
                parser.skipChildren();
            }
        }
    }

    private Parsed event(String event) {
        if (payload == null) {
            return without(event);
        }
        return switch (payload) {
            case START_OBJECT, START_ARRAY -> Event.json(event, compact());
            case VALUE_TRUE -> Event.text(event, payloadText.getBytes(UTF_8));
            case VALUE_STRING -> payloadText.isEmpty() ? without(event) : Event.text(event, Utf8.encode(payloadText));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                Double.parseDouble(payloadText) == 0 ? without(event) : Event.text(event, payloadText.getBytes(UTF_8));
            default -> without(event);
        };
    }

    /** The payload without white space between tokens. Jackson does not say whether there is any. */
    private byte[] compact() {
        if (!compacting) {
            return Arrays.copyOfRange(message, payloadFrom, payloadTo);
        }
        byte[] compact = new byte[payloadTo - payloadFrom];
        int length = 0;
        boolean inString = false;
        for (int place = payloadFrom; place < payloadTo; place++) {
            byte b = message[place];
            if (inString || b > ' ' || b < 0) {
                compact[length++] = b;
            }
            if (inString && b == '\\') {
                compact[length++] = message[++place];
            } else if (b == '"') {
                inString = !inString;
            }
        }
        return length == compact.length ? compact : Arrays.copyOf(compact, length);
    }

    private static Parsed without(String name) {
        return name.equals(EventName.FILTERS_CHANGED) ? Event.bare(name) : Malformed.NO_PAYLOAD;
    }
}
