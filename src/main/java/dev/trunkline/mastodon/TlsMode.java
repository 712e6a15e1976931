package dev.trunkline.mastodon;

/** What TLS to PostgreSQL has to achieve. No mode falls back to a weaker one. */
enum TlsMode {
    PLAIN,

    /** Encrypted, and the server may be anyone. */
    UNVERIFIED,

    /** The server has a certificate of an authority that is trusted, for whatever name. */
    CHAIN,

    /** The server has a certificate of an authority that is trusted, for the name by which it is reached. */
    FULL;

    /**
     * As in Mastodon's server every mode but {@code disable} and {@code no-verify} verifies certificate chain and host name.
     * {@code PGSSLMODE=allow} is none of Mastodon's own: there it means no TLS, as it does for libpq with most servers.
     */
    static TlsMode ofNode(Given mode) {
        return switch (mode.value()) {
            case "disable" -> PLAIN;
            case "no-verify" -> UNVERIFIED;
            case "allow" -> mode.source() == Variable.PGSSLMODE ? PLAIN : FULL;
            case "prefer", "require", "verify-ca", "verify-full" -> FULL;
            default -> throw unknown(mode);
        };
    }

    /**
     * What PostgreSQL's own clients mean by the mode, except that {@code allow} and {@code prefer} do not fall back to a
     * connection without TLS.
     *
     * @param authorities whether {@code sslrootcert} is given
     * @param system whether it names the system's authorities, which certify everyone: then a name has to be verified, too
     */
    static TlsMode ofLibpq(Given mode, boolean authorities, boolean system) {
        TlsMode chain = system ? FULL : CHAIN;
        return switch (mode.value()) {
            case "allow", "prefer" -> UNVERIFIED;
            case "require" -> authorities ? chain : UNVERIFIED;
            case "verify-ca" -> {
                if (!authorities) {
                    throw new WrongValue(
                            mode.source(),
                            "sslmode=verify-ca with uselibpqcompat needs sslrootcert; verify-full would do without");
                }
                yield chain;
            }
            default -> ofNode(mode);
        };
    }

    private static WrongValue unknown(Given mode) {
        return new WrongValue(
                mode.source(),
                "'" + mode.value()
                        + "' is no sslmode; disable, no-verify, require, verify-ca and verify-full are some");
    }
}
