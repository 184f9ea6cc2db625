package dev.tr50.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gateway of its own, in a process that can be killed, on a disk that can be told to be slow. */
final class GatewayProcess implements AutoCloseable {

    static final String TOKEN = "bench-app-token-of-128-bits-or-more";

    private final Path launcher;
    private final Path folder;
    private final Path brake;
    private final Path control;
    private final List<String> options;
    private final int mqtt;
    private final int http;
    private Process process;

    /**
     * @param folder for its data, its log and the switch of the disk
     * @param brake the library that makes its disk slow, or null
     */
    GatewayProcess(Path launcher, Path folder, Path brake, List<String> options) throws IOException {
        this.launcher = launcher;
        this.folder = folder;
        this.brake = brake;
        this.options = options;
        control = folder.resolve("disk");
        mqtt = freePort();
        http = freePort();
        disk(0, false, false);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    void start() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                launcher.toString(),
                "serve",
                "--data",
                folder.resolve("data").toString(),
                "--host",
                "127.0.0.1",
                "--mqtt-port",
                Integer.toString(mqtt),
                "--http-port",
                Integer.toString(http)));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
        builder.environment().put("TR50_APP_TOKEN", TOKEN);
        if (brake != null) {
            builder.environment().put("LD_PRELOAD", brake.toString());
            builder.environment().put("SLOWDISK_CONTROL", control.toString());
        }
        process = builder.start();
        String ready = process.inputReader().readLine();
        if (ready == null || !ready.startsWith("READY")) {
            throw new IOException("the gateway did not start but said " + ready + ", see " + folder.resolve("log"));
        }
    }

    InetSocketAddress mqtt() {
        return new InetSocketAddress("127.0.0.1", mqtt);
    }

    InetSocketAddress http() {
        return new InetSocketAddress("127.0.0.1", http);
    }

    Path log() {
        return folder.resolve("log");
    }

    /**
     * What its disk does from now on.
     *
     * @param syncMillis how much longer each sync takes
     * @param databaseStands whether reading, writing and syncing the database do not come back
     * @param syncsStand whether no sync comes back
     */
    void disk(int syncMillis, boolean databaseStands, boolean syncsStand) throws IOException {
        try (FileChannel file = FileChannel.open(
                control, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer words = file.map(FileChannel.MapMode.READ_WRITE, 0, 12).order(ByteOrder.nativeOrder());
            words.putInt(0, syncMillis).putInt(4, databaseStands ? 1 : 0).putInt(8, syncsStand ? 1 : 0);
        }
    }

    /** MiB of physical memory it has now. */
    double resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0)
                .sum();
    }

    /** MiB of its heap in use after a collection. */
    double liveHeap() throws IOException {
        jcmd("GC.run");
        String heap = jcmd("GC.heap_info").split("Metaspace")[0];
        Matcher used = Pattern.compile("used (\\d+)K").matcher(heap);
        double kibibytes = 0;
        while (used.find()) {
            kibibytes += Long.parseLong(used.group(1));
        }
        return kibibytes / 1024;
    }

    private String jcmd(String what) throws IOException {
        Process jcmd = new ProcessBuilder("jcmd", Long.toString(process.pid()), what)
                .redirectErrorStream(true)
                .start();
        return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() throws IOException {
        disk(0, false, false);
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }
}
