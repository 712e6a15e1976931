package dev.trunkline.config;

import io.quarkus.runtime.configuration.ConfigurationException;
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
 * Whose certificates are believed when a server is connected to over TLS: those of the JDK's own authorities and, where there
 * is a file of further ones, those of these.
 */
@Singleton
public class Authorities {

    private static final String PROPERTY = "trunkline.extra-ca-certs";

    /** None where there is no file. */
    private final List<Certificate> further;

    /** Reads the file even if nobody connects over TLS: what is wrong with it is to be said at the start. */
    public Authorities(Settings settings) {
        this.further = settings.extraCaCerts().map(Authorities::read).orElse(List.of());
    }

    private static List<Certificate> read(String file) {
        try {
            return List.copyOf(Certificates.read(Path.of(file)));
        } catch (IllegalArgumentException unusable) {
            throw new ConfigurationException(Giver.of(PROPERTY) + ": " + unusable.getMessage(), unusable);
        }
    }

    /**
     * Lets a client that uses TLS believe the further authorities, unless it is told to believe others or everybody. Costs the
     * reading of all of the JDK's own.
     */
    public void trust(TCPSSLOptions client) {
        if (!further.isEmpty() && client.getTrustOptions() == null) {
            client.setTrustOptions(together(further));
        }
    }

    private static TrustOptions together(List<Certificate> further) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (Certificate known : trustManager(null).getAcceptedIssuers()) {
                store.setCertificateEntry(Integer.toString(count++), known);
            }
            for (Certificate one : further) {
                store.setCertificateEntry(Integer.toString(count++), one);
            }
            return TrustOptions.wrap(trustManager(store));
        } catch (IOException | GeneralSecurityException broken) {
            throw new IllegalStateException("The JDK's authorities cannot be had", broken);
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
