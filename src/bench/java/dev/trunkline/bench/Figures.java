package dev.trunkline.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The measured parts of a run, and their presentation. */
final class Figures {
    /**
     * One measured part.
     *
     * @param queries that PostgreSQL has carried out for the server
     * @param wireBytes that the client has received
     * @param ready resident KiB when ready; {@code open} with all connections; {@code after} the events
     * @param live bytes of objects that are reachable at the end and were not before the connections; NaN if unknown
     */
    record Part(
            String name,
            int connections,
            int round,
            long events,
            Usage used,
            long queries,
            long wireBytes,
            long ready,
            long open,
            long after,
            double live) {
        private long deliveries() {
            return connections * events;
        }

        double user() {
            return (double) used.cpu().user() / deliveries();
        }

        double kernel() {
            return (double) used.cpu().kernel() / deliveries();
        }

        double sum() {
            return (double) used.cpu().sum() / deliveries();
        }

        double redis() {
            return (double) used.redis() / deliveries();
        }

        double postgres() {
            return (double) used.postgres() / deliveries();
        }

        double queriesPerEvent() {
            return (double) queries / events;
        }

        /** Bytes that the client has received for each delivery, HTTP's and those of the WebSocket's frame included. */
        double bytes() {
            return (double) wireBytes / deliveries();
        }

        /** KiB for each connection. */
        double residentPerConnection() {
            return (double) (after - ready) / connections;
        }

        /** KiB for each connection. */
        double livePerConnection() {
            return live / 1024 / connections;
        }

        double rate() {
            return deliveries() * 1e9 / used.nanos();
        }

        /** The share of the machine that other processes used, in per cent. */
        double others() {
            return used.othersShare();
        }

        void writeTo(Results results, String load, String server) throws IOException {
            results.add(load, "delivery: server CPU in user mode", "µs", server, round, user());
            results.add(load, "delivery: server CPU in the kernel", "µs", server, round, kernel());
            results.add(load, "delivery: server CPU", "µs", server, round, sum());
            results.add(load, "delivery: Redis CPU", "µs", server, round, redis());
            results.add(load, "delivery: PostgreSQL CPU", "µs", server, round, postgres());
            results.add(load, "delivery: received", "B", server, round, bytes());
            results.add(load, "connection: live heap", "KiB", server, round, livePerConnection());
            results.add(load, "event: queries", "1", server, round, queriesPerEvent());
            results.add(load, "deliveries a second", "1/s", server, round, rate());
            results.add(load, "others", "%", server, round, others());
        }
    }

    private static final String ROW = "%-19s %7s %6s %7s %7s %7s %7s %8s %8s %7s %12s %8s %6s %6s %6s%n";
    private static final String SUMMARY = "%-19s %7s %7s %7s %7s %17s %8s %8s %8s %8s %12s %6s%n";

    private static final String COMPRESSION = "%-19s %7s %6s %6s %6s %7s %7s %6s %15s %9s %7s %7s %7s%n";

    private Figures() {}

    static String heading() {
        return "CPU of the server in microseconds for each delivery; Redis's and PostgreSQL's likewise;\n"
                + "queries: of the server, for each event; bytes: that the client received for each delivery;\n"
                + "others: share of the machine that other processes used;\n"
                + "resident memory in MiB: ready, with all connections, after the events\n\n"
                + row(
                        ROW,
                        "",
                        "viewers",
                        "round",
                        "user",
                        "kernel",
                        "sum",
                        "redis",
                        "postgres",
                        "queries",
                        "bytes",
                        "deliveries/s",
                        "others %",
                        "ready",
                        "open",
                        "after");
    }

    static String row(Part part) {
        return row(
                ROW,
                part.name(),
                part.connections(),
                part.round(),
                number(part.user(), 2),
                number(part.kernel(), 2),
                number(part.sum(), 2),
                number(part.redis(), 2),
                number(part.postgres(), 2),
                number(part.queriesPerEvent(), 2),
                number(part.bytes(), 0),
                number(part.rate(), 0),
                number(part.others(), 0),
                number(part.ready() / 1024.0, 0),
                number(part.open() / 1024.0, 0),
                number(part.after() / 1024.0, 0));
    }

    static String summaryHeading(int rounds) {
        return "\nmedian of " + rounds
                + " round(s); sum with the least and the most, and as a multiple of that of the floor and of user\n\n"
                + row(
                        SUMMARY,
                        "",
                        "viewers",
                        "user",
                        "kernel",
                        "sum",
                        "",
                        "x floor",
                        "x user",
                        "postgres",
                        "queries",
                        "deliveries/s",
                        "after");
    }

    /**
     * The rounds of one server with so many connections.
     *
     * @param floor the rounds of the floor; {@code user} those of the same server with {@code user}; null if not measured
     */
    static String summary(List<Part> parts, @Nullable List<Part> floor, @Nullable List<Part> user) {
        double[] sums = sorted(parts, Part::sum);
        return row(
                SUMMARY,
                parts.get(0).name(),
                parts.get(0).connections(),
                median(2, sorted(parts, Part::user)),
                median(2, sorted(parts, Part::kernel)),
                median(2, sums),
                "(" + number(sums[0], 2) + " to " + number(sums[sums.length - 1], 2) + ")",
                ratio(parts, floor),
                ratio(parts, user),
                median(2, sorted(parts, Part::postgres)),
                median(2, sorted(parts, Part::queriesPerEvent)),
                median(0, sorted(parts, Part::rate)),
                median(0, sorted(parts, part -> part.after() / 1024.0)));
    }

    static String compressionHeading() {
        return "\ncompressed to plain, medians: bytes and CPU of a delivery, both and as a ratio with the least and the most;\n"
                + "KiB of a connection, plain and compressed: resident, which grows with the JVM's heap, and live objects\n\n"
                + row(
                        COMPRESSION,
                        "",
                        "viewers",
                        "bytes",
                        "",
                        "ratio",
                        "sum",
                        "",
                        "ratio",
                        "",
                        "resident",
                        "",
                        "live",
                        "");
    }

    /** The rounds of one server with as many connections, whose clients take compressed events, and do not. */
    static String compression(List<Part> compressed, List<Part> plain) {
        double[] ratios = ratios(compressed, plain, Part::sum);
        return row(
                COMPRESSION,
                compressed.get(0).name(),
                compressed.get(0).connections(),
                median(0, sorted(plain, Part::bytes)),
                median(0, sorted(compressed, Part::bytes)),
                median(3, ratios(compressed, plain, Part::bytes)),
                median(2, sorted(plain, Part::sum)),
                median(2, sorted(compressed, Part::sum)),
                median(2, ratios),
                "(" + number(ratios[0], 2) + " to " + number(ratios[ratios.length - 1], 2) + ")",
                median(1, sorted(plain, Part::residentPerConnection)),
                median(1, sorted(compressed, Part::residentPerConnection)),
                median(2, sorted(plain, Part::livePerConnection)),
                median(2, sorted(compressed, Part::livePerConnection)));
    }

    /** The median of the ratios of each round, which suffers least from a noisy machine. */
    private static String ratio(List<Part> parts, @Nullable List<Part> others) {
        if (others == null) {
            return "";
        }
        return median(2, ratios(parts, others, Part::sum));
    }

    /** Of each round, from the least to the most. */
    private static double[] ratios(List<Part> parts, List<Part> others, ToDoubleFunction<Part> figure) {
        double[] ratios = new double[parts.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = figure.applyAsDouble(parts.get(i)) / figure.applyAsDouble(others.get(i));
        }
        Arrays.sort(ratios);
        return ratios;
    }

    private static double[] sorted(List<Part> parts, ToDoubleFunction<Part> figure) {
        return parts.stream().mapToDouble(figure).sorted().toArray();
    }

    private static String median(int digits, double... sorted) {
        int half = sorted.length / 2;
        return number(sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2, digits);
    }

    private static String row(String format, Object... cells) {
        return String.format(Locale.ROOT, format, cells);
    }

    private static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
