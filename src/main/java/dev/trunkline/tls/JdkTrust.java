package dev.trunkline.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** The JDK's trust manager, which checks chains of certificates (RFC 5280) and the names of hosts. */
final class JdkTrust {

    private JdkTrust() {}

    /** It trusts the JDK's own authorities. */
    static X509ExtendedTrustManager own() {
        return of(null);
    }

    /** It trusts these authorities. */
    static X509ExtendedTrustManager in(List<X509Certificate> authorities) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (X509Certificate authority : authorities) {
                store.setCertificateEntry(Integer.toString(count++), authority);
            }
            return of(store);
        } catch (IOException | GeneralSecurityException broken) {
            throw new IllegalStateException("The JDK cannot hold certificate authorities", broken);
        }
    }

    /** @param store null for the JDK's own authorities */
    private static X509ExtendedTrustManager of(@Nullable KeyStore store) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager x509) {
                    return x509;
                }
            }
            throw new GeneralSecurityException("it has no trust manager for X.509");
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("The JDK's certificate authorities cannot be read", broken);
        }
    }
}
