package dev.trunkline.broadcast;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * The SUBSCRIBEs and UNSUBSCRIBEs of one connection that Redis has not answered completely. Redis answers them in their order: each
 * channel of a command by itself, or the whole command with an error, which names neither the command nor its channels.
 */
final class SentCommands {

    private final Queue<List<String>> commands = new ArrayDeque<>();

    /** How many channels of the oldest command are answered. */
    private int answered;

    void sent(List<String> channels) {
        commands.add(channels);
    }

    /** Redis has answered one channel. */
    void answered() {
        List<String> oldest = commands.peek();
        answered++;
        if (oldest != null && answered == oldest.size()) {
            finish();
        }
    }

    /** Redis has answered with an error. Returns the channels of the command. */
    List<String> refused() {
        List<String> oldest = commands.peek();
        finish();
        return oldest == null ? List.of() : oldest;
    }

    private void finish() {
        commands.poll();
        answered = 0;
    }
}
