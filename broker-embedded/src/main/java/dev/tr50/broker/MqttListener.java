package dev.tr50.broker;

import dev.tr50.broker.BrokerCounts.Excess;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.net.ssl.SSLSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sockets of one broker: accepts connections and gives each its pipeline. */
final class MqttListener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MqttListener.class);
    private static final int BACKLOG = 1024;
    private static final long CLOSE_SECONDS = 2;
    private static final int FIXED_HEADER_BYTES = 5;

    /**
     * A thread reads at most 2 KiB of a connection, some tens of messages, before it turns to its others: who sends without end does
     * not keep it.
     */
    private static final RecvByteBufAllocator AT_A_TIME =
            new AdaptiveRecvByteBufAllocator(64, 1024, 2048).maxMessagesPerRead(1);

    /** Above the upper mark a client counts as slow, until what waits for it is down to the lower one. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(128 << 10, 512 << 10);

    /** As long as the wire format can tell; MQTT 3.1 in the field does not keep to its 23 characters. */
    private static final int MAX_CLIENT_ID_CHARS = 65_535;

    private final BrokerCore core;
    private final Reception reception;
    private final PacketCounter packets;
    private final EventLoopGroup acceptor = new NioEventLoopGroup(1, new DefaultThreadFactory("mqtt-accept"));
    private final EventLoopGroup workers =
            new NioEventLoopGroup(Runtime.getRuntime().availableProcessors(), new DefaultThreadFactory("mqtt-io"));
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private Channel listener;
    private Channel tlsListener;
    private volatile boolean accepting = true;

    private MqttListener(BrokerCore core, Reception reception) {
        this.core = core;
        this.reception = reception;
        this.packets = new PacketCounter(core.counts());
    }

    static MqttListener open(BrokerSettings settings, Authenticator authenticator, CommandListener commands)
            throws IOException {
        MqttListener opened =
                new MqttListener(new BrokerCore(settings, commands), new Reception(authenticator, settings));
        try {
            opened.listen(settings);
            return opened;
        } catch (IOException | RuntimeException failure) {
            opened.close();
            throw failure;
        }
    }

    private void listen(BrokerSettings settings) throws IOException {
        listener = bind(settings.host(), settings.port(), Door.MQTT, this::prepare);
        if (settings.tls() != null) {
            SslContext tls = TlsEntrance.contextOf(settings.tls());
            Predicate<SSLSession> admits = TlsEntrance.admission(settings.tls());
            long patience = settings.patience().connect().toMillis();
            tlsListener = bind(
                    settings.host(),
                    settings.tls().port(),
                    Door.MQTTS,
                    channel -> TlsEntrance.guard(channel, tls, patience, admits, this::prepare));
        }
    }

    private Channel bind(String host, int port, Door door, Consumer<Channel> preparation) throws IOException {
        ByteCounter counter = new ByteCounter(core.counts(), door);
        ChannelFuture bound = new ServerBootstrap()
                .group(acceptor, workers)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childOption(ChannelOption.RCVBUF_ALLOCATOR, AT_A_TIME)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        channel.pipeline().addLast("bytes", counter);
                        if (hasRoom(channel)) {
                            preparation.accept(channel);
                        } else {
                            channel.close();
                        }
                    }
                })
                .bind(host, port)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on " + host + ":" + port + ": "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        return bound.channel();
    }

    private boolean hasRoom(Channel channel) {
        boolean hasRoom = core.places().enter(channel);
        if (!hasRoom) {
            core.counts().exceeded(Excess.CONNECTIONS);
            LOG.warn("{}: far too many connections, closing", channel.remoteAddress());
        }
        return hasRoom;
    }

    private void prepare(Channel channel) {
        channel.pipeline()
                .addLast("arriving", new ArrivingPacket(core.packetRoom(), core.counts()))
                .addLast("packet-ids", new ZeroPacketIds())
                .addLast("inspector", new PacketInspector(core.limits().packet().packetBytes()))
                .addLast("decoder", new MqttDecoder(core.limits().packet().packetBytes(), MAX_CLIENT_ID_CHARS))
                .addLast("encoder", MqttEncoder.INSTANCE)
                .addLast("packets", packets)
                .addLast("flow", new FlowControlHandler())
                .addLast("door", new Doorkeeper(core, reception));
    }

    BrokerCore core() {
        return core;
    }

    /** From the event loop of the channel. */
    void adopt(Channel channel) {
        connections.add(channel);
        boolean secure = channel.pipeline().get(SslHandler.class) != null;
        channel.pipeline().addFirst("bytes", new ByteCounter(core.counts(), secure ? Door.WSS : Door.WS));
        if (!accepting || !hasRoom(channel)) {
            channel.close();
            return;
        }
        channel.config().setWriteBufferWaterMark(WATER_MARK);
        channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
        channel.config().setAutoRead(true);
        channel.pipeline().addLast("carrier-failures", new CarrierFailures());
        prepare(channel);
        channel.pipeline().context("inspector").fireChannelActive();
    }

    CompletionStage<Void> answers() {
        return RoundOfThreads.start(core, List.of(acceptor, workers), listeners());
    }

    private List<Channel> listeners() {
        return tlsListener == null ? List.of(listener) : List.of(listener, tlsListener);
    }

    int maxPacketBytes() {
        return Math.addExact(core.limits().packet().packetBytes(), FIXED_HEADER_BYTES);
    }

    int port() {
        return port(listener);
    }

    OptionalInt tlsPort() {
        return tlsListener == null ? OptionalInt.empty() : OptionalInt.of(port(tlsListener));
    }

    private static int port(Channel bound) {
        return ((InetSocketAddress) bound.localAddress()).getPort();
    }

    void stopAccepting() {
        accepting = false;
        stopAccepting(listener);
        stopAccepting(tlsListener);
    }

    private static void stopAccepting(Channel bound) {
        if (bound != null) {
            bound.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() {
        stopAccepting();
        Set<EventExecutor> threads = new HashSet<>();
        for (Channel channel : connections) {
            threads.add(channel.eventLoop());
            farewell(channel);
        }
        connections.newCloseFuture().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        connections.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        if (!threads.isEmpty()) {
            RoundOfThreads.settle(core, threads, CLOSE_SECONDS);
        }
        reception.close();
        core.close();
        acceptor.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
        workers.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }

    private static void farewell(Channel channel) {
        Border border = channel.pipeline().get(Border.class);
        if (border == null) {
            channel.close();
        } else {
            border.dismiss(ReasonCode.SERVER_SHUTTING_DOWN, "the server is shutting down");
        }
    }
}
