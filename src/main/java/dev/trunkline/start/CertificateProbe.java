package dev.trunkline.start;

import dev.trunkline.mastodon.Translation;
import dev.trunkline.tls.Authorities;
import dev.trunkline.tls.CertificateFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/**
 * What {@code --check} finds in the files of authorities that are named. It decodes all of them; a start decodes those that a server's
 * certificate needs.
 */
final class CertificateProbe {

    private static final String OF_POSTGRES = "quarkus.datasource.reactive.trust-certificate-pem.certs";

    private CertificateProbe() {}

    static List<Finding> findings(Config config, Translation translation) {
        List<Finding> findings = new ArrayList<>();
        config.getOptionalValue(Authorities.SETTING, String.class)
                .ifPresent(file -> findings.add(finding(translation.nameOf(Authorities.SETTING), file)));
        config.getOptionalValues(OF_POSTGRES, String.class)
                .ifPresent(
                        files -> files.forEach(file -> findings.add(finding(translation.nameOf(OF_POSTGRES), file))));
        return findings;
    }

    private static Finding finding(String name, String file) {
        try {
            int count = CertificateFile.read(Path.of(file)).decodeAll();
            return Finding.ok(name + ": the file " + file + " holds "
                    + (count == 1 ? "one certificate" : count + " certificates"));
        } catch (IllegalArgumentException unusable) {
            return Finding.fault(name + ": " + unusable.getMessage());
        }
    }
}
