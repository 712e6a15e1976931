package dev.trunkline.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trunkline.unicode.WordCharacters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The distinct phrases of many accounts' filters: one pass finds which of them a text has, and only the filters whose
 * keywords those are get a result (protocol, section 6, check 4). For one thread.
 */
final class KeywordIndex {

    private final Map<Phrase, SoughtPhrase> phrases = new HashMap<>();

    /** Most phrases are whole words, and only looked for where a word begins. */
    private final PhraseTrie fromWordStart = new PhraseTrie();

    private final PhraseTrie fromAnywhere = new PhraseTrie();

    void add(AccountFilters account) {
        for (CustomFilter filter : account.filters()) {
            for (Keyword keyword : filter.keywords()) {
                SoughtPhrase sought = phrases.get(keyword.phrase());
                if (sought == null) {
                    sought = new SoughtPhrase(keyword.phrase());
                    phrases.put(keyword.phrase(), sought);
                    trie(sought).add(sought);
                }
                sought.keywords().add(keyword);
            }
        }
    }

    void remove(AccountFilters account) {
        for (CustomFilter filter : account.filters()) {
            for (Keyword keyword : filter.keywords()) {
                SoughtPhrase sought = phrases.get(keyword.phrase());
                if (sought != null
                        && sought.keywords().remove(keyword)
                        && sought.keywords().isEmpty()) {
                    phrases.remove(keyword.phrase());
                    trie(sought).remove(sought);
                }
            }
        }
    }

    /** How many distinct phrases there are. */
    int size() {
        return phrases.size();
    }

    /**
     * The JSON arrays of FilterResults of those of the wanted accounts that have any.
     *
     * @param wanted whose matches count; filters that this index does not have are not found
     * @param results where they go, by account
     * @throws TextTooCostly when the text takes too many steps
     */
    void search(String text, Set<AccountFilters> wanted, Instant now, Map<Long, byte[]> results) {
        TextScan scan = new TextScan(text);
        walk(scan);
        Map<AccountFilters, List<FilterMatch>> byAccount = new HashMap<>();
        for (FilterMatch match : matches(scan, wanted, now)) {
            byAccount
                    .computeIfAbsent(match.filter().owner(), account -> new ArrayList<>())
                    .add(match);
        }
        byAccount.forEach((account, matches) -> results.put(account.account(), json(text, matches)));
    }

    private void walk(TextScan scan) {
        String text = scan.text();
        boolean inWord = false;
        for (int place = 0; place < text.length(); ) {
            int character = text.codePointAt(place);
            boolean wordCharacter = WordCharacters.contains(character);
            fromAnywhere.walk(scan, place);
            if (wordCharacter && !inWord) {
                fromWordStart.walk(scan, place);
            }
            inWord = wordCharacter;
            place += Character.charCount(character);
        }
    }

    /** The match of each filter that has one. */
    private static Iterable<FilterMatch> matches(TextScan scan, Set<AccountFilters> wanted, Instant now) {
        Map<CustomFilter, FilterMatch> matches = new HashMap<>();
        for (SoughtPhrase sought : scan.found()) {
            for (Keyword keyword : sought.keywords()) {
                CustomFilter filter = keyword.filter();
                if (wanted.contains(filter.owner()) && !filter.expired(now)) {
                    matches.merge(filter, new FilterMatch(keyword, sought.place()), FilterMatch::first);
                }
            }
        }
        return matches.values();
    }

    private static byte[] json(String text, List<FilterMatch> matches) {
        matches.sort(Comparator.comparingLong(match -> match.filter().id()));
        StringBuilder json = new StringBuilder("[");
        for (FilterMatch match : matches) {
            if (json.length() > 1) {
                json.append(',');
            }
            match.filter().appendResult(json, match.of(text));
        }
        return json.append(']').toString().getBytes(UTF_8);
    }

    private PhraseTrie trie(SoughtPhrase sought) {
        return sought.phrase().fromWordStart() ? fromWordStart : fromAnywhere;
    }
}
