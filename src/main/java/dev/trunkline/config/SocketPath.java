package dev.trunkline.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Whether a Unix socket can be made at a path (protocol, section 9: {@code SOCKET}). */
public final class SocketPath {

    private SocketPath() {}

    /**
     * Looks at the folder, and at what is at the path already: a socket, left by a process that ended badly, is nothing to
     * mind.
     *
     * @throws WrongValue if none can be made
     */
    public static void require(Path path) {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null) {
            throw new WrongValue(Variable.SOCKET, path + " is a folder; the path of a socket would be right");
        }
        if (!Files.isDirectory(folder)) {
            throw new WrongValue(Variable.SOCKET, "there is no folder " + folder + "; it has to be there before");
        }
        if (!Files.isWritable(folder)) {
            throw new WrongValue(Variable.SOCKET, "this process may not write to the folder " + folder + "; it has to");
        }
        if (exists(path) && !isSpecial(path)) {
            throw new WrongValue(
                    Variable.SOCKET, path + " is a file of another kind; the path of a socket would be right");
        }
    }

    /** Whether anything is there, be it a link to nowhere. */
    public static boolean exists(Path path) {
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
