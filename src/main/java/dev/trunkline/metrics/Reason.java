package dev.trunkline.metrics;

/** Why something failed, as an administrator can use it: the failure's own words and those of what lies at its root. */
public final class Reason {

    private Reason() {}

    /** One line. */
    public static String of(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String own = words(failure);
        return root == failure || own.contains(words(root)) ? own : own + ": " + words(root);
    }

    private static String words(Throwable failure) {
        String message = failure.getMessage();
        return (message == null ? failure.toString() : message).replaceAll("\\s*\\R\\s*", " ");
    }
}
