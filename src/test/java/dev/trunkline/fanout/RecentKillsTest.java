package dev.trunkline.fanout;

import static dev.trunkline.fanout.RecentKills.Fate.KILLED;
import static dev.trunkline.fanout.RecentKills.Fate.SPARED;
import static dev.trunkline.fanout.RecentKills.Fate.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.broadcast.SystemChannel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is known of the kills since a look-up began. */
class RecentKillsTest {

    private static final SystemChannel TOKEN = token(1);
    private static final SystemChannel ACCOUNT = new SystemChannel(SystemChannel.Kind.ACCOUNT, 1);
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private long now;
    private final RecentKills kills = new RecentKills(() -> now);

    private static SystemChannel token(long id) {
        return new SystemChannel(SystemChannel.Kind.TOKEN, id);
    }

    private RecentKills.Fate since(long moment) {
        return kills.since(moment, List.of(TOKEN, ACCOUNT));
    }

    @BeforeEach
    void begin() {
        kills.begin();
    }

    @Test
    void nothingHasCome() {
        long moment = kills.now();
        kills.add(token(2));
        kills.add(new SystemChannel(SystemChannel.Kind.ACCOUNT, 2));
        assertEquals(SPARED, since(moment));
    }

    @Test
    void aKillOfTheTokenOrTheAccountCounts() {
        long first = kills.now();
        kills.add(TOKEN);
        assertEquals(KILLED, since(first));
        assertEquals(KILLED, kills.since(first, List.of(TOKEN)));
        assertEquals(SPARED, kills.since(first, List.of(ACCOUNT)));
        long second = kills.now();
        kills.add(ACCOUNT);
        assertEquals(KILLED, since(second));
    }

    /** The look-up may be answered from before the commit. */
    @Test
    void aKillShortlyBeforeMakesItUnknown() {
        kills.add(TOKEN);
        long moment = kills.now();
        assertEquals(UNKNOWN, since(moment));
        now += MINUTE + 1;
        assertEquals(SPARED, since(moment));
    }

    @Test
    void aSecondKillCountsToo() {
        kills.add(TOKEN);
        long moment = kills.now();
        kills.add(TOKEN);
        assertEquals(KILLED, since(moment));
    }

    @Test
    void whatBeganWhileKillsWereMissedIsUnknown() {
        long before = kills.now();
        kills.end();
        assertEquals(UNKNOWN, since(before));
        long during = kills.now();
        kills.begin();
        assertEquals(UNKNOWN, since(before));
        assertEquals(UNKNOWN, since(during));
        assertEquals(SPARED, since(kills.now()));
    }

    @Test
    void beforeTheBeginningNothingIsKnown() {
        RecentKills fresh = new RecentKills(() -> now);
        assertEquals(UNKNOWN, fresh.since(fresh.now(), List.of(TOKEN)));
    }

    @Test
    void whatIsForgottenForOthersIsUnknown() {
        long moment = kills.now();
        kills.add(TOKEN);
        long later = kills.now();
        for (int i = 0; i < RecentKills.MOST; i++) {
            kills.add(token(10 + i));
        }
        assertEquals(UNKNOWN, since(moment));
        // All that came since then are remembered.
        assertEquals(SPARED, since(later));
    }

    @Test
    void whatIsForgottenForItsAgeIsUnknown() {
        long moment = kills.now();
        kills.add(TOKEN);
        now += MINUTE + 1;
        assertEquals(KILLED, since(moment));
        kills.add(token(2));
        assertEquals(UNKNOWN, since(moment));
    }
}
