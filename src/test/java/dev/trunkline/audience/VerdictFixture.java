package dev.trunkline.audience;

import java.nio.charset.StandardCharsets;

/** Verdicts for tests of other packages. */
public final class VerdictFixture {

    private VerdictFixture() {}

    /** That of an account whose keyword filters match. */
    public static Verdict matched() {
        return Verdict.matched("[]".getBytes(StandardCharsets.US_ASCII));
    }
}
