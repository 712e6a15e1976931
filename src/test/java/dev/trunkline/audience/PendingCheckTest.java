package dev.trunkline.audience;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.trunkline.filter.SearchableText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How a check ends when its end meets faults. */
class PendingCheckTest {

    private static final CheckResult RESULT = new CheckResult.Failed(Withheld.TIMEOUT, "too long");

    private final List<CheckResult> results = new ArrayList<>();
    private final List<Optional<CheckResult>> ends = new ArrayList<>();
    private final PendingCheck check = new PendingCheck(
            new Status(1, null, true, Set.of(), null, false, false, new SearchableText(List.of("text"))),
            Set.of(1L),
            0,
            results::add);

    @Test
    void aFaultInACancellationHidesNoResult() {
        check.onEnd(ends::add);
        check.add(PendingCheckTest::fail);
        assertThrows(IllegalStateException.class, () -> check.complete(RESULT));
        assertEquals(List.of(Optional.of(RESULT)), ends);
        assertEquals(List.of(RESULT), results);
        check.complete(RESULT);
        assertEquals(1, results.size());
    }

    @Test
    void aFaultInWhatIsToldOfTheEndHidesNoResult() {
        check.onEnd(ended -> fail());
        assertThrows(IllegalStateException.class, () -> check.complete(RESULT));
        assertEquals(List.of(RESULT), results);
    }

    private static void fail() {
        throw new IllegalStateException("a fault");
    }
}
