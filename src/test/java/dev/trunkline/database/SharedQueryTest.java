package dev.trunkline.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who gets the answer of which query. */
class SharedQueryTest {

    private final List<UniEmitter<? super Integer>> queries = new ArrayList<>();
    private final SharedQuery<Integer> shared =
            new SharedQuery<>(() -> Uni.createFrom().emitter(queries::add));

    private UniAssertSubscriber<Integer> ask() {
        return shared.answer().subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    @Test
    void whoAsksMeanwhileGetsTheAnswer() {
        UniAssertSubscriber<Integer> first = ask();
        UniAssertSubscriber<Integer> second = ask();
        assertEquals(1, queries.size());
        queries.get(0).complete(1);
        first.assertCompleted().assertItem(1);
        second.assertCompleted().assertItem(1);
    }

    @Test
    void whoAsksLaterAsksAgain() {
        ask();
        queries.get(0).complete(1);
        UniAssertSubscriber<Integer> later = ask();
        later.assertNotTerminated();
        queries.get(1).complete(2);
        later.assertItem(2);
    }

    @Test
    void aFailureIsAnAnswer() {
        UniAssertSubscriber<Integer> first = ask();
        UniAssertSubscriber<Integer> second = ask();
        RuntimeException away = new RuntimeException("away");
        queries.get(0).fail(away);
        assertSame(away, first.getFailure());
        assertSame(away, second.getFailure());
        UniAssertSubscriber<Integer> later = ask();
        queries.get(1).complete(2);
        later.assertItem(2);
    }

    @Test
    void whoLeavesTakesNobodyAlong() {
        UniAssertSubscriber<Integer> first = ask();
        first.cancel();
        UniAssertSubscriber<Integer> second = ask();
        assertEquals(1, queries.size());
        queries.get(0).complete(1);
        second.assertItem(1);
    }
}
