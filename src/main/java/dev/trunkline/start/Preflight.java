package dev.trunkline.start;

import dev.trunkline.mastodon.Translation;
import java.util.List;
import java.util.function.Function;

/** The checks that run before Quarkus starts, cheapest first. */
final class Preflight {

    private static final List<Function<Translation, List<String>>> CHECKS =
            List.of(Translation::faults, SettingsProbe::faults, BindProbe::faults);

    private Preflight() {}

    /** The lines of the first check that finds a fault; empty if none does. */
    static List<String> faults(Translation translation) {
        return CHECKS.stream()
                .map(check -> check.apply(translation))
                .filter(lines -> !lines.isEmpty())
                .findFirst()
                .orElse(List.of());
    }
}
