package dev.trunkline.ws;

import dev.trunkline.event.LastEventId;
import dev.trunkline.http.QueryParameters;
import dev.trunkline.stream.BooleanParameter;
import dev.trunkline.stream.Need;
import dev.trunkline.stream.StreamName;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message of a client, as it spelled it (protocol, section 5).
 *
 * @param type what to do with the stream
 * @param stream the stream's name, {@code ""} if there is none that is a string
 * @param tag null if there is none
 * @param list null if there is none; a string or a number
 * @param allowLocalOnly glitch-soc's parameter
 * @param lastId what the client says about ids (protocol, section 12)
 */
record ClientMessage(
        Type type,
        String stream,
        @Nullable String tag,
        @Nullable Object list,
        boolean allowLocalOnly,
        LastEventId lastId) {

    private static final String LAST_EVENT_ID = "last_event_id";

    enum Type {
        SUBSCRIBE,
        UNSUBSCRIBE
    }

    /** The message in a text frame; empty for a frame that is ignored: no JSON object, or of an unknown type. */
    static Optional<ClientMessage> parse(String text) {
        JsonObject message;
        try {
            message = new JsonObject(text);
        } catch (DecodeException | ClassCastException notAnObject) {
            return Optional.empty();
        }
        Object type = message.getValue("type");
        if ("subscribe".equals(type)) {
            return Optional.of(of(Type.SUBSCRIBE, message));
        }
        return "unsubscribe".equals(type) ? Optional.of(of(Type.UNSUBSCRIBE, message)) : Optional.empty();
    }

    /** The subscription that the handshake's query asks for, if it asks for one. */
    static Optional<ClientMessage> of(QueryParameters query) {
        String stream = query.first("stream");
        if (stream == null || stream.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ClientMessage(
                Type.SUBSCRIBE,
                stream,
                query.first("tag"),
                query.first("list"),
                BooleanParameter.isTrue(query.first("allow_local_only")),
                LastEventId.of(query.first(LAST_EVENT_ID))));
    }

    private static ClientMessage of(Type type, JsonObject message) {
        Object stream = message.getValue("stream");
        if (stream instanceof JsonArray several) {
            stream = several.isEmpty() ? null : several.getValue(0);
        }
        return new ClientMessage(
                type,
                stream instanceof String name ? name : "",
                message.getValue("tag") instanceof String tag ? tag : null,
                list(message.getValue("list")),
                allow(message.getValue("allow_local_only")),
                lastId(message));
    }

    /** A client that has no id yet may say so with null. */
    private static LastEventId lastId(JsonObject message) {
        if (!message.containsKey(LAST_EVENT_ID)) {
            return LastEventId.NOT_WANTED;
        }
        return message.getValue(LAST_EVENT_ID) instanceof String id ? LastEventId.of(id) : LastEventId.NONE_YET;
    }

    /** A string unchanged, a number in its shortest form, anything else as missing. */
    private static @Nullable Object list(@Nullable Object value) {
        if (value instanceof Double number) {
            // No list has an id that is too large for a double.
            return number.isInfinite() ? number.toString() : new BigDecimal(number.toString()).stripTrailingZeros();
        }
        return value instanceof String || value instanceof Number ? value : null;
    }

    private static boolean allow(@Nullable Object value) {
        return Boolean.TRUE.equals(value) || (value instanceof String text && BooleanParameter.isTrue(text));
    }

    Optional<StreamName> name() {
        return StreamName.named(stream, allowLocalOnly);
    }

    /** The list as text, whole numbers without an exponent. */
    @Nullable
    String listText() {
        if (list instanceof BigDecimal number) {
            return number.toPlainString();
        }
        return list == null ? null : list.toString();
    }

    /** The {@code stream} array of the frames: the name, and the tag or list as the client spelled it. */
    String label(Need need) {
        JsonArray label = new JsonArray().add(stream);
        if (need == Need.TAG) {
            label.add(tag);
        } else if (need == Need.LIST) {
            label.add(list instanceof BigDecimal number && number.scale() <= 0 ? number.toBigInteger() : list);
        }
        return label.encode();
    }
}
