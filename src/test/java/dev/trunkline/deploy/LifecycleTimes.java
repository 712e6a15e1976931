package dev.trunkline.deploy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The durations of a life cycle's steps. */
final class LifecycleTimes {

    private final Map<String, Duration> firstEvents = new LinkedHashMap<>();
    private final Map<String, Duration> ages = new LinkedHashMap<>();
    private final List<Duration> starts = new ArrayList<>();
    private final List<Duration> stops = new ArrayList<>();

    /** From the first byte of a request to the first event. */
    void firstEvent(String of, Duration time) {
        firstEvents.put(of, time);
    }

    /** From exec to the first success of the readiness probe. */
    void start(Duration time) {
        starts.add(time);
    }

    /** From SIGTERM to the exit of the process. */
    void stop(Duration time) {
        stops.add(time);
    }

    /** From a request to the end of its stream. */
    void age(String of, Duration time) {
        ages.put(of, time);
    }

    List<Duration> starts() {
        return List.copyOf(starts);
    }

    List<Duration> stops() {
        return List.copyOf(stops);
    }

    Map<String, Duration> firstEvents() {
        return Map.copyOf(firstEvents);
    }

    /** A table, in milliseconds. */
    String table() {
        StringBuilder table = new StringBuilder();
        row(table, "exec to ready, each start", starts);
        firstEvents.forEach((of, time) -> row(table, "first byte to first event: " + of, List.of(time)));
        ages.forEach((of, time) -> row(table, "ended for its age after: " + of, List.of(time)));
        row(table, "SIGTERM to exit: idle, idle, two streams", stops);
        return table.toString();
    }

    private static void row(StringBuilder table, String what, List<Duration> times) {
        String values = times.stream()
                .map(time -> String.format(Locale.ROOT, "%8.1f", time.toNanos() / 1e6))
                .collect(Collectors.joining());
        table.append(String.format(Locale.ROOT, "%-60s%s ms%n", what, values));
    }
}
