package dev.tr50.gateway.logline;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LogLinesTest {
    private final LoggerContext context = new LoggerContext();
    private final Logger log = context.getLogger("dev.tr50.Somebody");
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    LogLinesTest() {
        events.start();
        log.addAppender(events);
    }

    private String text() {
        return new OneLine().convert(events.list.get(0));
    }

    private JsonNode json() throws Exception {
        JsonLine encoder = new JsonLine();
        encoder.setContext(context);
        encoder.start();
        String line = new String(encoder.encode(events.list.get(0)), StandardCharsets.UTF_8);
        assertThat(line).endsWith("}\n").containsOnlyOnce("\n");
        return new JsonMapper().readTree(line);
    }

    @Test
    void what_belongs_to_a_line_stands_behind_it_under_its_name() {
        log.atWarn()
                .addKeyValue("client", "pump 17 \"north\"")
                .addKeyValue("durationMs", 12.5)
                .log("Slow {}", "command");

        assertThat(text()).isEqualTo("Slow command client=\"pump 17 \\\"north\\\"\" durationMs=12.5");
    }

    @Test
    void nobody_can_make_a_line_of_his_own() throws Exception {
        log.atInfo().addKeyValue("client", "a\n2026 ERROR b").log("Refused {}", "x\r\n2026 ERROR y\u001b[31m");

        assertThat(text()).isEqualTo("Refused x??2026 ERROR y?[31m client=\"a?2026 ERROR b\"");
        assertThat(json().path("client").asText()).isEqualTo("a\n2026 ERROR b");
    }

    @Test
    void in_json_each_has_a_member_of_its_own_type() throws Exception {
        log.atError()
                .setCause(new IllegalStateException("broken"))
                .addKeyValue("client", "pump-17")
                .addKeyValue("result", -99007)
                .addKeyValue("durationMs", 0.25)
                .addKeyValue("late", true)
                .log("{} failed", "file.list");

        JsonNode line = json();
        assertThat(line.path("message").asText()).isEqualTo("file.list failed");
        assertThat(line.path("level").asText()).isEqualTo("ERROR");
        assertThat(line.path("logger").asText()).isEqualTo("dev.tr50.Somebody");
        assertThat(line.path("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(line.path("client").asText()).isEqualTo("pump-17");
        assertThat(line.path("result").isInt()).isTrue();
        assertThat(line.path("durationMs").asDouble()).isEqualTo(0.25);
        assertThat(line.path("late").isBoolean()).isTrue();
        assertThat(line.path("exception").asText()).contains("IllegalStateException: broken", "LogLinesTest");
    }
}
