package dev.trunkline.deploy;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The metrics in a query of Prometheus, and the values of their labels. Not a parser of its language, but complete: each name
 * that is no function, label or operator is a metric.
 */
final class PrometheusQuery {

    private static final Pattern GROUPING =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
    private static final Pattern RANGE = Pattern.compile("\\[[^\\]]*\\]");
    private static final Pattern SELECTOR = Pattern.compile("\\b([a-zA-Z_]\\w*+)(?:\\{([^}]*)\\}|(?!\\s*\\())");
    private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*=~?\\s*\"([^\"]*)\"");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool");

    /** Labels that Prometheus adds. */
    private static final Set<String> TARGET = Set.of("job", "instance");

    private PrometheusQuery() {}

    /** Each metric with its labels and their values: {@code reason} → {@code [database, timeout]}. */
    static Map<String, Map<String, Set<String>>> metrics(String query) {
        String selectors =
                RANGE.matcher(GROUPING.matcher(query).replaceAll(" ")).replaceAll(" ");
        Map<String, Map<String, Set<String>>> metrics = new TreeMap<>();
        Matcher selector = SELECTOR.matcher(selectors);
        while (selector.find()) {
            String name = selector.group(1);
            if (!OPERATORS.contains(name)) {
                Map<String, Set<String>> labels = metrics.computeIfAbsent(name, missing -> new TreeMap<>());
                String matchers = selector.group(2) == null ? "" : selector.group(2);
                for (MatchResult label : LABEL.matcher(matchers).results().toList()) {
                    if (!TARGET.contains(label.group(1))) {
                        labels.computeIfAbsent(label.group(1), missing -> new TreeSet<>())
                                .addAll(Set.of(label.group(2).split("\\|")));
                    }
                }
            }
        }
        return metrics;
    }
}
