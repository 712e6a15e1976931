package dev.trunkline.audience;

import dev.trunkline.unicode.DomainNames;
import java.net.IDN;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The spellings under which {@code account_domain_blocks} may hold one domain (protocol, section 6, check 3): an index finds a
 * row only by the spelling that it holds. Each domain has the forms of today's DNS and those of IDNA2003, by which Mastodon
 * itself normalises what a person blocks: it makes {@code strasse.example} of {@code straße.example}.
 */
final class DomainSpellings {

    /** The longest name in DNS. */
    private static final int LONGEST = 253;

    private static final Pattern AT = Pattern.compile("@");

    private static final Pattern LAST_DOTS = Pattern.compile("\\.+$");

    private DomainSpellings() {}

    /**
     * Each spelling once; empty if the text has no domain.
     *
     * @param domain what is behind the first at sign of an address
     */
    static Set<String> of(String domain) {
        Set<String> spellings = new LinkedHashSet<>();
        // No domain has an at sign: the last part that is not empty is the one that a publisher can mean.
        List<String> parts =
                AT.splitAsStream(domain).filter(part -> !part.isEmpty()).toList();
        if (!parts.isEmpty()) {
            add(parts.get(parts.size() - 1), spellings);
        }
        return spellings;
    }

    private static void add(String domain, Set<String> spellings) {
        String lower = domain.toLowerCase(Locale.ROOT);
        // Also what is no domain, dots alone for instance.
        spellings.add(lower);
        addWithDot(lower, spellings);
        if (domain.length() <= LONGEST + 1) {
            String unicode = DomainNames.toUnicode(domain);
            addWithDot(unicode, spellings);
            addWithDot(DomainNames.toAscii(domain), spellings);
            addOldForms(unicode, spellings);
            addOldForms(domain, spellings);
        }
    }

    private static void addOldForms(String domain, Set<String> spellings) {
        try {
            // Domains may have letters that are newer than the tables of java.net.IDN.
            String ascii = IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
            addWithDot(ascii, spellings);
            addWithDot(IDN.toUnicode(ascii, IDN.ALLOW_UNASSIGNED), spellings);
        } catch (IllegalArgumentException inconvertible) {
            // Mastodon's own normalisation has no result here either.
        }
    }

    /** Without and with the dot behind it that stands for the root of DNS. */
    private static void addWithDot(String spelling, Set<String> spellings) {
        String name = LAST_DOTS.matcher(spelling).replaceFirst("");
        if (!name.isEmpty()) {
            spellings.add(name);
            spellings.add(name + ".");
        }
    }
}
