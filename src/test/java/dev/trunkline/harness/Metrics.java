package dev.trunkline.harness;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The figures of one response of {@code /metrics}, by name and labels as printed there. */
public final class Metrics {

    private final Map<String, Double> figures = new TreeMap<>();

    Metrics(String text) {
        text.lines().filter(line -> !line.startsWith("#") && !line.isBlank()).forEach(line -> {
            int space = line.lastIndexOf(' ');
            // The text format allows a comma after the last label, and the server writes one.
            figures.put(line.substring(0, space).replace(",}", "}"), Double.valueOf(line.substring(space + 1)));
        });
    }

    /** A figure; 0 if it is missing, as a counter with a label that has not occurred. */
    public long get(String figure) {
        return Math.round(figures.getOrDefault(figure, 0.0));
    }

    /** For what is less than one. */
    public boolean isPositive(String figure) {
        return figures.getOrDefault(figure, 0.0) > 0;
    }

    public boolean has(String figure) {
        return figures.containsKey(figure);
    }

    /** Whether there is a figure of that name with that {@code label="value"}; empty for any. */
    public boolean has(String name, String label) {
        return figures.keySet().stream()
                .anyMatch(figure -> (figure + "{").startsWith(name + "{") && figure.contains(label));
    }

    /** All names, without labels. */
    public Set<String> names() {
        return figures.keySet().stream()
                .map(figure -> figure.split("\\{", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The sum of a name's figures over all labels. */
    public long sum(String name) {
        return Math.round(figures.entrySet().stream()
                .filter(figure ->
                        figure.getKey().equals(name) || figure.getKey().startsWith(name + "{"))
                .mapToDouble(Map.Entry::getValue)
                .sum());
    }

    @Override
    public String toString() {
        return figures.toString();
    }
}
