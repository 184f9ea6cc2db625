package dev.tr50.gateway.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tr50.storage.BasicAuth;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtectedFileTest {
    private static final byte[] BYTES = "content".getBytes(UTF_8);
    private static final BasicAuth AUTH = new BasicAuth("jürgen", "hash of geheim:1");

    private static FileDoor door;

    @BeforeAll
    static void open(@TempDir Path folder) {
        door = new FileDoor(folder);
    }

    @AfterAll
    static void close() {
        door.close();
    }

    @Test
    void a_public_file_is_read_by_its_own_id_as_often_and_as_long_as_one_likes() throws Exception {
        String id = door.store("public.txt", BYTES, true, null).id();

        assertThat(door.send(door.request(id)).body()).isEqualTo(BYTES);
        door.letPass(Duration.ofDays(400));
        assertThat(door.send(door.request(id)).body()).isEqualTo(BYTES);
        assertThat(door.send(door.request(id).header("Range", "bytes=3-")).statusCode())
                .isEqualTo(206);
        assertThat(door.send(door.request(id).method("HEAD", BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(200);
        assertThat(door.send(door.request(id).POST(BodyPublishers.noBody())).statusCode())
                .isEqualTo(405);
    }

    @Test
    void a_file_that_is_not_public_looks_as_if_it_were_not_there() throws Exception {
        String id = door.store("private.txt", BYTES, false, null).id();

        HttpResponse<byte[]> hidden = door.send(door.request(id));
        HttpResponse<byte[]> missing = door.send(door.request("000000000000000000000000"));

        assertThat(hidden.statusCode()).isEqualTo(404);
        assertThat(hidden.body()).isEqualTo(missing.body());
        assertThat(door.send(door.request(id).POST(BodyPublishers.noBody())).statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_protected_file_asks_for_user_name_and_password_by_id_and_by_handle() throws Exception {
        String id = door.store("secret.txt", BYTES, true, AUTH).id();
        String handle = door.get("secret.txt");

        for (String either : new String[] {id, handle}) {
            HttpResponse<byte[]> asked = door.send(door.request(either));
            assertThat(asked.statusCode()).isEqualTo(401);
            assertThat(asked.headers().firstValue("WWW-Authenticate"))
                    .get()
                    .asString()
                    .startsWith("Basic realm=\"file\"");
            assertThat(read(either, "jürgen:geheim:1").body()).isEqualTo(BYTES);
        }
    }

    @Test
    void wrong_credentials_of_every_kind_are_refused() throws Exception {
        String id = door.store("secret.txt", BYTES, true, AUTH).id();

        assertThat(read(id, "jürgen:falsch").statusCode()).isEqualTo(401);
        assertThat(read(id, "andrea:geheim:1").statusCode()).isEqualTo(401);
        assertThat(read(id, "jürgen").statusCode()).isEqualTo(401);
        assertThat(door.send(door.request(id).header("Authorization", "Basic ???"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(door.send(door.request(id).header("Authorization", "Bearer abc"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void guessing_comes_to_an_end_for_one_file_and_not_for_others() throws Exception {
        String id = door.store("guessed.txt", BYTES, true, AUTH).id();
        String other = door.store("other.txt", BYTES, true, AUTH).id();
        for (int guess = 0; guess < 10; guess++) {
            assertThat(read(id, "jürgen:" + guess).statusCode()).isEqualTo(401);
        }

        HttpResponse<byte[]> refused = read(id, "jürgen:geheim:1");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(read(other, "jürgen:geheim:1").statusCode()).isEqualTo(200);
    }

    @Test
    void many_guesses_at_once_are_no_more_than_as_many_in_a_row() throws Exception {
        String id = door.store("hammered.txt", BYTES, true, AUTH).id();
        List<CompletableFuture<HttpResponse<byte[]>>> guesses = new ArrayList<>();
        HttpClient client = HttpClient.newHttpClient();
        for (int guess = 0; guess < 60; guess++) {
            HttpRequest request = withCredentials(id, "jürgen:" + guess).build();
            guesses.add(client.sendAsync(request, BodyHandlers.ofByteArray()));
        }

        List<Integer> told =
                guesses.stream().map(answer -> answer.join().statusCode()).toList();

        assertThat(told).allMatch(status -> status == 401 || status == 429);
        // The last one may be checked beside the one before, by the other of two threads.
        assertThat(told.stream().filter(status -> status == 401).count()).isBetween(10L, 11L);
    }

    @Test
    void what_is_not_for_everybody_is_kept_by_no_cache_that_others_use_and_shown_by_no_page_of_another_site()
            throws Exception {
        String open = door.store("open.txt", BYTES, true, null).id();
        String closed = door.store("closed.txt", BYTES, true, AUTH).id();

        assertThat(keeping(door.send(door.request(open)))).isEqualTo("no-cache, any site");
        assertThat(keeping(door.send(door.request(door.get("open.txt"))))).isEqualTo("private, no-cache, same-origin");
        assertThat(keeping(read(closed, "jürgen:geheim:1"))).isEqualTo("private, no-cache, same-origin");
        assertThat(keeping(
                        door.send(withCredentials(closed, "jürgen:geheim:1").method("HEAD", BodyPublishers.noBody()))))
                .isEqualTo("private, no-cache, same-origin");
        HttpResponse<byte[]> known = read(closed, "jürgen:geheim:1");
        String tag = known.headers().firstValue("ETag").orElseThrow();
        HttpResponse<byte[]> unchanged =
                door.send(withCredentials(closed, "jürgen:geheim:1").header("If-None-Match", tag));
        assertThat(unchanged.statusCode()).isEqualTo(304);
        assertThat(keeping(unchanged)).isEqualTo("private, no-cache, same-origin");
    }

    private static String keeping(HttpResponse<byte[]> answer) {
        return answer.headers().firstValue("Cache-Control").orElse("anything") + ", "
                + answer.headers().firstValue("Cross-Origin-Resource-Policy").orElse("any site");
    }

    private HttpResponse<byte[]> read(String id, String credentials) throws Exception {
        return door.send(withCredentials(id, credentials));
    }

    private static HttpRequest.Builder withCredentials(String id, String credentials) {
        String encoded = Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
        return door.request(id).header("Authorization", "Basic " + encoded);
    }
}
