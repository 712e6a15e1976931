package dev.trunkline.bench;

import java.util.OptionalDouble;

/** The gauge of open connections, which Trunkline and Mastodon's server both have. */
final class ConnectedClients {
    private ConnectedClients() {}

    /** The sum of all {@code connected_clients} in a page of metrics; empty if it has none. */
    static OptionalDouble in(String metrics) {
        double[] values = metrics.lines()
                .filter(line -> line.startsWith("connected_clients{") || line.startsWith("connected_clients "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .toArray();
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return values.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum);
    }
}
