package dev.trunkline.demo;

import io.vertx.core.MultiMap;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** What a client says in the query, in a form or in JSON: Mastodon takes all three. */
final class Parameters {

    private final MultiMap fields;
    private final JsonObject json;

    private Parameters(MultiMap fields, JsonObject json) {
        this.fields = fields;
        this.json = json;
    }

    static Parameters of(RoutingContext context) {
        MultiMap fields = MultiMap.caseInsensitiveMultiMap();
        fields.addAll(context.queryParams());
        fields.addAll(context.request().formAttributes());
        JsonObject json = new JsonObject();
        if (String.valueOf(context.request().getHeader("Content-Type")).startsWith("application/json")) {
            json = object(String.valueOf(context.body().asString()));
        }
        return new Parameters(fields, json);
    }

    private static JsonObject object(String text) {
        try {
            if (Json.decodeValue(text) instanceof JsonObject object) {
                return object;
            }
        } catch (DecodeException malformed) {
            // Said below, as of what is well-formed and no object.
        }
        throw new BadParameter("The body is no JSON object");
    }

    /** A request that lacks something or has it wrong. The message is for the client. */
    static final class BadParameter extends IllegalArgumentException {

        private static final long serialVersionUID = 1;

        BadParameter(String message) {
            super(message);
        }
    }

    /** The parameter, or the default. */
    String get(String name, String otherwise) {
        List<String> values = all(name);
        return values.isEmpty() ? otherwise : values.get(0);
    }

    String required(String name) {
        String value = get(name, "");
        if (value.isBlank()) {
            throw new BadParameter(name + " is missing");
        }
        return value;
    }

    /** A number without a sign. */
    int number(String name, int least, int most) {
        String text = required(name);
        int number = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
        if (number < least || number > most) {
            throw new BadParameter(name + " is a number from " + least + " to " + most);
        }
        return number;
    }

    /** All values of a parameter that may be given several times, or as an array. */
    List<String> all(String name) {
        Object value = json.getValue(name);
        if (value instanceof JsonArray array) {
            return array.stream().map(String::valueOf).toList();
        }
        if (value != null) {
            return List.of(value.toString());
        }
        List<String> values = fields.getAll(name);
        return values.isEmpty() ? fields.getAll(name + "[]") : values;
    }

    /** A member of the body as it was given in JSON. */
    Object value(String name) {
        Object value = json.getValue(name);
        return value == null ? get(name, "") : value;
    }
}
