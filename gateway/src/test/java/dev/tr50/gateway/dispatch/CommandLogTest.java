package dev.tr50.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tr50.gateway.dispatch.Caller.Origin;
import dev.tr50.gateway.dispatch.CommandObserver.Run;
import dev.tr50.gateway.logline.OneLine;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Envelope.Request;
import dev.tr50.protocol.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class CommandLogTest {
    private static final long SECOND = 1_000_000_000;
    private static final Caller CALLER = Caller.nobody(Origin.http("192.0.2.1:5000"), Instant.EPOCH);

    private final Logger logger = (Logger) LoggerFactory.getLogger(CommandLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final CommandLog log = new CommandLog(Duration.ofSeconds(1));

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
        logger.setAdditive(false);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(lines);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    private static Run run(String command, boolean waited) {
        Arguments none = Arguments.of(Map.of(), Map.of());
        return new Run(CALLER, command == null ? null : new Request("1", command, none), waited);
    }

    @Test
    void a_slow_command_is_told_with_client_command_and_duration() {
        log.ran(run("file.list", false), null, SECOND + SECOND / 4);

        assertThat(lines.list).hasSize(1);
        assertThat(lines.list.get(0).getLevel()).isEqualTo(Level.WARN);
        assertThat(new OneLine().convert(lines.list.get(0)))
                .isEqualTo("Slow command client=nobody group=none from=192.0.2.1:5000 command=file.list result=0"
                        + " durationMs=1250.0");
    }

    @Test
    void others_are_told_at_debug_alone() {
        log.ran(run("file.list", false), null, SECOND - 1);
        assertThat(lines.list).isEmpty();

        logger.setLevel(Level.DEBUG);
        log.ran(run(null, false), ErrorCode.MALFORMED_MESSAGE, SECOND / 1000);

        assertThat(new OneLine().convert(lines.list.get(0)))
                .contains("command=none result=" + ErrorCode.MALFORMED_MESSAGE.number() + " durationMs=1.0");
    }

    @Test
    void who_waits_for_a_device_is_not_slow_and_with_zero_nothing_is() {
        log.ran(run("method.exec", true), null, 30 * SECOND);
        new CommandLog(Duration.ZERO).ran(run("file.list", false), null, 30 * SECOND);

        assertThat(lines.list).isEmpty();
    }
}
