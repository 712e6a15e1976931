package dev.trunkline.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.Certificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is trusted does not depend on when a certificate is decoded. */
class LateTrustTest {

    private static final String RSA = "RSA";

    private static Certificate server = Certificate.of("dns:server.example");
    private static String ofServer = "";
    private static X509Certificate[] chain = {};
    private static X509Certificate[] ofJdk = {};

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void read() throws IOException, CertificateException {
        ofServer = Files.readString(server.file());
        chain = new X509Certificate[] {
            CertificateFile.decode(CertificateFile.read(server.file()).encoded().get(0))
        };
        ofJdk = JdkTrust.own().getAcceptedIssuers();
    }

    @AfterAll
    static void delete() throws IOException {
        server.close();
    }

    private static String pem(byte... encoded) {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(encoded)
                + "\n-----END CERTIFICATE-----\n";
    }

    private CertificateFile file(String... certificates) throws IOException {
        return CertificateFile.read(Files.writeString(folder.resolve("bundle.pem"), String.join("\n", certificates)));
    }

    private static void ask(boolean withJdk, X509Certificate[] chain, CertificateFile file)
            throws CertificateException {
        new LateTrust(List.of(file), withJdk).checkServerTrusted(chain, RSA);
    }

    @Test
    void anAuthorityAmongOthers() throws Exception {
        CertificateFile bundle = file(
                "# " + ofJdk[0].getSubjectX500Principal(),
                pem(ofJdk[0].getEncoded()),
                ofServer,
                pem(ofJdk[1].getEncoded()));
        assertEquals(3, bundle.decodeAll());
        assertDoesNotThrow(() -> ask(false, chain, bundle));
        assertDoesNotThrow(() -> ask(true, chain, bundle));
    }

    @Test
    void nobodyElse() throws Exception {
        CertificateFile bundle = file(pem(ofJdk[0].getEncoded()), pem(ofJdk[1].getEncoded()));
        assertThrows(CertificateException.class, () -> ask(false, chain, bundle));
        assertThrows(CertificateException.class, () -> ask(true, chain, bundle));
    }

    /** An authority's own certificate is trusted where the authority is. */
    @Test
    void theJdksOnlyIfAsked() throws Exception {
        CertificateFile bundle = file(ofServer);
        X509Certificate[] other = {ofJdk[0]};
        assertDoesNotThrow(() -> ask(true, other, bundle));
        assertThrows(CertificateException.class, () -> ask(false, other, bundle));
    }

    /** What nobody asks for is not decoded; what is asked for in vain is, and then the file is named, each time. */
    @Test
    void aDamagedAuthority() throws Exception {
        byte[] damaged = ofJdk[0].getEncoded();
        damaged[10] ^= 0x55;
        CertificateFile bundle = file(pem(damaged), ofServer);
        LateTrust trust = new LateTrust(List.of(bundle), true);
        assertDoesNotThrow(() -> trust.checkServerTrusted(chain, RSA));
        for (int i = 0; i < 2; i++) {
            String message = String.valueOf(assertThrows(
                            CertificateException.class,
                            () -> trust.checkServerTrusted(new X509Certificate[] {ofJdk[1]}, RSA))
                    .getMessage());
            assertEquals(
                    "certificate 1 of the authorities in " + folder.resolve("bundle.pem") + " cannot be read", message);
        }
        assertNamesTheFile(assertThrows(IllegalArgumentException.class, bundle::decodeAll));
    }

    /** The one that the chain names: another copy of it vouches, and if there is none, the file is named. */
    @Test
    void theDamagedAuthorityIsTheOneThatIsNamed() throws Exception {
        byte[] damaged = chain[0].getEncoded();
        damaged[10] ^= 0x55;
        CertificateFile both = file(pem(damaged), ofServer);
        assertDoesNotThrow(() -> ask(false, chain, both));
        CertificateFile alone = file(pem(damaged), pem(ofJdk[0].getEncoded()));
        String message = String.valueOf(assertThrows(CertificateException.class, () -> ask(false, chain, alone))
                .getMessage());
        assertTrue(message.contains(folder.resolve("bundle.pem").toString()), message);
    }

    /** Whatever the JDK reads: one in binary form, another name in the markers. */
    @Test
    void otherForms() throws Exception {
        CertificateFile binary = CertificateFile.read(Files.write(folder.resolve("server.der"), chain[0].getEncoded()));
        assertDoesNotThrow(() -> ask(false, chain, binary));
        String older = ofServer.replace("CERTIFICATE-----", "X509 CERTIFICATE-----");
        CertificateFile mixed = file(pem(ofJdk[0].getEncoded()), older);
        assertEquals(2, mixed.encoded().size());
        assertDoesNotThrow(() -> ask(false, chain, mixed));
    }

    /** JDKs differ in what they make of an authority that is commented out: it counts if it counts for them. */
    @Test
    void anAuthorityThatIsCommentedOut() throws IOException {
        Path bundle = Files.writeString(folder.resolve("bundle.pem"), ofServer + ofServer.replaceAll("(?m)^", "# "));
        assertEquals(List.of(), PemBlocks.find(Files.readAllBytes(bundle)));
    }

    /** The JDK refuses them, too. */
    @Test
    void filesThatAreFaulty() {
        for (String content : List.of(
                "",
                "no certificate",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0B\n-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\n!!!!!!!!!!!!\n-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\nMI==IDdzCCAl+gAwI\n-----END CERTIFICATE-----\n")) {
            assertNamesTheFile(assertThrows(IllegalArgumentException.class, () -> file(content)));
        }
    }

    private void assertNamesTheFile(IllegalArgumentException fault) {
        String message = String.valueOf(fault.getMessage());
        assertTrue(message.startsWith("the file " + folder.resolve("bundle.pem")), message);
    }
}
