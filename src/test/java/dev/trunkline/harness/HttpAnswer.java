package dev.trunkline.harness;

import java.util.List;
import java.util.Map;

/**
 * An HTTP response as it was received.
 *
 * @param version of its status line
 * @param headers by name in any case
 * @param body in UTF-8, without the chunks' framing; empty if only the head was read
 */
public record HttpAnswer(String version, int status, Map<String, List<String>> headers, String body) {

    /** The header's only value; null if there is none. */
    public String header(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new AssertionError(name + " was given " + values.size() + " times");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    /** The content type without its parameters. */
    public String mediaType() {
        String type = header("Content-Type");
        return type == null ? null : type.replaceFirst(" *;.*", "");
    }

    HttpAnswer withBody(String whole) {
        return new HttpAnswer(version, status, headers, whole);
    }
}
