package dev.trunkline.mastodon;

import dev.trunkline.tls.CertificateFile;
import java.nio.file.Path;

/** {@code NODE_EXTRA_CA_CERTS}: a file of certificate authorities that are trusted besides those of the JDK. */
final class CertificateVariable {

    private CertificateVariable() {}

    static Part translate(Environment environment) {
        String file = environment.value(Variable.NODE_EXTRA_CA_CERTS);
        if (file == null) {
            return Part.NONE;
        }
        Path path = WrongValue.path(Variable.NODE_EXTRA_CA_CERTS, file);
        WrongValue.check(Variable.NODE_EXTRA_CA_CERTS, () -> CertificateFile.read(path));
        return Part.property(Variable.NODE_EXTRA_CA_CERTS, "trunkline.extra-ca-certs", file);
    }
}
