package dev.trunkline.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SentCommandsTest {

    private final SentCommands commands = new SentCommands();

    @Test
    void anErrorAnswersTheOldestCommand() {
        commands.sent(List.of("alive"));
        commands.sent(List.of("a", "b"));
        commands.sent(List.of("c", "d"));
        commands.sent(List.of("e"));
        commands.answered();
        commands.answered();
        commands.answered();
        assertEquals(List.of("c", "d"), commands.refused());
        assertEquals(List.of("e"), commands.refused());
    }

    @Test
    void anErrorWithoutACommandAnswersNothing() {
        assertEquals(List.of(), commands.refused());
    }
}
