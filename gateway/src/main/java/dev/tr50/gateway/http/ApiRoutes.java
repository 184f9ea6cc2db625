package dev.tr50.gateway.http;

import dev.tr50.gateway.dispatch.Answering;
import dev.tr50.gateway.dispatch.FaultLog;
import dev.tr50.protocol.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code POST /api}: one TR50 message in, one out.
 *
 * <p>Every message that reaches the dispatcher is answered with status 200, failures included: clients take any other status
 * for a broken transport.
 */
public final class ApiRoutes implements Routes {
    private final FaultLog faults = new FaultLog();
    private final ApiCalls calls;
    private final int maxBytes;
    private final MemoryBudget bodies;
    private final MemoryBudget answers;

    /**
     * @param maxBytes the longest message that is accepted, in bytes
     * @param bodies the memory for messages that arrive or are handled
     * @param answers the memory for replies until they have been read
     */
    public ApiRoutes(ApiCalls calls, int maxBytes, MemoryBudget bodies, MemoryBudget answers) {
        this.calls = calls;
        this.maxBytes = maxBytes;
        this.bodies = bodies;
        this.answers = answers;
    }

    @Override
    public void mount(Router router) {
        router.route("/api").handler(new Resource().post(this::answer));
    }

    private void answer(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        bodies.lend(share -> RequestBody.read(request, maxBytes, share)
                        .compose(body -> call(ctx, body))
                        .compose(call -> handled(ctx, call)))
                .onSuccess(call -> await(ctx, call))
                .onFailure(failure -> fail(request, failure));
    }

    private Future<Answering<byte[]>> call(RoutingContext ctx, Buffer body) {
        HttpServerRequest request = ctx.request();
        byte[] message = body.getBytes();
        String session = request.getHeader("sessionId");
        String remote = request.remoteAddress().toString();
        return ctx.vertx().executeBlocking(() -> calls.call(message, session, remote), false);
    }

    /** A message that waits for others is in memory no more. */
    private static Future<Answering<byte[]>> handled(RoutingContext ctx, Answering<byte[]> call) {
        return call.waits() ? Future.succeededFuture(call) : answer(ctx, call).map(call);
    }

    private static Future<byte[]> answer(RoutingContext ctx, Answering<byte[]> call) {
        return Future.fromCompletionStage(call.answer(), ctx.vertx().getOrCreateContext());
    }

    private void await(RoutingContext ctx, Answering<byte[]> call) {
        HttpServerRequest request = ctx.request();
        if (call.waits()) {
            Patience.during(ctx, call::undelivered);
        }
        answer(ctx, call).onSuccess(reply -> send(request, reply, call)).onFailure(failure -> fail(request, failure));
    }

    private void send(HttpServerRequest request, byte[] reply, Answering<byte[]> call) {
        if (request.response().closed()) {
            call.undelivered();
            return;
        }
        answers.lend(share -> {
                    share.growTo(reply.length);
                    return Answers.json(request, 200, reply);
                })
                .onFailure(failure -> {
                    call.undelivered();
                    if (failure instanceof HttpRefused) {
                        fail(request, failure);
                    }
                });
    }

    private void fail(HttpServerRequest request, Throwable failure) {
        if (failure instanceof BodyTooLongException tooLong) {
            Answers.refuse(request, 413, ErrorCode.TOO_LARGE, tooLong.getMessage());
        } else if (failure instanceof HttpRefused busy) {
            busy.headers().forEach(request.response()::putHeader);
            Answers.refuse(request, busy.status(), ErrorCode.RATE_LIMITED, busy.getMessage());
        } else if (!(failure instanceof ClientLeftException)) {
            faults.log("A command over HTTP", null, failure);
            Answers.refuse(request, 500, ErrorCode.INTERNAL, "Internal error");
        }
    }
}
