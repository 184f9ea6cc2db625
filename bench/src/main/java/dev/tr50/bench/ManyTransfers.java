package dev.tr50.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Moves many files by the Filestore routes at once, each over its own connection, and compares every byte. */
@Command(
        name = "many-transfers",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Stores, replaces and reads many files of a thing at once.")
public final class ManyTransfers implements Callable<Integer> {
    private static final int BLOCK = 64 * 1024;
    private static final String BOUNDARY = "many-transfers-boundary";

    @Option(names = "--port", required = true, description = "HTTP port on this machine.")
    private int port;

    @Option(names = "--key", required = true, description = "Key of the thing.")
    private String key;

    @Option(names = "--transfers", defaultValue = "200", description = "How many at once.")
    private int transfers;

    @Option(names = "--blocks", defaultValue = "80", description = "Blocks of 64 KiB in each file.")
    private int blocks;

    private final Random random = new Random(17);
    private final byte[] pattern = new byte[BLOCK];

    /** Runs and ends the process: 0 when every byte was right. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ManyTransfers()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        random.nextBytes(pattern);
        int half = transfers / 2;
        atOnce("stored", file -> () -> upload("POST", file, 1));
        atOnce("half read, half replaced", file -> () -> file < half ? download(file, 1) : upload("PUT", file, 2));
        atOnce("read", file -> () -> download(file, file < half ? 1 : 2));
        return 0;
    }

    private void atOnce(String what, IntFunction<Callable<Void>> transfer)
            throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(transfers);
        CountDownLatch ready = new CountDownLatch(transfers);
        try {
            List<Future<Void>> running = new ArrayList<>();
            long begin = System.nanoTime();
            for (int file = 0; file < transfers; file++) {
                Callable<Void> one = transfer.apply(file);
                running.add(threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return one.call();
                }));
            }
            for (Future<Void> one : running) {
                one.get();
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            System.out.printf(
                    "%d at once %s: %.0f MB/s%n", transfers, what, (double) transfers * blocks * BLOCK / seconds / 1e6);
        } finally {
            threads.shutdownNow();
        }
    }

    /** What a file holds: a pattern in which every block says which it is. */
    private byte[] block(int file, int version, int number) {
        byte[] block = pattern.clone();
        ByteBuffer.wrap(block).putInt(file).putInt(version).putInt(number);
        return block;
    }

    private Void upload(String method, int file, int version) throws IOException {
        byte[] before = ascii("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"many-"
                + file + ".bin\"\r\nContent-Type: application/octet-stream\r\n\r\n");
        byte[] after = ascii("\r\n--" + BOUNDARY + "--\r\n");
        try (Socket socket = new Socket("127.0.0.1", port)) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    ascii(method + " /files" + (method.equals("PUT") ? "/many-" + file + ".bin" : "") + " HTTP/1.1\r\n"
                            + "Host: bench\r\nConnection: close\r\nAuthorization: Thing " + key
                            + "\r\nContent-Type: multipart/form-data; boundary=" + BOUNDARY + "\r\nContent-Length: "
                            + (before.length + (long) blocks * BLOCK + after.length) + "\r\n\r\n"));
            out.write(before);
            for (int number = 0; number < blocks; number++) {
                out.write(block(file, version, number));
            }
            out.write(after);
            String status = line(socket.getInputStream());
            require(status.equals("HTTP/1.1 " + (method.equals("PUT") ? "200 OK" : "201 Created")), file, status);
            return null;
        }
    }

    private Void download(int file, int version) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write(ascii("GET /files/many-" + file + ".bin HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n"
                            + "Authorization: Thing " + key + "\r\n\r\n"));
            InputStream in = new BufferedInputStream(socket.getInputStream(), BLOCK);
            String status = line(in);
            require(status.equals("HTTP/1.1 200 OK"), file, status);
            while (!line(in).isEmpty()) {
                // The bytes are counted by themselves.
            }
            for (int number = 0; number < blocks; number++) {
                byte[] read = in.readNBytes(BLOCK);
                require(Arrays.equals(read, block(file, version, number)), file, "other bytes in block " + number);
            }
            require(in.read() < 0, file, "more bytes than were stored");
            return null;
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n' && b != -1; b = in.read()) {
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(US_ASCII);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    private static void require(boolean holds, int file, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException("file " + file + ": " + otherwise);
        }
    }
}
