package dev.trunkline.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Figures from the texts of {@code /proc/self}. */
class ProcessFilesTest {

    @Test
    void theResidentMemoryIsInKibibytes() {
        assertEquals(2048 * 1024, ProcessFiles.resident("Name:\tjava\nVmHWM:\t    9999 kB\nVmRSS:\t    2048 kB\n"));
        assertTrue(Double.isNaN(ProcessFiles.resident("")));
    }

    /** The name in parentheses may be anything. */
    @Test
    void theProcessorTimeIsThatOfUserAndSystem() {
        assertEquals(3.5, ProcessFiles.cpu("7 (a) b (c d) S 1 1 1 0 -1 4194304 99 0 0 0 250 100 0 0 20 0 9 0 1\n"));
        assertTrue(Double.isNaN(ProcessFiles.cpu("")));
    }
}
