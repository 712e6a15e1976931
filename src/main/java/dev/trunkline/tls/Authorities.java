package dev.trunkline.tls;

import dev.trunkline.config.InvalidSetting;
import dev.trunkline.config.Settings;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TCPSSLOptions;
import io.vertx.core.net.TrustOptions;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The certificate authorities that TLS connections to Redis and PostgreSQL trust: those of the JDK and, if
 * {@link Settings#extraCaCerts()} names a file, those of that file.
 */
@Singleton
public class Authorities {

    /** The setting that names the file. */
    public static final String SETTING = "trunkline.extra-ca-certs";

    private final Optional<CertificateFile> extra;
    private @Nullable TrustOptions withExtra;

    /**
     * Reads the file even if no connection uses TLS, so that a wrong one ends the start.
     *
     * @throws InvalidSetting if the file cannot be read or holds no certificate
     */
    public Authorities(Settings settings) {
        this.extra = settings.extraCaCerts().map(file -> read(Path.of(file), SETTING));
    }

    /**
     * Makes a TLS client trust the extra authorities, unless its options already say whom it trusts. Those that a server's
     * certificate needs are decoded then.
     */
    public void trust(TCPSSLOptions client) {
        if (extra.isPresent() && client.getTrustOptions() == null) {
            client.setTrustOptions(withExtra(extra.get()));
        }
    }

    private synchronized TrustOptions withExtra(CertificateFile file) {
        if (withExtra == null) {
            withExtra = TrustOptions.wrap(new LateTrust(List.of(file), true));
        }
        return withExtra;
    }

    /**
     * Makes a TLS client that trusts files of PEM decode as few of their certificates as it can; whom it trusts stays the same.
     *
     * @param setting that names the files
     * @throws InvalidSetting if one cannot be read or holds no certificate
     */
    public void decodeLate(TCPSSLOptions client, String setting) {
        if (client.getTrustOptions() instanceof PemTrustOptions pem
                && pem.getCertValues().isEmpty()) {
            List<CertificateFile> files = pem.getCertPaths().stream()
                    .map(path -> read(Path.of(path), setting))
                    .toList();
            client.setTrustOptions(TrustOptions.wrap(new LateTrust(files, false)));
        }
    }

    private static CertificateFile read(Path file, String setting) {
        try {
            return CertificateFile.read(file);
        } catch (IllegalArgumentException unusable) {
            throw new InvalidSetting(setting, String.valueOf(unusable.getMessage()));
        }
    }
}
