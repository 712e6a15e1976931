package dev.trunkline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LiveHeapTest {

    @Test
    void readsTheLastLine() throws IOException {
        assertEquals(17_654_321, LiveHeap.total("""
                        4242:
                         num     #instances         #bytes  class name (module)
                           1:         12345        1234567  [B (java.base@25)
                        Total        223344       17654321
                        """));
        assertThrows(IOException.class, () -> LiveHeap.total("java.io.IOException: No such process"));
    }

    @Test
    void seesObjectsOfThisProcess() throws IOException, InterruptedException {
        OptionalDouble live =
                LiveHeap.bytes(OptionalLong.of(ProcessHandle.current().pid()));
        assertTrue(live.isEmpty() || live.getAsDouble() > 1_000_000, live::toString);
        assertEquals(OptionalDouble.empty(), LiveHeap.bytes(OptionalLong.empty()));
    }
}
