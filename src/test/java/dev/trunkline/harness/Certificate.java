package dev.trunkline.harness;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/** A self-signed certificate of a server, and its key: two PEM files, deleted when it is closed. */
public final class Certificate implements AutoCloseable {

    private static final String PASSWORD = "changeit";

    private final Path directory;

    private Certificate(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes a new one.
     *
     * @param names in the form of keytool: {@code ip:127.0.0.1,dns:localhost}
     */
    public static Certificate of(String names) {
        try {
            Path directory = Files.createTempDirectory("certificate-");
            Path store = directory.resolve("store.p12");
            List<String> command = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-keystore",
                    store.toString(),
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    PASSWORD,
                    "-alias",
                    "server",
                    "-keyalg",
                    "RSA",
                    "-keysize",
                    "2048",
                    "-validity",
                    "2",
                    "-dname",
                    "CN=server",
                    "-ext",
                    "san=" + names);
            Process keytool =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(keytool.getInputStream().readAllBytes(), US_ASCII);
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException("keytool says: " + output);
            }
            Certificate certificate = new Certificate(directory);
            certificate.write(store);
            Files.delete(store);
            return certificate;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void write(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        Files.writeString(
                file(), pem("CERTIFICATE", keys.getCertificate("server").getEncoded()));
        Files.createFile(keyFile(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                keyFile(),
                pem("PRIVATE KEY", keys.getKey("server", PASSWORD.toCharArray()).getEncoded()));
    }

    private static String pem(String what, byte[] content) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + what
                + "-----\n";
    }

    /** The certificate. */
    public Path file() {
        return directory.resolve("certificate.pem");
    }

    /** Its private key, readable by its owner only. */
    public Path keyFile() {
        return directory.resolve("key.pem");
    }

    @Override
    public void close() throws IOException {
        Files.delete(file());
        Files.delete(keyFile());
        Files.delete(directory);
    }
}
