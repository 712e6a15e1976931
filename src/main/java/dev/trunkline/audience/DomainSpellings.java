package dev.trunkline.audience;

import java.net.IDN;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The spellings under which {@code account_domain_blocks} may hold one domain. Domains are equal if their lower-case ASCII
 * forms are equal (protocol, section 6, check 3), but an index finds a row only by the spelling that it holds.
 */
final class DomainSpellings {

    /** The longest name in DNS. */
    private static final int LONGEST = 253;

    private DomainSpellings() {}

    /** Each spelling once; empty for a text that cannot be a domain. */
    static Set<String> of(String domain) {
        Set<String> spellings = new LinkedHashSet<>();
        if (domain.isEmpty() || domain.length() > LONGEST) {
            return spellings;
        }
        String lower = domain.toLowerCase(Locale.ROOT);
        try {
            // Domains may have letters that are newer than the tables of java.net.IDN.
            String ascii = IDN.toASCII(lower, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
            spellings.add(ascii);
            spellings.add(IDN.toUnicode(ascii, IDN.ALLOW_UNASSIGNED));
        } catch (IllegalArgumentException inconvertible) {
            // Only the lower-case spelling is left.
        }
        spellings.add(lower);
        return spellings;
    }
}
