package dev.trunkline.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which look-ups share a query. */
class BatchedLookUpTest {

    private final List<List<String>> queries = new ArrayList<>();
    private final List<UniEmitter<? super Map<String, Integer>>> answers = new ArrayList<>();
    private final BatchedLookUp<String, Integer> lookUp = lookUp(Duration.ofMinutes(1));

    private BatchedLookUp<String, Integer> lookUp(Duration limit) {
        return new BatchedLookUp<>(3, 10, limit, keys -> Uni.createFrom().emitter(answer -> {
            queries.add(keys);
            answers.add(answer);
        }));
    }

    private UniAssertSubscriber<Optional<Integer>> ask(String key) {
        return lookUp.of(key).subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    @Test
    void whatIsAskedMeanwhileGoesIntoTheNextQuery() {
        var first = ask("a");
        var second = ask("a");
        List.of("b", "c", "b", "d", "a").forEach(this::ask);
        var last = ask("a");
        assertEquals(List.of(List.of("a"), List.of("a")), queries);
        assertEquals(6, lookUp.waiting());
        answers.get(0).complete(Map.of("a", 1));
        first.assertCompleted().assertItem(Optional.of(1));
        second.assertNotTerminated();
        assertEquals(3, queries.size());
        assertEquals(List.of("b", "c", "d"), queries.get(2).stream().sorted().toList());
        assertEquals(2, lookUp.waiting());
        answers.get(1).complete(Map.of());
        // Asked after the second query began: its answer is not theirs.
        second.assertCompleted().assertItem(Optional.empty());
        last.assertNotTerminated();
        assertEquals(List.of("a"), queries.get(3));
        answers.get(3).complete(Map.of("a", 2));
        last.assertCompleted().assertItem(Optional.of(2));
        assertEquals(0, lookUp.waiting());
    }

    @Test
    void whatNobodyWaitsForIsNotAsked() {
        ask("a");
        ask("b");
        var leaving = ask("c");
        var leavingToo = ask("d");
        var staying = ask("d");
        leaving.cancel();
        leavingToo.cancel();
        assertEquals(1, lookUp.waiting());
        answers.get(0).complete(Map.of());
        assertEquals(List.of("d"), queries.get(2));
        answers.get(2).complete(Map.of("d", 4));
        staying.assertCompleted().assertItem(Optional.of(4));
    }

    @Test
    void aFailureIsThatOfItsQueryOnly() {
        var first = ask("a");
        var second = ask("b");
        answers.get(0).fail(new IllegalStateException("odd"));
        first.assertFailedWith(IllegalStateException.class, "odd");
        second.assertNotTerminated();
        ask("c");
        assertEquals(List.of("c"), queries.get(2));
    }

    @Test
    void theNumberThatWaitsIsBounded() {
        IntStream.range(0, 12).forEach(any -> ask("a"));
        ask("a").assertFailedWith(DatabaseOverloaded.class);
        answers.get(0).complete(Map.of());
        ask("a").assertNotTerminated();
    }

    @Test
    void aLookUpHasATimeLimit() {
        BatchedLookUp<String, Integer> hasty = lookUp(Duration.ofMillis(20));
        List<UniAssertSubscriber<Optional<Integer>>> asked = IntStream.range(0, 3)
                .mapToObj(any ->
                        hasty.of("a").subscribe().withSubscriber(UniAssertSubscriber.<Optional<Integer>>create()))
                .toList();
        asked.forEach(each ->
                assertInstanceOf(DatabaseUnavailable.class, each.awaitFailure().getFailure()));
        assertEquals(0, hasty.waiting());
    }
}
