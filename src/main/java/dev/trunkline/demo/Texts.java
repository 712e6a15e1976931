package dev.trunkline.demo;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Sentences in several languages and scripts, from which statuses are made. */
final class Texts {

    private final Map<String, List<String>> sentences;

    private Texts(Map<String, List<String>> sentences) {
        this.sentences = sentences;
    }

    static Texts load() {
        try (InputStream in = Texts.class.getResourceAsStream("/demo/texts.txt")) {
            if (in == null) {
                throw new FileNotFoundException("/demo/texts.txt");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return new Texts(lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.groupingBy(
                            line -> line.substring(0, 2),
                            Collectors.mapping(line -> line.substring(3), Collectors.toList()))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A sentence of that language, an unused one as long as there is one. */
    String sentence(String language, RandomGenerator random, Collection<String> used) {
        List<String> all = sentences.getOrDefault(language, List.of());
        if (all.isEmpty()) {
            throw new IllegalArgumentException("No sentences in " + language);
        }
        List<String> unused =
                all.stream().filter(sentence -> !used.contains(sentence)).toList();
        List<String> choice = unused.isEmpty() ? all : unused;
        return choice.get(random.nextInt(choice.size()));
    }
}
