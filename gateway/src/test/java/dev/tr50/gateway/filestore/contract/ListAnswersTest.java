package dev.tr50.gateway.filestore.contract;

import static dev.tr50.gateway.filestore.contract.Call.get;
import static dev.tr50.gateway.filestore.contract.Call.post;
import static dev.tr50.gateway.filestore.contract.Expected.anyError;
import static dev.tr50.gateway.filestore.contract.Expected.error;
import static dev.tr50.gateway.filestore.contract.Expected.json;
import static dev.tr50.gateway.filestore.contract.Expected.line;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code GET /files} and the list of a group answer to which query. */
class ListAnswersTest {
    @RegisterExtension
    static final Filestore FILES = Filestore.shared();

    private static Device device;

    /** Two of them have the same time, two the same class, two the same format. */
    @BeforeAll
    static void store() {
        device = FILES.device();
        store("c.csv", "{\"time\":30}");
        store("b_1.CSV", "{\"time\":30}");
        store("Sensor.png", "{\"time\":50}");
        store("a%.ifc", "{\"time\":-1.5,\"room\":{\"n\":12345678901234567890}}");
        store("tile.bin", "{\"time\":40,\"class\":\"image\",\"format\":\"PNG\"}");
    }

    private static void store(String name, String metadata) {
        FILES.send(post("/files").as(device.key()).form(Form.file(name, name).metadata(metadata)))
                .expect(201);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            ''                                      | 5 | Sensor.png tile.bin b_1.CSV c.csv a%.ifc
            order=time                              | 5 | Sensor.png tile.bin b_1.CSV c.csv a%.ifc
            order=time&dir=desc                     | 5 | Sensor.png tile.bin b_1.CSV c.csv a%.ifc
            order=time&dir=asc                      | 5 | a%.ifc b_1.CSV c.csv tile.bin Sensor.png
            dir=asc                                 | 5 | a%.ifc b_1.CSV c.csv tile.bin Sensor.png
            order=class&dir=asc                     | 5 | a%.ifc b_1.CSV c.csv Sensor.png tile.bin
            order=class&dir=desc                    | 5 | Sensor.png tile.bin b_1.CSV c.csv a%.ifc
            order=x&dir=y                           | 5 | Sensor.png tile.bin b_1.CSV c.csv a%.ifc
            order=&dir=                             | 5 | Sensor.png tile.bin b_1.CSV c.csv a%.ifc
            limit=1                                 | 5 | Sensor.png
            limit=200                               | 5 | Sensor.png tile.bin b_1.CSV c.csv a%.ifc
            offset=1&limit=2                        | 5 | tile.bin b_1.CSV
            order=name&dir=asc                      | 5 | a%.ifc b_1.CSV c.csv Sensor.png tile.bin
            order=name                              | 5 | tile.bin Sensor.png c.csv b_1.CSV a%.ifc
            offset=1&limit=1&order=name&dir=asc     | 5 | b_1.CSV
            offset=4                                | 5 | a%.ifc
            offset=5                                | 5 | -
            offset=1000000                          | 5 | -
            offset=3000000000                       | 5 | -
            name=s                                  | 3 | Sensor.png b_1.CSV c.csv
            name=TILE.                              | 1 | tile.bin
            name=%25                                | 1 | a%.ifc
            name=_                                  | 1 | b_1.CSV
            name=*                                  | 0 | -
            name=                                   | 5 | Sensor.png tile.bin b_1.CSV c.csv a%.ifc
            name=csv&limit=1                        | 2 | b_1.CSV
            class=document                          | 2 | b_1.CSV c.csv
            class=image                             | 2 | Sensor.png tile.bin
            class=Image                             | 0 | -
            class=none                              | 0 | -
            format=csv                              | 2 | b_1.CSV c.csv
            format=PNG                              | 1 | tile.bin
            class=image&format=png                  | 1 | Sensor.png
            class=image&name=tile                   | 1 | tile.bin
            metadata=%7B%7D                         | 5 | Sensor.png tile.bin b_1.CSV c.csv a%.ifc
            """)
    void a_query_finds(String query, long total, String names) throws Exception {
        JsonNode page = FILES.send(
                        get("/files" + (query.isEmpty() ? "" : "?" + query)).as(device.key()))
                .expect(200)
                .json();

        assertThat(page.get("total").asLong()).isEqualTo(total);
        assertThat(page.get("files").findValuesAsText("name"))
                .isEqualTo(names == null ? List.of() : List.of(names.split(" ")));
    }

    @Test
    void files_of_the_same_format_are_in_the_order_of_their_names_either_way() {
        assertThat(names("?order=format&dir=asc")).containsSubsequence("b_1.CSV", "c.csv", "a%.ifc", "Sensor.png");
        assertThat(names("?order=format&dir=desc")).containsSubsequence("Sensor.png", "a%.ifc", "b_1.CSV", "c.csv");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=201",
                "limit=-1",
                "limit=abc",
                "limit=",
                "limit",
                "limit=1,2",
                "limit=0",
                "limit=1.5",
                "limit=0x10",
                "limit=99999999999999999999",
                "limit=1&limit=1",
                "offset=-1",
                "offset=abc",
                "offset=",
                "offset=1,2",
                "offset=1&offset=2",
                "order=name&order=name",
                "dir=asc&dir=asc",
                "name=a&name=b",
                "class=a&class=a",
                "format=a&format=b",
                "name=%zz"
            })
    void a_query_that_makes_no_sense_is_refused(String query) {
        anyError().accept(FILES.send(get("/files?" + query).as(device.key())).expect(400));
        anyError()
                .accept(FILES.send(get(FILES.groupFiles() + "?" + query).as(FILES.root()))
                        .expect(400));
    }

    @Test
    void a_limit_out_of_its_range_is_told_in_the_words_of_the_platform() {
        error("invalid limit size")
                .accept(FILES.send(get("/files?limit=201").as(device.key())).expect(400));
        error("invalid query parameters")
                .accept(FILES.send(get("/files?limit=abc").as(device.key())).expect(400));
    }

    @Test
    void a_page_that_was_asked_for_says_which_it_is() {
        Device empty = FILES.device();
        json("{\"total\":0,\"files\":[],\"offset\":0,\"limit\":7,\"order\":\"time\",\"dir\":\"desc\"}")
                .accept(FILES.send(get("/files?limit=7").as(empty.key())).expect(200));
        json("{\"total\":0,\"files\":[],\"offset\":3,\"limit\":10,\"order\":\"name\",\"dir\":\"asc\"}")
                .accept(FILES.send(get("/files?offset=3&order=name&dir=asc").as(empty.key()))
                        .expect(200));
    }

    @Test
    void ten_files_are_listed_when_no_number_is_given() throws Exception {
        Device full = FILES.device();
        for (int i = 0; i < 12; i++) {
            FILES.store(full, i + ".txt", "x");
        }

        JsonNode page = FILES.send(get("/files").as(full.key())).expect(200).json();

        assertThat(page.get("total").asInt()).isEqualTo(12);
        assertThat(page.get("files")).hasSize(10);
        assertThat(page.fieldNames()).toIterable().containsExactlyInAnyOrder("total", "files");
    }

    @Test
    void an_entry_has_four_members_and_the_attributes_where_there_are_some() {
        Reply page = FILES.send(get("/files").as(device.key())).expect(200);

        assertThat(page.header("Content-Type")).hasValue("application/json");
        assertThat(page.text())
                .contains(line("tile.bin", "image", "PNG", "40.0"))
                .contains("{\"name\":\"a%.ifc\",\"class\":\"bim\",\"format\":\"ifc\",\"time\":-1.5,"
                        + "\"metadata\":{\"room\":{\"n\":12345678901234567890}}}");
    }

    private static List<String> names(String query) {
        return Expected.parse(FILES.send(get("/files" + query).as(device.key()))
                        .expect(200)
                        .text())
                .findValuesAsText("name");
    }
}
