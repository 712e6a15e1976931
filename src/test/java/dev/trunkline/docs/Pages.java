package dev.trunkline.docs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The project's text files, in which citations and links are looked for. */
final class Pages {

    static final Path PROTOCOL = Path.of("docs", "protocol.md");

    /** Not the whole working directory: a build or an editor may leave files there. */
    private static final List<String> FOLDERS = List.of("src", "docs", "deploy", ".github", ".ci");

    /** These tests contain citations of sections that do not exist. */
    private static final Path HERE = Path.of("src", "test", "java", "dev", "trunkline", "docs");

    private Pages() {}

    /** All text files of the project except these tests. */
    static List<Path> texts() throws IOException {
        List<Path> texts = new ArrayList<>(textsBelow(Path.of(""), 1));
        for (String folder : FOLDERS) {
            if (Files.exists(Path.of(folder))) {
                texts.addAll(textsBelow(Path.of(folder), Integer.MAX_VALUE));
            }
        }
        return texts;
    }

    private static List<Path> textsBelow(Path folder, int depth) throws IOException {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(file -> Files.isRegularFile(file)
                            && !file.startsWith(HERE)
                            && text(file).isPresent())
                    .sorted()
                    .toList();
        }
    }

    /** The pages in Markdown. */
    static List<Path> pages() throws IOException {
        return texts().stream().filter(file -> file.toString().endsWith(".md")).toList();
    }

    static String read(Path file) {
        return text(file).orElseThrow(() -> new IllegalArgumentException(file + " is not text"));
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString());
        } catch (CharacterCodingException binary) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }
}
