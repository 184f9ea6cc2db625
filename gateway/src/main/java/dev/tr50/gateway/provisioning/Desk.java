package dev.tr50.gateway.provisioning;

import dev.tr50.gateway.audit.AuditLog;
import dev.tr50.gateway.dispatch.Caller.Origin;
import dev.tr50.gateway.dispatch.FaultLog;
import dev.tr50.gateway.http.Answers;
import dev.tr50.gateway.http.BodyTooLongException;
import dev.tr50.gateway.http.ClientLeftException;
import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.gateway.http.MemoryBudget;
import dev.tr50.gateway.http.RequestBody;
import dev.tr50.gateway.identity.HttpIdentity;
import dev.tr50.gateway.identity.HttpIdentity.TokenBearer;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Takes requests in and hands answers out: finds out who asks before anything else is looked at, then reads the body, has the
 * request handled on a worker, and answers a change when it is on the disk.
 */
final class Desk {
    private static final int MOST_BYTES = 64 * 1024;
    private static final int FAULT = 500;

    private final FaultLog faults = new FaultLog();
    private final HttpIdentity identity;
    private final Supplier<CompletableFuture<Void>> durable;
    private final MemoryBudget bodies;
    private final AuditLog audit;

    /**
     * @param durable completes when everything committed before the call is on the disk
     * @param bodies the memory for bodies that arrive or are handled
     * @param audit remembers who changed what
     */
    Desk(HttpIdentity identity, Supplier<CompletableFuture<Void>> durable, MemoryBudget bodies, AuditLog audit) {
        this.identity = identity;
        this.durable = durable;
        this.bodies = bodies;
        this.audit = audit;
    }

    /** A route without a body, for users. */
    Handler<RoutingContext> users(Function<Call, Reply> handler) {
        return ctx -> answer(
                ctx,
                bearer(ctx)
                        .map(bearer -> call(ctx, bearer))
                        .compose(call -> audited(ctx, call, null, handle(ctx, () -> handler.apply(call)))));
    }

    /** A route with a body, for users. */
    <B> Handler<RoutingContext> users(Class<B> form, BiFunction<Call, B, Reply> handler) {
        return ctx -> answer(
                ctx,
                bearer(ctx)
                        .map(bearer -> call(ctx, bearer))
                        .compose(call -> handleBody(
                                ctx,
                                body -> audited(
                                        ctx,
                                        call,
                                        body,
                                        handle(
                                                ctx,
                                                () -> handler.apply(call, JsonBody.read(body.getBytes(), form)))))));
    }

    /** A route with a body that changes nothing, for users. */
    <B> Handler<RoutingContext> asks(Class<B> form, BiFunction<Call, B, Reply> handler) {
        return ctx -> answer(
                ctx,
                bearer(ctx)
                        .map(bearer -> call(ctx, bearer))
                        .compose(call -> handleBody(
                                ctx,
                                body -> handle(ctx, () -> handler.apply(call, JsonBody.read(body.getBytes(), form))))));
    }

    /** A route for users whose body may be left out; then it is null. */
    <B> Handler<RoutingContext> usersPerhaps(Class<B> form, BiFunction<Call, B, Reply> handler) {
        Handler<RoutingContext> with = users(form, handler);
        Handler<RoutingContext> without = users(call -> handler.apply(call, null));
        return ctx -> (RequestBody.declaredLength(ctx.request()) == 0 ? without : with).handle(ctx);
    }

    /** A route with a body, for everybody. */
    <B> Handler<RoutingContext> everybody(Class<B> form, BiFunction<Call, B, Reply> handler) {
        return ctx -> answer(
                ctx,
                handleBody(
                        ctx,
                        body -> handle(
                                ctx, () -> handler.apply(call(ctx, null), JsonBody.read(body.getBytes(), form)))));
    }

    /** Who changed something, and who wished to. */
    private Future<Reply> audited(RoutingContext ctx, Call call, Buffer body, Future<Reply> reply) {
        if (!changes(ctx)) {
            return reply;
        }
        String what = ctx.request().method() + " " + ctx.normalizedPath();
        byte[] bytes = body == null ? null : body.getBytes();
        return reply.transform(done -> ctx.vertx()
                .executeBlocking(
                        () -> {
                            audit.requested(call.user().email(), call.from(), what, bytes, status(done));
                            return done.result();
                        },
                        false)
                .compose(written -> reply));
    }

    private static int status(AsyncResult<Reply> done) {
        if (done.succeeded()) {
            return done.result().status();
        }
        HttpRefused refusal = refusal(done.cause());
        return refusal == null ? FAULT : refusal.status();
    }

    private static Call call(RoutingContext ctx, TokenBearer bearer) {
        return new Call(bearer, origin(ctx), Map.copyOf(ctx.pathParams()), ctx.queryParams());
    }

    private static Origin origin(RoutingContext ctx) {
        return Origin.http(String.valueOf(ctx.request().remoteAddress()));
    }

    private Future<TokenBearer> bearer(RoutingContext ctx) {
        String authorization = ctx.request().getHeader("Authorization");
        ctx.request().pause();
        return ctx.vertx().executeBlocking(() -> identity.bearer(authorization), false);
    }

    private Future<Reply> handleBody(RoutingContext ctx, Function<Buffer, Future<Reply>> handler) {
        return bodies.lend(share -> json(ctx.request(), share).compose(handler));
    }

    private static Future<Buffer> json(HttpServerRequest request, MemoryBudget.Share share) {
        String type = request.getHeader("Content-Type");
        if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
            return Future.failedFuture(HttpRefused.unsupportedContentType("application/json"));
        }
        Future<Buffer> body = RequestBody.read(request, MOST_BYTES, share);
        request.resume();
        return body;
    }

    private Future<Reply> handle(RoutingContext ctx, Supplier<Reply> handler) {
        return ctx.vertx()
                .executeBlocking(handler::get, false)
                .compose(reply -> changes(ctx)
                        ? Future.fromCompletionStage(durable.get(), ctx.vertx().getOrCreateContext())
                                .map(reply)
                        : Future.succeededFuture(reply));
    }

    private static boolean changes(RoutingContext ctx) {
        return ctx.request().method() != HttpMethod.GET && ctx.request().method() != HttpMethod.HEAD;
    }

    private void answer(RoutingContext ctx, Future<Reply> reply) {
        HttpServerRequest request = ctx.request();
        reply.onSuccess(ready -> send(request, ready)).onFailure(failure -> refuse(request, failure));
    }

    private static void send(HttpServerRequest request, Reply reply) {
        if (reply.location() != null) {
            request.response().putHeader("Location", reply.location());
        }
        if (reply.body() == null) {
            Answers.noContent(request);
        } else {
            Answers.json(request, reply.status(), JsonBody.write(reply.body()));
        }
    }

    private void refuse(HttpServerRequest request, Throwable failure) {
        HttpRefused refusal = refusal(failure);
        if (refusal != null) {
            Answers.refuse(request, refusal);
        } else if (!(failure instanceof ClientLeftException)) {
            faults.log("A provisioning request", null, failure);
            Answers.refuse(request, HttpRefused.with(FAULT, "internal error"));
        }
    }

    /** What the client is told; null when it is gone, or when the fault is ours. */
    private static HttpRefused refusal(Throwable failure) {
        if (failure instanceof HttpRefused refused) {
            return refused;
        }
        if (failure instanceof Declined declined) {
            return declined.toHttp();
        }
        return failure instanceof BodyTooLongException ? HttpRefused.tooLong(MOST_BYTES) : null;
    }
}
