package dev.tr50.gateway.field;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.http.ByteClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** device-cloud-python and its files: HTTPS by the library requests. */
class DeviceCloudPythonFilesTest {
    private static final String KEY = "python-files";

    @RegisterExtension
    static final RunningGateway GATEWAY = RunningGateway.withTls();

    private DeviceCloudPython agent;

    @BeforeEach
    void connect() throws IOException {
        agent = DeviceCloudPython.connected(
                new MqttBytes(GATEWAY.certificate().connect(GATEWAY.mqttTlsPort(), "TLSv1.2")),
                KEY,
                GATEWAY.appToken());
    }

    @AfterEach
    void disconnect() throws IOException {
        agent.close();
    }

    @Test
    void a_file_goes_up_with_a_length_and_no_content_type_and_comes_down_with_its_checksum() throws Exception {
        byte[] bytes = random(200_001);
        upload("a.bin", bytes);

        JsonNode get = fileGet("a.bin", false).at("/1/params");
        assertThat(get.at("/fileSize").isInt()).isTrue();
        assertThat(get.at("/fileSize").asInt()).isEqualTo(bytes.length);
        assertThat(get.at("/crc32").isIntegralNumber()).isTrue();
        assertThat(get.at("/crc32").asLong()).isEqualTo(crc32(bytes));
        try (ByteClient http = https()) {
            http.send(request("GET", get.at("/fileId").asText()) + "\r\n");
            assertThat(http.head())
                    .startsWith("HTTP/1.1 200 OK")
                    .noneMatch(line -> line.startsWith("Content-Encoding"));
            assertThat(bodyOf(http)).isEqualTo(bytes);
        }
    }

    @Test
    void an_empty_file_goes_up_in_chunks() throws Exception {
        try (ByteClient http = https()) {
            http.send(request("POST", filePut("empty", new byte[0])) + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
            assertThat(http.head()).first().isEqualTo("HTTP/1.1 200 OK");
        }
        assertThat(fileGet("empty", false).at("/1/params/fileSize")).hasToString("0");
    }

    @Test
    void a_download_that_broke_off_is_resumed_with_the_same_id_where_it_stopped() throws Exception {
        byte[] bytes = random(500_000);
        upload("b.bin", bytes);
        String id = fileGet("b.bin", false).at("/1/params/fileId").asText();
        byte[] first;
        try (ByteClient http = https()) {
            http.send(request("GET", id) + "\r\n");
            http.head();
            http.line();
            first = http.bytes(123_456);
        }

        try (ByteClient http = https()) {
            http.send(request("GET", id) + "Range: bytes=" + first.length + "-\r\n\r\n");
            List<String> head = http.head();
            assertThat(head)
                    .startsWith("HTTP/1.1 206 Partial Content")
                    .contains("Content-Range: bytes 123456-499999/500000", "Content-Length: 376544");
            assertThat(first).isEqualTo(Arrays.copyOf(bytes, first.length));
            assertThat(http.bytes(376_544)).isEqualTo(Arrays.copyOfRange(bytes, first.length, bytes.length));
        }
    }

    @Test
    void a_range_on_the_first_use_of_an_id_is_answered_with_that_range() throws Exception {
        byte[] bytes = random(1000);
        upload("c.bin", bytes);
        try (ByteClient http = https()) {
            http.send(request(
                            "GET",
                            fileGet("c.bin", false).at("/1/params/fileId").asText()) + "Range: bytes=990-\r\n\r\n");
            assertThat(http.head()).startsWith("HTTP/1.1 206 Partial Content");
            assertThat(http.bytes(10)).isEqualTo(Arrays.copyOfRange(bytes, 990, 1000));
        }
    }

    /** Any status from 400 on ends its otherwise endless retries. */
    @Test
    void a_range_behind_the_end_ends_its_retries() throws Exception {
        upload("d.bin", random(1000));
        String id = fileGet("d.bin", false).at("/1/params/fileId").asText();
        try (ByteClient http = https()) {
            http.send(request("GET", id) + "Range: bytes=1000-\r\n\r\n");
            assertThat(http.head()).first().asString().startsWith("HTTP/1.1 416 ");
        }
    }

    @Test
    void a_wrong_checksum_is_told_with_a_status_that_ends_its_retries() throws Exception {
        byte[] bytes = random(100);
        String id = filePut("e.bin", bytes);
        bytes[7]++;
        try (ByteClient http = https()) {
            http.send(request("POST", id) + "Content-Length: 100\r\n\r\n").send(bytes);
            assertThat(http.head()).first().isEqualTo("HTTP/1.1 400 Bad Request");
        }
    }

    /** Only this number makes its update try the files of the organisation first and its own after. */
    @Test
    void a_file_that_is_missing_is_error_minus_90008_with_global_true_and_false() throws Exception {
        for (boolean global : new boolean[] {true, false}) {
            JsonNode missing = fileGet("none.tar.gz", global).at("/1");
            assertThat(missing.at("/success")).hasToString("false");
            assertThat(missing.at("/errorCodes")).hasToString("[-90008]");
        }
    }

    private JsonNode fileGet(String name, boolean global) throws IOException {
        return agent.call("{\"1\":{\"command\":\"file.get\",\"params\":{\"thingKey\":\"" + KEY + "\",\"fileName\":\""
                + name + "\",\"global\":" + global + "}}}");
    }

    private String filePut(String name, byte[] bytes) throws IOException {
        return agent.call("{\"1\":{\"command\":\"file.put\",\"params\":{\"thingKey\":\"" + KEY + "\",\"fileName\":\""
                        + name + "\",\"public\":false,\"crc32\":" + crc32(bytes) + ",\"global\":false}}}")
                .at("/1/params/fileId")
                .asText();
    }

    private void upload(String name, byte[] bytes) throws IOException {
        try (ByteClient http = https()) {
            http.send(request("POST", filePut(name, bytes)) + "Content-Length: " + bytes.length + "\r\n\r\n")
                    .send(bytes);
            assertThat(http.head()).first().isEqualTo("HTTP/1.1 200 OK");
        }
    }

    private static String request(String method, String id) {
        return method + " /file/" + id + " HTTP/1.1\r\nHost: 127.0.0.1:" + GATEWAY.httpTlsPort()
                + "\r\nUser-Agent: python-requests/2.18.4\r\nAccept-Encoding: gzip, deflate\r\nAccept: */*\r\n"
                + "Connection: keep-alive\r\n";
    }

    private static ByteClient https() throws IOException {
        return new ByteClient(GATEWAY.certificate().connect(GATEWAY.httpTlsPort(), "TLSv1.2"));
    }

    /** Every chunk up to the last. */
    private static byte[] bodyOf(ByteClient http) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int length = Integer.parseInt(http.line(), 16); length > 0; length = Integer.parseInt(http.line(), 16)) {
            body.writeBytes(http.bytes(length));
            assertThat(http.line()).isEmpty();
        }
        assertThat(http.line()).isEmpty();
        return body.toByteArray();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static long crc32(byte[] bytes) {
        CRC32 crc32 = new CRC32();
        crc32.update(bytes);
        return crc32.getValue();
    }
}
