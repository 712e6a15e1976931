package dev.trunkline.demo;

import dev.trunkline.stream.StreamName;

/** What the console says once the demo is up. */
final class Welcome {

    private Welcome() {}

    static String text(int port, boolean embedded) {
        String server = "http://localhost:" + port;
        if (!embedded) {
            return """

                    Trunkline uses the Redis and PostgreSQL that the environment names.
                    To watch with a token of that server: %s/
                    """.formatted(server);
        }
        return """

                Trunkline's demo is running, with a Redis and a PostgreSQL of its own. Open

                    %1$s/

                or, with two viewers side by side, one of whom blocks, mutes and filters,

                    %1$s/#stream=public&viewer=demo-alice-read&beside=demo-bob-read

                or watch in a terminal:

                    curl -N %1$s%2$s/public
                    curl -N -H 'Authorization: Bearer demo-alice-read' %1$s%2$s/user
                    curl -N '%1$s%2$s/list?list=%3$d&access_token=demo-alice-read'

                or log in with a client to localhost:%4$d, as whomever you like. To make something happen, press a button of the page, or:

                    curl %1$s/api/v1/statuses -H 'Authorization: Bearer demo-alice-read' -d 'status=Hello'
                    curl %1$s/demo/publish -d channel=timeline:public -d event=delete -d payload=1
                    curl %1$s/demo/revoke -d token=demo-alice-read
                    curl %1$s/demo/drop -d how=reset -d account=alice
                    curl %1$s/demo/outage -d server=redis -d seconds=10
                    curl %1$s/demo/speed -d per_second=20

                The servers: %5$s and %6$s
                """.formatted(
                        server,
                        StreamName.ROOT,
                        Cast.LISTS.get(0).id(),
                        port,
                        System.getProperty("quarkus.redis.hosts"),
                        DemoEnvironment.databaseUrl());
    }
}
