package dev.trunkline.demo;

import dev.trunkline.demo.DemoFilter.Action;
import dev.trunkline.demo.DemoToken.State;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The people of the demo: the one source for the database's rows, the publisher's events and the page's choices. Always the
 * same, so that a command in the documentation keeps working.
 */
final class Cast {

    /** The name of the instance, in addresses. */
    static final String LOCAL_DOMAIN = "demo.trunkline.example";

    /** Everybody's role: invite users only. */
    static final long EVERYBODY = -99;

    static final long ADMIN_ROLE = 3;
    static final long FEED_VIEWER_ROLE = 4;

    static final DemoAccount ALICE = local(1, "alice", "Alice Lindqvist", "Sea kayaks, sourdough, serif fonts.", "en");
    static final DemoAccount BOB = local(2, "bob", "Bob 🛠️", "Repairs bicycles and, at night, compilers.", "en", "de");
    static final DemoAccount CHANDRA =
            local(3, "chandra", "Chandra चंद्रा", "Plants, poems, public transport.", "hi", "en");
    static final DemoAccount EMI = local(4, "emi", "えみ", "写真と猫とコーヒー。", "ja");
    static final DemoAccount MODESTA = local(5, "modesta", "Modesta (moderation)", "Reads so that you need not.", "en");
    static final DemoAccount ADMIN = local(6, "admin", "The administration", "Announcements and apologies.", "en");
    static final DemoAccount ERIN = local(7, "erin", "Erin (disabled)", "Signed out for good.", "en");
    static final DemoAccount SAM = local(8, "sam", "Sam (suspended)", "Suspended.", "en");

    static final DemoAccount FAYE = remote(
            21, "faye", "science.example", "Dr. Faye Okafor 🔭", "Radio astronomer. Opinions are noise.", "en", "fr");
    static final DemoAccount GASTON =
            remote(22, "gaston", "mastodon.example", "Gaston", "Cuisine, vélo, mauvaise foi.", "fr");
    static final DemoAccount HANA = remote(23, "hana", "pixel.example", "하나", "필름 사진을 찍습니다.", "ko");
    static final DemoAccount IVAN =
            remote(24, "ivan", "xn--bcher-kva.example", "Иван Книголюб", "Старые книги и новые карты.", "ru");
    static final DemoAccount LAYLA = remote(25, "layla", "noon.example", "ليلى", "خط عربي وهندسة معمارية.", "ar");
    static final DemoAccount JUAN =
            remote(26, "juan", "noticias.example", "Juan del Río", "Periodista local.", "es", "en");
    static final DemoAccount TROLL =
            remote(27, "grumble", "mastodon.example", "Grumble", "Everything was better.", "en");
    static final DemoAccount SPAM =
            remote(28, "deals", "spam.example", "BEST DEALS", "Crypto casino bonus, act now.", "en");
    static final DemoAccount ELENI = remote(29, "eleni", "agora.example", "Ελένη", "Γεύσεις και ταξίδια.", "el", "en");
    static final DemoAccount NAM = remote(30, "nam", "pho.example", "Nam Trần", "Ăn, đi, viết.", "vi");

    static final List<DemoAccount> ACCOUNTS = List.of(
            ALICE, BOB, CHANDRA, EMI, MODESTA, ADMIN, ERIN, SAM, FAYE, GASTON, HANA, IVAN, LAYLA, JUAN, TROLL, SPAM,
            ELENI, NAM);

    /** Authors that post twice as often as others. Alice hides them, so that the difference shows soon. */
    static final List<DemoAccount> TALKATIVE = List.of(TROLL, SPAM, JUAN);

    private static final DemoUser ALICE_USER = new DemoUser(1, ALICE, null, false, null);
    private static final DemoUser BOB_USER = new DemoUser(2, BOB, null, false, List.of("en", "de"));
    private static final DemoUser CHANDRA_USER = new DemoUser(3, CHANDRA, null, false, List.of());
    private static final DemoUser EMI_USER = new DemoUser(4, EMI, null, false, List.of("ja", "ko"));
    private static final DemoUser MODESTA_USER = new DemoUser(5, MODESTA, FEED_VIEWER_ROLE, false, null);
    private static final DemoUser ADMIN_USER = new DemoUser(6, ADMIN, ADMIN_ROLE, false, null);
    private static final DemoUser ERIN_USER = new DemoUser(7, ERIN, null, true, null);
    private static final DemoUser SAM_USER = new DemoUser(8, SAM, null, false, null);

    static final List<DemoUser> USERS =
            List.of(ALICE_USER, BOB_USER, CHANDRA_USER, EMI_USER, MODESTA_USER, ADMIN_USER, ERIN_USER, SAM_USER);

    static final List<DemoToken> TOKENS = List.of(
            good(1, "demo-alice-read", ALICE_USER, "read write follow push"),
            good(2, "demo-alice-statuses", ALICE_USER, "read:statuses"),
            good(3, "demo-alice-notifications", ALICE_USER, "read:notifications"),
            new DemoToken(4, "demo-alice-write", ALICE_USER, "write", State.GOOD, "opens no stream"),
            new DemoToken(5, "demo-alice-expired", ALICE_USER, "read", State.EXPIRED, "expired"),
            new DemoToken(6, "demo-alice-revoked", ALICE_USER, "read", State.REVOKED, "revoked"),
            good(7, "demo-bob-read", BOB_USER, "read"),
            good(8, "demo-chandra-read", CHANDRA_USER, "read"),
            good(9, "demo-emi-read", EMI_USER, "read"),
            good(10, "demo-modesta-read", MODESTA_USER, "read"),
            good(11, "demo-admin-read", ADMIN_USER, "read write admin:read"),
            new DemoToken(12, "demo-erin-read", ERIN_USER, "read", State.GOOD, "the user is disabled"),
            new DemoToken(13, "demo-sam-read", SAM_USER, "read", State.GOOD, "the account is suspended"));

    static final List<DemoList> LISTS = List.of(
            new DemoList(301, ALICE, "Sky and sea", List.of(FAYE, EMI, ELENI)),
            new DemoList(302, BOB, "Workshop", List.of(ALICE, GASTON)));

    /** Local accounts and the accounts that they follow. */
    static final Map<DemoAccount, List<DemoAccount>> FOLLOWS = Map.of(
            ALICE, List.of(BOB, EMI, CHANDRA, FAYE, GASTON, ELENI, ADMIN),
            BOB, List.of(ALICE, FAYE, GASTON, JUAN),
            CHANDRA, List.of(ALICE, LAYLA, NAM),
            EMI, List.of(HANA, ALICE),
            MODESTA, List.of(ADMIN, TROLL),
            ADMIN, List.of(MODESTA));

    /** Blocks by local accounts and of local accounts. */
    static final Map<DemoAccount, List<DemoAccount>> BLOCKS = Map.of(ALICE, List.of(TROLL), IVAN, List.of(CHANDRA));

    /** Mutes in force. */
    static final Map<DemoAccount, List<DemoAccount>> MUTES = Map.of(ALICE, List.of(JUAN));

    /** Mutes that have expired. */
    static final Map<DemoAccount, List<DemoAccount>> PAST_MUTES = Map.of(ALICE, List.of(HANA));

    static final Map<DemoAccount, List<String>> BLOCKED_DOMAINS =
            Map.of(ALICE, List.of("spam.example"), EMI, List.of("xn--bcher-kva.example"));

    static final LocalDateTime PAST = LocalDateTime.of(2024, 2, 29, 12, 0);
    static final LocalDateTime FUTURE = LocalDateTime.of(2099, 12, 31, 23, 59, 59, 123_000_000);

    static final List<DemoFilter> FILTERS = List.of(
            new DemoFilter(1, ALICE, "Spoilers", Action.WARN, null, true, List.of("finale", "last chapter")),
            new DemoFilter(2, ALICE, "Money talk", Action.HIDE, FUTURE, false, List.of("crypto")),
            new DemoFilter(3, ALICE, "Last year's election", Action.WARN, PAST, true, List.of("election")),
            new DemoFilter(4, EMI, "ネタバレ", Action.WARN, null, false, List.of("最終回")));

    /** Tags in use, spelled as in statuses. */
    static final List<String> TAGS =
            List.of("Astronomy", "Caturday", "Kochen", "Bookstodon", "写真", "हिन्दी", "Việt", "ποδήλατο");

    private Cast() {}

    /** Whether a status by or to these accounts is kept out of the viewer's home timeline. */
    static boolean hidden(DemoAccount viewer, List<DemoAccount> involved) {
        return involved.stream()
                .anyMatch(account -> BLOCKS.getOrDefault(viewer, List.of()).contains(account)
                        || BLOCKS.getOrDefault(account, List.of()).contains(viewer)
                        || MUTES.getOrDefault(viewer, List.of()).contains(account)
                        || BLOCKED_DOMAINS.getOrDefault(viewer, List.of()).contains(account.host()));
    }

    private static DemoAccount local(int number, String username, String name, String note, String... languages) {
        return account(number, username, null, name, note, languages);
    }

    private static DemoAccount remote(
            int number, String username, String domain, String name, String note, String... languages) {
        return account(number, username, domain, name, note, languages);
    }

    /** Ids beyond 2^53, like Mastodon's: a client that reads them as numbers gets them wrong at once. */
    private static DemoAccount account(
            int number, String username, @Nullable String domain, String name, String note, String... languages) {
        return new DemoAccount(
                112_000_000_000_000_001L + number * 10L, username, domain, name, note, List.of(languages));
    }

    private static DemoToken good(long id, String token, DemoUser user, String scopes) {
        return new DemoToken(id, token, user, scopes, State.GOOD, "");
    }
}
