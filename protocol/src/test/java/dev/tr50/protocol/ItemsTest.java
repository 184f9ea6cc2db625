package dev.tr50.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tr50.protocol.Envelope.Request;
import dev.tr50.protocol.Items.Item;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Batches as clients write them. */
class ItemsTest {
    private static final Param<String> KEY = Param.string("key", "").required();
    private static final Param<Double> VALUE = Param.number("value", "").required();
    private static final Param<String> CORR_ID = Param.string("corrId", "").alsoSpelt("corrid");

    private record Measured(String key, Double value, String corrId) {
        static Measured from(Arguments arguments) {
            return new Measured(arguments.get(KEY), arguments.get(VALUE), arguments.get(CORR_ID));
        }
    }

    private static final Items<Measured> DATA = new Items<>("data", "", Measured::from);

    @Test
    void items_come_in_the_order_sent() {
        assertThat(values("""
                {"data":[{"key":"a","value":1},{"key":"b","value":2.5}]}""")).containsExactly(new Measured("a", 1.0, null), new Measured("b", 2.5, null));
    }

    @Test
    void what_stands_beside_the_array_is_not_looked_at_while_items_have_their_own() {
        assertThat(values("""
                {"key":"property_batch","value":"Property Batch","corrId":"c","data":[{"key":"a","value":1,"corrid":"own"}]}""")).containsExactly(new Measured("a", 1.0, "own"));
    }

    @Test
    void what_an_item_lacks_or_has_as_null_is_taken_from_beside_the_array() {
        assertThat(values("""
                {"key":"a","corrid":"c","data":[{"value":1},{"key":null,"value":2,"corrId":null}]}""")).containsExactly(new Measured("a", 1.0, "c"), new Measured("a", 2.0, "c"));
    }

    @Test
    void what_is_wrong_with_an_item_is_told_by_its_place_and_hurts_no_other() {
        List<Item<Measured>> items = read("""
                {"data":[{"key":"a","value":1},{"value":"x"},7,{"key":"d","value":4}]}""");

        assertThat(items.get(0).refusal()).isNull();
        assertThat(items.get(1).refusal())
                .hasMessage("data[1]: key is required (string); data[1]: value must be a number");
        assertThat(items.get(2).refusal()).hasMessage("data[2] must be an object");
        assertThat(items.get(3).value()).isEqualTo(new Measured("d", 4.0, null));
    }

    @Test
    void without_an_array_the_item_is_what_stands_in_its_place() {
        Measured alone = new Measured("a", 1.0, null);
        assertThat(values("""
                {"key":"a","value":1}""")).containsExactly(alone);
        assertThat(values("""
                {"key":"a","value":1,"data":null}""")).containsExactly(alone);
        assertThat(values("""
                {"key":"a","value":1,"data":[]}""")).containsExactly(alone);
    }

    @Test
    void without_an_array_and_an_item_the_array_is_missing() {
        assertThatThrownBy(() -> read("""
                {"key":"property_batch","value":"Property Batch","data":[]}""")).hasMessage("data is required (array of object {key, value, corrId})");
    }

    @Test
    void an_array_that_is_none_or_too_long_is_refused() {
        assertThatThrownBy(() -> read("{\"data\":{}}")).hasMessage("data must be an array of at most 10000");
        assertThatThrownBy(() -> read("{\"data\":[" + "1,".repeat(10_000) + "1]}"))
                .hasMessage("data must be an array of at most 10000");
    }

    private static List<Measured> values(String params) {
        return read(params).stream().map(Item::value).toList();
    }

    private static List<Item<Measured>> read(String params) {
        byte[] message = ("{\"1\":{\"command\":\"a\",\"params\":" + params + "}}").getBytes(UTF_8);
        Arguments arguments = ((Request) new EnvelopeReader(Limits.DEFAULT)
                        .read(message)
                        .entries()
                        .get(0))
                .arguments();
        List<Item<Measured>> items = DATA.from(arguments);
        arguments.refuseIfWrong();
        return items;
    }
}
