package dev.trunkline.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The options of {@link Start}.
 *
 * @param bare what the others are compared with; it answers the health path and has no streams
 * @param parts others without streams
 * @param streams the numbers of idle streams with which memory is measured
 */
record StartOptions(
        Optional<StartCommand> bare,
        List<StartCommand> parts,
        List<StartCommand> contestants,
        int rounds,
        List<Integer> streams) {

    static final String USAGE = """
            src/bench/start [--no-build] [option value]…
              --contestant "NAME=COMMAND"   a server's command, words separated by spaces; several are started in turns;
                                     words like NODE_EXTRA_CA_CERTS=/some/file before it are variables, as in a shell
              --bare COMMAND         of a server without streams, which others are compared with: see src/bench/bare/build
              --part "NAME=COMMAND"  of another one without streams, compared with it too; there may be several
              --rounds R             counted starts of each, 1 to 100 (11)
              --streams N,N…         idle streams, each 1 to 20000, or none (1000,10000)
            """;

    static StartOptions parse(String... arguments) {
        Optional<StartCommand> bare = Optional.empty();
        List<StartCommand> parts = new ArrayList<>();
        List<StartCommand> contestants = new ArrayList<>();
        int rounds = 11;
        List<Integer> streams = List.of(1000, 10000);
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i];
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            String value = arguments[i + 1];
            switch (name) {
                case "--contestant" -> contestants.add(named(name, value));
                case "--part" -> parts.add(named(name, value));
                case "--bare" -> bare = Optional.of(StartCommand.parse("bare", value));
                case "--rounds" -> rounds = Options.number(name, value, 1, 100);
                case "--streams" ->
                    streams = value.equals("none")
                            ? List.of()
                            : Stream.of(value.split(",", -1))
                                    .map(one -> Options.number(name, one, 1, 20_000))
                                    .toList();
                default -> throw new IllegalArgumentException("unknown option " + name);
            }
        }
        if (contestants.isEmpty()) {
            throw new IllegalArgumentException("No --contestant");
        }
        return new StartOptions(bare, parts, contestants, rounds, streams);
    }

    private static StartCommand named(String option, String value) {
        String[] sides = value.split("=", 2);
        if (sides.length < 2) {
            throw new IllegalArgumentException(option + " is NAME=COMMAND, not " + value);
        }
        return StartCommand.parse(sides[0], sides[1]);
    }

    /** The options that tell {@link Backends} the number of viewers. */
    String[] viewers() {
        return new String[] {
            "--connections",
            Integer.toString(streams.stream().mapToInt(Integer::intValue).max().orElse(1)),
            "--relationships",
            "0"
        };
    }
}
