package dev.tr50.gateway.websocket;

import dev.tr50.gateway.http.Answers;
import dev.tr50.gateway.http.Resource;
import dev.tr50.gateway.http.Routes;
import dev.tr50.protocol.ErrorCode;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import java.util.function.Consumer;

/**
 * {@code GET /mqtt}: MQTT over WebSocket [MQTT-6.0.0-1], with subprotocol {@code mqtt}, {@code mqttv3.1} or none. When the
 * handshake is done the connection belongs to the broker, and HTTP knows nothing of it any more.
 */
public final class MqttUpgrade implements Routes {
    private static final String PATH = "/mqtt";

    private final int maxFrameBytes;
    private final Consumer<Channel> broker;

    /**
     * @param maxFrameBytes the longest WebSocket frame that is accepted, in bytes of its content
     * @param broker takes connections; their pipelines hand on and accept the bytes of MQTT
     */
    public MqttUpgrade(int maxFrameBytes, Consumer<Channel> broker) {
        this.maxFrameBytes = maxFrameBytes;
        this.broker = broker;
    }

    @Override
    public void mount(Router router) {
        router.route(PATH).handler(new Resource().on(HttpMethod.GET, ctx -> answer(ctx.request())));
    }

    private void answer(HttpServerRequest request) {
        Handshake handshake = Handshake.of(request);
        if (handshake instanceof Handshake.Refused refused) {
            refuse(request, refused);
        } else if (handshake instanceof Handshake.Accepted accepted) {
            // At the end of the request, because only then is everything of it out of the HTTP decoder.
            request.endHandler(end -> Takeover.of(request).handOver(accepted, maxFrameBytes, broker));
        }
    }

    private static void refuse(HttpServerRequest request, Handshake.Refused refused) {
        HttpServerResponse response = request.response();
        if (refused.status() == 426) {
            response.putHeader("Upgrade", "websocket")
                    .putHeader("Connection", "Upgrade")
                    .putHeader("Sec-WebSocket-Version", Handshake.VERSION);
        }
        Answers.refuse(request, refused.status(), ErrorCode.MALFORMED_MESSAGE, refused.reason());
    }
}
