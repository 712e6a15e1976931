package dev.trunkline.audience;

import java.net.IDN;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The ways in which one domain may stand in {@code account_domain_blocks}: domains are compared lower-case in their ASCII
 * form (protocol, section 6, check 3), and an index finds a row only as it is spelled there.
 */
final class DomainSpellings {

    /** The longest name that DNS knows: what is longer is nobody's domain. */
    private static final int LONGEST = 253;

    private DomainSpellings() {}

    /** Without repetitions; empty for what cannot be a domain. */
    static Set<String> of(String domain) {
        Set<String> spellings = new LinkedHashSet<>();
        if (domain.isEmpty() || domain.length() > LONGEST) {
            return spellings;
        }
        String lower = domain.toLowerCase(Locale.ROOT);
        try {
            // Letters younger than the tables of java.net.IDN: domains have them.
            String ascii = IDN.toASCII(lower, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
            spellings.add(ascii);
            spellings.add(IDN.toUnicode(ascii, IDN.ALLOW_UNASSIGNED));
        } catch (IllegalArgumentException inconvertible) {
            // Then it is looked for as it is.
        }
        spellings.add(lower);
        return spellings;
    }
}
