package dev.trunkline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartOptionsTest {

    @Test
    void commandsHaveVariablesAsInAShell() {
        StartOptions options = StartOptions.parse(
                "--bare",
                "/bare",
                "--contestant",
                "bundle=NODE_EXTRA_CA_CERTS=/a=b X=1  /server --option=1",
                "--streams",
                "none");
        assertEquals(List.of("/bare"), options.bare().orElseThrow().words());
        assertEquals(
                List.of(new StartCommand(
                        "bundle", Map.of("NODE_EXTRA_CA_CERTS", "/a=b", "X", "1"), List.of("/server", "--option=1"))),
                options.contestants());
        assertEquals(List.of(), options.streams());
    }

    @Test
    void somethingIsMeasured() {
        assertThrows(IllegalArgumentException.class, () -> StartOptions.parse("--bare", "/bare"));
        assertThrows(IllegalArgumentException.class, () -> StartOptions.parse("--contestant", "/server"));
        assertThrows(IllegalArgumentException.class, () -> StartOptions.parse("--contestant", "x=A=1"));
    }

    @Test
    void partsAreComparedToo() {
        StartOptions options = StartOptions.parse("--part", "redis=/redis", "--contestant", "native=/server");
        assertEquals(List.of(new StartCommand("redis", Map.of(), List.of("/redis"))), options.parts());
        assertThrows(IllegalArgumentException.class, () -> StartOptions.parse("--part", "/redis"));
    }

    @Test
    void figuresAreComparedByTheirMedians() {
        StartFigures bare = new StartFigures();
        StartFigures server = new StartFigures();
        for (double value : new double[] {30, 10, 20}) {
            bare.add(StartFigures.Figure.HEALTHY, value);
            server.add(StartFigures.Figure.HEALTHY, value * 1.5);
        }
        assertEquals(20, bare.median(StartFigures.Figure.HEALTHY));
        assertEquals("1.50", server.timesThoseOf(bare).strip().split("\\s+", -1)[0]);
        assertEquals("30.0", server.row().strip().split("\\s+", -1)[0]);
    }
}
