package dev.trunkline.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The measured parts of a run and how they are shown. */
final class Figures {
    /**
     * One measured part.
     *
     * @param ready resident KiB when ready, {@code open} with all connections, {@code after} the events
     */
    record Part(String name, int round, long deliveries, Usage used, long ready, long open, long after) {
        double user() {
            return (double) used.cpu().user() / deliveries;
        }

        double kernel() {
            return (double) used.cpu().kernel() / deliveries;
        }

        double sum() {
            return (double) used.cpu().sum() / deliveries;
        }

        double rate() {
            return deliveries * 1e9 / used.nanos();
        }

        /** The share of the machine that somebody else used, in per cent. */
        double others() {
            return 100.0
                    * used.others()
                    * 1000
                    / used.nanos()
                    / Runtime.getRuntime().availableProcessors();
        }
    }

    private Figures() {}

    static String heading() {
        return "CPU of the server in microseconds for each delivery; Redis's and PostgreSQL's likewise;\n"
                + "others: share of the machine that somebody else used; "
                + "resident memory in MiB: ready, with all connections, after the events\n\n"
                + row(
                        "",
                        "round",
                        "user",
                        "kernel",
                        "sum",
                        "redis",
                        "postgres",
                        "deliveries/s",
                        "others %",
                        "ready",
                        "open",
                        "after");
    }

    static String row(Part part) {
        return row(
                part.name(),
                Integer.toString(part.round()),
                number(part.user(), 2),
                number(part.kernel(), 2),
                number(part.sum(), 2),
                number((double) part.used().redis() / part.deliveries(), 2),
                number((double) part.used().postgres() / part.deliveries(), 2),
                number(part.rate(), 0),
                number(part.others(), 0),
                number(part.ready() / 1024.0, 0),
                number(part.open() / 1024.0, 0),
                number(part.after() / 1024.0, 0));
    }

    static String summary(String name, List<Part> parts) {
        return line(name + " user", 2, parts, Part::user)
                + line(name + " kernel", 2, parts, Part::kernel)
                + line(name + " sum", 2, parts, Part::sum)
                + line(name + " deliveries/s", 0, parts, Part::rate)
                + line(name + " MiB resident after", 0, parts, part -> part.after() / 1024.0);
    }

    /** Server over floor, round by round: the figure that a noisy machine leaves standing. */
    static String ratio(String name, List<Part> server, List<Part> floor) {
        double[] ratios = new double[server.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = server.get(i).sum() / floor.get(i).sum();
        }
        return line(name + " sum, times the floor's", 2, ratios);
    }

    private static String line(String what, int digits, List<Part> parts, ToDoubleFunction<Part> figure) {
        return line(what, digits, parts.stream().mapToDouble(figure).toArray());
    }

    private static String line(String what, int digits, double... values) {
        Arrays.sort(values);
        int half = values.length / 2;
        double median = values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
        return String.format(
                Locale.ROOT,
                "%-42s %10s   (%s to %s)%n",
                what,
                number(median, digits),
                number(values[0], digits),
                number(values[values.length - 1], digits));
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, "%-9s %5s %7s %7s %7s %7s %8s %12s %8s %6s %6s %6s%n", cells);
    }

    private static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
