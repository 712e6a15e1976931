package dev.trunkline.metrics;

import dev.trunkline.memory.OutOfMemory;
import io.smallrye.mutiny.TimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/** The reason of a failure in words that an administrator can use: the failure's own message and that of its root cause. */
public final class Reason {

    private static final int DEEPEST = 20;

    /** Netty tells which call to the kernel has failed, and with which number, in front of what that means. */
    private static final Pattern SYSTEM_CALL =
            Pattern.compile("\\b\\w+\\(\\.\\.\\) failed(?: with error\\(-?\\d+\\))?: (\\w)");

    private Reason() {}

    /** One line. Running out of memory is no reason: it ends the process. */
    public static String of(Throwable failure) {
        OutOfMemory.endIf(failure);
        Throwable root = root(failure);
        String own = words(failure);
        return root == failure || own.contains(words(root)) ? own : own + ": " + words(root);
    }

    /** The failure at the end of the chain of causes. */
    public static Throwable root(Throwable failure) {
        Throwable root = failure;
        // A chain of causes may be a circle.
        for (int depth = 0; root.getCause() != null && depth < DEEPEST; depth++) {
            root = root.getCause();
        }
        return root;
    }

    private static String words(Throwable failure) {
        String message = failure.getMessage();
        if (failure instanceof UnknownHostException && message != null) {
            return unknownHost(message);
        }
        if (failure instanceof TimeoutException || failure instanceof java.util.concurrent.TimeoutException) {
            // Mutiny's has no message, that of Vert.x names a timer.
            return "no answer in time";
        }
        String line = (message == null ? failure.toString() : message).replaceAll("\\s*\\R\\s*", " ");
        return SYSTEM_CALL.matcher(line).replaceAll(call -> call.group(1).toLowerCase(Locale.ROOT));
    }

    /** Java's message is the name, and the first time within seconds what its resolver says. */
    private static String unknownHost(String message) {
        String[] parts = message.split(": ", 2);
        if (parts[0].contains(" ")) {
            return message;
        }
        boolean resolverAway = parts.length > 1 && parts[1].startsWith("Temporary failure");
        return "unknown host " + parts[0] + (resolverAway ? ": the resolver does not answer" : "");
    }
}
