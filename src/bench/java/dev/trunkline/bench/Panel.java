package dev.trunkline.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One measure of several servers under the same load.
 *
 * @param bars in the order in which the servers occur
 */
record Panel(String load, String measure, String unit, List<Bar> bars) {
    /** The figures of one server, of all rounds. */
    record Bar(String server, double least, double median, double most) {
        static Bar of(String server, List<Double> values) {
            double[] sorted =
                    values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            int half = sorted.length / 2;
            double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
            return new Bar(server, sorted[0], median, sorted[sorted.length - 1]);
        }
    }

    private record Title(String load, String measure, String unit) {}

    /** The panels of some lines of {@link Results} without headings, in the order in which they occur. */
    static List<Panel> of(List<String> lines) {
        Map<Title, Map<String, List<Double>>> values = new LinkedHashMap<>();
        for (String line : lines) {
            String[] cells = line.split(",", -1);
            if (cells.length != 6) {
                throw new IllegalArgumentException("not six cells: " + line);
            }
            values.computeIfAbsent(new Title(cells[0], cells[1], cells[2]), first -> new LinkedHashMap<>())
                    .computeIfAbsent(cells[3], first -> new ArrayList<>())
                    .add(Double.parseDouble(cells[5]));
        }
        List<Panel> panels = new ArrayList<>();
        values.forEach((title, servers) -> {
            List<Bar> bars = new ArrayList<>();
            servers.forEach((server, rounds) -> bars.add(Bar.of(server, rounds)));
            panels.add(new Panel(title.load, title.measure, title.unit, bars));
        });
        return panels;
    }

    /** Whether it shows the same as the other one, maybe of other servers. */
    boolean isLike(Panel other) {
        return load.equals(other.load) && measure.equals(other.measure) && unit.equals(other.unit);
    }
}
