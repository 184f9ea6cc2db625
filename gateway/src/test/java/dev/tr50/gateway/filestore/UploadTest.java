package dev.tr50.gateway.filestore;

import static dev.tr50.gateway.filestore.FormText.file;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadTest {
    private static FilestoreDoor door;

    @BeforeAll
    static void open(@TempDir Path folder) {
        door = new FilestoreDoor(folder);
    }

    @AfterAll
    static void close() {
        door.close();
    }

    @Test
    void an_upload_is_answered_with_the_record_of_the_file() throws Exception {
        HttpResponse<String> answer = door.post(file("sensor-data.csv", "a,b\n1,2\n")
                .field("metadata", "{\"class\":\"document\",\"format\":\"csv\",\"time\":1710000000.0}"));

        assertThat(answer.body())
                .isEqualTo(
                        "{\"name\":\"sensor-data.csv\",\"class\":\"document\",\"format\":\"csv\",\"time\":1710000000.0}\n");
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("Location")).hasValue("/files/sensor-data.csv");
        assertThat(door.bytesOf("sensor-data.csv")).asString().isEqualTo("a,b\n1,2\n");
    }

    @Test
    void what_was_uploaded_is_listed_downloaded_replaced_and_deleted() throws Exception {
        door.post(file("a b+c.csv", "old").field("time", "5.5"));
        String path = "/files/a%20b+c.csv";
        FormText second = file("other.csv", "new");

        assertThat(door.send("GET", "/files?name=b%2Bc", FilestoreDoor.THING).body())
                .isEqualTo(
                        "{\"total\":1,\"files\":[{\"name\":\"a b+c.csv\",\"class\":\"document\",\"format\":\"csv\",\"time\":5.5}]}\n");
        assertThat(door.send("GET", path, FilestoreDoor.THING).body()).isEqualTo("old");
        assertThat(door.send("PUT", path, FilestoreDoor.THING, second.contentType(), second.text())
                        .statusCode())
                .isEqualTo(200);
        assertThat(door.send("GET", path, FilestoreDoor.THING).body()).isEqualTo("new");
        assertThat(door.send("DELETE", path, FilestoreDoor.THING).statusCode()).isEqualTo(204);
        assertThat(door.send("GET", path, FilestoreDoor.THING).statusCode()).isEqualTo(404);
    }
}
