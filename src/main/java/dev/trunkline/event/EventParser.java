package dev.trunkline.event;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes an {@link Event} of a Redis message (protocol, sections 4, 6 and 10): finds the last member {@code event} and the
 * last member {@code payload}, and copies the payload's text. Every byte sequence gives a result.
 *
 * <p>It takes one pass over the message and one copy of the payload. Why it does not use Jackson: see the decision record on
 * the JSON scanner.
 */
public final class EventParser {
    private static final byte[] EVENT = "\"event\"".getBytes(US_ASCII);
    private static final byte[] PAYLOAD = "\"payload\"".getBytes(US_ASCII);

    /** A backslash, a u and four digits for a single byte. */
    private static final int LONGEST_ESCAPE = 6;

    private final byte[] message;
    private final JsonScanner scanner;

    // The places of the last values; 0, where no value of a member can be, if there is none.
    private int nameFrom;
    private int nameTo;
    private int payloadFrom;
    private int payloadTo;
    private int payloadSpaces;

    private final boolean signal;
    private final long fingerprint;

    private EventParser(byte[] message, boolean signal, long fingerprint) {
        this.message = message;
        this.signal = signal;
        this.fingerprint = fingerprint;
        this.scanner = new JsonScanner(message);
    }

    /**
     * The event of a message, or the reason why the message is dropped.
     *
     * @param message the published bytes; the event keeps no reference to them
     */
    public static Parsed parse(byte[] message) {
        return parse(message, Fingerprint.of(message));
    }

    static Parsed parse(byte[] message, long fingerprint) {
        return new EventParser(message, false, fingerprint).parse();
    }

    /** The same for a system channel, whose events need no payload ({@code kill}), because no client gets them. */
    public static Parsed parseSignal(byte[] message) {
        return new EventParser(message, true, 0).parse();
    }

    private Parsed parse() {
        int start = scanner.space(0);
        int end = scanner.at(start) == '{' ? members(start) : scanner.value(start);
        if (end == JsonScanner.MALFORMED || scanner.space(end) != message.length) {
            return Malformed.NOT_JSON;
        }
        String name = name();
        return name == null ? Malformed.NO_NAME : event(name);
    }

    /** Reads the members of the outermost object; returns the place after it. */
    private int members(int from) {
        int place = scanner.space(from + 1);
        if (scanner.at(place) == '}') {
            return place + 1;
        }
        while (true) {
            int keyFrom = place;
            int keyTo = scanner.string(keyFrom);
            int valueFrom = keyTo == JsonScanner.MALFORMED ? keyTo : scanner.colon(keyTo);
            if (valueFrom == JsonScanner.MALFORMED) {
                return JsonScanner.MALFORMED;
            }
            int spacesBefore = scanner.spaces();
            int valueTo = scanner.value(valueFrom);
            if (valueTo == JsonScanner.MALFORMED) {
                return JsonScanner.MALFORMED;
            }
            if (isKey(EVENT, keyFrom, keyTo)) {
                nameFrom = valueFrom;
                nameTo = valueTo;
            } else if (isKey(PAYLOAD, keyFrom, keyTo)) {
                payloadFrom = valueFrom;
                payloadTo = valueTo;
                payloadSpaces = scanner.spaces() - spacesBefore;
            }
            place = scanner.space(valueTo);
            byte b = scanner.at(place);
            if (b == '}') {
                return place + 1;
            }
            if (b != ',') {
                return JsonScanner.MALFORMED;
            }
            place = scanner.space(place + 1);
        }
    }

    /** Whether the key at a place equals the given one, which has its quotes; the key may be written with escapes. */
    private boolean isKey(byte[] key, int from, int to) {
        if (Arrays.equals(message, from, to, key, 0, key.length)) {
            return true;
        }
        if (to - from <= key.length || to - from > key.length * LONGEST_ESCAPE) {
            return false;
        }
        byte[] decoded = JsonText.decode(message, from, to);
        return Arrays.equals(decoded, 0, decoded.length, key, 1, key.length - 1);
    }

    private @Nullable String name() {
        if (nameFrom == 0 || message[nameFrom] != '"') {
            return null;
        }
        String known = EventName.known(message, nameFrom + 1, nameTo - 1);
        return known != null ? known : rareName(JsonText.decode(message, nameFrom, nameTo));
    }

    private static @Nullable String rareName(byte[] decoded) {
        String known = EventName.known(decoded, 0, decoded.length);
        if (known != null) {
            return known;
        }
        String name = new String(decoded, UTF_8);
        return name.isEmpty() || name.chars().anyMatch(Character::isISOControl) ? null : name;
    }

    private Parsed event(String name) {
        byte first = payloadFrom == 0 ? (byte) 'n' : message[payloadFrom];
        switch (first) {
            case '{', '[' -> {
                byte[] compact = JsonText.compact(message, payloadFrom, payloadTo, payloadSpaces);
                return event(name, PayloadKind.JSON, Utf8.wellFormed(compact));
            }
            case '"' -> {
                byte[] text = JsonText.decode(message, payloadFrom, payloadTo);
                return text.length == 0 ? without(name) : event(name, PayloadKind.TEXT, text);
            }
            case 'n', 'f' -> {
                return without(name);
            }
            default -> {
                byte[] token = Arrays.copyOfRange(message, payloadFrom, payloadTo);
                return first != 't' && isZero(token) ? without(name) : event(name, PayloadKind.TEXT, token);
            }
        }
    }

    /** As in JavaScript, 1e-400 is too small for a number and is 0. */
    private static boolean isZero(byte[] number) {
        return Double.parseDouble(new String(number, US_ASCII)) == 0;
    }

    private Parsed without(String name) {
        boolean complete = signal || name.equals(EventName.FILTERS_CHANGED);
        return complete ? event(name, PayloadKind.NONE, Event.NOTHING) : Malformed.NO_PAYLOAD;
    }

    private Event event(String name, PayloadKind kind, byte[] payload) {
        return Event.of(new Message(name, kind, payload, fingerprint));
    }
}
