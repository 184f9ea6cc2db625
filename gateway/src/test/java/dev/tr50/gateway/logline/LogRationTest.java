package dev.tr50.gateway.logline;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogRationTest {
    private static final long SECOND = 1_000_000_000L;

    private final LoggerContext context = new LoggerContext();
    private final Logger logger = context.getLogger("broker");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private long now;

    @BeforeEach
    void start() {
        LogRation ration = new LogRation(() -> now);
        ration.start();
        context.addTurboFilter(ration);
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
        logger.addAppender(lines);
        lines.start();
    }

    @Test
    void of_a_thousand_lines_in_a_second_ten_are_written_and_the_rest_is_counted() {
        for (int i = 0; i < 1000; i++) {
            logger.info("Refused {}", i);
        }
        assertThat(lines.list).hasSize(10);

        now += SECOND;
        logger.info("Refused {}", 1000);
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .endsWith("990 more lines like the last ones within a second: Refused …", "Refused 1000");
        assertThat(lines.list).extracting(ILoggingEvent::getLevel).containsOnly(Level.INFO);
    }

    @Test
    void lines_with_names_and_values_are_rationed_alike() {
        for (int i = 0; i < 1000; i++) {
            logger.atWarn().addKeyValue("client", "pump-" + i).log("Slow command");
        }

        assertThat(lines.list).hasSize(10);
    }

    @Test
    void one_kind_does_not_silence_another() {
        for (int i = 0; i < 1000; i++) {
            logger.info("Refused {}", i);
        }
        logger.warn("The disk is full");

        assertThat(lines.list).last().extracting(ILoggingEvent::getMessage).isEqualTo("The disk is full");
    }

    @Test
    void slow_lines_all_pass() {
        for (int i = 0; i < 100; i++) {
            logger.info("Refused {}", i);
            now += SECOND / 5;
        }

        assertThat(lines.list).hasSize(100);
    }

    @Test
    void what_is_not_logged_anyway_is_not_counted() {
        for (int i = 0; i < 1000; i++) {
            logger.debug("Refused {}", i);
        }
        logger.info("Refused {}", 1);

        assertThat(lines.list).hasSize(1);
    }
}
