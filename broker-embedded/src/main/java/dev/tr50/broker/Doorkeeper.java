package dev.tr50.broker;

import dev.tr50.broker.BrokerCounts.Excess;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttIdentifierRejectedException;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Meets each new connection: waits for CONNECT, has the client authenticated, and lets it in or turns it away. */
final class Doorkeeper extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(Doorkeeper.class);

    private final BrokerCore core;
    private final Reception reception;
    private ReadGate gate;
    private ScheduledFuture<?> deadline;
    private boolean met;
    private long askedAt;

    Doorkeeper(BrokerCore core, Reception reception) {
        this.core = core;
        this.reception = reception;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        gate = new ReadGate(ctx.channel());
        long millis = core.settings().patience().connect().toMillis();
        deadline = ctx.executor()
                .schedule(() -> close(ctx, "no CONNECT within " + millis + " ms"), millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            meet(ctx, (MqttMessage) message);
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void meet(ChannelHandlerContext ctx, MqttMessage message) {
        deadline.cancel(false);
        if (message.decoderResult().isFailure()) {
            refuseUnreadable(ctx, message.decoderResult().cause());
        } else if (met || !(message instanceof MqttConnectMessage connect)) {
            close(ctx, "a packet before CONNECT");
        } else {
            met = true;
            consider(ctx, new ConnectRequest(connect));
        }
    }

    private void refuseUnreadable(ChannelHandlerContext ctx, Throwable cause) {
        if (isTooLong(cause)) {
            core.counts().exceeded(Excess.PACKET_BYTES);
        }
        if (cause instanceof MqttUnacceptableProtocolVersionException) {
            refuse(ctx, MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION, "unknown version");
        } else if (cause instanceof MqttIdentifierRejectedException) {
            refuse(ctx, MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED, "client id missing");
        } else if (cause instanceof Violation violation) {
            LOG.debug("Refused {}: {}", ctx.channel().remoteAddress(), violation.getMessage());
            ctx.writeAndFlush(Packets.refusalOfUnreadable(violation.reason())).addListener(ChannelFutureListener.CLOSE);
        } else {
            close(ctx, "unreadable first packet: " + cause.getMessage());
        }
    }

    private static boolean isTooLong(Throwable cause) {
        return cause instanceof TooLongFrameException
                || cause instanceof Violation violation && violation.reason() == ReasonCode.PACKET_TOO_LARGE;
    }

    private void consider(ChannelHandlerContext ctx, ConnectRequest request) {
        if (request.isMalformed()) {
            close(ctx, "a CONNECT that contradicts itself");
            return;
        }
        heedLimits(ctx.pipeline(), request);
        Optional<ConnectRequest.Flaw> flaw = request.flaw(core.topicRules());
        if (flaw.isPresent()) {
            refuse(ctx, flaw.get().code(), flaw.get().reason());
            return;
        }
        if (!core.places().take(ctx.channel())) {
            core.counts().exceeded(Excess.CONNECTIONS);
            LOG.warn(
                    "{}: {} connections are there, no more are let in",
                    ctx.channel().remoteAddress(),
                    core.limits().connections());
            refuse(ctx, Refusal.CROWDED.returnCode(request.level()), "the server has no room for another connection");
            return;
        }
        gate.shut(ReadGate.Reason.NOT_ADMITTED);
        askedAt = core.expulsions().recent().now();
        Login login = request.login((InetSocketAddress) ctx.channel().remoteAddress());
        reception
                .ask(login)
                .whenComplete((verdict, failure) -> ifThere(
                                ctx,
                                () -> decide(
                                        ctx, request, login, failure == null ? verdict : unavailable(login, failure)))
                        .run());
    }

    /** What the client said it takes binds every packet from now on, a refusal too. */
    private static void heedLimits(ChannelPipeline pipeline, ConnectRequest request) {
        PacketSizeLimit limit = null;
        if (request.maximumPacketSize() < Long.MAX_VALUE) {
            limit = new PacketSizeLimit(request.maximumPacketSize());
            pipeline.addBefore("encoder", "size-limit", limit);
        }
        if (request.topicAliasMaximum() > 0) {
            pipeline.addAfter("encoder", "aliases", new OutgoingAliases(request.topicAliasMaximum(), limit));
        }
    }

    private static Verdict unavailable(Login login, Throwable failure) {
        LOG.warn("{} could not be authenticated: {}", Printable.of(login.toString()), failure.toString());
        LOG.debug("Authentication failed", failure);
        return new Verdict.Refused(Refusal.UNAVAILABLE, "authentication is not available now");
    }

    private void decide(ChannelHandlerContext ctx, ConnectRequest request, Login login, Verdict verdict) {
        if (verdict instanceof Verdict.Accepted accepted) {
            letIn(ctx, request, accepted);
        } else if (verdict instanceof Verdict.Refused refused) {
            LOG.info("Refused {}: {}", Printable.of(login.toString()), refused.reason());
            refuse(ctx, refused.why().returnCode(request.level()), refused.reason());
        } else {
            decide(ctx, request, login, unavailable(login, new NullPointerException("no verdict")));
        }
    }

    private void letIn(ChannelHandlerContext ctx, ConnectRequest request, Verdict.Accepted accepted) {
        SessionKey key = new SessionKey(new SessionKey.User(accepted.group(), accepted.username()), request.clientId());
        synchronized (core.sessions().turnstile(key)) {
            long nanos = core.brake().nanosToWait(core.sessions().connectionOf(key.id()));
            core.brake().turnAway(key.id());
            if (nanos > 0) {
                holdBack(ctx, nanos, key, request.level(), () -> letIn(ctx, request, accepted));
            } else {
                enter(ctx, request, accepted, key);
            }
        }
    }

    private void holdBack(ChannelHandlerContext ctx, long nanos, SessionKey key, MqttLevel level, Runnable entrance) {
        Runnable refusal =
                () -> refuse(ctx, Refusal.UNAVAILABLE.returnCode(level), "another client with these names came later");
        TakeoverBrake.Newcomer newcomer = new TakeoverBrake.Newcomer(ifThere(ctx, entrance), ifThere(ctx, refusal));
        core.brake().hold(key.id(), newcomer);
        ctx.executor().schedule(() -> core.brake().release(key.id(), newcomer), nanos, TimeUnit.NANOSECONDS);
    }

    private static Runnable ifThere(ChannelHandlerContext ctx, Runnable action) {
        return () -> ctx.executor().execute(() -> {
            if (ctx.channel().isActive()) {
                action.run();
            }
        });
    }

    private void enter(ChannelHandlerContext ctx, ConnectRequest request, Verdict.Accepted accepted, SessionKey key) {
        Admission admission = new Admission(key, accepted.principal(), request.level(), request.maximumPacketSize());
        ClientSession session = core.sessions().open(key, request.isClean());
        ClientConnection connection = new ClientConnection(admission, session, core, gate, ctx.channel());
        Border border = new Border(core, connection, request, new GroupNamespace(accepted.group()));
        ctx.pipeline().addAfter(ctx.name(), "border", border);
        ctx.pipeline().addLast("moquette", core.moquette().newHandler(border));
        if (request.idleSeconds() > 0) {
            // In front of what waits for whole packets, and behind what carries MQTT: any byte of MQTT is a sign of
            // life.
            String first = ctx.pipeline().get(PacketInspector.class) == null ? "decoder" : "inspector";
            ctx.pipeline().addBefore(first, "keep-alive", keepAlive(request));
        }
        ctx.pipeline().remove(this);
        border.enter(askedAt);
    }

    private static IdleStateHandler keepAlive(ConnectRequest request) {
        // libtr50 pings only when it has received nothing for almost as long as its keep-alive: a message to it is a
        // sign of life.
        return request.level() == MqttLevel.MQTT_3_1
                ? new IdleStateHandler(0, 0, request.idleSeconds())
                : new IdleStateHandler(request.idleSeconds(), 0, 0);
    }

    /** Takes its time, because clients are known to come again at once; meanwhile the client is not read. */
    private void refuse(ChannelHandlerContext ctx, MqttConnectReturnCode code, String reason) {
        LOG.debug("Refused {}: {}", ctx.channel().remoteAddress(), reason);
        core.counts().loginRefused();
        gate.shut(ReadGate.Reason.NOT_ADMITTED);
        long millis = core.settings().patience().refusal().toMillis();
        ctx.executor()
                .schedule(
                        () -> ctx.writeAndFlush(Packets.refusal(code, reason)).addListener(ChannelFutureListener.CLOSE),
                        millis,
                        TimeUnit.MILLISECONDS);
    }

    private void close(ChannelHandlerContext ctx, String why) {
        LOG.info("{}: {}, closing", ctx.channel().remoteAddress(), Printable.of(why));
        core.counts().connectionClosedForCause();
        ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        deadline.cancel(false);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        close(ctx, cause.toString());
    }
}
