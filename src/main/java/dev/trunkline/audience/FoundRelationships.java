package dev.trunkline.audience;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a {@link RelationshipsQuery} has found. For one thread. */
final class FoundRelationships {

    private final RelationshipsQuery query;
    private final long[] listeners;
    private final List<String> domains;

    private final Map<Long, Set<Long>> byAccount = new HashMap<>();
    private final Map<Long, Set<Long>> byAuthor = new HashMap<>();
    private final Map<String, Set<Long>> ofDomain = new HashMap<>();

    /** How many rows there are of each person, those of accounts that are no listeners included. */
    private final Map<Long, Integer> counts = new HashMap<>();

    private int count;

    /** @param listeners in ascending order */
    FoundRelationships(RelationshipsQuery query, long[] listeners) {
        this.query = query;
        this.listeners = listeners;
        this.domains = query.domains();
    }

    /** Adds a row; accounts that are no listeners are left out, and so is a row without an account, which Rails never writes. */
    void add(RelationshipsQuery.Part part, long subject, @Nullable Long account) {
        if (part == RelationshipsQuery.Part.BY_ACCOUNT) {
            count++;
            counts.merge(subject, 1, Integer::sum);
        }
        if (account != null && Arrays.binarySearch(listeners, account) >= 0) {
            found(part, subject).add(account);
        }
    }

    private Set<Long> found(RelationshipsQuery.Part part, long subject) {
        return switch (part) {
            case BY_ACCOUNT -> byAccount.computeIfAbsent(subject, person -> new HashSet<>());
            case BY_AUTHOR -> byAuthor.computeIfAbsent(subject, author -> new HashSet<>());
            case OF_DOMAIN -> ofDomain.computeIfAbsent(domains.get((int) subject - 1), domain -> new HashSet<>());
        };
    }

    /** The people whose lists of accounts that block or mute them may be incomplete. */
    Set<Long> incomplete() {
        if (count >= query.sumBound()) {
            return query.people();
        }
        return counts.entrySet().stream()
                .filter(person -> person.getValue() >= query.bound())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** The listeners that may not see each status. */
    List<Set<Long>> hidingEach(List<StatusPeople> statuses) {
        return statuses.stream().map(this::hiding).toList();
    }

    private Set<Long> hiding(StatusPeople status) {
        Set<Long> hidden = new HashSet<>(byAuthor.getOrDefault(status.author(), Set.of()));
        hidden.addAll(byAccount.getOrDefault(status.author(), Set.of()));
        for (long mentioned : status.mentioned()) {
            hidden.addAll(byAccount.getOrDefault(mentioned, Set.of()));
        }
        if (status.domain() != null && !ofDomain.isEmpty()) {
            for (String spelling : DomainSpellings.of(status.domain())) {
                hidden.addAll(ofDomain.getOrDefault(spelling, Set.of()));
            }
        }
        return hidden;
    }
}
