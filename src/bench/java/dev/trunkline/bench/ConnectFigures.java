package dev.trunkline.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What one round of one server has shown; NaN where something is unknown.
 *
 * @param failures how many connections failed, by reason
 * @param seconds from the beginning of the first connection to the last first byte
 * @param ready resident KiB before any connection; {@code open} with all; {@code collected} after a collection of garbage
 * @param liveBefore bytes of live objects before the connections; {@code live} with them
 */
record ConnectFigures(
        String server,
        OpeningLoad load,
        int round,
        int opened,
        Map<String, Integer> failures,
        List<String> notes,
        double seconds,
        Quantiles firstByte,
        Costs opening,
        Costs closing,
        double ready,
        double open,
        double collected,
        double liveBefore,
        double live) {

    /** A column: its heading, its name and unit in the results, digits, and the figure. */
    private record Column(
            String heading, String measure, String unit, int digits, ToDoubleFunction<ConnectFigures> figure) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("user", "open: server CPU in user mode", "ms", 3, f -> f.each(f.opening.user()) / 1000),
            new Column("kernel", "open: server CPU in the kernel", "ms", 3, f -> f.each(f.opening.kernel()) / 1000),
            new Column("cpu", "open: server CPU", "ms", 3, f -> f.each(f.opening.cpu()) / 1000),
            new Column("postgres", "open: PostgreSQL CPU", "ms", 3, f -> f.each(f.opening.postgres()) / 1000),
            new Column("redis", "open: Redis CPU", "ms", 3, f -> f.each(f.opening.redis()) / 1000),
            new Column("queries", "open: queries", "1", 3, f -> f.each(f.opening.statements())),
            new Column("opens/s", "opens a second", "1/s", 0, f -> f.opened / f.seconds),
            new Column("p50", "first byte: median", "ms", 1, f -> f.firstByte.at(0.5)),
            new Column("p99", "first byte: p99", "ms", 1, f -> f.firstByte.at(0.99)),
            new Column("max", "first byte: latest", "ms", 1, f -> f.firstByte.at(1)),
            new Column("resident", "idle: resident", "KiB", 1, f -> f.each(f.open - f.ready)),
            new Column("after gc", "idle: resident after GC", "KiB", 1, ConnectFigures::residentAfterCollection),
            new Column("live", "idle: live heap", "KiB", 2, f -> f.each(f.live - f.liveBefore) / 1024),
            new Column("close", "close: server CPU", "ms", 3, f -> f.each(f.closing.cpu()) / 1000),
            new Column("postgres", "close: PostgreSQL CPU", "ms", 3, f -> f.each(f.closing.postgres()) / 1000),
            new Column("redis", "close: Redis CPU", "ms", 3, f -> f.each(f.closing.redis()) / 1000),
            new Column("others %", "others", "%", 0, f -> f.opening.othersShare()));

    static String heading() {
        return """
                For each connection: ms of CPU to open it, of the server (user, kernel and their sum), PostgreSQL and Redis, and
                queries; KiB resident and after a collection of garbage, and KiB of live heap; ms of CPU to close it, of the
                server, PostgreSQL and Redis. p50, p99, max: ms to the first byte. others: share of the machine that other
                processes used while connections were opened. NaN: not known of this server.

                """ + row("", "", "", COLUMNS.stream().map(Column::heading).toList());
    }

    String row() {
        return row(
                server,
                load.name(),
                Integer.toString(round),
                COLUMNS.stream()
                        .map(column -> number(column, column.figure.applyAsDouble(this)))
                        .toList());
    }

    /** The medians of several rounds of one server and load. */
    static String medians(List<ConnectFigures> rounds) {
        ConnectFigures first = rounds.get(0);
        return row(
                first.server,
                first.load.name(),
                "all",
                COLUMNS.stream()
                        .map(column -> number(column, median(rounds, column)))
                        .toList());
    }

    void writeTo(Results results) throws IOException {
        for (Column column : COLUMNS) {
            results.add(load.name(), column.measure, column.unit, server, round, column.figure.applyAsDouble(this));
        }
    }

    /** What a reader has to know besides, line by line: notes and failures. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>(notes);
        failures.forEach((why, count) -> remarks.add(count + " connection(s) failed: " + why));
        return remarks.stream()
                .map(remark -> server + ", " + load.name() + ", round " + round + ": " + remark)
                .toList();
    }

    private double each(double sum) {
        return sum / opened;
    }

    /** Nothing if nobody can collect the server's garbage. */
    private double residentAfterCollection() {
        return Double.isNaN(live) ? Double.NaN : each(collected - ready);
    }

    private static double median(List<ConnectFigures> rounds, Column column) {
        double[] sorted = rounds.stream().mapToDouble(column.figure).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static String number(Column column, double value) {
        return String.format(Locale.ROOT, "%." + column.digits + "f", value);
    }

    private static String row(String server, String load, String round, List<String> cells) {
        StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-12s %-24s %5s", server, load, round));
        cells.forEach(cell -> row.append(String.format(Locale.ROOT, " %8s", cell)));
        return row.append(System.lineSeparator()).toString();
    }
}
