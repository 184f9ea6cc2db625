package dev.tr50.fuzz;

import dev.tr50.fuzz.Targets.Target;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Has Jazzer feed one target after another, each in a process of its own, and tells how many inputs each had. What it finds by
 * the way is kept in a folder and is where the next run begins; an input that does harm is written to that folder too.
 */
final class LongRuns {

    private static final Pattern RUNS = Pattern.compile("(?m)^Done (\\d+) runs|^#(\\d+)\t");
    private static final int MOST_HEAP_MEGABYTES = 768;
    private static final int LONGEST_INPUT = 65_536;

    /** For one input, the first of which starts a gateway. */
    private static final int SLOWEST_SECONDS = 300;

    private LongRuns() {}

    /** Takes a folder, the seconds for each target, and names of targets with commas between them; nothing for all. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Path.of(args[0]);
        long seconds = Long.parseLong(args[1]);
        List<String> wanted = args.length < 3 || args[2].isBlank() ? List.of() : List.of(args[2].split(","));
        boolean harmless = true;
        for (Target target : Targets.ALL) {
            if (wanted.isEmpty() || wanted.contains(target.name())) {
                harmless &= run(target, folder.resolve(target.name()).toAbsolutePath(), seconds);
            }
        }
        System.exit(harmless ? 0 : 1);
    }

    private static boolean run(Target target, Path folder, long seconds) throws IOException, InterruptedException {
        Path found = Files.createDirectories(folder.resolve("found"));
        Path log = folder.resolve("log.txt");
        Process process = new ProcessBuilder(
                        "java",
                        "-Xmx" + MOST_HEAP_MEGABYTES + "m",
                        "-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + target.type().getName(),
                        "--instrumentation_includes=dev.tr50.**:io.moquette.**:io.netty.handler.codec.mqtt.**"
                                + ":org.eclipse.jetty.http.**",
                        "--custom_hook_includes=dev.tr50.**:org.jdbi.**",
                        // Some targets speak to the gateway that they have started.
                        "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.ServerSideRequestForgery",
                        "--reproducer_path=" + folder,
                        "-artifact_prefix=" + folder + "/",
                        "-max_total_time=" + seconds,
                        "-max_len=" + LONGEST_INPUT,
                        "-timeout=" + SLOWEST_SECONDS,
                        "-rss_limit_mb=0",
                        found.toString(),
                        target.seedFolder().toAbsolutePath().toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            boolean harmless = process.waitFor() == 0;
            tell(target, harmless, inputs(Files.readString(log)), log);
            return harmless;
        } finally {
            process.destroy();
            process.waitFor(1, TimeUnit.MINUTES);
        }
    }

    private static long inputs(String log) {
        long inputs = 0;
        for (Matcher matcher = RUNS.matcher(log); matcher.find(); ) {
            inputs = Long.parseLong(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        return inputs;
    }

    private static void tell(Target target, boolean harmless, long inputs, Path log) {
        PrintStream out = System.out;
        out.printf("%-10s %,12d inputs  %s%n", target, inputs, harmless ? "no harm" : "HARM, see " + log);
    }
}
