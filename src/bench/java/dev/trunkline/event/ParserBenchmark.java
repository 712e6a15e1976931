package dev.trunkline.event;

import dev.trunkline.bench.Statuses;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Measures what it costs to make an event of a Redis message, with {@link JsonScanner} and with Jackson in its place. See
 * {@code src/bench/README.md}.
 */
final class ParserBenchmark {
    /** Together 3 MB: more than the processor keeps close, as in a server that does other work between two messages. */
    private static final int MESSAGES = 1000;

    private static final int BYTES = 3072;
    private static final int WARM_UP_ROUNDS = 40;
    private static final int ROUNDS = 200;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private ParserBenchmark() {}

    public static void main(String... arguments) {
        byte[][] messages = Statuses.messages(BYTES, MESSAGES);
        Map<String, ToLongFunction<byte[]>> contestants = new LinkedHashMap<>();
        contestants.put("EventParser", message -> length(EventParser.parse(message)));
        contestants.put("the same with Jackson", message -> length(JacksonEventParser.parse(message)));
        contestants.put(
                "and white space left in", message -> length(JacksonEventParser.parseWithoutCompacting(message)));
        contestants.put("Jackson's tokens alone", JacksonEventParser::tokens);
        checkThatResultsAreTheSame(messages);
        Map<String, double[]> figures = new LinkedHashMap<>();
        contestants.keySet().forEach(name -> figures.put(name, new double[ROUNDS]));
        long check = 0;
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            for (Map.Entry<String, ToLongFunction<byte[]>> contestant : contestants.entrySet()) {
                long start = THREADS.getCurrentThreadCpuTime();
                for (byte[] message : messages) {
                    check += contestant.getValue().applyAsLong(message);
                }
                long used = THREADS.getCurrentThreadCpuTime() - start;
                if (round >= 0) {
                    figures.getOrDefault(contestant.getKey(), new double[ROUNDS])[round] = used / 1e3 / MESSAGES;
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%d messages of %d bytes, %d rounds in turns, Java %s (check %d)%n"
                        + "microseconds of CPU for a message: median (least)%n%n",
                MESSAGES,
                BYTES,
                ROUNDS,
                Runtime.version(),
                check);
        figures.forEach((name, rounds) -> {
            Arrays.sort(rounds);
            System.out.printf(Locale.ROOT, "%-24s %6.2f (%.2f)%n", name, rounds[ROUNDS / 2], rounds[0]);
        });
    }

    private static void checkThatResultsAreTheSame(byte[][] messages) {
        for (byte[] message : messages) {
            Parsed parsed = EventParser.parse(message);
            Parsed other = JacksonEventParser.parse(message);
            if (!(parsed instanceof Event event
                    && other instanceof Event same
                    && event.name().equals(same.name())
                    && Arrays.equals(event.payload(), same.payload()))) {
                throw new IllegalStateException("The parsers differ: " + parsed + ", " + other);
            }
        }
    }

    private static long length(Parsed parsed) {
        return parsed instanceof Event event ? event.payload().length : 0;
    }
}
