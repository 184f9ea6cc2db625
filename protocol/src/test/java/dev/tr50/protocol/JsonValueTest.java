package dev.tr50.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValueTest {
    record Call(String method, JsonValue params, String none) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"a\":1.50,\"b\":[true,null,\"x/\\\"y\\\\\"],\"c\":{\"d\":12345678901234567890}}",
                "{\"ä😀\":\"\\n\\u0000\"}"
            })
    void what_is_written_is_read_again_to_the_last_digit(String json) {
        assertThat(JsonValue.parse(json)).hasToString(json);
        assertThat(JsonValue.parse(json))
                .isEqualTo(JsonValue.parse(JsonValue.parse(json).toString()));
    }

    @Test
    void a_record_has_its_members_in_order_and_digits_as_they_came() {
        assertThat(JsonValue.of(new Call("start", JsonValue.parse("{\"rpm\":900.10}"), null)))
                .hasToString("{\"method\":\"start\",\"params\":{\"rpm\":900.10}}");
    }

    @Test
    void an_object_without_members_is_one() {
        assertThat(JsonValue.emptyObject()).hasToString("{}");
    }

    @Test
    void what_is_no_json_is_refused() {
        assertThatThrownBy(() -> JsonValue.parse("{\"a\":")).isInstanceOf(IllegalArgumentException.class);
    }
}
