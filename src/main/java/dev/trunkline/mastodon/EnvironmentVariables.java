package dev.trunkline.mastodon;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Environment variables of one source: of the process, or of a file.
 *
 * @param values all of them, by name
 * @param unreadable the names of those whose value is not UTF-8
 */
public record EnvironmentVariables(Map<String, String> values, Set<String> unreadable) {

    /** No variables. */
    public static final EnvironmentVariables NONE = of(Map.of());

    /** Where Linux shows the environment with which the process was started, in bytes. */
    private static final Path BYTES = Path.of("/proc/self/environ");

    /** What stands for bytes that are not text in the encoding of the decoder. */
    private static final String UNDECODED = "\uFFFD";

    /** Variables that can all be read. */
    public static EnvironmentVariables of(Map<String, String> values) {
        return new EnvironmentVariables(values, Set.of());
    }

    /**
     * The variables of this process, read as UTF-8 whatever the locale, as Node reads them. A JVM decodes them by the locale:
     * without one, or with {@code C}, it loses all characters but ASCII's.
     */
    public static EnvironmentVariables ofProcess() {
        return ofProcess(System.getenv(), BYTES);
    }

    /**
     * @param decoded what the JVM has made of the variables
     * @param bytes a file with the variables as they are, each ended by a zero byte
     */
    static EnvironmentVariables ofProcess(Map<String, String> decoded, Path bytes) {
        byte[] all;
        try {
            all = Files.readAllBytes(bytes);
        } catch (IOException notLinux) {
            return ofText(decoded);
        }
        Map<String, String> values = new HashMap<>(decoded);
        Set<String> unreadable = new HashSet<>();
        int from = 0;
        for (int i = 0; i < all.length; i++) {
            if (all[i] == 0) {
                redecode(Arrays.copyOfRange(all, from, i), values, unreadable);
                from = i + 1;
            }
        }
        return new EnvironmentVariables(Map.copyOf(values), Set.copyOf(unreadable));
    }

    /** Replaces the value of one variable, given as {@code NAME=value}, if it has other characters than ASCII's. */
    private static void redecode(byte[] entry, Map<String, String> values, Set<String> unreadable) {
        int equals = 0;
        while (equals < entry.length && entry[equals] != '=') {
            equals++;
        }
        String name = new String(entry, 0, equals, US_ASCII);
        boolean ascii = true;
        for (int i = equals; i < entry.length; i++) {
            ascii &= entry[i] >= 0;
        }
        if (ascii || !values.containsKey(name)) {
            return;
        }
        byte[] value = Arrays.copyOfRange(entry, equals + 1, entry.length);
        try {
            values.put(name, UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString());
        } catch (CharacterCodingException otherEncoding) {
            unreadable.add(name);
        }
    }

    /** Variables of a text in which {@link #UNDECODED} stands for bytes that were not UTF-8. */
    static EnvironmentVariables ofText(Map<String, String> decoded) {
        Set<String> unreadable = new HashSet<>();
        decoded.forEach((name, value) -> {
            if (value.contains(UNDECODED)) {
                unreadable.add(name);
            }
        });
        return new EnvironmentVariables(Map.copyOf(decoded), Set.copyOf(unreadable));
    }
}
