package dev.trunkline.sse;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each row of the table of streams (protocol, section 2): a stream gets its channels and nothing else. */
@WireTest
class StreamsIT {

    /** Every channel that a publisher uses for the viewer, another account, its list and its tag. */
    private static final List<String> CHANNELS = List.of(
            "timeline:<account>",
            "timeline:<account>:notifications",
            "timeline:<other>",
            "timeline:<other>:notifications",
            "timeline:public",
            "timeline:public:media",
            "timeline:public:local",
            "timeline:public:local:media",
            "timeline:public:remote",
            "timeline:public:remote:media",
            "timeline:hashtag:<tag>",
            "timeline:hashtag:<tag>:local",
            "timeline:hashtag:<tag>2",
            "timeline:list:<list>",
            "timeline:list:<other>",
            "timeline:direct:<account>",
            "timeline:direct:<other>");

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    StreamsIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /user                                             | user                          | timeline:<account> timeline:<account>:notifications
            /user?only_media=true                             | user                          | timeline:<account> timeline:<account>:notifications
            /user/notification                                | user:notification             | timeline:<account>:notifications
            /public                                           | public                        | timeline:public
            /public?only_media=true                           | public:media                  | timeline:public:media
            /public?only_media=                               | public                        | timeline:public
            /public?only_media                                | public                        | timeline:public
            /public?only_media=0                              | public                        | timeline:public
            /public?only_media=f                              | public                        | timeline:public
            /public?only_media=F                              | public                        | timeline:public
            /public?only_media=false                          | public                        | timeline:public
            /public?only_media=FALSE                          | public                        | timeline:public
            /public?only_media=off                            | public                        | timeline:public
            /public?only_media=OFF                            | public                        | timeline:public
            /public?only_media=1                              | public:media                  | timeline:public:media
            /public?only_media=False                          | public:media                  | timeline:public:media
            /public?only_media=no                             | public:media                  | timeline:public:media
            /public?only_media=true&only_media=false          | public:media                  | timeline:public:media
            /public?only_media=false&only_media=true          | public                        | timeline:public
            /public?allow_local_only=true                     | public:allow_local_only       | timeline:public
            /public?allow_local_only=false                    | public                        | timeline:public
            /public?allow_local_only=true&only_media=true     | public:allow_local_only:media | timeline:public:media
            /public/local                                     | public:local                  | timeline:public:local
            /public/local?only_media=true                     | public:local:media            | timeline:public:local:media
            /public/local?allow_local_only=true               | public:local                  | timeline:public:local
            /public/remote                                    | public:remote                 | timeline:public:remote
            /public/remote?only_media=true                    | public:remote:media           | timeline:public:remote:media
            /hashtag?tag=<tag>                                | hashtag                       | timeline:hashtag:<tag>
            /hashtag?tag=<tag>&tag=other                      | hashtag                       | timeline:hashtag:<tag>
            /hashtag/local?tag=<tag>                          | hashtag:local                 | timeline:hashtag:<tag>:local
            /list?list=<list>                                 | list                          | timeline:list:<list>
            /direct                                           | direct                        | timeline:direct:<account>
            """)
    void aStreamGetsItsChannelsAndNoOther(String path, String label, String channels) {
        Token token = mastodon.reader();
        Holes holes = new Holes(
                token.account().id(), mastodon.account().id(), mastodon.list(token.account()), Mastodon.unique("tag"));
        String gauge = "connected_channels{channel=\"" + label + "\",type=\"eventsource\"}";
        // A client of the previous test may not have left yet.
        await().until(() -> trunkline.metrics().sum("connected_clients") == 0);
        long before = trunkline.metrics().get(gauge);

        try (EventStream stream = trunkline.stream(holes.fill(path), token)) {
            assertEquals(before + 1, trunkline.metrics().get(gauge), label);
            for (String channel : CHANNELS) {
                mastodon.publish(holes.fill(channel), "delete", '"' + channel + '"');
            }
            List<String> expected = Arrays.asList(channels.split(" ", -1));
            String marker = mastodon.publishMarker(holes.fill(expected.get(0)));
            List<String> received = new ArrayList<>();
            for (String data = stream.nextData(); !data.equals(marker); data = stream.nextData()) {
                received.add(data);
            }
            assertEquals(expected, received);
        }
    }

    private record Holes(long account, long other, long list, String tag) {

        String fill(String pattern) {
            return pattern.replace("<account>", Long.toString(account))
                    .replace("<other>", Long.toString(other))
                    .replace("<list>", Long.toString(list))
                    .replace("<tag>", tag);
        }
    }
}
