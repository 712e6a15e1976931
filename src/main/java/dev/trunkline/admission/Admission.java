package dev.trunkline.admission;

import dev.trunkline.audience.FeedAccessSettings;
import dev.trunkline.audience.Listener;
import dev.trunkline.config.Settings;
import dev.trunkline.database.DatabaseUnavailable;
import dev.trunkline.metrics.LogLimit;
import dev.trunkline.stream.Feed;
import dev.trunkline.stream.Need;
import dev.trunkline.stream.Selection;
import dev.trunkline.stream.Stream;
import dev.trunkline.stream.StreamName;
import dev.trunkline.viewer.Viewer;
import dev.trunkline.viewer.Viewers;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Decides who may open what: token, scope, parameters and lists, in the protocol's order (section 3). */
@ApplicationScoped
public class Admission {

    private static final Logger LOG = Logger.getLogger(Admission.class);

    private final Viewers viewers;
    private final FeedAccessSettings feedAccess;
    private final boolean anonymousStreams;
    private final int invalidTokensPerMinute;
    private final InvalidTokenLimit invalidTokens;
    private final LogLimit slowedDown = new LogLimit();

    Admission(Viewers viewers, FeedAccessSettings feedAccess, Settings settings) {
        this.viewers = viewers;
        this.feedAccess = feedAccess;
        this.anonymousStreams = settings.anonymousStreams();
        this.invalidTokensPerMinute = settings.limits().invalidTokensPerMinute();
        this.invalidTokens = new InvalidTokenLimit(invalidTokensPerMinute, System::nanoTime);
    }

    /**
     * The viewer of a token; fails with {@link RefusedException}.
     *
     * @param address the client's, whose invalid tokens are counted
     */
    private Uni<Viewer> authenticate(String token, String address) {
        String network = ClientNetwork.of(address);
        if (invalidTokens.reached(network) && !viewers.wasValid(token)) {
            if (slowedDown.allows("")) {
                LOG.warnf(
                        "More than %d invalid tokens in a minute from %s: unknown ones are refused",
                        invalidTokensPerMinute, network);
            }
            return refuse(Refusal.TOO_MANY_INVALID_TOKENS);
        }
        return viewers.byToken(token)
                .map(found -> found.orElseThrow(() -> {
                    invalidTokens.count(network);
                    return new RefusedException(Refusal.INVALID_TOKEN);
                }))
                .onFailure(DatabaseUnavailable.class)
                .transform(away -> new RefusedException(Refusal.UNAVAILABLE));
    }

    /** The viewer of a socket, which may ask for any stream later. Without a token it is anonymous, if the settings allow that. */
    public Uni<Viewer> authenticate(Optional<String> token, String address) {
        if (token.isPresent()) {
            return authenticate(token.get(), address);
        }
        return anonymousStreams ? Uni.createFrom().item(Viewer.ANONYMOUS) : refuse(Refusal.MISSING_TOKEN);
    }

    /** The viewer of a request for one stream. Without a token it is anonymous, if the settings and the stream allow that. */
    public Uni<Viewer> authenticate(Optional<String> token, StreamName name, String address) {
        if (token.isEmpty() && name.feed() == Feed.UNFILTERED) {
            return refuse(Refusal.MISSING_TOKEN);
        }
        return authenticate(token, address);
    }

    /** The same for a stream name that is empty if it is unknown; a missing scope takes precedence over that. */
    public Uni<Grant> admit(Viewer viewer, Optional<StreamName> name, @Nullable String tag, @Nullable String list) {
        if (name.isPresent()) {
            return admit(viewer, name.get(), tag, list);
        }
        return refuse(
                viewer.anonymous() || viewer.scopes().allow(StreamName.DEFAULT_SCOPE)
                        ? Refusal.UNKNOWN_STREAM
                        : Refusal.MISSING_SCOPE);
    }

    /**
     * Lets a viewer open a stream; fails with {@link RefusedException}.
     *
     * @param tag in the client's spelling; null if the request has none
     * @param list in the client's spelling; null if the request has none
     */
    public Uni<Grant> admit(Viewer viewer, StreamName name, @Nullable String tag, @Nullable String list) {
        if (viewer.anonymous()
                ? name.feed() == Feed.UNFILTERED
                : !viewer.scopes().allow(name.scope())) {
            return refuse(viewer.anonymous() ? Refusal.MISSING_TOKEN : Refusal.MISSING_SCOPE);
        }
        Selection selection = Stream.select(name, tag, list);
        if (selection instanceof Stream stream) {
            return name.need() == Need.LIST ? admitToList(viewer, stream) : grant(viewer, stream);
        }
        return refuse(
                switch ((Selection.Fault) selection) {
                    case MISSING_TAG -> Refusal.MISSING_TAG;
                    case MISSING_LIST -> Refusal.MISSING_LIST;
                    case LIST_NOT_A_NUMBER -> Refusal.FOREIGN_LIST;
                });
    }

    private Uni<Grant> admitToList(Viewer viewer, Stream stream) {
        return ownsList(viewer, stream.list())
                .flatMap(owns -> owns ? grant(viewer, stream) : refuse(Refusal.FOREIGN_LIST));
    }

    private Uni<Grant> grant(Viewer viewer, Stream stream) {
        return feedAccess
                .of(viewer, stream.name().feed())
                .onFailure(DatabaseUnavailable.class)
                .transform(away -> new RefusedException(Refusal.UNAVAILABLE))
                .map(access -> new Grant(
                        stream, Listener.of(viewer, access, stream.name().carriesLocalOnly())));
    }

    /** Whether the list belongs to the viewer; fails with {@link RefusedException} if that cannot be looked up. */
    public Uni<Boolean> ownsList(Viewer viewer, long list) {
        return viewers.ownsList(viewer.accountId(), list)
                .onFailure(DatabaseUnavailable.class)
                .transform(away -> new RefusedException(Refusal.UNAVAILABLE));
    }

    private static <T> Uni<T> refuse(Refusal refusal) {
        return Uni.createFrom().failure(new RefusedException(refusal));
    }
}
