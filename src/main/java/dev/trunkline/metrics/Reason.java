package dev.trunkline.metrics;

import dev.trunkline.memory.OutOfMemory;
import java.net.UnknownHostException;

/** The reason of a failure in words that an administrator can use: the failure's own message and that of its root cause. */
public final class Reason {

    private static final int DEEPEST = 20;

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
        if (failure instanceof UnknownHostException && message != null && !message.contains(" ")) {
            // The second time within seconds Java says no more than the name.
            return message + ": unknown host";
        }
        return (message == null ? failure.toString() : message).replaceAll("\\s*\\R\\s*", " ");
    }
}
