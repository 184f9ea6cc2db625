package dev.tr50.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void what_would_begin_another_line_or_show_the_text_in_another_order_is_a_question_mark() {
        assertThat(Printable.of("a\nb\u001b[2Jc\u202ed\u2028e\u2029f")).isEqualTo("a?b?[2Jc?d?e?f");
    }

    @Test
    void what_is_long_is_cut() {
        assertThat(Printable.of("x".repeat(70_000))).hasSize(129).endsWith("x…");
    }

    @Test
    void of_a_client_id_that_may_be_a_secret_a_log_shows_half_at_most_and_of_the_password_nothing() {
        Login login = new Login(
                "6f1d2a7c90b34e5fa1",
                false,
                "pump-17",
                "password".getBytes(UTF_8),
                new InetSocketAddress("127.0.0.1", 1),
                MqttLevel.MQTT_5,
                true);

        assertThat(login.toString()).contains("pump-17/6f1d2a7c… from").doesNotContain("password");
        assertThat(Printable.beginningOf("abcd")).isEqualTo("ab…");
        assertThat(Printable.beginningOf("")).isEqualTo("…");
    }
}
