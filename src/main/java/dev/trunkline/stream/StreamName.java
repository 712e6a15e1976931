package dev.trunkline.stream;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All streams that a client can ask for, as data. This is the protocol's table (section 2, with the two streams of
 * glitch-soc), and no other code repeats it.
 *
 * <p>A constant has its name, the SSE request that opens it, its feed, and the patterns of its channels. In the request,
 * {@code only_media} and {@code allow_local_only} are flags that must be true, {@code tag} and {@code list} are parameters
 * that must be present.
 */
public enum StreamName {
    USER("user", "/user", Feed.UNFILTERED, "timeline:<account>", "timeline:<account>:notifications"),
    USER_NOTIFICATION("user:notification", "/user/notification", Feed.UNFILTERED, "timeline:<account>:notifications"),
    PUBLIC("public", "/public", Feed.LIVE, "timeline:public"),
    PUBLIC_MEDIA("public:media", "/public?only_media", Feed.LIVE, "timeline:public:media"),
    PUBLIC_ALLOW_LOCAL_ONLY("public:allow_local_only", "/public?allow_local_only", Feed.LIVE, "timeline:public"),
    PUBLIC_ALLOW_LOCAL_ONLY_MEDIA(
            "public:allow_local_only:media", "/public?allow_local_only&only_media", Feed.LIVE, "timeline:public:media"),
    PUBLIC_LOCAL("public:local", "/public/local", Feed.LIVE, "timeline:public:local"),
    PUBLIC_LOCAL_MEDIA("public:local:media", "/public/local?only_media", Feed.LIVE, "timeline:public:local:media"),
    PUBLIC_REMOTE("public:remote", "/public/remote", Feed.LIVE, "timeline:public:remote"),
    PUBLIC_REMOTE_MEDIA("public:remote:media", "/public/remote?only_media", Feed.LIVE, "timeline:public:remote:media"),
    HASHTAG("hashtag", "/hashtag?tag", Feed.TOPIC, "timeline:hashtag:<tag>"),
    HASHTAG_LOCAL("hashtag:local", "/hashtag/local?tag", Feed.TOPIC, "timeline:hashtag:<tag>:local"),
    LIST("list", "/list?list", Feed.UNFILTERED, "timeline:list:<list>"),
    DIRECT("direct", "/direct", Feed.UNFILTERED, "timeline:direct:<account>");

    /** The path of every stream and of the WebSocket: of all that the protocol defines. */
    public static final String ROOT = "/api/v1/streaming";

    /** The scope that a stream needs unless it carries notifications only. */
    public static final String DEFAULT_SCOPE = "read:statuses";

    private static final Map<String, StreamName> BY_LABEL =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(StreamName::label, Function.identity()));

    /** The streams of each path; those with more flags come first. */
    private static final Map<String, List<StreamName>> BY_PATH = Arrays.stream(values())
            .sorted(Comparator.comparing(StreamName::flags).reversed())
            .collect(Collectors.collectingAndThen(
                    Collectors.groupingBy(StreamName::path, Collectors.toUnmodifiableList()), Map::copyOf));

    private final String label;
    private final String path;
    private final Feed feed;
    private final Need need;
    private final boolean onlyMedia;
    private final boolean allowLocalOnly;

    @SuppressWarnings("ImmutableEnumChecker") // List.of makes immutable lists, but their type does not say so
    private final List<String> channelPatterns;

    StreamName(String label, String request, Feed feed, String... channelPatterns) {
        int question = request.indexOf('?');
        Set<String> parameters =
                question < 0 ? Set.of() : Set.of(request.substring(question + 1).split("&", -1));
        this.label = label;
        this.path = ROOT + (question < 0 ? request : request.substring(0, question));
        this.feed = feed;
        this.need = parameters.contains("tag") ? Need.TAG : parameters.contains("list") ? Need.LIST : Need.NOTHING;
        this.onlyMedia = parameters.contains("only_media");
        this.allowLocalOnly = parameters.contains("allow_local_only");
        this.channelPatterns = List.of(channelPatterns);
    }

    /** The stream that has this name in a WebSocket message, if any. Names match exactly. */
    public static Optional<StreamName> named(String label) {
        return Optional.ofNullable(BY_LABEL.get(label));
    }

    /** The same, with the parameter that selects glitch-soc's variants of {@code public} and {@code public:media}. */
    public static Optional<StreamName> named(String label, boolean allowLocalOnly) {
        Optional<StreamName> plain = named(label);
        if (!allowLocalOnly) {
            return plain;
        }
        return plain.map(name -> at(name.path, name.onlyMedia, true).orElse(name));
    }

    /**
     * The stream that an SSE request opens, if the path belongs to one. Flags without a stream of their own are ignored.
     *
     * @param path the whole path, {@link #ROOT} included; it matches exactly
     * @param onlyMedia the query parameter {@code only_media}, see {@link BooleanParameter}
     * @param allowLocalOnly the query parameter {@code allow_local_only}, likewise
     */
    public static Optional<StreamName> at(String path, boolean onlyMedia, boolean allowLocalOnly) {
        return BY_PATH.getOrDefault(path, List.of()).stream()
                .filter(name -> (onlyMedia || !name.onlyMedia) && (allowLocalOnly || !name.allowLocalOnly))
                .findFirst();
    }

    /** The paths that open a stream over SSE. */
    public static Set<String> paths() {
        return BY_PATH.keySet();
    }

    /** The protocol's name, such as {@code public:local:media}. A client subscribes to it and sees it in its frames. */
    public String label() {
        return label;
    }

    /** The whole SSE path, {@link #ROOT} included; variants share one path. */
    public String path() {
        return path;
    }

    /** The checks of this stream's statuses. */
    public Feed feed() {
        return feed;
    }

    /** The parameter that this stream needs. */
    public Need need() {
        return need;
    }

    /** Whether the stream has only statuses with media: over SSE, {@code only_media} selects it. */
    public boolean onlyMedia() {
        return onlyMedia;
    }

    /** Whether this is one of glitch-soc's streams with local-only posts: {@code allow_local_only} selects it. */
    public boolean allowLocalOnly() {
        return allowLocalOnly;
    }

    /** Whether viewers with an account get glitch-soc's local-only posts on this stream (protocol, section 6). */
    public boolean carriesLocalOnly() {
        return switch (this) {
            case PUBLIC, PUBLIC_MEDIA, PUBLIC_REMOTE, PUBLIC_REMOTE_MEDIA -> false;
            default -> true;
        };
    }

    /** The scope that a token without the scope {@code read} needs for this stream (protocol, section 3). */
    public String scope() {
        return this == USER_NOTIFICATION ? "read:notifications" : DEFAULT_SCOPE;
    }

    /** With placeholders {@code <account>}, {@code <tag>}, {@code <list>}; the second one needs a scope for notifications. */
    List<String> channelPatterns() {
        return channelPatterns;
    }

    private int flags() {
        return (onlyMedia ? 1 : 0) + (allowLocalOnly ? 1 : 0);
    }
}
