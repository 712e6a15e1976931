package dev.trunkline.config;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.net.TCPSSLOptions;
import io.vertx.core.net.TrustOptions;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    private final Optional<String> file;

    public Authorities(Settings settings) {
        this.file = settings.extraCaCerts();
    }

    /**
     * Lets a client believe the further authorities, unless it is told to believe others or everybody.
     *
     * @throws ConfigurationException if the file cannot be read
     */
    public void trust(TCPSSLOptions client) {
        if (file.isPresent() && client.getTrustOptions() == null) {
            client.setTrustOptions(together(file.get()));
        }
    }

    private static TrustOptions together(String file) {
        try {
            List<Certificate> all = new ArrayList<>();
            for (X509Certificate known : trustManager(null).getAcceptedIssuers()) {
                all.add(known);
            }
            all.addAll(read(Path.of(file)));
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < all.size(); i++) {
                store.setCertificateEntry(Integer.toString(i), all.get(i));
            }
            return TrustOptions.wrap(trustManager(store));
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new ConfigurationException(
                    "The file of further authorities, " + file + ", cannot be read: " + unreadable.getMessage(),
                    unreadable);
        }
    }

    private static List<Certificate> read(Path file) throws IOException, GeneralSecurityException {
        try (InputStream pem = Files.newInputStream(file)) {
            List<Certificate> certificates =
                    List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(pem));
            if (certificates.isEmpty()) {
                throw new GeneralSecurityException("there is no certificate in it");
            }
            return certificates;
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
