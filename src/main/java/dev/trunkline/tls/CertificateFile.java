package dev.trunkline.tls;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;

/** Files of certificates and keys in PEM. The message of each IllegalArgumentException says what is wrong with the file. */
public final class CertificateFile {

    private CertificateFile() {}

    /**
     * The certificates of a file, at least one.
     *
     * @throws IllegalArgumentException if the file cannot be read or holds no certificate
     */
    public static Collection<? extends Certificate> read(Path file) {
        // The factory reads single bytes.
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException("the file " + file + " holds no certificate; it has to be PEM");
            }
            return certificates;
        } catch (IOException unreadable) {
            throw unreadable(file, unreadable);
        } catch (CertificateException malformed) {
            throw new IllegalArgumentException(
                    "the file " + file + " holds no certificates that can be read; it has to be PEM");
        }
    }

    /**
     * Checks that a file can be read, whatever its content.
     *
     * @throws IllegalArgumentException if it cannot
     */
    public static void requireReadable(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            in.read();
        } catch (IOException unreadable) {
            throw unreadable(file, unreadable);
        }
    }

    private static IllegalArgumentException unreadable(Path file, IOException cause) {
        String why = "it cannot be read";
        if (cause instanceof NoSuchFileException) {
            why = "there is none";
        } else if (cause instanceof AccessDeniedException) {
            why = "this process may not read it";
        }
        return new IllegalArgumentException("the file " + file + ": " + why + "; it has to be a PEM file");
    }
}
