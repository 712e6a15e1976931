package dev.trunkline.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.MeasuresTime;
import dev.trunkline.harness.WireFiles;
import dev.trunkline.harness.WireTest;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The life cycle of the packaged server under Knative: {@code deploy/knative/lifecycle} as a test. */
@MeasuresTime
@WireTest
class KnativeLifecycleIT {

    private final Mastodon mastodon;

    KnativeLifecycleIT(Mastodon mastodon) {
        this.mastodon = mastodon;
    }

    @Test
    void scalesFromZeroToOneAndBack() throws IOException, InterruptedException {
        String executable = System.getProperty("wire.executable", "");
        Path server = executable.isEmpty() ? LifecycleMain.JAR : Path.of(executable);
        LifecycleTimes times = Lifecycle.play(LifecycleMain.command(server), mastodon, WireFiles.resolve("lifecycle"));
        assertEquals(3, times.starts().size());
        assertEquals(3, times.stops().size());
    }
}
