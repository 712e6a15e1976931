package dev.trunkline.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is loaded, shared, held and forgotten. */
class KeywordFiltersTest {

    private static final SearchableText TEXT = new SearchableText(List.of("<p>One fine day</p>"));

    private final Source source = new Source();
    private volatile Instant now = Instant.parse("2030-01-01T00:00:00Z");
    private KeywordFilters filters = new KeywordFilters(source, 3, () -> now);

    @AfterEach
    void stop() {
        filters.stop();
    }

    @Test
    void loadsAllMissingAccountsAtOnceAndThenNoMore() throws InterruptedException {
        UniAssertSubscriber<Map<Long, byte[]>> first = ask(1, 2);
        Query query = source.next();
        assertEquals(List.of(1L, 2L), query.accounts());
        query.answer(Filters.account(1, true, "fine"));
        assertEquals(Map.of(1L, Filters.result(1, "fine")), results(first));
        assertEquals(Map.of(1L, Filters.result(1, "fine")), results(ask(1, 2)));
        source.assertNoMore();
    }

    @Test
    void sharesALoad() throws InterruptedException {
        UniAssertSubscriber<Map<Long, byte[]>> first = ask(1, 2);
        UniAssertSubscriber<Map<Long, byte[]>> second = ask(2, 3);
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
    void loadsAnewWhatWasForgotten() throws InterruptedException {
        UniAssertSubscriber<Map<Long, byte[]>> before = ask(1, 2);
        source.next().answer(Filters.account(1, true, "fine"), Filters.account(2, true, "one"));
        results(before);
        filters.forget(1);
        UniAssertSubscriber<Map<Long, byte[]>> again = ask(1, 2);
        Query query = source.next();
        assertEquals(List.of(1L), query.accounts());
        query.answer(Filters.account(1, true, "day"));
        assertEquals(Map.of(1L, Filters.result(1, "day"), 2L, Filters.result(2, "One")), results(again));
    }

    @Test
    void loadsEverythingAnewWhenAllIsForgotten() throws InterruptedException {
        UniAssertSubscriber<Map<Long, byte[]>> before = ask(1, 2);
        source.next().answer();
        results(before);
        filters.forgetAll();
        ask(2, 1);
        assertEquals(List.of(2L, 1L), source.next().accounts());
    }

    @Test
    void doesNotHoldWhatWasForgottenWhileItWasLoaded() throws InterruptedException {
        UniAssertSubscriber<Map<Long, byte[]>> before = ask(1, 2);
        Query old = source.next();
        filters.forget(1);
        UniAssertSubscriber<Map<Long, byte[]>> after = ask(1, 2);
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
    void anOldLoadThatComesLastDoesNotReplaceTheNewOne() throws InterruptedException {
        ask(1);
        Query old = source.next();
        filters.forgetAll();
        ask(1);
        source.next().answer(Filters.account(1, true, "day"));
        old.answer(Filters.account(1, true, "fine"));
        assertEquals(Map.of(1L, Filters.result(1, "day")), results(ask(1)));
    }

    @Test
    void failsWhenTheLoadDoesAndTriesAgainLater() throws InterruptedException {
        UniAssertSubscriber<Map<Long, byte[]>> first = ask(1, 2);
        UniAssertSubscriber<Map<Long, byte[]>> second = ask(2);
        RuntimeException away = new RuntimeException("away");
        source.next().fail(away);
        assertSame(away, first.awaitFailure().getFailure());
        assertSame(away, second.awaitFailure().getFailure());
        UniAssertSubscriber<Map<Long, byte[]>> later = ask(1, 2);
        source.next().answer();
        assertEquals(Map.of(), results(later));
    }

    @Test
    void holdsNoMoreThanItMayAndTheOldestGoFirst() throws InterruptedException {
        UniAssertSubscriber<Map<Long, byte[]>> three = ask(1, 2, 3);
        source.next().answer(Filters.account(2, true, "fine"));
        results(three);
        results(ask(1));
        UniAssertSubscriber<Map<Long, byte[]>> another = ask(4);
        source.next().answer();
        results(another);
        results(ask(1, 3, 4));
        source.assertNoMore();
        ask(2);
        assertEquals(List.of(2L), source.next().accounts());
    }

    @Test
    void answersForMoreAccountsThanItHolds() throws InterruptedException {
        long[] many = LongStream.range(0, 100).toArray();
        UniAssertSubscriber<Map<Long, byte[]>> asked = ask(many);
        source.next()
                .answer(LongStream.of(many)
                        .mapToObj(account -> Filters.account(account, true, "fine"))
                        .toArray(AccountFilters[]::new));
        Map<Long, String> results = results(asked);
        assertEquals(100, results.size());
        assertEquals(Filters.result(7, "fine"), results.get(7L));
    }

    @Test
    void searchesForFewKeywordsAsForMany() throws InterruptedException {
        String[] others = new String[1000];
        for (int i = 0; i < others.length; i++) {
            others[i] = "other" + i;
        }
        UniAssertSubscriber<Map<Long, byte[]>> many = ask(1, 2);
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
        CustomFilter filter = new CustomFilter(account, 1, "t", List.of(), end, FilterAction.HIDE);
        filter.keywords().add(new Keyword(1, filter, Phrase.of("fine", true)));
        account.filters().add(filter);
        UniAssertSubscriber<Map<Long, byte[]>> before = ask(1);
        source.next().answer(account);
        assertEquals(1, results(before).size());
        now = end.minusNanos(1000);
        assertEquals(1, results(ask(1)).size());
        now = end;
        assertEquals(Map.of(), results(ask(1)));
        source.assertNoMore();
    }

    @Test
    void withholdsATextMadeToBeSlow() throws InterruptedException {
        String[] keywords = new String[500];
        for (int i = 0; i < keywords.length; i++) {
            keywords[i] = "a".repeat(i + 1) + "b";
        }
        UniAssertSubscriber<Map<Long, byte[]>> asked = UniAssertSubscriber.create();
        filters.matches(List.of(1L), new SearchableText(List.of("a".repeat(100_000))))
                .subscribe()
                .withSubscriber(asked);
        source.next().answer(Filters.account(1, false, keywords));
        assertInstanceOf(TextTooCostly.class, asked.awaitFailure().getFailure());
        assertEquals(Map.of(), results(ask(1)));
    }

    @Test
    void endsItsThread() throws InterruptedException {
        ask(1);
        source.next().answer();
        filters.stop();
        filters.forget(1);
        assertThrows(
                RuntimeException.class,
                () -> filters.matches(List.of(1L), TEXT).await().atMost(Duration.ofSeconds(5)));
    }

    private UniAssertSubscriber<Map<Long, byte[]>> ask(long... accounts) {
        UniAssertSubscriber<Map<Long, byte[]>> asked = UniAssertSubscriber.create();
        filters.matches(LongStream.of(accounts).boxed().toList(), TEXT)
                .subscribe()
                .withSubscriber(asked);
        return asked;
    }

    private static Map<Long, String> results(UniAssertSubscriber<Map<Long, byte[]>> asked) {
        Map<Long, String> results = new TreeMap<>();
        asked.awaitItem().getItem().forEach((account, json) -> results.put(account, new String(json, UTF_8)));
        return results;
    }

    /** Notes what is asked for, and answers when the test says so. */
    private static final class Source implements FilterSource {

        private final LinkedBlockingQueue<Query> queries = new LinkedBlockingQueue<>();

        @Override
        public Uni<Map<Long, AccountFilters>> load(Collection<Long> accounts, Executor executor) {
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

    private record Query(List<Long> accounts, CompletableFuture<Map<Long, AccountFilters>> result) {

        void answer(AccountFilters... filters) {
            Map<Long, AccountFilters> loaded = new HashMap<>();
            for (AccountFilters account : filters) {
                loaded.put(account.account(), account);
            }
            assertFalse(result.isDone());
            result.complete(loaded);
        }

        void fail(RuntimeException failure) {
            result.completeExceptionally(failure);
        }
    }
}
