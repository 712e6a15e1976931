package dev.trunkline.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What came of one attack, and whether it is what the others may expect.
 *
 * @param title scenario and server
 * @param innocents by stream
 * @param leastPublic the part of what is due on public streams, from 0 to 1, that is enough
 * @param newViewers who opened a stream during the attack
 * @param newViewerAfter why none could be opened at the end of the time after the attack; empty if one could
 * @param health during the attack
 * @param healthAfter what was wrong with the health path at the end of the time after the attack; empty if nothing
 * @param memory of the server
 * @param exit how the server ended
 * @param attackers how many got which answer
 * @param counted metrics that are not 0, such as what was withheld
 * @param log warnings and errors, each with its number
 * @param others the share of the machine that other processes used, in per cent; NaN if the server has ended by itself
 */
record AttackResult(
        String title,
        List<Innocent> innocents,
        double leastPublic,
        Trials.Result newViewers,
        String newViewerAfter,
        Trials.Result health,
        String healthAfter,
        Memory memory,
        Exit exit,
        Map<String, Integer> attackers,
        List<String> counted,
        List<String> log,
        double others) {
    /** The part of new viewers who must be able to open a stream at the first try. */
    private static final double NEW_VIEWERS = 0.95;

    private static final double AFTERWARDS = 0.99;

    /** After SIGTERM. */
    private static final int ENDED = 143;

    private static final String ROW = "%-14s %9s %9s %20s %9s %9s %9s %9s %9s %8s %6s%n";

    /**
     * What the innocents of one stream received.
     *
     * @param stream the stream's name
     * @param before the attack; {@code attacked}: from its begin to the end of the run; {@code after}: of that, the part after it
     * @param outOfOrder deliveries in the wrong order, or repeated
     * @param wrong deliveries that are not what was published
     * @param ended why streams ended, each one
     */
    record Innocent(
            String stream,
            int streams,
            Share before,
            Share attacked,
            Share after,
            int outOfOrder,
            int wrong,
            List<String> ended) {
        boolean isHome() {
            return stream.equals(InnocentStream.Kind.HOME.stream());
        }
    }

    /** Resident KiB: before the attack, the most, at the end of the time after it. */
    record Memory(long before, long most, long after) {}

    /**
     * The server's end.
     *
     * @param early whether it ended by itself
     * @param status its exit status
     */
    record Exit(boolean early, int status) {}

    /** What is not as it should be; empty if the attack achieved nothing. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        for (Innocent innocent : innocents) {
            String name = innocent.stream + ": ";
            require(
                    faults,
                    innocent.before.part() == 1,
                    name + "not everything arrived even before the attack: is the machine too busy?");
            double least = innocent.isHome() ? 1 : leastPublic;
            require(
                    faults,
                    innocent.attacked.part() >= least,
                    name + percent(innocent.attacked.part()) + " received, less than " + percent(least));
            double afterwards = innocent.isHome() ? 1 : AFTERWARDS;
            require(
                    faults,
                    innocent.after.part() >= afterwards,
                    name + percent(innocent.after.part()) + " received after the attack");
            require(faults, innocent.outOfOrder == 0, name + innocent.outOfOrder + " out of order or repeated");
            require(faults, innocent.wrong == 0, name + innocent.wrong + " not as published");
            require(faults, innocent.ended.isEmpty(), name + innocent.ended.size() + " streams ended");
        }
        require(
                faults,
                newViewers.part() >= NEW_VIEWERS,
                newViewers.milliseconds().size() + " of " + newViewers.tried() + " new viewers could open a stream");
        require(faults, newViewerAfter.isEmpty(), "a new viewer afterwards: " + newViewerAfter);
        require(faults, healthAfter.isEmpty(), "the health path afterwards: " + healthAfter);
        require(faults, !exit.early, "the server ended with " + exit.status);
        require(faults, exit.early || exit.status == ENDED, "the server did not end on SIGTERM: " + exit.status);
        return faults;
    }

    private static void require(List<String> faults, boolean holds, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }

    String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                ROW,
                "innocents",
                "before",
                "since",
                "received of due",
                "least",
                "after",
                "late ms",
                "p99 ms",
                "before",
                "disorder",
                "ended"));
        for (Innocent innocent : innocents) {
            text.append(String.format(
                    Locale.ROOT,
                    ROW,
                    innocent.streams + " × " + innocent.stream,
                    percent(innocent.before.part()),
                    percent(innocent.attacked.part()),
                    innocent.attacked.received() + " of " + innocent.attacked.due(),
                    percent(innocent.attacked.least()),
                    percent(innocent.after.part()),
                    number(innocent.attacked.late(0.5)),
                    number(innocent.attacked.late(0.99)),
                    number(innocent.before.late(0.99)),
                    innocent.outOfOrder + innocent.wrong,
                    innocent.ended.size()));
        }
        text.append(probed("new viewers", newViewers)).append(probed("health", health));
        text.append(String.format(
                Locale.ROOT,
                "afterwards     health %s, a new viewer %s%n",
                healthAfter.isEmpty() ? "OK" : healthAfter,
                newViewerAfter.isEmpty() ? "OK" : newViewerAfter));
        text.append(String.format(
                Locale.ROOT,
                "memory         %d MiB before, %d at most, %d afterwards%n",
                memory.before / 1024,
                memory.most / 1024,
                memory.after / 1024));
        text.append(String.format(
                Locale.ROOT,
                "server         ended %s with %d%n",
                exit.early ? "by itself" : "on SIGTERM",
                exit.status));
        text.append(String.format(Locale.ROOT, "machine        %.0f %% used by others%n", others));
        text.append("attackers      ").append(attackers).append('\n');
        counted.forEach(line -> text.append("metric         ").append(line).append('\n'));
        log.forEach(line -> text.append("log            ").append(line).append('\n'));
        return text.append(verdict()).append('\n').toString();
    }

    /** One line. */
    String verdict() {
        List<String> faults = faults();
        return title + (faults.isEmpty() ? ": HOLDS" : ": FAILS: " + String.join("; ", faults));
    }

    private static String probed(String name, Trials.Result result) {
        List<Double> times = result.milliseconds();
        return String.format(
                Locale.ROOT,
                "%-14s %d of %d, median %s ms, most %s ms%s%n",
                name,
                times.size(),
                result.tried(),
                number(times.isEmpty() ? Double.NaN : times.get(times.size() / 2)),
                number(times.isEmpty() ? Double.NaN : times.get(times.size() - 1)),
                result.failures().isEmpty()
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "; %s, begun %.0f to %.0f s after the attack",
                                result.failures(),
                                result.firstFailure(),
                                result.lastFailure()));
    }

    private static String percent(double part) {
        // Rounded down: only everything is 100 %.
        return String.format(Locale.ROOT, "%.1f %%", Math.floor(part * 1000) / 10);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
