package dev.trunkline.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts the authorities of some files, and perhaps those of the JDK, and decodes as few of them as it can: first those that a
 * server's chain names as issuers, then, if these do not vouch for it, all. The JDK's own trust manager decides each time.
 */
final class LateTrust extends X509ExtendedTrustManager {

    /** Who is asked about a chain. */
    private interface Question {
        void ask(X509ExtendedTrustManager authorities) throws CertificateException;
    }

    private final String name;
    private final List<byte[]> encoded;
    private final boolean withJdk;
    private @Nullable X509ExtendedTrustManager all;
    private @Nullable CertificateException damaged;

    /** @param withJdk whether the JDK's own authorities are trusted, too */
    LateTrust(List<CertificateFile> files, boolean withJdk) {
        this.name = files.stream().map(file -> file.path().toString()).collect(Collectors.joining(", "));
        this.encoded = files.stream().flatMap(file -> file.encoded().stream()).toList();
        this.withJdk = withJdk;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, authorities -> authorities.checkServerTrusted(chain, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, authorities -> authorities.checkServerTrusted(chain, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, authorities -> authorities.checkServerTrusted(chain, authType));
    }

    private void check(X509Certificate[] chain, Question question) throws CertificateException {
        List<X509Certificate> issuers = issuersOf(chain);
        if (!issuers.isEmpty()) {
            try {
                question.ask(JdkTrust.in(issuers));
                return;
            } catch (CertificateException notByThem) {
                // Another authority may vouch for it; if none does, the exception below says why.
            }
        }
        question.ask(all());
    }

    /** Those authorities whose names stand as an issuer in the chain; others in which such a name stands do no harm. */
    private List<X509Certificate> issuersOf(X509Certificate... chain) {
        List<X509Certificate> issuers = new ArrayList<>();
        for (byte[] authority : encoded) {
            for (X509Certificate certificate : chain) {
                if (contains(authority, certificate.getIssuerX500Principal().getEncoded())) {
                    addIfReadable(authority, issuers);
                    break;
                }
            }
        }
        return issuers;
    }

    private static void addIfReadable(byte[] authority, List<X509Certificate> issuers) {
        try {
            issuers.add(CertificateFile.decode(authority));
        } catch (CertificateException damaged) {
            // It vouches for nobody. If no other does, decoding all names the file and the certificate.
        }
    }

    private static boolean contains(byte[] authority, byte... name) {
        for (int at = 0; at + name.length <= authority.length; at++) {
            if (Arrays.equals(authority, at, at + name.length, name, 0, name.length)) {
                return true;
            }
        }
        return false;
    }

    /** Decodes them once, and fails for good if one is damaged: each attempt to connect would do it again otherwise. */
    private synchronized X509ExtendedTrustManager all() throws CertificateException {
        if (damaged != null) {
            throw damaged;
        }
        if (all == null) {
            List<X509Certificate> authorities = new ArrayList<>();
            if (withJdk) {
                authorities.addAll(List.of(JdkTrust.own().getAcceptedIssuers()));
            }
            for (int i = 0; i < encoded.size(); i++) {
                authorities.add(decode(i));
            }
            all = JdkTrust.in(authorities);
        }
        return all;
    }

    private X509Certificate decode(int index) throws CertificateException {
        try {
            return CertificateFile.decode(encoded.get(index));
        } catch (CertificateException undecodable) {
            damaged = new CertificateException(
                    "certificate " + (index + 1) + " of the authorities in " + name + " cannot be read", undecodable);
            throw damaged;
        }
    }

    /** For servers, which tell clients whom they trust: a client's trust has no use for it. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("for connections to servers only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }
}
