package dev.trunkline.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured of one contestant of {@link Start}, round by round. */
final class StartFigures {

    /** A figure, and the column in which it stands. */
    enum Figure {
        /** ms from exec to the first healthy answer. */
        HEALTHY("healthy"),
        /** ms from exec to the first event of a stream. */
        EVENT("event"),
        /** ms of CPU until the first healthy answer. */
        CPU("cpu"),
        /** Page faults until the first healthy answer that needed no disk. */
        FAULTS("faults"),
        /** MiB resident two seconds later. */
        IDLE("idle"),
        /** MiB of that which are not pages of files. */
        ANONYMOUS("anon");

        private final String heading;

        Figure(String heading) {
            this.heading = heading;
        }

        String heading() {
            return heading;
        }
    }

    private final Map<Figure, List<Double>> figures = new EnumMap<>(Figure.class);
    private final List<Double> withStreams = new ArrayList<>();

    void add(Figure figure, double value) {
        figures.computeIfAbsent(figure, missing -> new ArrayList<>()).add(value);
    }

    /** MiB with the next number of idle streams. */
    void addWithStreams(double mib) {
        withStreams.add(mib);
    }

    /** The median, or NaN where nothing was measured. */
    double median(Figure figure) {
        double[] sorted = sorted(figure);
        return Arrays.stream(sorted).skip(sorted.length / 2).findFirst().orElse(Double.NaN);
    }

    private double[] sorted(Figure figure) {
        return figures.getOrDefault(figure, List.of()).stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
    }

    /** The columns after the name. */
    static String heading(List<Integer> streams) {
        StringBuilder heading = new StringBuilder();
        for (Figure figure : Figure.values()) {
            append(heading, figure.heading());
            if (figure == Figure.HEALTHY) {
                append(heading, "least");
                append(heading, "most");
            }
        }
        streams.forEach(count -> append(heading, count.toString()));
        return heading.toString();
    }

    /** The same columns with figures. */
    String row() {
        StringBuilder row = new StringBuilder();
        for (Figure figure : Figure.values()) {
            append(row, number(median(figure)));
            if (figure == Figure.HEALTHY) {
                double[] sorted = sorted(figure);
                append(row, number(sorted[0]));
                append(row, number(sorted[sorted.length - 1]));
            }
        }
        withStreams.forEach(mib -> append(row, number(mib)));
        return row.toString();
    }

    /** The same columns as multiples of another contestant's. */
    String timesThoseOf(StartFigures other) {
        StringBuilder row = new StringBuilder();
        for (Figure figure : Figure.values()) {
            append(row, ratio(median(figure) / other.median(figure)));
            if (figure == Figure.HEALTHY) {
                append(row, "");
                append(row, "");
            }
        }
        return row.toString();
    }

    private static void append(StringBuilder row, String cell) {
        row.append(String.format(Locale.ROOT, " %9s", cell));
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.1f", value);
    }

    private static String ratio(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.2f", value);
    }
}
