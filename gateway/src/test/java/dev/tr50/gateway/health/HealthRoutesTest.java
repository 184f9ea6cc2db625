package dev.tr50.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tr50.gateway.RunningGateway;
import dev.tr50.gateway.http.ByteClient;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthRoutesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JsonMapper JSON = new JsonMapper();

    @RegisterExtension
    static final RunningGateway GATEWAY = new RunningGateway();

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/fs/health"})
    void a_gateway_that_works_says_so_of_every_part(String path) throws Exception {
        HttpResponse<String> answer = GATEWAY.get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/health+json");
        JsonNode health = JSON.readTree(answer.body());
        assertThat(health.at("/status").asText()).isEqualTo("pass");
        assertThat(health.at("/checks").fieldNames()).toIterable().containsExactly("database", "blobs", "broker");
        assertThat(health.findValuesAsText("status")).containsOnly("pass");
    }

    @Test
    void head_says_the_status_alone() throws Exception {
        try (ByteClient client = new ByteClient(GATEWAY.httpPort())) {
            client.send("HEAD /health HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

            assertThat(client.rest()).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\n");
        }
    }

    @Test
    void a_blob_folder_that_is_gone_fails_until_it_is_back() throws Exception {
        Path temporary = GATEWAY.data().resolve("blobs/tmp");
        Files.delete(temporary);
        try {
            awaitStatus(503);
            assertThat(check("blobs")).isEqualTo("fail");
            assertThat(check("database")).isEqualTo("pass");
        } finally {
            Files.createDirectory(temporary);
        }
        awaitStatus(200);
    }

    @Test
    void a_database_whose_file_is_gone_fails_until_it_is_back() throws Exception {
        Path file = GATEWAY.data().resolve("metadata.mv.db");
        Path away = Files.move(file, GATEWAY.data().resolve("away"));
        try {
            awaitStatus(503);
            assertThat(check("database")).isEqualTo("fail");
            assertThat(check("blobs")).isEqualTo("pass");
        } finally {
            Files.move(away, file);
        }
        awaitStatus(200);
    }

    private static String check(String part) throws IOException, InterruptedException {
        return JSON.readTree(GATEWAY.get("/health").body())
                .at("/checks/" + part + "/0/status")
                .asText();
    }

    private static void awaitStatus(int status) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(GATEWAY.get("/health").statusCode()).isEqualTo(status));
    }
}
