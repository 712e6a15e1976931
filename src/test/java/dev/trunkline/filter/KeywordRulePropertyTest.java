package dev.trunkline.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** The index finds the same in any text as a slow and obvious implementation of the rule, while accounts come and go. */
class KeywordRulePropertyTest {

    /** A row of {@code custom_filter_keywords}; its id is its place in the list. */
    record Row(int account, int filter, String keyword, boolean wholeWord) {}

    @Property(tries = 3000)
    void findsWhatTheRuleSays(@ForAll("rows") List<Row> rows, @ForAll("texts") String text) {
        KeywordIndex index = new KeywordIndex();
        List<AccountFilters> accounts = accounts(rows);
        accounts.forEach(index::add);
        assertEquals(oracle(rows, text), found(index, accounts, text));
    }

    @Property(tries = 1000)
    void findsItWhileAccountsComeAndGo(
            @ForAll("rows") List<Row> rows, @ForAll("rows") List<Row> gone, @ForAll("texts") String text) {
        KeywordIndex index = new KeywordIndex();
        List<AccountFilters> leaving = accounts(gone);
        List<AccountFilters> staying = accounts(rows);
        for (int i = 0; i < 4; i++) {
            if (i < leaving.size()) {
                index.add(leaving.get(i));
            }
            if (i < staying.size()) {
                index.add(staying.get(i));
            }
        }
        found(index, staying, text);
        leaving.forEach(index::remove);
        assertEquals(oracle(rows, text), found(index, staying, text));
        staying.forEach(index::remove);
        assertEquals(0, index.size());
    }

    @Property(tries = 500)
    void leavesOutAccountsThatAreNotWanted(@ForAll("rows") List<Row> rows, @ForAll("texts") String text) {
        KeywordIndex index = new KeywordIndex();
        List<AccountFilters> accounts = accounts(rows);
        accounts.forEach(index::add);
        List<AccountFilters> some =
                accounts.stream().filter(account -> account.account() % 2 == 0).toList();
        Map<Long, String> expected = oracle(rows, text);
        expected.keySet().removeIf(account -> account % 2 != 0);
        assertEquals(expected, found(index, some, text));
    }

    @Provide
    static Arbitrary<List<Row>> rows() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 2),
                        string(4).filter(keyword -> !keyword.isEmpty() && isWhole(keyword)),
                        Arbitraries.of(true, false))
                .as(Row::new)
                .list()
                .ofMaxSize(12);
    }

    @Provide
    static Arbitrary<String> texts() {
        return string(30);
    }

    /** Few different characters, so that matches are likely: cases, marks, metacharacters, scripts, emoji, halves of pairs. */
    private static Arbitrary<String> string(int pieces) {
        Arbitrary<String> common = Arbitraries.of("a", "A", "b", " ", "aa", "ab");
        Arbitrary<String> rare = Arbitraries.of(
                ".", "*", "\\", "(", "[", "$", "_", "-", "\n", "<b>", "&", "é", "e\u0301", "ς", "Σ", "k", "\u212a", "ſ",
                "ß", "ẞ", "SS", "İ", "i", "ı", "漢", "か", "ا", "😀", "👩‍👧", "𐐀", "𐐨", "\ud801", "\udc00", "\ud83d",
                "١");
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(3, common), net.jqwik.api.Tuple.of(2, rare))
                .list()
                .ofMaxSize(pieces)
                .map(list -> String.join("", list));
    }

    /** Whether the text has no halves of surrogate pairs, which PostgreSQL cannot store. */
    private static boolean isWhole(String keyword) {
        return keyword.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private static List<AccountFilters> accounts(List<Row> rows) {
        Map<Integer, AccountFilters> accounts = new TreeMap<>();
        Map<Integer, CustomFilter> filters = new HashMap<>();
        for (int id = 0; id < rows.size(); id++) {
            Row row = rows.get(id);
            AccountFilters owner = accounts.computeIfAbsent(row.account(), AccountFilters::new);
            CustomFilter filter = filters.computeIfAbsent(filterId(row), missing -> {
                CustomFilter made = new CustomFilter(missing, "t", List.of(), null, FilterAction.WARN);
                owner.filters().add(made);
                return made;
            });
            filter.keywords().add(new Keyword(id, Phrase.of(row.keyword(), row.wholeWord())));
        }
        return List.copyOf(accounts.values());
    }

    private static int filterId(Row row) {
        return row.account() * 10 + row.filter();
    }

    private static Map<Long, String> found(KeywordIndex index, List<AccountFilters> wanted, String text) {
        Map<Long, byte[]> results = new HashMap<>();
        index.search(text, Set.copyOf(wanted), Instant.EPOCH, results, excessive -> {
            throw new AssertionError("More matches than are made here");
        });
        Map<Long, String> found = new TreeMap<>();
        results.forEach((account, json) -> found.put(account, new String(json, UTF_8)));
        return found;
    }

    private static Map<Long, String> oracle(List<Row> rows, String text) {
        Map<Integer, List<Row>> filters = new TreeMap<>();
        rows.forEach(row -> filters.computeIfAbsent(filterId(row), filter -> new ArrayList<>())
                .add(row));
        Map<Long, String> expected = new TreeMap<>();
        filters.forEach((filter, keywords) -> {
            String match = match(keywords, text.codePoints().toArray());
            if (match != null) {
                long account = filter / 10;
                String json =
                        "{\"filter\":{\"id\":\"" + filter + "\",\"title\":\"t\",\"context\":[],\"expires_at\":null,"
                                + "\"filter_action\":\"warn\"},\"keyword_matches\":[\"" + escaped(match)
                                + "\"],\"status_matches\":null}";
                expected.merge(account, json, (before, added) -> before + "," + added);
            }
        });
        expected.replaceAll((account, results) -> "[" + results + "]");
        return expected;
    }

    /** Tries each keyword at each place. */
    private static @Nullable String match(List<Row> keywords, int[] text) {
        for (int place = 0; place < text.length; place++) {
            for (Row row : keywords) {
                int[] keyword = row.keyword().codePoints().toArray();
                int end = place + keyword.length;
                if (end <= text.length
                        && sameButForCase(keyword, text, place)
                        && !(row.wholeWord() && isWord(keyword[0]) && place > 0 && isWord(text[place - 1]))
                        && !(row.wholeWord()
                                && isWord(keyword[keyword.length - 1])
                                && end < text.length
                                && isWord(text[end]))) {
                    return new String(text, place, keyword.length);
                }
            }
        }
        return null;
    }

    private static boolean sameButForCase(int[] keyword, int[] text, int from) {
        for (int i = 0; i < keyword.length; i++) {
            if (fold(keyword[i]) != fold(text[from + i])) {
                return false;
            }
        }
        return true;
    }

    /** By the JVM's tables, which are the same in all versions for the characters used here. */
    private static int fold(int c) {
        return c == 'İ' || c == 'ı' ? c : Character.toLowerCase(Character.toUpperCase(c));
    }

    private static boolean isWord(int c) {
        return Character.isAlphabetic(c) || Character.isDigit(c) || c == '_' || c == 0x301;
    }

    private static String escaped(String match) {
        return match.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
