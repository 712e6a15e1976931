package dev.trunkline.mastodon;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentFileTest {

    @TempDir
    private Path folder = Path.of("");

    /**
     * The kinds of cases that dotenv's own tests have, and what follows from its expression. In the table ⏎ is a line break, ␍ a
     * carriage return, ␣ a no-break space, ⍽ a byte order mark.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            A=b                   | b
            A = b                 | b
            export A=b            | b
            export   A = b        | b
            export=x⏎A=b          | b
            A: b                  | b
            A:b⏎A=c               | c
            A=b c                 | b c
            A=b # comment         | b
            A=b#comment           | b
            A=#b                  | ~~
            A='b # c'             | b # c
            A="b # c" # comment   | b # c
            A="b # c"#comment     | b # c
            A=`b # c` # comment   | b # c
            A=`b "c" 'd'`         | b "c" 'd'
            A="b\\nc"             | b⏎c
            A="b\\rc"             | b␍c
            A='b\\nc'             | b\\nc
            A=`b\\nc`             | b\\nc
            A=b\\nc               | b\\nc
            A="b⏎c"               | b⏎c
            A='b⏎c'               | b⏎c
            A=`b⏎⏎c`              | b⏎⏎c
            A="b\\"c"             | b\\"c
            A="b\\tc"             | b\\tc
            A=$B${C}              | $B${C}
            A='b' c               | 'b' c
            A="b" c⏎B=d           | "b" c
            A="b" "c"             | b" "c
            A="it's "odd" here"   | it's "odd" here
            A='it's odd'          | it's odd
            A=`b`c`               | b`c
            A="b"c"d" # e         | b"c"d
            A='"b"'               | "b"
            A="'b'"               | 'b'
            A="`b`"               | `b`
            A={"b": "c"}          | {"b": "c"}
            A='{"b": "c"}'        | {"b": "c"}
            A='b                  | 'b
            A="b                  | "b
            A=b"                  | b"
            A="b\\nc              | "b⏎c
            A="                   | "
            A=it's                | it's
            A=                    | ~~
            A=''                  | ~~
            A=""                  | ~~
            A=``                  | ~~
            A=" b "               | ~ b ~
            A=' b '               | ~ b ~
            A=   b                | b
            A=b=c==               | b=c==
            A=⏎'b'                | b
            A=⏎⏎"b⏎c"             | b⏎c
            A=⏎"b" c              | ~~
            A=⏎B=c                | ~~
            A="\\\\"⏎B=c          | \\\\
            A="C:\\x\\"⏎B="d"⏎C=e | C:\\x\\
            A='b\\'⏎B=c           | b\\
            ~#A=x⏎A=b~            | b
            ~A=b⏎ # A=x~          | b
            A=x⏎A=b               | b
            A=b⏎no variable⏎      | b
            A=b⏎B='x⏎A=c'         | b
            A=b␍B=c               | b
            B=c␍␍⏎A=b␍⏎C=d        | b
            ⍽A=b                  | b
            ⍽export A=b           | b
            ⍽# comment⏎A=b        | b
            B=c⏎⍽A=b              | b
            A=b⍽                  | b
            ␣A=b                  | b
            A␣=␣b                 | b
            A=␣b c␣               | b c
            A=␣'b '␣              | ~b ~
            export␣A=b            | b
            A:␣b                  | b
            A=b␣# comment         | b
            A=b␣c                 | b␣c
            A="␣b"                | ␣b
            """)
    void linesAreReadAsByDotenv(String text, String value) {
        assertEquals(written(value), EnvironmentFile.parse(written(text)).get("A"));
    }

    private static String written(String shown) {
        return shown.replace('⏎', '\n')
                .replace('␍', '\r')
                .replace('␣', '\u00A0')
                .replace('⍽', '\uFEFF');
    }

    @ParameterizedTest
    @ValueSource(strings = {"\t", "\u000B", "\f", " ", "\u00A0", "\u2003", "\u3000", "\uFEFF", "\u2028", "\u2029"})
    void blanksAreThoseOfJavaScript(String blank) {
        assertEquals(Map.of("A", "b", "B", "c"), EnvironmentFile.parse("⎵A⎵=⎵b⎵\n⎵B='c'⎵".replace("⎵", blank)));
    }

    @Test
    void namesAreThoseOfDotenv() {
        assertEquals(
                Map.of("a.b-C_1", "x", "2", "y"),
                EnvironmentFile.parse("a.b-C_1=x\n2=y\nÄ=z\nwith blank=z\n=z\n A B: z"));
    }

    @Test
    void emptyValueDoesNotTakeTheNextLine() {
        assertEquals(Map.of("A", "", "B", "c"), EnvironmentFile.parse("A=\r\nB=c\r\n"));
    }

    /** Java's matcher takes stack for each step that it may take back. */
    @Test
    void veryLongValuesAreRead() {
        String certificate = "-----BEGIN-----\n" + "0123456789abcdef\n".repeat(20_000) + "-----END-----";
        for (char quote : new char[] {'"', '\'', '`'}) {
            Map<String, String> read =
                    EnvironmentFile.parse("A=" + quote + certificate + quote + "\nB=" + quote + certificate + "\nC=d");
            assertEquals(certificate, read.get("A"));
            assertEquals(quote + "-----BEGIN-----", read.get("B"));
            assertEquals("d", read.get("C"));
        }
        String lines = "x\\n".repeat(1_000);
        assertEquals(
                "x\n".repeat(1_000),
                EnvironmentFile.parse("A=\"" + lines + "\"").get("A"));
        String line = "b".repeat(1 << 20);
        assertEquals(line, EnvironmentFile.parse("A=" + line).get("A"));
    }

    @Test
    void workingDirectoryComesBeforeItsParent() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("live"));
        assertEquals(Optional.empty(), EnvironmentFile.find(inner));
        Path parent = Files.writeString(folder.resolve(".env.production"), "PORT=1");
        assertEquals(Optional.of(parent), EnvironmentFile.find(inner));
        Path here = Files.writeString(inner.resolve(".env.production"), "PORT=2\nBIND=::1\nDB_POOL=\n");
        assertEquals(Optional.of(here), EnvironmentFile.find(inner));

        Translation translation = Translation.of(EnvironmentVariables.of(Map.of("PORT", "3", "BIND", "")), inner);
        assertEquals(List.of(), translation.faults());
        assertEquals(Map.of("quarkus.http.port", "3"), translation.properties(), "the process wins");
    }

    @Test
    void saysWhichFileIsRead() throws IOException {
        Path file = folder.resolve(".env.production");
        assertEquals(
                Optional.of("no .env.production in " + folder + " or the directory above it"),
                Translation.of(EnvironmentVariables.NONE, folder).origin());
        Files.writeString(file, "PORT=1");
        assertEquals(
                Optional.of(file + " is read"),
                Translation.of(EnvironmentVariables.NONE, folder).origin());
    }

    /** What the file would have said is not known. Linux's view of a process's memory is a file that has no beginning. */
    @Test
    void aFileThatCannotBeReadIsAFault() throws IOException {
        Path file = Files.createSymbolicLink(folder.resolve(".env.production"), Path.of("/proc/self/mem"));
        List<String> faults = Translation.of(EnvironmentVariables.of(Map.of("PORT", "1")), folder)
                .faults();
        // JUnit warns of links that lead out of the folder.
        Files.delete(file);
        assertEquals(1, faults.size(), faults.toString());
        assertTrue(faults.get(0).startsWith(".env.production: " + file + " cannot be read ("), faults.toString());
    }

    @Test
    void whatIsThereAndIsNoFileThatCanBeReadIsAFault() throws IOException {
        Path file = Files.createSymbolicLink(folder.resolve(".env.production"), folder.resolve("nothing"));
        String line = ".env.production: " + file
                + " cannot be read (%s); this process has to be able to, or to run in another directory";
        assertEquals(
                List.of(line.formatted("it is a link to a file that there is not")),
                Translation.of(EnvironmentVariables.NONE, folder).faults());
        Files.delete(file);
        Files.createDirectory(file);
        assertEquals(
                List.of(line.formatted("Is a directory")),
                Translation.of(EnvironmentVariables.NONE, folder).faults());
    }

    /** A folder that this process may not enter is one; so is, for root too, a link that leads to itself. */
    @Test
    void aFolderThatCannotBeSearchedIsWarnedOf() throws IOException {
        Path noFolder = Files.createSymbolicLink(folder.resolve("live"), folder.resolve("live"));
        Translation translation = Translation.of(EnvironmentVariables.NONE, noFolder);
        assertEquals(
                List.of(noFolder + " cannot be searched for .env.production by this process"), translation.warnings());
        assertEquals(List.of(), translation.faults());
        assertEquals(
                List.of(), Translation.of(EnvironmentVariables.NONE, folder).warnings());
    }

    @Test
    void aValueThatIsNotUtf8IsNamed() throws IOException {
        byte[] text = "# \u00fc\nDB_PASS=p\u00e4ss\nSMTP_PASSWORD=\u00e4\nTRUNKLINE_REDIS_NAMESPACE=\u00e4\nDB_USER=m\n"
                .getBytes(ISO_8859_1);
        Files.write(folder.resolve(".env.production"), text);
        assertEquals(
                List.of("DB_PASS: the value is not UTF-8", "TRUNKLINE_REDIS_NAMESPACE: the value is not UTF-8"),
                Translation.of(EnvironmentVariables.NONE, folder).faults());
        assertEquals(
                List.of("TRUNKLINE_REDIS_NAMESPACE: the value is not UTF-8"),
                Translation.of(EnvironmentVariables.of(Map.of("DB_PASS", "p")), folder)
                        .faults(),
                "the process has another");
    }
}
