package dev.trunkline.harness;

import java.util.List;

/** What a server writes to its log from now on: classes share servers, whose logs hold the lines of earlier classes too. */
public final class LogTail {

    private final Trunkline trunkline;
    private final int start;

    private LogTail(Trunkline trunkline, int start) {
        this.trunkline = trunkline;
        this.start = start;
    }

    public static LogTail of(Trunkline trunkline) {
        return new LogTail(trunkline, trunkline.log().length());
    }

    /** The new lines that contain this text, once there is one. */
    public List<String> await(String text) {
        trunkline.awaitLog(text, start);
        return lines(text);
    }

    /** The new lines so far that contain this text. */
    public List<String> lines(String text) {
        return trunkline
                .log()
                .substring(start)
                .lines()
                .filter(line -> line.contains(text))
                .toList();
    }
}
