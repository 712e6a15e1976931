package dev.trunkline.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.trunkline.history.Imports.Import;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What other processes have answered is bounded, whoever is still to get it (protocol, section 12). */
class ImportsTest {

    private static final long AGE = 100;

    /** Of two events of 680 bytes. */
    private static final long SIZE = 2 * (ImportedEvent.OVERHEAD + 680);

    private final Imports imports = new Imports(3 * SIZE, AGE);

    private static Import of(String channel, long number, long nanos) {
        Kept first = KeptFixture.of(number, "x".repeat(680));
        Kept second = KeptFixture.of(number + 1, "x".repeat(680));
        return new Import(List.of(channel), first.id, List.of(first, second), number, nanos);
    }

    private static void assertGone(Import former) {
        former.events().forEach(event -> assertNull(event.event()));
    }

    private static void assertThere(Import present) {
        present.events().forEach(event -> assertNotNull(event.event()));
    }

    @Test
    void theOldestGoAndAreNotHeldByThoseWhoDoNotReadThem() {
        List<Import> all = List.of(of("a", 1, 0), of("b", 3, 1), of("c", 5, 2), of("d", 7, 3));
        all.forEach(imports::add);
        assertEquals(3 * SIZE, imports.bytes());
        assertEquals(6, imports.count());
        assertNull(imports.find(List.of("a")));
        assertGone(all.get(0));
        all.subList(1, 4).forEach(ImportsTest::assertThere);
    }

    @Test
    void oneThatAnotherReplacesIsThereForThoseWhoAreStillToGetIt() {
        Import former = of("a", 1, 0);
        Import newer = of("a", 3, 1);
        imports.add(former);
        imports.add(newer);
        assertSame(newer, imports.find(List.of("a")));
        assertThere(former);
        assertEquals(2 * SIZE, imports.bytes());

        imports.relieve(AGE + 1);
        assertGone(former);
        assertSame(newer, imports.find(List.of("a")));
        assertEquals(SIZE, imports.bytes());
        imports.relieve(AGE + 2);
        assertGone(newer);
        assertNull(imports.find(List.of("a")));
        assertEquals(0, imports.bytes());
        assertEquals(0, imports.count());
    }

    /** Thousands may have asked the same. */
    @Test
    void theAnswerToEqualQuestionsCountsOnce() {
        Import first = of("a", 1, 0);
        for (int nanos = 0; nanos < 10; nanos++) {
            imports.add(new Import(first.channels(), first.after(), first.events(), first.end(), nanos));
        }
        assertEquals(SIZE, imports.bytes());
        assertEquals(2, imports.count());
        assertThere(first);
        imports.relieve(AGE + 1);
        assertGone(first);
        assertEquals(0, imports.bytes());
    }

    @Test
    void afterAnOutageNoneIsFound() {
        Import before = of("a", 1, 0);
        imports.add(before);
        imports.clear();
        assertNull(imports.find(List.of("a")));
        assertThere(before);
        imports.relieve(AGE + 1);
        assertGone(before);
        assertEquals(0, imports.bytes());
    }
}
