package dev.trunkline.http;

import dev.trunkline.config.InvalidSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Whether a Unix socket can be bound at a path (protocol, section 9: {@code SOCKET}). */
public final class UnixSocketPath {

    /** The property that holds the path. */
    static final String PROPERTY = "quarkus.http.domain-socket";

    private UnixSocketPath() {}

    /**
     * Checks the folder and what the path already leads to. A socket there is no obstacle: a process that was killed leaves
     * one.
     *
     * @throws InvalidSetting if no socket can be bound there
     */
    public static void require(Path path) {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null) {
            throw new InvalidSetting(PROPERTY, path + " is a folder; the path of a socket would be right");
        }
        if (!Files.isDirectory(folder)) {
            throw new InvalidSetting(PROPERTY, "there is no folder " + folder + "; it has to be there before");
        }
        if (!Files.isWritable(folder)) {
            throw new InvalidSetting(PROPERTY, "this process may not write to the folder " + folder + "; it has to");
        }
        if (exists(path) && !isSpecial(path)) {
            throw new InvalidSetting(
                    PROPERTY, path + " is a file of another kind; the path of a socket would be right");
        }
    }

    /** Whether the path leads to anything, a dangling link included. */
    static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isSpecial(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).isOther();
        } catch (IOException unreadable) {
            return false;
        }
    }
}
