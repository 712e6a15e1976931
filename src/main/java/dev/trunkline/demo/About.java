package dev.trunkline.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One sentence for the page about what a user sees differently from others. */
final class About {

    private About() {}

    static String text(DemoUser user) {
        DemoAccount account = user.account();
        List<String> parts = new ArrayList<>();
        if (user.chosenLanguages() != null && !user.chosenLanguages().isEmpty()) {
            parts.add("reads " + String.join(", ", user.chosenLanguages()));
        }
        add(parts, "blocks ", names(Cast.BLOCKS.getOrDefault(account, List.of())));
        add(parts, "mutes ", names(Cast.MUTES.getOrDefault(account, List.of())));
        add(parts, "blocks the domain ", String.join(", ", Cast.BLOCKED_DOMAINS.getOrDefault(account, List.of())));
        add(parts, "is blocked by ", names(blockers(account)));
        add(
                parts,
                "filters ",
                Cast.FILTERS.stream()
                        .filter(filter -> filter.owner().equals(account) && !filter.expired())
                        .map(filter -> String.join(", ", filter.keywords()))
                        .collect(Collectors.joining(", ")));
        if (user.role() != null) {
            parts.add(user.role() == Cast.ADMIN_ROLE ? "administrates" : "may view every feed");
        }
        if (user.disabled()) {
            parts.add("is disabled");
        }
        if (account.equals(Cast.SAM)) {
            parts.add("is suspended");
        }
        return parts.isEmpty() ? "" : "@" + account.acct() + " " + String.join("; ", parts) + ".";
    }

    private static List<DemoAccount> blockers(DemoAccount account) {
        return Cast.ACCOUNTS.stream()
                .filter(other -> Cast.BLOCKS.getOrDefault(other, List.of()).contains(account))
                .toList();
    }

    private static void add(List<String> parts, String verb, String objects) {
        if (!objects.isEmpty()) {
            parts.add(verb + objects);
        }
    }

    private static String names(List<DemoAccount> accounts) {
        return accounts.stream().map(account -> "@" + account.acct()).collect(Collectors.joining(", "));
    }
}
