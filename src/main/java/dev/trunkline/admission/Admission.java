package dev.trunkline.admission;

import dev.trunkline.audience.FeedAccessSettings;
import dev.trunkline.audience.Listener;
import dev.trunkline.config.Settings;
import dev.trunkline.database.DatabaseUnavailable;
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
import org.jspecify.annotations.Nullable;

/** Who may open what: token, scope, parameters and lists, in the protocol's order (section 3). */
@ApplicationScoped
public class Admission {

    private final Viewers viewers;
    private final FeedAccessSettings feedAccess;
    private final boolean anonymousStreams;

    Admission(Viewers viewers, FeedAccessSettings feedAccess, Settings settings) {
        this.viewers = viewers;
        this.feedAccess = feedAccess;
        this.anonymousStreams = settings.anonymousStreams();
    }

    /** The viewer behind a token, or {@link RefusedException}. */
    public Uni<Viewer> authenticate(String token) {
        return viewers.byToken(token)
                .map(found -> found.orElseThrow(() -> new RefusedException(Refusal.INVALID_TOKEN)))
                .onFailure(DatabaseUnavailable.class)
                .transform(away -> new RefusedException(Refusal.UNAVAILABLE));
    }

    /** The viewer of a socket, which may ask for any stream later; without a token anonymous where the settings allow it. */
    public Uni<Viewer> authenticate(Optional<String> token) {
        if (token.isPresent()) {
            return authenticate(token.get());
        }
        return anonymousStreams ? Uni.createFrom().item(Viewer.ANONYMOUS) : refuse(Refusal.MISSING_TOKEN);
    }

    /** The viewer of a request for one stream; without a token, that is anonymous where the settings and stream allow it. */
    public Uni<Viewer> authenticate(Optional<String> token, StreamName name) {
        if (token.isPresent()) {
            return authenticate(token.get());
        }
        return name.feed() == Feed.UNFILTERED ? refuse(Refusal.MISSING_TOKEN) : authenticate(token);
    }

    /** The same for a name as the client spelled it, of whom an unknown one needs a scope, too. */
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
     * Lets a viewer open a stream, or fails with {@link RefusedException}.
     *
     * @param tag as the client spelled it, null if it gave none
     * @param list as the client spelled it, null if it gave none
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

    /** Whether a list belongs to the viewer. */
    public Uni<Boolean> ownsList(Viewer viewer, long list) {
        return viewers.ownsList(viewer.accountId(), list)
                .onFailure(DatabaseUnavailable.class)
                .transform(away -> new RefusedException(Refusal.UNAVAILABLE));
    }

    private static <T> Uni<T> refuse(Refusal refusal) {
        return Uni.createFrom().failure(new RefusedException(refusal));
    }
}
