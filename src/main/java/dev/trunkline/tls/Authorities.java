package dev.trunkline.tls;

import dev.trunkline.config.InvalidSetting;
import dev.trunkline.config.Settings;
import io.vertx.core.net.TCPSSLOptions;
import io.vertx.core.net.TrustOptions;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificate authorities that TLS connections to Redis and PostgreSQL trust: those of the JDK and, if
 * {@link Settings#extraCaCerts()} names a file, those of that file.
 */
@Singleton
public class Authorities {

    private static final String PROPERTY = "trunkline.extra-ca-certs";

    /** Empty if no file is named. */
    private final List<Certificate> extra;

    /**
     * Reads the file even if no connection uses TLS, so that a faulty file ends the start.
     *
     * @throws InvalidSetting if the file cannot be read or holds no certificate
     */
    public Authorities(Settings settings) {
        this.extra = settings.extraCaCerts().map(Authorities::read).orElse(List.of());
    }

    private static List<Certificate> read(String file) {
        try {
            return List.copyOf(CertificateFile.read(Path.of(file)));
        } catch (IllegalArgumentException unusable) {
            throw new InvalidSetting(PROPERTY, String.valueOf(unusable.getMessage()));
        }
    }

    /**
     * Makes a TLS client trust the extra authorities, unless its options already say whom it trusts. Reads all of the JDK's own
     * authorities each time.
     */
    public void trust(TCPSSLOptions client) {
        if (!extra.isEmpty() && client.getTrustOptions() == null) {
            client.setTrustOptions(withJdk(extra));
        }
    }

    private static TrustOptions withJdk(List<Certificate> extra) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (Certificate authority : trustManager(null).getAcceptedIssuers()) {
                store.setCertificateEntry(Integer.toString(count++), authority);
            }
            for (Certificate authority : extra) {
                store.setCertificateEntry(Integer.toString(count++), authority);
            }
            return TrustOptions.wrap(trustManager(store));
        } catch (IOException | GeneralSecurityException broken) {
            throw new IllegalStateException("The JDK's certificate authorities cannot be read", broken);
        }
    }

    /** @param store null for the JDK's own */
    private static X509TrustManager trustManager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("the JDK has no trust manager for X.509");
    }
}
