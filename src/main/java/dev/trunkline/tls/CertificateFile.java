package dev.trunkline.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A file of certificates in PEM. The message of each IllegalArgumentException says what is wrong with the file. */
public final class CertificateFile {

    private final Path path;
    private final byte[] content;

    private CertificateFile(Path path, byte[] content) {
        this.path = path;
        this.content = content;
    }

    /**
     * Reads a file. If it has the form that most have, its certificates are not decoded: whether each is one is told by
     * {@link #decodeAll}.
     *
     * @throws IllegalArgumentException if the file cannot be read or holds no certificate
     */
    public static CertificateFile read(Path path) {
        try {
            CertificateFile file = new CertificateFile(path, Files.readAllBytes(path));
            if (file.blocks().isEmpty()) {
                file.decodeAll();
            }
            return file;
        } catch (IOException unreadable) {
            throw unreadable(path, unreadable);
        }
    }

    private List<byte[]> blocks() {
        return PemBlocks.find(content);
    }

    /**
     * Decodes all of its certificates.
     *
     * @return how many there are, at least one
     * @throws IllegalArgumentException if one cannot be decoded, or there is none
     */
    public int decodeAll() {
        int count = certificates().size();
        if (count == 0) {
            throw new IllegalArgumentException("the file " + path + " holds no certificate; it has to be PEM");
        }
        return count;
    }

    /** Its certificates in DER. Those of a PEM file are not decoded for that. */
    List<byte[]> encoded() {
        List<byte[]> blocks = blocks();
        if (!blocks.isEmpty()) {
            return blocks.stream().map(PemBlocks::decode).toList();
        }
        List<byte[]> encoded = new ArrayList<>();
        for (Certificate certificate : certificates()) {
            try {
                encoded.add(certificate.getEncoded());
            } catch (CertificateEncodingException unencoded) {
                throw new IllegalArgumentException(
                        "the file " + path + " holds a certificate of an unknown form", unencoded);
            }
        }
        return encoded;
    }

    private Collection<? extends Certificate> certificates() {
        try {
            return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(content));
        } catch (CertificateException malformed) {
            throw new IllegalArgumentException(
                    "the file " + path + " holds no certificates that can be read; it has to be PEM", malformed);
        }
    }

    Path path() {
        return path;
    }

    static X509Certificate decode(byte... encoded) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }

    /**
     * Checks that a file can be read, whatever its content.
     *
     * @throws IllegalArgumentException if it cannot
     */
    public static void requireReadable(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            in.read();
        } catch (IOException unreadable) {
            throw unreadable(path, unreadable);
        }
    }

    private static IllegalArgumentException unreadable(Path path, IOException cause) {
        String why = "it cannot be read";
        if (cause instanceof NoSuchFileException) {
            why = "there is none";
        } else if (cause instanceof AccessDeniedException) {
            why = "this process may not read it";
        }
        return new IllegalArgumentException("the file " + path + ": " + why + "; it has to be a PEM file");
    }
}
