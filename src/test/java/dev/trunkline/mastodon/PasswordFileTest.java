package dev.trunkline.mastodon;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** libpq's password file, as PostgreSQL documents it. */
class PasswordFileTest {

    @TempDir
    private Path home = Path.of("");

    private Path file = Path.of("");

    @BeforeEach
    void name() {
        file = home.resolve(".pgpass");
    }

    private void write(String text) throws IOException {
        write(text.getBytes(UTF_8));
    }

    private void write(byte[] text) throws IOException {
        Files.write(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private Translation translate(String... variables) {
        Map<String, String> all = new HashMap<>(Map.of("HOME", home.toString()));
        for (String variable : variables) {
            all.put(variable.split("=", 2)[0], variable.split("=", 2)[1]);
        }
        return Translation.of(all);
    }

    private @Nullable String password(String... variables) {
        Translation translation = translate(variables);
        assertEquals(List.of(), translation.faults());
        assertEquals(List.of(), translation.warnings());
        return translation.properties().get("quarkus.datasource.password");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', nullValues = "-", textBlock = """
            db:5432:m:u:p            | p
            *:*:*:*:p                | p
            db:*:*:u:p               | p
            db:5432:m:v:x            | -
            db:5433:m:u:x            | -
            db:5432:n:u:x            | -
            d*:5432:m:u:x            | -
            \\*:5432:m:u:x           | -
            DB:5432:m:u:x            | -
            ~#db:5432:m:u:x~         | -
            ~#*:*:*:*:x⏎db:5432:m:u:p~ | p
            other:5432:m:u:x⏎db:5432:m:u:p⏎*:*:*:*:y | p
            *:*:*:*:p⏎db:5432:m:u:x  | p
            db:5432:m:u:p\\:q\\\\r\\s | p:q\\rs
            db:5432:m:u:p:q          | p
            db:5432:m:u:p#q '"       | p#q '"
            ~db:5432:m:u: p ~        | ~ p ~
            db:5432:m:u:pä€          | pä€
            db:5432:m:u:             | -
            db:5432:m:u              | -
            db:5432                  | -
            ⏎⏎db:5432:m:u:p⏎         | p
            d\\b:5432:m:u:p          | p
            """)
    void theFirstLineThatFitsCounts(String lines, String password) throws IOException {
        write(lines.replace('⏎', '\n'));
        assertEquals(password, password("DATABASE_URL=postgres://u@db/m"));
        write(lines.replace("⏎", "\r\n"));
        assertEquals(password, password("DATABASE_URL=postgres://u@db/m"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            localhost:5432:mastodon_production:mastodon:p | DB_POOL=5                            | p
            localhost:5433:mastodon_production:mastodon:p | DB_PORT=5433                         | p
            db:5432:mastodon_production:u:p               | DB_HOST=db,DB_USER=u                 | p
            localhost:*:*:*:p                             | DB_HOST=/var/run/postgresql          | p
            localhost:*:*:*:p                             | DB_HOST=/run/postgresql              | p
            localhost:*:*:*:p                             | DB_HOST=/tmp                         | p
            localhost:*:*:*:p                             | DB_HOST=/other                       | -
            /var/run/postgresql:*:*:*:p                   | DB_HOST=/var/run/postgresql          | p
            /other:*:*:*:p                                | DB_HOST=/other                       | p
            \\:\\:1:*:*:*:p                               | DATABASE_URL=postgres://u@[::1]/m    | p
            db:*:*:mastodon:p                             | DATABASE_URL=postgres://db/m         | p
            *:*:*:*:p                                     | DB_PASS=q                            | q
            *:*:*:*:p                                     | PGPASSWORD=q                         | q
            *:*:*:*:p                                     | DATABASE_URL=postgres://u:q@db/m     | q
            """)
    void isComparedWithTheServerAndUsedLast(String line, String variables, String password) throws IOException {
        write(line);
        assertEquals(password, password(variables.split(",")));
    }

    @Test
    void noFileIsNoFault() {
        assertEquals(null, password());
        assertEquals(null, password("HOME="));
    }

    @Test
    void aHomeThatCannotBeUsedIsNoFault() {
        Translation translation = translate("HOME=/a\0b");
        assertEquals(List.of(), translation.faults());
        assertEquals(1, translation.warnings().size());
        assertTrue(translation.warnings().get(0).contains("HOME: the path"), translation.warnings()::toString);
    }

    @Test
    void anotherFileMayBeNamed() throws IOException {
        write("*:*:*:*:x");
        Path other = home.resolve("other");
        assertUnused(other, "does not exist", "PGPASSFILE=" + other);
        Files.move(file, other);
        assertEquals("x", password("PGPASSFILE=" + other));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw------x"})
    void aFileForOthersIsNotUsed(String mode) throws IOException {
        write("*:*:*:*:secret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        assertUnused(file, "0600");
        assertEquals("q", password("DB_PASS=q"), "it is not even looked at where there is a password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"r--------", "rwx------"})
    void aFileForItsOwnerIsUsed(String mode) throws IOException {
        write("*:*:*:*:p");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        assertEquals("p", password());
    }

    @Test
    void aFolderIsNotUsed() throws IOException {
        Files.createDirectory(file);
        assertUnused(file, "is no file");
    }

    private void assertUnused(Path unused, String reason, String... variables) {
        Translation translation = translate(variables);
        assertEquals(List.of(), translation.faults());
        assertEquals(null, translation.properties().get("quarkus.datasource.password"));
        assertEquals(1, translation.warnings().size(), translation.warnings().toString());
        String warning = translation.warnings().get(0);
        assertTrue(warning.startsWith("The password file " + unused + " is not used"), warning);
        assertTrue(warning.contains(reason), warning);
    }

    /** A line for another server may have any encoding. */
    @Test
    void aPasswordThatIsNotUtf8IsAFault() throws IOException {
        write("other:*:*:*:pä\ndb:*:*:*:pä\nthird:*:*:*:p\n".getBytes(ISO_8859_1));
        assertEquals("p", password("DB_HOST=third"));
        List<String> faults = translate("DB_HOST=db").faults();
        assertEquals(1, faults.size(), faults.toString());
        assertTrue(faults.get(0).startsWith("PGPASSFILE: the password"), faults.toString());
    }

    /** A password is for the host of its line alone. */
    @Test
    void anotherServerGetsNone() throws IOException {
        write("*:*:*:*:secret\n");
        assertEquals("secret", password());
        assertNull(password("QUARKUS_DATASOURCE_REACTIVE_URL=postgresql://elsewhere/m"));
    }
}
