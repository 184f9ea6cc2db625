package dev.tr50.gateway.series;

import static dev.tr50.gateway.RunningGateway.call;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.client.Tr50Client;
import dev.tr50.storage.Retention;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be said in one request and its reply. Alarms are left to definitions here. */
class PublishedValuesTest {

    @RegisterExtension
    static final RunningGateway GATEWAY =
            new RunningGateway(settings -> settings.withSeries(new SeriesRules(Retention.FOREVER, false)));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "property  | \"key\":\"p\", | {\"value\":1} | {\"value\":2} | value",
                "attribute | \"key\":\"a\", | {\"value\":\"1\"} | {\"value\":\"2\"} | value",
                "location  | ''           | {\"lat\":1,\"lng\":0} | {\"lat\":2,\"lng\":0} | lat"
            })
    void a_record_is_deleted_by_the_id_that_its_history_tells(
            String kind, String key, String first, String second, String field) throws Exception {
        try (Tr50Client thing = GATEWAY.thing("deleting-" + kind)) {
            call(thing, kind + ".batch", "{" + key + "\"data\":[" + first + "," + second + "]}");
            JsonNode both = call(thing, kind + ".history", "{" + key + "\"last\":\"1h\",\"returnIds\":true}")
                    .at("/params/values");
            assertThat(both).hasSize(2);
            String newest = both.at("/1/id").asText();

            assertThat(call(thing, kind + ".delete", "{\"id\":\"" + newest + "\"}")
                            .at("/success")
                            .asBoolean())
                    .isTrue();

            assertThat(call(thing, kind + ".history", "{" + key + "\"last\":\"1h\"}")
                            .at("/params/values"))
                    .hasSize(1);
            assertThat(call(thing, kind + ".current", "{" + key + "\"thingKey\":\"deleting-" + kind + "\"}")
                            .at("/params/" + field)
                            .asInt())
                    .isEqualTo(1);
            assertThat(call(thing, kind + ".delete", "{\"id\":\"" + newest + "\"}")
                            .at("/errorCodes/0")
                            .asInt())
                    .isEqualTo(-90008);
        }
    }

    @Test
    void a_record_of_another_thing_is_not_deleted() throws Exception {
        try (Tr50Client one = GATEWAY.thing("deleting-one");
                Tr50Client other = GATEWAY.thing("deleting-other")) {
            call(one, "property.publish", "{\"key\":\"p\",\"value\":1}");
            String id = call(one, "property.history", "{\"key\":\"p\",\"returnIds\":true}")
                    .at("/params/values/0/id")
                    .asText();
            assertThat(call(other, "property.delete", "{\"id\":\"" + id + "\"}")
                            .at("/errorCodes/0")
                            .asInt())
                    .isEqualTo(-90008);
            assertThat(call(one, "property.current", "{\"key\":\"p\"}")
                            .at("/params/value")
                            .asInt())
                    .isEqualTo(1);
        }
    }

    @Test
    void alarms_and_states_that_are_not_defined_are_refused_where_alarms_are_not_defined_automatically()
            throws Exception {
        try (Tr50Client owner = GATEWAY.owner()) {
            call(owner, "thing_def.create", """
                    {"key":"boiler","name":"Boiler","alarms":{"heat":{"name":"Heat","states":[{"name":"ok"},{"name":"hot"}]},
                    "any":{"name":"Any"}}}""");
            call(owner, "thing.create", "{\"key\":\"boiler-1\",\"name\":\"Boiler 1\",\"defKey\":\"boiler\"}");

            assertThat(alarm(owner, "\"heat\",\"state\":1").at("/success").asBoolean())
                    .isTrue();
            assertThat(alarm(owner, "\"any\",\"state\":70").at("/success").asBoolean())
                    .isTrue();
            assertThat(alarm(owner, "\"heat\",\"state\":2").toString())
                    .contains("-99003", "state must be from 0 to 1, the states of alarm heat");
            assertThat(alarm(owner, "\"heat\",\"state\":-1").at("/errorCodes/0").asInt())
                    .isEqualTo(-99003);
            assertThat(alarm(owner, "\"door\",\"state\":0").toString())
                    .contains("-99012", "Alarm door is not defined in thing definition boiler");
        }
    }

    private static JsonNode alarm(Tr50Client owner, String keyAndState) throws Exception {
        return call(owner, "alarm.publish", "{\"thingKey\":\"boiler-1\",\"key\":" + keyAndState + "}");
    }

    @Test
    void long_histories_of_places_are_thinned_out_unless_all_is_asked_for() throws Exception {
        try (Tr50Client thing = GATEWAY.thing("far-travelled")) {
            for (int part = 0; part < 2; part++) {
                String places = IntStream.range(part * 3000, part * 3000 + 3000)
                        .mapToObj(i -> "{\"lat\":" + i / 100.0 + ",\"lng\":0,\"ts\":\"2026-01-01T0" + i / 3600 + ":"
                                + two(i / 60 % 60) + ":" + two(i % 60) + "Z\"}")
                        .collect(Collectors.joining(","));
                call(thing, "location.batch", "{\"fixType\":\"gps\",\"data\":[" + places + "]}");
            }
            JsonNode thinned = history(thing, "");
            assertThat(thinned).hasSize(5000);
            assertThat(thinned.at("/0/lat").asDouble()).isZero();
            assertThat(thinned.at("/4999/lat").asDouble()).isEqualTo(59.99);
            assertThat(history(thing, ",\"sort\":\"-ts\",\"limit\":2")
                            .at("/0/lat")
                            .asDouble())
                    .isEqualTo(59.99);
            assertThat(history(thing, ",\"fixType\":\"GPS\",\"limit\":1000,\"offset\":4500"))
                    .hasSize(500);
            assertThat(history(thing, ",\"showAll\":true,\"limit\":2,\"offset\":5998")
                            .toString())
                    .contains("59.98", "59.99");
        }
    }

    @Test
    void thousands_of_long_texts_are_told_a_few_at_a_time() throws Exception {
        try (Tr50Client thing = GATEWAY.thing("talkative")) {
            String text = "x".repeat(900_000);
            for (int i = 0; i < 20; i++) {
                call(thing, "attribute.publish", "{\"key\":\"t\",\"value\":\"" + text + i + "\"}");
            }

            assertThat(call(thing, "attribute.history", "{\"key\":\"t\",\"records\":5000}")
                            .at("/errorCodes/0")
                            .asInt())
                    .isEqualTo(-99011);
            assertThat(call(thing, "attribute.history", "{\"key\":\"t\",\"records\":10}")
                            .at("/params/values"))
                    .hasSize(10);
        }
    }

    private static JsonNode history(Tr50Client thing, String further) throws Exception {
        return call(thing, "location.history", "{\"start\":\"2026-01-01T00:00:00Z\"" + further + "}")
                .at("/params/values");
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : "" + number;
    }

    @Test
    void batches_of_many_publishers_are_recorded_whole_and_the_newest_is_the_current_one() throws Exception {
        int publishers = 4;
        int batches = 5;
        int items = 40;
        ExecutorService threads = Executors.newFixedThreadPool(publishers);
        try (Tr50Client reader = GATEWAY.thing("crowded")) {
            List<Future<?>> running = new ArrayList<>();
            for (int p = 0; p < publishers; p++) {
                int publisher = p;
                running.add(threads.submit(() -> {
                    try (Tr50Client client = GATEWAY.thing("crowded")) {
                        for (int i = 0; i < batches; i++) {
                            call(client, "property.batch", batch(publisher + publishers * i, items));
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> publisher : running) {
                publisher.get();
            }

            int last = publishers * batches - 1;
            assertThat(call(reader, "property.stats", "{\"key\":\"p\"}")
                            .at("/params/propertyRecords")
                            .asInt())
                    .isEqualTo(publishers * batches * items);
            assertThat(call(reader, "property.current", "{\"key\":\"p\"}")
                            .at("/params/value")
                            .asInt())
                    .isEqualTo(last * items + items - 1);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Numbers that grow with their times. */
    private static String batch(int number, int items) {
        return IntStream.range(number * items, number * items + items)
                .mapToObj(
                        i -> "{\"value\":" + i + ",\"ts\":\"2026-01-01T00:" + two(i / 60) + ":" + two(i % 60) + "Z\"}")
                .collect(Collectors.joining(",", "{\"key\":\"p\",\"data\":[", "]}"));
    }
}
