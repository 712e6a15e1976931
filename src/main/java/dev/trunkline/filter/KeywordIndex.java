package dev.trunkline.filter;

import dev.trunkline.unicode.WordCharacters;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The distinct phrases of many accounts' filters. One pass over a text finds the phrases in it, and then only the filters
 * that have these phrases are looked at (protocol, section 6, check 4). For one thread.
 */
final class KeywordIndex {

    /**
     * The most filters of one account that may match one text. Each takes time for every status and bytes in every frame, and
     * nobody has use for more.
     */
    static final int MAX_MATCHES = 100;

    private final Map<Phrase, SoughtPhrase> phrases = new HashMap<>();

    /** Most phrases are whole words, which can only match where a word begins. */
    private final PhraseTrie fromWordStart = new PhraseTrie();

    private final PhraseTrie fromAnywhere = new PhraseTrie();

    void add(AccountFilters account) {
        for (CustomFilter filter : account.filters()) {
            for (Keyword keyword : filter.keywords()) {
                add(new IndexedKeyword(account, filter, keyword));
            }
        }
    }

    void add(IndexedKeyword indexed) {
        Phrase phrase = indexed.keyword().phrase();
        SoughtPhrase sought = phrases.get(phrase);
        if (sought == null) {
            sought = new SoughtPhrase(phrase);
            phrases.put(phrase, sought);
            trie(sought).add(sought);
        }
        sought.keywords().add(indexed);
    }

    void remove(AccountFilters account) {
        for (CustomFilter filter : account.filters()) {
            for (Keyword keyword : filter.keywords()) {
                remove(new IndexedKeyword(account, filter, keyword));
            }
        }
    }

    void remove(IndexedKeyword indexed) {
        Phrase phrase = indexed.keyword().phrase();
        SoughtPhrase sought = phrases.get(phrase);
        if (sought != null
                && sought.keywords().remove(indexed)
                && sought.keywords().isEmpty()) {
            phrases.remove(phrase);
            trie(sought).remove(sought);
        }
    }

    /** The number of distinct phrases. */
    int size() {
        return phrases.size();
    }

    /**
     * Puts the JSON arrays of FilterResults of the wanted accounts that have any into {@code results}, by account.
     *
     * @param wanted whose matches count; filters that are not in this index are not found
     * @param excessive receives the accounts with more than {@link #MAX_MATCHES} matching filters, which have no result
     * @throws TextTooCostly when the text takes too many steps
     */
    void search(
            String text,
            Set<AccountFilters> wanted,
            Instant now,
            Map<Long, byte[]> results,
            Consumer<AccountFilters> excessive) {
        TextScan scan = new TextScan(text);
        walk(scan);
        Map<AccountFilters, List<FilterMatch>> byAccount = new HashMap<>();
        for (FilterMatch match : matches(scan, wanted, now)) {
            byAccount
                    .computeIfAbsent(match.indexed().account(), account -> new ArrayList<>())
                    .add(match);
        }
        byAccount.forEach((account, matches) -> {
            if (matches.size() > MAX_MATCHES) {
                excessive.accept(account);
            } else {
                results.put(account.account(), json(text, matches));
            }
        });
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

    /** The first match of each filter that has one. */
    private static Iterable<FilterMatch> matches(TextScan scan, Set<AccountFilters> wanted, Instant now) {
        Map<CustomFilter, FilterMatch> matches = new HashMap<>();
        for (SoughtPhrase sought : scan.found()) {
            for (IndexedKeyword indexed : sought.keywords()) {
                CustomFilter filter = indexed.filter();
                if (wanted.contains(indexed.account()) && !filter.expired(now)) {
                    matches.merge(filter, new FilterMatch(indexed, sought.place()), FilterMatch::first);
                }
            }
        }
        return matches.values();
    }

    private static byte[] json(String text, List<FilterMatch> matches) {
        matches.sort(Comparator.comparingLong(match -> match.indexed().filter().id()));
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        json.write('[');
        for (FilterMatch match : matches) {
            if (json.size() > 1) {
                json.write(',');
            }
            match.indexed().filter().appendResult(json, match.of(text));
        }
        json.write(']');
        return json.toByteArray();
    }

    private PhraseTrie trie(SoughtPhrase sought) {
        return sought.phrase().fromWordStart() ? fromWordStart : fromAnywhere;
    }
}
