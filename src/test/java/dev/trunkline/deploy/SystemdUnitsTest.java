package dev.trunkline.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.NeedsTool;
import dev.trunkline.harness.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** systemd understands every line of the units, and rates them as well confined. */
@NeedsTool("systemd-analyze")
class SystemdUnitsTest {

    private static final Path FOLDER = Path.of("deploy", "systemd");
    private static final List<String> UNITS = List.of("trunkline.service", "trunkline@.service", "trunkline.target");

    /** Of 100; zero cannot be reached. */
    private static final String EXPOSURE = "--threshold=20";

    @TempDir
    private Path folder;

    /** Copies of the units with programs that every machine has, and with a mistake in one of them. */
    private void write(String slipped, String right, String wrong) throws IOException {
        for (String unit : UNITS) {
            String text = Files.readString(FOLDER.resolve(unit))
                    .replace("ExecStart=trunkline -Xmx", "ExecStart=/bin/true -Xmx")
                    .replace(" trunkline -Xmx", " /bin/true -Xmx");
            if (unit.equals(slipped)) {
                assertNotEquals(text, text.replace(right, wrong), "There is no " + right);
                text = text.replace(right, wrong);
            }
            Files.writeString(folder.resolve(unit), text);
        }
    }

    private String verify(String unit) throws Exception {
        // The status reports units that cannot be loaded, not lines that were ignored.
        Tool tool = Tool.run(folder, "systemd-analyze", "verify", "--man=no", "./" + unit);
        return tool.output() + (tool.status() == 0 ? "" : "status " + tool.status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"trunkline.service", "trunkline@4000.service", "trunkline.target"})
    void isUnderstoodCompletely(String unit) throws Exception {
        write("", "", "");
        assertEquals("", verify(unit));
    }

    @ParameterizedTest
    @CsvSource({
        "trunkline.service, trunkline.service, NoNewPrivileges, NoNewPrivilege",
        "trunkline.service, trunkline.service, Type=notify, Type=notification",
        "trunkline@.service, trunkline@4000.service, Restart=always, Restart=often",
        "trunkline@.service, trunkline@4000.service, /usr/bin/env, /usr/bin/environment",
        "trunkline.target, trunkline.target, [Install], [Instal]",
    })
    void mistakesAreDetected(String unit, String instance, String right, String wrong) throws Exception {
        write(unit, right, wrong);
        assertNotEquals("", verify(instance));
    }

    /** What confines a unit is its last paragraph but one. */
    @Test
    void bothAreConfinedEqually() throws IOException {
        assertEquals(confinement("trunkline.service"), confinement("trunkline@.service"));
    }

    private static String confinement(String unit) throws IOException {
        String text = Files.readString(FOLDER.resolve(unit));
        return text.substring(text.indexOf("CapabilityBoundingSet="), text.indexOf("[Install]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"trunkline.service", "trunkline@.service"})
    void isConfined(String unit) throws Exception {
        write("", "", "");
        Tool tool = Tool.run(folder, "systemd-analyze", "security", "--offline=true", EXPOSURE, "./" + unit);
        assertEquals(0, tool.status(), tool::output);
        write(unit, "SystemCallFilter=@system-service\n", "");
        Tool open = Tool.run(folder, "systemd-analyze", "security", "--offline=true", EXPOSURE, "./" + unit);
        assertTrue(open.status() != 0, open::output);
    }
}
