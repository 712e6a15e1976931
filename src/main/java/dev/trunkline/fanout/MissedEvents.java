package dev.trunkline.fanout;

import dev.trunkline.broadcast.Broadcaster;
import dev.trunkline.config.Settings;
import dev.trunkline.connection.Connection;
import dev.trunkline.connection.Connections;
import dev.trunkline.connection.Ending;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * After an outage of Redis, ends the streams whose clients would not know that they have missed events, if the administrator wants
 * it ({@code TRUNKLINE_AFTER_OUTAGE}; protocol, section 12). Clients with ids are told instead.
 */
@ApplicationScoped
class MissedEvents {

    private final Broadcaster broadcaster;
    private final Connections connections;
    private final boolean reconnect;
    private final long spreadMillis;

    MissedEvents(Broadcaster broadcaster, Connections connections, Settings settings) {
        this.broadcaster = broadcaster;
        this.connections = connections;
        this.reconnect = settings.afterOutage() == Settings.AfterOutage.RECONNECT;
        this.spreadMillis = settings.reconnectSpread().toMillis();
    }

    void start(@Observes StartupEvent event) {
        if (reconnect) {
            broadcaster.afterResubscription(() -> connections.all().forEach(this::endSoon));
        }
    }

    private void endSoon(Connection connection) {
        connection.loop().execute(() -> {
            if (connection.isOpen() && connection.missesUnknowingly()) {
                Duration pause = Duration.ofMillis(ThreadLocalRandom.current().nextLong(spreadMillis + 1));
                connection.after(pause, () -> connection.end(Ending.OUTAGE));
            }
        });
    }
}
