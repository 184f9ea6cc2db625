package dev.tr50.gateway.cli;

import dev.tr50.gateway.Gateway;
import dev.tr50.gateway.Settings;
import dev.tr50.gateway.client.Tr50Client;
import dev.tr50.gateway.identity.FirstStart;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tr50 demo}: the main job, shown step by step over the real wire. */
@Command(
        name = "demo",
        description = {
            "Shows everything once: starts a gateway on free ports in a temporary folder, then is a device that stores,"
                    + " lists, reads back and deletes a file. Ends with exit code 0 when every step did what it should."
        })
final class Demo implements Callable<Integer> {
    private static final String THING_KEY = "359180083486388";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final byte[] CONTENT =
            "time,temperature\n2026-01-01T00:00:00Z,21.5\n".getBytes(StandardCharsets.UTF_8);

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    private PrintWriter out;
    private int step;

    @Override
    public Integer call() throws IOException, InterruptedException, Refusal {
        out = spec.commandLine().getOut();
        Path data = Files.createTempDirectory("tr50-demo");
        try (Gateway gateway = Gateway.start(Settings.local(data))) {
            say("A gateway runs: MQTT on 127.0.0.1:" + gateway.mqttPort() + ", HTTP on 127.0.0.1:"
                    + gateway.httpPort());
            String token = FirstStart.read(data.resolve(FirstStart.CREDENTIALS)).get(FirstStart.APP_TOKEN);
            say("A device connects for the first time: user name = thing key " + THING_KEY
                    + ", password = application token. The gateway registers it.");
            try (Tr50Client device =
                    Tr50Client.connect("127.0.0.1", gateway.mqttPort(), THING_KEY, token, "demo-app")) {
                mainJob(device, "http://127.0.0.1:" + gateway.httpPort());
            }
        } finally {
            delete(data);
        }
        out.println();
        out.println("That was all of it. Next: ./tr50 serve, and the first ten minutes in README.md.");
        out.flush();
        return 0;
    }

    private void mainJob(Tr50Client device, String http) throws IOException, InterruptedException, Refusal {
        say("It asks whether somebody is there.");
        call(device, "diag.ping", null);

        CRC32 crc = new CRC32();
        crc.update(CONTENT);
        say("It reserves an upload and tells the checksum of what will come.");
        Tr50Client.Answer put = call(
                device,
                "file.put",
                "{\"fileName\":\"trace.csv\",\"tags\":[\"trace\",\"2026\"],\"crc32\":" + crc.getValue() + "}");

        say("It delivers the bytes over HTTP; the handle is all it needs.");
        String upload = "/file/" + put.params().path("fileId").asText();
        HttpResponse<byte[]> delivered = http(HttpRequest.newBuilder(URI.create(http + upload))
                .POST(HttpRequest.BodyPublishers.ofByteArray(CONTENT)));
        out.println("   POST " + upload + "  (" + CONTENT.length + " bytes)");
        out.println("   " + delivered.statusCode() + " " + text(delivered));
        expect(delivered.statusCode() == 200, "the upload was refused");

        say("It lists its files that have both tags, the newest first.");
        Tr50Client.Answer list =
                call(device, "file.list", "{\"tags\":[\"trace\",\"2026\"],\"sort\":\"-uploadDate\",\"limit\":20}");
        expect(list.params().path("count").asInt() == 1, "the file is not in the list");

        say("It reserves a download and reads the bytes back.");
        Tr50Client.Answer get = call(device, "file.get", "{\"fileName\":\"trace.csv\"}");
        String download = "/file/" + get.params().path("fileId").asText();
        HttpResponse<byte[]> read = http(HttpRequest.newBuilder(URI.create(http + download)));
        out.println("   GET " + download);
        out.println("   " + read.statusCode() + " " + text(read).replace("\n", "\\n"));
        expect(Arrays.equals(read.body(), CONTENT), "the bytes are not those that were delivered");

        say("It deletes the file, and the list is empty again.");
        call(device, "file.delete", "{\"fileName\":\"trace.csv\"}");
        expect(call(device, "file.list", null).params().path("count").asInt() == 0, "the file is still listed");
    }

    private Tr50Client.Answer call(Tr50Client device, String command, String params)
            throws IOException, InterruptedException, Refusal {
        out.println("   → " + command + (params == null ? "" : " " + params));
        Tr50Client.Answer answer =
                device.call(command, params, PATIENCE).orElseThrow(() -> new Refusal("no reply to " + command));
        out.println("   ← " + answer.json());
        expect(answer.success(), command + " failed");
        return answer;
    }

    private void say(String what) {
        out.println();
        out.println(++step + ". " + what);
        out.flush();
    }

    private static HttpResponse<byte[]> http(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static void expect(boolean holds, String otherwise) throws Refusal {
        if (!holds) {
            throw new Refusal(otherwise);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
