package dev.trunkline.demo;

import dev.trunkline.connection.Connection;
import dev.trunkline.connection.Connections;
import dev.trunkline.demo.Parameters.BadParameter;
import io.netty.channel.Channel;
import io.quarkus.arc.profile.IfBuildProfile;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Lets clients lose their connections, so that a developer sees how a client finds out and comes back. */
@IfBuildProfile(anyOf = {"dev", "test"})
@ApplicationScoped
class DropRoute {

    private final Connections connections;
    private final ClientChannels channels;
    private final DemoTokens tokens;

    DropRoute(Connections connections, ClientChannels channels, DemoTokens tokens) {
        this.connections = connections;
        this.channels = channels;
        this.tokens = tokens;
    }

    void add(@Observes Router router) {
        Control.add(router, "/demo/drop", this::drop);
    }

    private void drop(RoutingContext context) {
        Parameters parameters = Parameters.of(context);
        Drop how = how(parameters.required("how"));
        ConnectionChoice choice = ConnectionChoice.of(parameters);
        String token = parameters.get("token", "");
        if (token.isBlank()) {
            drop(context, how, choice);
            return;
        }
        tokens.id(token)
                .onSuccess(id -> id.ifPresentOrElse(
                        known -> drop(context, how, choice.with(known)),
                        () -> DemoAnswer.error(context, 422, "There is no such token")))
                .onFailure(failure -> DemoAnswer.failed(context, failure));
    }

    private static Drop how(String text) {
        return Arrays.stream(Drop.values())
                .filter(drop -> name(drop).equals(text))
                .findFirst()
                .orElseThrow(() -> new BadParameter("how is one of "
                        + Arrays.stream(Drop.values()).map(DropRoute::name).collect(Collectors.joining(", "))));
    }

    private static String name(Drop drop) {
        return drop.name().toLowerCase(Locale.ROOT);
    }

    private void drop(RoutingContext context, Drop how, ConnectionChoice choice) {
        List<Future<Boolean>> dropped = connections.all().stream()
                .map(connection -> drop(connection, how, choice))
                .toList();
        Future.all(dropped)
                .onSuccess(all -> DemoAnswer.json(
                        context,
                        new JsonObject()
                                .put("how", name(how))
                                .put(
                                        "connections",
                                        dropped.stream().filter(Future::result).count())))
                .onFailure(context::fail);
    }

    private Future<Boolean> drop(Connection connection, Drop how, ConnectionChoice choice) {
        return Future.fromCompletionStage(CompletableFuture.supplyAsync(
                () -> {
                    Optional<Channel> channel =
                            choice.includes(connection) ? channels.of(connection) : Optional.empty();
                    channel.ifPresent(found -> how.apply(connection, found));
                    return channel.isPresent();
                },
                connection.loop()));
    }
}
