package dev.trunkline.mastodon;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * libpq's password file, {@code ~/.pgpass} or the one that {@code PGPASSFILE} names, with lines
 * {@code host:port:database:user:password} (PostgreSQL's documentation, "The Password File"). The first line that fits counts. A
 * file that others than its owner may read is not used.
 */
final class PasswordFile {

    static final String PROPERTY = "quarkus.datasource.password";

    private static final int FIELDS = 5;

    /** Where PostgreSQL's own clients look for a socket if no host is named; in the file it is {@code localhost}. */
    private static final Set<String> DEFAULT_FOLDERS = Set.of("/var/run/postgresql", "/run/postgresql", "/tmp");

    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private PasswordFile() {}

    static Part translate(Environment environment, DatabaseServer server) {
        String named = environment.value(Variable.PGPASSFILE);
        if (named != null) {
            Path file = WrongValue.path(Variable.PGPASSFILE, named);
            return Files.exists(file) ? read(file, server) : unused(file, "does not exist");
        }
        Path file;
        try {
            String home = environment.value(Variable.HOME);
            if (home == null) {
                return Part.NONE;
            }
            file = WrongValue.path(Variable.HOME, home).resolve(".pgpass");
        } catch (WrongValue unusable) {
            // Most servers need no file of passwords.
            return Part.warning("No password file is looked for. " + unusable.getMessage());
        }
        return Files.exists(file) ? read(file, server) : Part.NONE;
    }

    private static Part read(Path file, DatabaseServer server) {
        try {
            if (!Files.isRegularFile(file)) {
                return unused(file, "is no file");
            }
            if (!OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
                return unused(file, "may be used by others than its owner; its mode has to be 0600");
            }
            // Each byte as a character: a line that is not UTF-8 may be another server's.
            String text = new String(Files.readAllBytes(file), ISO_8859_1);
            return Part.optional(
                    Variable.PGPASSFILE,
                    PROPERTY,
                    text.lines()
                            .map(PasswordFile::fields)
                            .filter(fields -> fields.size() == FIELDS && fits(fields, server))
                            .findFirst()
                            .map(fields -> fields.get(FIELDS - 1).text())
                            .orElse(null));
        } catch (NoSuchFileException goneMeanwhile) {
            return unused(file, "does not exist");
        } catch (IOException unreadable) {
            return unused(file, "cannot be read by this process");
        }
    }

    private static Part unused(Path file, String reason) {
        return Part.warning("The password file " + file + " is not used: it " + reason);
    }

    /**
     * One of the fields of a line.
     *
     * @param octets its bytes, each as a character, without backslashes that escape another one
     * @param any whether it stands for any value: a star that is not escaped
     */
    private record Field(String octets, boolean any) {

        boolean fits(String value) {
            return any || value.equals(new String(octets.getBytes(ISO_8859_1), UTF_8));
        }

        String text() {
            try {
                return UTF_8.newDecoder()
                        .decode(ByteBuffer.wrap(octets.getBytes(ISO_8859_1)))
                        .toString();
            } catch (CharacterCodingException otherEncoding) {
                throw new WrongValue(Variable.PGPASSFILE, "the password for this server is not UTF-8");
            }
        }
    }

    /** The fields of a line: none of a comment. What follows an unescaped colon after the password is left out, as by libpq. */
    private static List<Field> fields(String line) {
        List<Field> fields = new ArrayList<>(FIELDS);
        if (line.startsWith("#")) {
            return fields;
        }
        StringBuilder field = new StringBuilder();
        int from = 0;
        for (int i = 0; i <= line.length() && fields.size() < FIELDS; i++) {
            if (i == line.length() || line.charAt(i) == ':') {
                fields.add(new Field(field.toString(), line.substring(from, i).equals("*")));
                field.setLength(0);
                from = i + 1;
            } else {
                if (line.charAt(i) == '\\' && i + 1 < line.length()) {
                    i++;
                }
                field.append(line.charAt(i));
            }
        }
        return fields;
    }

    private static boolean fits(List<Field> fields, DatabaseServer server) {
        return fitsHost(fields.get(0), server.host())
                && fields.get(1).fits(Integer.toString(server.port()))
                && fields.get(2).fits(server.database())
                && fields.get(3).fits(server.user() == null ? DatabaseServer.DEFAULT_USER : server.user());
    }

    private static boolean fitsHost(Field field, String host) {
        return field.fits(host) || (DEFAULT_FOLDERS.contains(host) && field.fits("localhost"));
    }
}
