package dev.trunkline.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Loading, sharing, holding and forgetting filters. */
class KeywordFiltersTest {

    private static final SearchableText TEXT = new SearchableText(List.of("<p>One fine day</p>"));

    private final Source source = new Source();
    private volatile Instant now = Instant.parse("2030-01-01T00:00:00Z");
    private KeywordFilters filters = filters(1 << 20, Duration.ofMinutes(10));

    @AfterEach
    void stop() {
        filters.stop();
    }

    @Test
    void loadsAllMissingAccountsWithOneQueryAndOnlyOnce() throws InterruptedException {
        UniAssertSubscriber<FilterMatches> first = ask(1, 2);
        Query query = source.next();
        assertEquals(List.of(1L, 2L), query.accounts());
        query.answer(Filters.account(1, true, "fine"));
        assertEquals(Map.of(1L, Filters.result(1, "fine")), results(first));
        assertEquals(Map.of(1L, Filters.result(1, "fine")), results(ask(1, 2)));
        source.assertNoMore();
    }

    @Test
    void sharesALoad() throws InterruptedException {
        UniAssertSubscriber<FilterMatches> first = ask(1, 2);
        UniAssertSubscriber<FilterMatches> second = ask(2, 3);
        Query one = source.next();
        Query two = source.next();
        assertEquals(List.of(3L), two.accounts());
        two.answer(Filters.account(3, true, "one"));
        second.assertNotTerminated();
        one.answer(Filters.account(2, true, "day"));
        assertEquals(Map.of(2L, Filters.result(2, "day")), results(first));
        assertEquals(Map.of(2L, Filters.result(2, "day"), 3L, Filters.result(3, "One")), results(second));
    }

    @Test
    void loadsForgottenFiltersAgain() throws InterruptedException {
        UniAssertSubscriber<FilterMatches> before = ask(1, 2);
        source.next().answer(Filters.account(1, true, "fine"), Filters.account(2, true, "one"));
        results(before);
        filters.forget(1);
        UniAssertSubscriber<FilterMatches> again = ask(1, 2);
        Query query = source.next();
        assertEquals(List.of(1L), query.accounts());
        query.answer(Filters.account(1, true, "day"));
        assertEquals(Map.of(1L, Filters.result(1, "day"), 2L, Filters.result(2, "One")), results(again));
    }

    @Test
    void doesNotHoldFiltersForgottenWhileBeingLoaded() throws InterruptedException {
        UniAssertSubscriber<FilterMatches> before = ask(1, 2);
        Query old = source.next();
        filters.forget(1);
        UniAssertSubscriber<FilterMatches> after = ask(1, 2);
        Query anew = source.next();
        assertEquals(List.of(1L), anew.accounts());

        old.answer(Filters.account(1, true, "fine"), Filters.account(2, true, "one"));
        assertEquals(Map.of(1L, Filters.result(1, "fine"), 2L, Filters.result(2, "One")), results(before));
        after.assertNotTerminated();
        anew.answer(Filters.account(1, true, "day"));
        Map<Long, String> current = Map.of(1L, Filters.result(1, "day"), 2L, Filters.result(2, "One"));
        assertEquals(current, results(after));
        assertEquals(current, results(ask(1, 2)));
        source.assertNoMore();
    }

    @Test
    void anOldLoadThatArrivesLastDoesNotReplaceTheNewOne() throws InterruptedException {
        ask(1);
        Query old = source.next();
        filters.forget(1);
        ask(1);
        source.next().answer(Filters.account(1, true, "day"));
        old.answer(Filters.account(1, true, "fine"));
        assertEquals(Map.of(1L, Filters.result(1, "day")), results(ask(1)));
    }

    @Test
    void failsIfTheLoadFailsAndTriesAgainLater() throws InterruptedException {
        UniAssertSubscriber<FilterMatches> first = ask(1, 2);
        UniAssertSubscriber<FilterMatches> second = ask(2);
        RuntimeException away = new RuntimeException("away");
        source.next().fail(away);
        assertFails(away, first, 1, 2);
        assertFails(away, second, 2);
        UniAssertSubscriber<FilterMatches> later = ask(1, 2);
        source.next().answer();
        assertEquals(Map.of(), results(later));
    }

    @Test
    void holdsALimitedNumberOfAccountsAndDropsTheOldest() throws InterruptedException {
        UniAssertSubscriber<FilterMatches> three = ask(1, 2, 3);
        source.next().answer(Filters.account(2, true, "fine"));
        results(three);
        results(ask(1));
        UniAssertSubscriber<FilterMatches> another = ask(4);
        source.next().answer();
        results(another);
        results(ask(1, 3, 4));
        source.assertNoMore();
        ask(2);
        assertEquals(List.of(2L), source.next().accounts());
    }

    @Test
    void searchesForMoreAccountsThanItHolds() throws InterruptedException {
        long[] many = LongStream.range(0, 100).toArray();
        UniAssertSubscriber<FilterMatches> asked = ask(many);
        source.next()
                .answer(LongStream.of(many)
                        .mapToObj(account -> Filters.account(account, true, "fine"))
                        .toArray(AccountFilters[]::new));
        Map<Long, String> results = results(asked);
        assertEquals(100, results.size());
        assertEquals(Filters.result(7, "fine"), results.get(7L));
    }

    @Test
    void searchesForFewAndForManyKeywords() throws InterruptedException {
        String[] others = new String[1000];
        for (int i = 0; i < others.length; i++) {
            others[i] = "other" + i;
        }
        UniAssertSubscriber<FilterMatches> many = ask(1, 2);
        source.next().answer(Filters.account(1, true, "fine"), Filters.account(2, true, others));
        assertEquals(Map.of(1L, Filters.result(1, "fine")), results(many));
        assertEquals(Map.of(1L, Filters.result(1, "fine")), results(ask(1)));
        filters.forget(2);
        assertEquals(Map.of(1L, Filters.result(1, "fine")), results(ask(1)));
    }

    @Test
    void honoursExpiryWithoutLoading() throws InterruptedException {
        AccountFilters account = new AccountFilters(1);
        Instant end = now.plusMillis(1);
        CustomFilter filter = new CustomFilter(1, "t", List.of(), end, FilterAction.HIDE);
        filter.add(new Keyword(1, Phrase.of("fine", true)));
        account.filters().add(filter);
        UniAssertSubscriber<FilterMatches> before = ask(1);
        source.next().answer(account);
        assertEquals(1, results(before).size());
        now = end.minusNanos(1000);
        assertEquals(1, results(ask(1)).size());
        now = end;
        assertEquals(Map.of(), results(ask(1)));
        source.assertNoMore();
    }

    @Test
    void failsForATextMadeToBeSlow() throws InterruptedException {
        String[] keywords = new String[500];
        for (int i = 0; i < keywords.length; i++) {
            keywords[i] = "a".repeat(i + 1) + "b";
        }
        UniAssertSubscriber<FilterMatches> asked = ask(Set.of(1L), new SearchableText(List.of("a".repeat(100_000))));
        source.next().answer(Filters.account(1, false, keywords));
        assertInstanceOf(TextTooCostly.class, asked.awaitFailure().getFailure());
        assertEquals(Map.of(), results(ask(1)));
    }

    @Test
    void searchesAMegabyteButDoesNotParseOne() throws InterruptedException {
        SearchableText markup = new SearchableText(List.of("<b><p>fine".repeat(100_000)));
        SearchableText plain = new SearchableText(List.of("one day ".repeat(125_000) + "fine"));
        Set<Long> holder = Set.of(1L);
        UniAssertSubscriber<FilterMatches> asked = ask(holder, markup);
        source.next().answer(Filters.account(1, true, "fine"));
        assertInstanceOf(TextTooCostly.class, asked.awaitFailure().getFailure());
        assertEquals(Map.of(1L, Filters.result(1, "fine")), results(ask(holder, plain)));

        // Without filters the text need not be parsed, and the search succeeds.
        UniAssertSubscriber<FilterMatches> without = ask(Set.of(2L), markup);
        source.next().answer();
        assertEquals(Map.of(), results(without));
    }

    // The same set of accounts from one status to the next

    @Test
    void loadsForgottenFiltersAgainForTheSameSet() throws InterruptedException {
        Set<Long> both = Set.of(1L, 2L);
        UniAssertSubscriber<FilterMatches> before = ask(both, TEXT);
        source.next().answer(Filters.account(1, true, "fine"), Filters.account(2, true, "one"));
        Map<Long, String> old = Map.of(1L, Filters.result(1, "fine"), 2L, Filters.result(2, "One"));
        assertEquals(old, results(before));
        assertEquals(old, results(ask(both, TEXT)));
        filters.forget(3);
        assertEquals(old, results(ask(both, TEXT)));
        source.assertNoMore();

        filters.forget(1);
        UniAssertSubscriber<FilterMatches> again = ask(both, TEXT);
        Query query = source.next();
        assertEquals(List.of(1L), query.accounts());
        query.answer();
        assertEquals(Map.of(2L, Filters.result(2, "One")), results(again));
        assertEquals(Map.of(2L, Filters.result(2, "One")), results(ask(both, TEXT)));

        filters.forget(1);
        filters.forget(2);
        UniAssertSubscriber<FilterMatches> atLast = ask(both, TEXT);
        source.next().answer(Filters.account(1, true, "day"));
        assertEquals(Map.of(1L, Filters.result(1, "day")), results(atLast));
        assertEquals(Map.of(1L, Filters.result(1, "day")), results(ask(both, TEXT)));
        source.assertNoMore();
    }

    @Test
    void doesNotShareALoadThatBeganBeforeTheSetWasForgotten() throws InterruptedException {
        Set<Long> one = Set.of(1L);
        UniAssertSubscriber<FilterMatches> first = ask(one, TEXT);
        UniAssertSubscriber<FilterMatches> second = ask(one, TEXT);
        Query old = source.next();
        // When this one has begun, the second one has begun, too.
        results(ask(Set.of(), TEXT));
        filters.forget(1);
        UniAssertSubscriber<FilterMatches> third = ask(one, TEXT);
        Query anew = source.next();
        old.answer(Filters.account(1, true, "fine"));
        assertEquals(Map.of(1L, Filters.result(1, "fine")), results(first));
        assertEquals(Map.of(1L, Filters.result(1, "fine")), results(second));
        third.assertNotTerminated();
        anew.answer(Filters.account(1, true, "day"));
        assertEquals(Map.of(1L, Filters.result(1, "day")), results(third));
        assertEquals(Map.of(1L, Filters.result(1, "day")), results(ask(one, TEXT)));
        source.assertNoMore();
    }

    @Test
    void loadsFiltersAgainForTheSameSetAfterOthersReplacedThem() throws InterruptedException {
        Set<Long> both = Set.of(1L, 2L);
        UniAssertSubscriber<FilterMatches> before = ask(both, TEXT);
        source.next().answer(Filters.account(1, true, "fine"), Filters.account(2, true, many("fine")));
        assertEquals(2, results(before).size());
        UniAssertSubscriber<FilterMatches> others = ask(3, 4, 5);
        source.next().answer(Filters.account(4, true, "fine"));
        results(others);
        UniAssertSubscriber<FilterMatches> again = ask(both, TEXT);
        Query query = source.next();
        assertEquals(both, Set.copyOf(query.accounts()));
        query.answer(Filters.account(2, true, many("day")));
        assertEquals(Map.of(2L, Filters.result(2, "day")), results(again));
        assertEquals(Map.of(2L, Filters.result(2, "day")), results(ask(both, TEXT)));
        source.assertNoMore();
    }

    @Test
    void searchesForMoreSetsThanItRemembers() throws InterruptedException {
        UniAssertSubscriber<FilterMatches> before = ask(1, 2, 3);
        source.next().answer(Filters.account(1, true, many("fine")), Filters.account(2, true, many("day")));
        results(before);
        List<Set<Long>> sets = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            sets.add(new LinkedHashSet<>(i % 3 == 0 ? List.of(1L, 3L) : i % 3 == 1 ? List.of(2L) : List.of(3L)));
        }
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < sets.size(); i++) {
                Map<Long, String> expected = i % 3 == 0
                        ? Map.of(1L, Filters.result(1, "fine"))
                        : i % 3 == 1 ? Map.of(2L, Filters.result(2, "day")) : Map.of();
                assertEquals(expected, results(ask(sets.get(i), TEXT)));
            }
        }
        source.assertNoMore();
    }

    @Test
    void triesAgainForTheSameSetAfterAFailedLoad() throws InterruptedException {
        Set<Long> one = Set.of(1L);
        UniAssertSubscriber<FilterMatches> first = ask(one, TEXT);
        UniAssertSubscriber<FilterMatches> second = ask(one, TEXT);
        RuntimeException away = new RuntimeException("away");
        source.next().fail(away);
        assertFails(away, first, 1);
        assertFails(away, second, 1);
        source.assertNoMore();
        UniAssertSubscriber<FilterMatches> later = ask(one, TEXT);
        source.next().answer(Filters.account(1, true, "fine"));
        assertEquals(Map.of(1L, Filters.result(1, "fine")), results(later));
    }

    // Faults

    @Test
    void aLoadThatDoesNotBeginLeavesNoSearchWaiting() throws InterruptedException {
        Set<Long> both = Set.of(1L, 2L);
        for (Throwable fault : List.of(new IllegalStateException("fault"), new StackOverflowError("fault"))) {
            source.fault = fault;
            assertFails(fault, ask(both, TEXT), 1, 2);
            assertFails(fault, ask(2), 2);
        }
        source.fault = null;
        UniAssertSubscriber<FilterMatches> later = ask(both, TEXT);
        source.next().answer(Filters.account(1, true, "fine"));
        assertEquals(Map.of(1L, Filters.result(1, "fine")), results(later));
    }

    @Test
    void aFaultOfOneSearchDoesNotAffectOthers() throws InterruptedException {
        UniAssertSubscriber<FilterMatches> slow = ask(Set.of(1L), new SearchableText(List.of("<b>".repeat(100_000))));
        UniAssertSubscriber<FilterMatches> other = ask(1);
        source.next().answer(Filters.account(1, true, "fine"));
        assertInstanceOf(TextTooCostly.class, slow.awaitFailure().getFailure());
        assertEquals(Map.of(1L, Filters.result(1, "fine")), results(other));
    }

    @Test
    void filtersThatCannotBeIndexedFailAndLeaveNoSearchWaiting() throws InterruptedException {
        UniAssertSubscriber<FilterMatches> asked = ask(1, 2);
        // The index relies on keywords not being empty.
        source.next().answer(Filters.account(1, true, ""), Filters.account(2, true, "fine"));
        assertEquals(Map.of(2L, Filters.result(2, "fine")), results(asked));
        assertEquals(Set.of(1L), failures(asked).keySet());
        UniAssertSubscriber<FilterMatches> later = ask(1, 2);
        source.next().answer(Filters.account(1, true, "day"));
        assertEquals(Map.of(1L, Filters.result(1, "day"), 2L, Filters.result(2, "fine")), results(later));
    }

    // Accounts that cost too much

    @Test
    void anAccountBeyondTheBoundsIsLeftOutUntilItsFiltersChange() throws InterruptedException {
        Set<Long> both = Set.of(1L, 2L);
        UniAssertSubscriber<FilterMatches> first = ask(both, TEXT);
        source.next().answer(Set.of(2L), Set.of(), Filters.account(1, true, "fine"));
        for (UniAssertSubscriber<FilterMatches> asked : List.of(first, ask(both, TEXT), ask(2, 1))) {
            assertEquals(Map.of(1L, Filters.result(1, "fine")), results(asked));
            assertEquals(Set.of(2L), failures(asked).keySet());
            assertInstanceOf(AccountTooCostly.class, failures(asked).get(2L));
        }
        source.assertNoMore();
        filters.forget(2);
        UniAssertSubscriber<FilterMatches> later = ask(both, TEXT);
        source.next().answer(Filters.account(2, true, "day"));
        assertEquals(Map.of(1L, Filters.result(1, "fine"), 2L, Filters.result(2, "day")), results(later));
        assertEquals(Map.of(), failures(later));
    }

    @Test
    void aSlowLoadHoldsNobodyUp() throws InterruptedException {
        filters.stop();
        filters = filters(1 << 20, Duration.ofMillis(20));
        Set<Long> both = Set.of(1L, 2L);
        UniAssertSubscriber<FilterMatches> before = ask(1);
        source.next().answer(Filters.account(1, true, "fine"));
        results(before);
        UniAssertSubscriber<FilterMatches> during = ask(both, TEXT);
        Query slow = source.next();
        for (UniAssertSubscriber<FilterMatches> asked : List.of(during, ask(both, TEXT))) {
            assertEquals(Map.of(1L, Filters.result(1, "fine")), results(asked));
            assertInstanceOf(FiltersLate.class, failures(asked).get(2L));
        }
        slow.answer(Filters.account(2, true, "day"));
        Map<Long, String> all = Map.of(1L, Filters.result(1, "fine"), 2L, Filters.result(2, "day"));
        await().untilAsserted(() -> assertEquals(all, results(ask(both, TEXT))));
        source.assertNoMore();
    }

    @Test
    void whenTheFiltersOfAllAreTooManyTheLargestAccountIsLeftOut() throws InterruptedException {
        filters.stop();
        filters = filters(200_000, Duration.ofMinutes(10));
        UniAssertSubscriber<FilterMatches> asked = ask(1, 2, 3);
        source.next()
                .answer(
                        Filters.account(1, true, "fine"),
                        Filters.account(2, true, manyMore("day", 1_000)),
                        Filters.account(3, true, "one"));
        Map<Long, String> others = Map.of(1L, Filters.result(1, "fine"), 3L, Filters.result(3, "One"));
        assertEquals(others, results(asked));
        assertInstanceOf(AccountTooCostly.class, failures(asked).get(2L));
        assertEquals(others, results(ask(1, 2, 3)));
        source.assertNoMore();
    }

    @Test
    void anAccountOfWhoseFiltersTooManyMatchIsLeftOut() throws InterruptedException {
        AccountFilters many = new AccountFilters(2);
        for (int i = 0; i < 101; i++) {
            CustomFilter filter = new CustomFilter(1_000 + i, "t", List.of(), null, FilterAction.HIDE);
            filter.add(new Keyword(i, Phrase.of("fine", true)));
            many.filters().add(filter);
        }
        UniAssertSubscriber<FilterMatches> asked = ask(1, 2);
        source.next().answer(Filters.account(1, true, "fine"), many);
        assertEquals(Map.of(1L, Filters.result(1, "fine")), results(asked));
        assertEquals(Set.of(2L), failures(asked).keySet());
        UniAssertSubscriber<FilterMatches> other = ask(Set.of(1L, 2L), new SearchableText(List.of("other")));
        assertEquals(Map.of(), results(other));
        assertEquals(Set.of(2L), failures(other).keySet());
        source.assertNoMore();
    }

    /** The index loses the account's keywords in steps: that of "fine" at once, that of "late" later. */
    @Test
    void anAccountThatIsLeftOutIsLeftOutOfTheSearchesThatWaitedWithIt() throws InterruptedException {
        AccountFilters many = new AccountFilters(2);
        for (int i = 0; i < 400; i++) {
            CustomFilter filter = new CustomFilter(1_000 + i, "t", List.of(), null, FilterAction.HIDE);
            filter.add(new Keyword(i, Phrase.of(i < 101 ? "fine" : i < 399 ? "other" + i : "late", true)));
            many.filters().add(filter);
        }
        Set<Long> both = Set.of(1L, 2L);
        UniAssertSubscriber<FilterMatches> first = ask(both, TEXT);
        List<UniAssertSubscriber<FilterMatches>> asked = Stream.of("fine", "other200", "late", "day")
                .map(text -> ask(both, new SearchableText(List.of(text))))
                .toList();
        source.next().answer(Filters.account(1, true, "one", "late"), many);
        assertEquals(Map.of(1L, Filters.result(1, "One")), results(first));
        assertEquals(Set.of(2L), failures(first).keySet());
        for (UniAssertSubscriber<FilterMatches> search : asked) {
            assertEquals(Set.of(2L), failures(search).keySet());
            assertInstanceOf(AccountTooCostly.class, failures(search).get(2L));
        }
        assertEquals(
                List.of(Map.of(), Map.of(), Map.of(1L, Filters.result(1, "late")), Map.of()),
                asked.stream().map(KeywordFiltersTest::results).toList());
        source.assertNoMore();
    }

    @Test
    void veryManyFiltersAreNotLoadedAgainAndAgain() throws InterruptedException {
        int loads = 0;
        UniAssertSubscriber<FilterMatches> asked = ask(1, 2);
        source.next().answer(Filters.account(1, true, "fine"), Filters.account(2, true, manyMore("day", 1_000)));
        while (failures(asked).isEmpty()) {
            assertEquals(2, results(asked).size());
            loads++;
            assertTrue(loads < 10);
            filters.forget(2);
            filters.forget(1);
            asked = ask(1, 2);
            Query query = source.next();
            query.answer(
                    Filters.account(1, true, "fine"),
                    query.accounts().contains(2L)
                            ? Filters.account(2, true, manyMore("day", 1_000))
                            : Filters.account(3, true, "unasked"));
        }
        // Four times the bound a minute, and time passes.
        assertTrue(loads >= 4 && loads <= 6, "loads: " + loads);
        assertEquals(Map.of(1L, Filters.result(1, "fine")), results(asked));
        assertInstanceOf(AccountTooCostly.class, failures(asked).get(2L));
    }

    @Test
    void veryManyAccountsAreLoadedByFewQueriesAtATime() throws InterruptedException {
        UniAssertSubscriber<FilterMatches> asked = ask(LongStream.range(0, 250).toArray());
        Query first = source.next();
        Query second = source.next();
        results(ask(Set.of(), TEXT));
        source.assertNoMore();
        assertEquals(100, first.accounts().size());
        second.answer(Set.of(), Set.of(199L, 198L), Filters.account(150, true, "fine"));
        Query third = source.next();
        assertEquals(52, third.accounts().size());
        assertTrue(third.accounts().containsAll(List.of(198L, 199L, 249L)));
        first.answer();
        third.answer(Filters.account(199, true, "fine"));
        assertEquals(Set.of(150L, 199L), results(asked).keySet());
    }

    // Cancelled searches

    @Test
    void doesNotCarryOutCancelledSearches() throws InterruptedException {
        Set<Long> one = Set.of(1L);
        UniAssertSubscriber<FilterMatches> first = ask(one, TEXT);
        Query query = source.next();
        SearchableText never = new SearchableText(List.of("<p>fine</p>"));
        ask(one, never).cancel();
        query.answer(Filters.account(1, true, "fine"));
        assertEquals(1, results(first).size());
        CountDownLatch held = holdUp();
        ask(one, never).cancel();
        UniAssertSubscriber<FilterMatches> strange = ask(Set.of(2L), never);
        strange.cancel();
        held.countDown();
        assertEquals(1, results(ask(one, TEXT)).size());
        assertFalse(never.isExtracted());
        // Nothing was loaded for it, either.
        source.assertNoMore();
    }

    @Test
    void aCancelledSearchCountsUntilTheThreadReachesIt() throws InterruptedException {
        CountDownLatch held = holdUp();
        List<UniAssertSubscriber<FilterMatches>> all = new ArrayList<>();
        for (int i = 0; i < 4_999; i++) {
            all.add(ask(1));
        }
        assertInstanceOf(FiltersOverloaded.class, ask(1).awaitFailure().getFailure());
        all.forEach(UniAssertSubscriber::cancel);
        assertInstanceOf(FiltersOverloaded.class, ask(1).awaitFailure().getFailure());
        held.countDown();
        await().untilAsserted(() -> ask(Set.of(), TEXT).awaitItem(Duration.ofSeconds(1)));
        for (int i = 0; i < 4_000; i++) {
            ask(1).assertNotTerminated();
        }
        source.next().answer();
        await().untilAsserted(() -> assertEquals(Map.of(), results(ask(1))));
    }

    /** Blocks the thread with something that counts as one search. */
    private CountDownLatch holdUp() throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        ask(
                new AbstractSet<>() {
                    @Override
                    public Iterator<Long> iterator() {
                        begun.countDown();
                        try {
                            held.await();
                        } catch (InterruptedException stopped) {
                            throw new IllegalStateException(stopped);
                        }
                        return Collections.emptyIterator();
                    }

                    @Override
                    public int size() {
                        return 0;
                    }
                },
                TEXT);
        begun.await();
        return held;
    }

    private static String[] many(String keyword) {
        return manyMore(keyword, 100);
    }

    private static String[] manyMore(String keyword, int count) {
        String[] keywords = new String[count];
        for (int i = 1; i < keywords.length; i++) {
            keywords[i] = "other" + i;
        }
        keywords[0] = keyword;
        return keywords;
    }

    @Test
    void endsItsThread() throws InterruptedException {
        ask(1);
        source.next().answer();
        filters.stop();
        filters.forget(1);
        assertThrows(
                RuntimeException.class,
                () -> filters.matches(Set.of(1L), TEXT).await().atMost(Duration.ofSeconds(5)));
    }

    private UniAssertSubscriber<FilterMatches> ask(long... accounts) {
        // In this order.
        Set<Long> set = new LinkedHashSet<>();
        LongStream.of(accounts).forEach(set::add);
        return ask(set, TEXT);
    }

    private UniAssertSubscriber<FilterMatches> ask(Set<Long> accounts, SearchableText text) {
        UniAssertSubscriber<FilterMatches> asked = UniAssertSubscriber.create();
        filters.matches(accounts, text).subscribe().withSubscriber(asked);
        return asked;
    }

    /** Bounds of 1,000 keywords. */
    private KeywordFilters filters(long cacheSize, Duration patience) {
        return new KeywordFilters(source, new FilterBounds(1_000, 1 << 20), 3, cacheSize, patience, () -> now);
    }

    private static void assertFails(Throwable failure, UniAssertSubscriber<FilterMatches> asked, long... accounts) {
        Map<Long, Throwable> expected = new HashMap<>();
        LongStream.of(accounts).forEach(account -> expected.put(account, failure));
        assertEquals(expected, failures(asked));
    }

    private static Map<Long, Throwable> failures(UniAssertSubscriber<FilterMatches> asked) {
        return asked.awaitItem().getItem().failures();
    }

    private static Map<Long, String> results(UniAssertSubscriber<FilterMatches> asked) {
        Map<Long, String> results = new TreeMap<>();
        asked.awaitItem().getItem().arrays().forEach((account, json) -> results.put(account, new String(json, UTF_8)));
        return results;
    }

    /** Records the queries and answers them when the test says so. */
    private static final class Source implements FilterSource {

        private final LinkedBlockingQueue<Query> queries = new LinkedBlockingQueue<>();
        private volatile @Nullable Throwable fault;

        @Override
        public Uni<LoadedFilters> load(Collection<Long> accounts, Executor executor) {
            if (fault instanceof RuntimeException exception) {
                throw exception;
            }
            if (fault instanceof Error error) {
                throw error;
            }
            Query query = new Query(new ArrayList<>(accounts), new CompletableFuture<>());
            queries.add(query);
            return Uni.createFrom().completionStage(query.result()).emitOn(executor);
        }

        Query next() throws InterruptedException {
            @Nullable Query query = queries.poll(10, TimeUnit.SECONDS);
            if (query == null) {
                throw new AssertionError("No query");
            }
            return query;
        }

        void assertNoMore() {
            assertTrue(queries.isEmpty());
        }
    }

    private record Query(List<Long> accounts, CompletableFuture<LoadedFilters> result) {

        void answer(AccountFilters... filters) {
            answer(Set.of(), Set.of(), filters);
        }

        void answer(Set<Long> beyond, Set<Long> postponed, AccountFilters... filters) {
            Map<Long, AccountFilters> loaded = new HashMap<>();
            for (AccountFilters account : filters) {
                loaded.put(account.account(), account);
            }
            assertFalse(result.isDone());
            result.complete(new LoadedFilters(loaded, beyond, postponed));
        }

        void fail(RuntimeException failure) {
            result.completeExceptionally(failure);
        }
    }
}
