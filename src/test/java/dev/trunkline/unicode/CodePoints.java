package dev.trunkline.unicode;

import java.util.stream.IntStream;

/** Code points to test with. */
final class CodePoints {
    private CodePoints() {}

    static IntStream all() {
        return IntStream.rangeClosed(0, Character.MAX_CODE_POINT);
    }

    /** Those that this JVM knows, which may have another version of Unicode than the tables. */
    static IntStream knownToTheJvm() {
        return all().filter(c -> Character.getType(c) != Character.UNASSIGNED);
    }

    static String name(int codePoint) {
        return String.format("U+%04X", codePoint);
    }
}
