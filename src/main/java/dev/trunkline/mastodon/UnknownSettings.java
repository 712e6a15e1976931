package dev.trunkline.mastodon;

import static java.util.stream.Collectors.toCollection;

import dev.trunkline.config.SettingNames;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Variables with the prefix of our own settings that name none of them. Whoever sets one expects an effect. */
final class UnknownSettings {

    private static final String PREFIX = "TRUNKLINE_";

    /** A name that is further from a right one than this is no slip of the pen. */
    private static final int MOST_SLIPS = 3;

    /**
     * What Kubernetes sets in every container of a namespace that has a service whose name is, or begins with, ours. It is always
     * told from a setting by its name, but for the one that ends with PORT.
     */
    private static final Pattern SERVICE_LINK = Pattern.compile(
            PREFIX + "(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

    private static final Pattern SERVICE_PORT = Pattern.compile(PREFIX + "(\\w+_)?PORT");
    private static final Pattern SERVICE_URL = Pattern.compile("(tcp|udp|sctp)://.*");

    private UnknownSettings() {}

    /** A warning for each of them, with the nearest right name if one is near. */
    static Part translate(Environment environment) {
        List<String> given = environment
                .names()
                .filter(name -> name.startsWith(PREFIX) && environment.has(name) && !isServiceLink(name, environment))
                .sorted()
                .toList();
        if (given.isEmpty()) {
            return Part.NONE;
        }
        Set<String> known = SettingNames.all().stream().map(VariableName::of).collect(toCollection(TreeSet::new));
        return given.stream()
                .filter(name -> !known.contains(name))
                .map(name -> warning(name, known))
                .reduce(Part.NONE, Part::and);
    }

    private static boolean isServiceLink(String name, Environment environment) {
        return SERVICE_LINK.matcher(name).matches()
                || (SERVICE_PORT.matcher(name).matches()
                        && SERVICE_URL
                                .matcher(String.valueOf(environment.value(name)))
                                .matches());
    }

    private static Part warning(String name, Set<String> known) {
        String meant = nearest(name, known)
                .map(right -> "; " + right + " may be meant")
                .orElse("");
        return Part.warning(name.replaceAll("\\p{Cntrl}", " ") + " is not read: there is no such setting" + meant);
    }

    /** Mastodon's variables have no prefix. */
    private static Optional<String> nearest(String name, Set<String> known) {
        String bare = name.substring(PREFIX.length());
        return Stream.of(Variable.values())
                .map(Variable::name)
                .filter(bare::equals)
                .findFirst()
                .or(() -> known.stream()
                        .filter(right -> EditDistance.of(name, right) <= Math.min(MOST_SLIPS, bare.length() / 2))
                        .min(Comparator.comparingInt(right -> EditDistance.of(name, right))));
    }
}
