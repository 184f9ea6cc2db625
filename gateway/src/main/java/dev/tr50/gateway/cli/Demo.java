package dev.tr50.gateway.cli;

import dev.tr50.gateway.Gateway;
import dev.tr50.gateway.Settings;
import dev.tr50.gateway.client.Tr50Client;
import dev.tr50.gateway.identity.FirstStart;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
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
                    + " lists, reads back and deletes files over MQTT and by the Filestore's HTTP routes. Ends with exit code 0 when every step did what it should."
        })
final class Demo implements Callable<Integer> {
    private static final String THING_KEY = "359180083486388";
    private static final String FILE = "trace.csv";
    private static final String CONTENT = "time,temperature\n2026-01-01T00:00:00Z,21.5\n";

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, Refusal {
        PrintWriter out = spec.commandLine().getOut();
        Path data = Files.createTempDirectory("tr50-demo");
        try (Gateway gateway = Gateway.start(Settings.local(data))) {
            Showing showing = new Showing(out, "http://127.0.0.1:" + gateway.httpPort());
            showing.say("A gateway runs: MQTT on 127.0.0.1:" + gateway.mqttPort() + ", HTTP on 127.0.0.1:"
                    + gateway.httpPort());
            Map<String, String> credentials = FirstStart.read(data.resolve(FirstStart.CREDENTIALS));
            showing.say("A device connects for the first time: user name = thing key " + THING_KEY
                    + ", password = application token. The gateway registers it.");
            try (Tr50Client device = connect(gateway, credentials.get(FirstStart.APP_TOKEN))) {
                store(showing, device);
            }
            FilestoreShowing filestore = new FilestoreShowing(showing);
            String key = filestore.newKey(
                    credentials.get(FirstStart.ADMIN_EMAIL), credentials.get(FirstStart.ADMIN_PASSWORD));
            showing.say("The device connects again, its key is its password now.");
            try (Tr50Client device = connect(gateway, key)) {
                filestore.play(device, key, FILE);
                remove(showing, device);
            }
        } finally {
            delete(data);
        }
        out.println();
        out.println("That was all of it. Next: ./tr50 serve, and the first ten minutes in README.md.");
        out.flush();
        return 0;
    }

    private static Tr50Client connect(Gateway gateway, String password) {
        return Tr50Client.connect("127.0.0.1", gateway.mqttPort(), THING_KEY, password, "demo-app");
    }

    private static void store(Showing showing, Tr50Client device) throws IOException, InterruptedException, Refusal {
        showing.say("It asks whether somebody is there.");
        showing.call(device, "diag.ping", null);

        CRC32 crc = new CRC32();
        crc.update(CONTENT.getBytes(StandardCharsets.UTF_8));
        showing.say("It reserves an upload and tells the checksum of what will come.");
        Tr50Client.Answer put = showing.call(
                device,
                "file.put",
                "{\"fileName\":\"" + FILE + "\",\"tags\":[\"trace\",\"2026\"],\"crc32\":" + crc.getValue() + "}");

        showing.say("It delivers the bytes over HTTP; the handle is all it needs.");
        showing.send(
                showing.request("/file/" + put.params().path("fileId").asText()).POST(BodyPublishers.ofString(CONTENT)),
                CONTENT.length() + " bytes");

        showing.say("It lists its files that have both tags, the newest first.");
        Tr50Client.Answer list = showing.call(
                device, "file.list", "{\"tags\":[\"trace\",\"2026\"],\"sort\":\"-uploadDate\",\"limit\":20}");
        Showing.expect(list.params().path("count").asInt() == 1, "the file is not in the list");

        showing.say("It reserves a download and reads the bytes back.");
        Tr50Client.Answer get = showing.call(device, "file.get", "{\"fileName\":\"" + FILE + "\"}");
        String read = showing.send(
                showing.request("/file/" + get.params().path("fileId").asText()), "the handle is all it needs");
        Showing.expect(read.equals(CONTENT), "the bytes are not those that were delivered");
    }

    private static void remove(Showing showing, Tr50Client device) throws IOException, InterruptedException, Refusal {
        showing.say("It deletes its own file, and the list is empty again.");
        showing.call(device, "file.delete", "{\"fileName\":\"" + FILE + "\"}");
        int left =
                showing.call(device, "file.list", null).params().path("count").asInt();
        Showing.expect(left == 0, "the file is still listed");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
