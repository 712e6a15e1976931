package dev.trunkline.filter;

/** Writes strings as JavaScript's {@code JSON.stringify} does; they have no halves of surrogate pairs. */
final class JsonString {
    private JsonString() {}

    static void append(StringBuilder json, String text) {
        json.append('"');
        text.codePoints().forEach(c -> append(json, c));
        json.append('"');
    }

    private static void append(StringBuilder json, int codePoint) {
        switch (codePoint) {
            case '"' -> json.append("\\\"");
            case '\\' -> json.append("\\\\");
            case '\b' -> json.append("\\b");
            case '\f' -> json.append("\\f");
            case '\n' -> json.append("\\n");
            case '\r' -> json.append("\\r");
            case '\t' -> json.append("\\t");
            default -> {
                if (codePoint < ' ') {
                    json.append(String.format("\\u%04x", codePoint));
                } else {
                    json.appendCodePoint(codePoint);
                }
            }
        }
    }
}
