package dev.trunkline.filter;

import java.util.List;

/** Stub. */
public final class SearchableText {
    private final List<String> parts;

    public SearchableText(List<String> parts) {
        this.parts = List.copyOf(parts);
    }

    public String text() {
        return String.join("\n\n", parts);
    }
}
