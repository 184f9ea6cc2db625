package dev.tr50.broker;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicRulesTest {

    private final TopicRules rules = new TopicRules(1024, 32);

    @ParameterizedTest
    @CsvSource({
        "reply/#, reply, true", "reply/#, reply/1, true", "reply/#, reply/1/2, true", "reply/+, reply, false",
        "reply/+, reply/1, true", "reply/+, reply/1/2, false", "reply, reply, true", "reply, replyz, false",
        "replyz/#, reply/1, false", "#, reply/1, true", "reply/1, reply/10, false", "reply/10, reply/1, false",
        "reply/+/, reply/1/, true", "reply/, reply, false"
    })
    void filters_match_as_mqtt_says(String filter, String topic, boolean matches) {
        assertThat(TopicRules.matches(filter, topic)).isEqualTo(matches);
    }

    @Property
    void a_name_matches_itself_and_the_filters_above_it(@ForAll("names") String name) {
        assertThat(TopicRules.matches(name, name)).isTrue();
        assertThat(TopicRules.matches(name + "/#", name)).isTrue();
        assertThat(TopicRules.matches(name + "/x", name)).isFalse();
        assertThat(TopicRules.matches(name, name + "/x")).isFalse();
        assertThat(TopicRules.matches(name.replaceAll("[^/]+", "+"), name)).isTrue();
        assertThat(rules.isName(name)).isTrue();
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withChars("ab/ä").ofMinLength(1).ofMaxLength(20);
    }

    @ParameterizedTest
    @CsvSource({
        "api, reply",
        "api/1, reply/1",
        "api/0001, reply/0001",
        "apiz, replyz",
        "apiz/ä, replyz/ä",
        "api/, ",
        "api/1/2, "
    })
    void commands_are_answered_on_the_topic_of_the_same_id(String command, String reply) {
        assertThat(TopicRules.isCommandTopic(command)).isTrue();
        assertThat(TopicRules.replyTopic(command)).isEqualTo(reply);
    }

    @Test
    void only_the_first_level_makes_a_command() {
        assertThat(TopicRules.isCommandTopic("apis")).isFalse();
        assertThat(TopicRules.isCommandTopic("apizz/1")).isFalse();
        assertThat(TopicRules.isCommandTopic("ap")).isFalse();
        assertThat(TopicRules.isCommandTopic("x/api")).isFalse();
    }

    @Test
    void length_is_counted_in_bytes_and_depth_in_levels() {
        assertThat(rules.isName("€".repeat(341))).isTrue();
        assertThat(rules.isName("€".repeat(342))).isFalse();
        assertThat(rules.isName("😀".repeat(256))).isTrue();
        assertThat(rules.isName("😀".repeat(257))).isFalse();
        assertThat(rules.isName("/".repeat(31))).isTrue();
        assertThat(rules.isName("/".repeat(32))).isFalse();
    }
}
