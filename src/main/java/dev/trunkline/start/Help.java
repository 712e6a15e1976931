package dev.trunkline.start;

import dev.trunkline.mastodon.Translation;
import java.util.List;
import java.util.stream.Stream;

/** {@code --help}: the arguments, and what the server would read and use if it were started here. */
final class Help {

    private static final String ARGUMENTS = """
            Without an argument: serves Mastodon's streaming API, configured by the environment.

              --check    checks configuration, Redis and PostgreSQL, without serving; status 0 if all is well, else 1
              --version  prints the release
              --help     prints this text
            """;

    private Help() {}

    static List<String> lines(Translation translation) {
        Servers servers = Servers.of(translation::effective);
        Stream<String> here = Stream.of(
                "Started here, it goes by:",
                "",
                "  environment  " + translation.origin().orElse("unknown"),
                "  Redis        " + servers.redis(),
                "  PostgreSQL   " + servers.postgres(),
                "  set          " + translation.given());
        Stream<String> faults = translation.faults().stream().map(fault -> "  FAULT        " + fault);
        return Stream.of(ARGUMENTS.lines(), Stream.of(""), here, faults)
                .flatMap(part -> part)
                .toList();
    }
}
