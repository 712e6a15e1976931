package dev.trunkline.start;

import dev.trunkline.mastodon.Translation;
import java.util.List;
import java.util.stream.Stream;

/** {@code --help}: the arguments, and what the server would read and use if it were started here. */
final class Help {

    private static final String ARGUMENTS = """
            Without an argument: serves Mastodon's streaming API, on port 4000 unless PORT says otherwise. It is configured by
            environment variables, and by the lines of a file .env.production in the working directory or, if that has none, in
            the directory above it. docs/configuration.md lists all variables.

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
                "  address      " + address(translation),
                "  environment  " + translation.origin().orElse("unknown"),
                "  Redis        " + servers.redis(),
                "  PostgreSQL   " + servers.postgres(),
                "  set          " + translation.given());
        Stream<String> faults = translation.faults().stream().map(fault -> "  FAULT        " + fault);
        return Stream.of(ARGUMENTS.lines(), Stream.of(""), here, faults)
                .flatMap(part -> part)
                .toList();
    }

    private static String address(Translation translation) {
        if ("true".equals(translation.effective("quarkus.http.domain-socket-enabled"))) {
            return String.valueOf(translation.effective("quarkus.http.domain-socket"));
        }
        String host = String.valueOf(translation.effective("quarkus.http.host"));
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + translation.effective("quarkus.http.port");
    }
}
