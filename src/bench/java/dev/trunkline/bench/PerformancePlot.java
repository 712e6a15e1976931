package dev.trunkline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Draws {@code docs/images/performance.svg} and prints the same as a table in Markdown. The results are all files of {@code
 * src/bench/results}; {@code earlier.csv}, the older figures and those of other servers, decides which panels there are.
 */
final class PerformancePlot {
    private static final Path FOLDER = Path.of("src", "bench", "results");
    private static final Path EARLIER = FOLDER.resolve("earlier.csv");
    private static final Path IMAGE = Path.of("docs", "images", "performance.svg");

    private PerformancePlot() {}

    public static void main(String... arguments) throws IOException {
        if (arguments.length > 0) {
            System.err.println("src/bench/plot [--no-build] takes no more");
            System.exit(2);
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(FOLDER)) {
            files = all.filter(file -> file.toString().endsWith(".csv"))
                    .filter(file -> !file.equals(EARLIER))
                    .sorted()
                    .toList();
        }
        List<Panel> panels = panels(files);
        Files.writeString(IMAGE, PanelDrawing.of(panels));
        System.out.println("| load | measure | server | median (least–most) |\n| --- | --- | --- | --- |");
        for (Panel panel : panels) {
            for (Panel.Bar bar : panel.bars()) {
                System.out.println("| " + panel.load() + " | " + panel.measure() + ", " + panel.unit() + " | "
                        + bar.server() + " | " + PanelDrawing.label(bar) + " |");
            }
        }
    }

    private static List<Panel> panels(List<Path> files) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : files) {
            lines.addAll(lines(file));
        }
        List<String> earlier = lines(EARLIER);
        List<Panel> wanted = Panel.of(earlier);
        lines.addAll(earlier);
        return Panel.of(lines).stream()
                .filter(panel -> wanted.stream().anyMatch(panel::isLike))
                .toList();
    }

    private static List<String> lines(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        if (lines.isEmpty() || !lines.get(0).equals(Results.HEADING)) {
            throw new IOException(file + " does not begin with " + Results.HEADING);
        }
        return lines.subList(1, lines.size());
    }
}
