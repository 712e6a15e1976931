package dev.trunkline.config;

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

/** Files of certificates, in PEM. */
final class Certificates {

    private Certificates() {}

    static void translate(Environment environment, Translation to) {
        String file = environment.value(Variable.NODE_EXTRA_CA_CERTS);
        if (file != null) {
            require(Variable.NODE_EXTRA_CA_CERTS, file);
            to.put(Variable.NODE_EXTRA_CA_CERTS, "trunkline.extra-ca-certs", file);
        }
    }

    /** The certificates of a file, at least one; the message of an IllegalArgumentException says what is wrong with it. */
    static Collection<? extends Certificate> read(Path file) {
        // The factory reads byte by byte.
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException("the file " + file + " holds no certificate; it has to be PEM");
            }
            return certificates;
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(unreadable(file, unreadable));
        } catch (CertificateException malformed) {
            throw new IllegalArgumentException(
                    "the file " + file + " holds no certificates that can be read; it has to be PEM");
        }
    }

    static void require(Variable variable, String file) {
        try {
            read(Path.of(file));
        } catch (IllegalArgumentException wrong) {
            throw new WrongValue(variable, String.valueOf(wrong.getMessage()));
        }
    }

    static void requireReadable(Variable variable, String file) {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            in.read();
        } catch (IOException unreadable) {
            throw new WrongValue(variable, unreadable(Path.of(file), unreadable));
        }
    }

    private static String unreadable(Path file, IOException cause) {
        String why = "it cannot be read";
        if (cause instanceof NoSuchFileException) {
            why = "there is none";
        } else if (cause instanceof AccessDeniedException) {
            why = "this process may not read it";
        }
        return "the file " + file + ": " + why + "; it has to be a PEM file";
    }
}
