package dev.tr50.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the well-behaved notice of each fault, and what it costs in memory. */
@Command(
        name = "faults",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = "Measures well-behaved clients before, during and after each fault, on a gateway of its own.")
public final class Faults implements Callable<Integer> {

    private static final String BEFORE = "before";
    private static final String DURING = "during";
    private static final String AFTER = "after";

    @Option(names = "--launcher", required = true, description = "What starts a gateway: ./tr50.")
    private Path launcher;

    @Option(names = "--brake", required = true, description = "The library that slows its disk down.")
    private Path brake;

    @Option(names = "--seconds", defaultValue = "10", description = "How long each phase lasts.")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "10", description = "Seconds before anything counts.")
    private int warmUp;

    @Parameters(description = "Which; all when none is named: ${COMPLETION-CANDIDATES}.")
    private List<Fault> chosen = List.of(Fault.values());

    /** Ends the process: 0 when all were measured and the gateway lived. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Faults())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("faults");
        try {
            prepare(folder);
            for (Fault fault : chosen) {
                measure(fault, folder);
            }
            return 0;
        } finally {
            Folders.remove(folder);
        }
    }

    private void prepare(Path folder) throws IOException {
        int things = chosen.stream().mapToInt(Fault::participants).max().orElse(0);
        try (GatewayProcess gateway = new GatewayProcess(launcher, folder, brake, List.of())) {
            gateway.start();
            long begin = System.nanoTime();
            Fault.acquaint(gateway, things);
            System.out.printf(
                    Locale.ROOT, "%d things registered in %.1f s%n%n", things, (System.nanoTime() - begin) / 1e9);
        }
    }

    private void measure(Fault fault, Path folder) throws Exception {
        Ledger ledger = new Ledger();
        StringBuilder memory = new StringBuilder();
        try (GatewayProcess gateway = new GatewayProcess(launcher, folder, brake, List.of())) {
            gateway.start();
            Witnesses witnesses = new Witnesses(gateway.mqtt(), GatewayProcess.TOKEN, ledger).start();
            Arrivals arrivals = new Arrivals(gateway.mqtt(), gateway.http(), GatewayProcess.TOKEN, ledger).start();
            TimeUnit.SECONDS.sleep(warmUp);
            memory(memory, "before", gateway);
            watch(ledger, BEFORE, memory, gateway);
            if (fault == Fault.STORM) {
                ledger.phase(DURING);
            }
            long begin = System.nanoTime();
            AutoCloseable end = fault.begin(gateway);
            double arriving = (System.nanoTime() - begin) / 1e9;
            watch(ledger, DURING, memory, gateway);
            String swarm = end instanceof Swarm all
                    ? String.format(
                            Locale.ROOT,
                            "%d inside, %d losses, %d answers that were errors; ",
                            all.inside(),
                            all.losses(),
                            all.refusals())
                    : "";
            memory(memory, "with it", gateway);
            end.close();
            TimeUnit.SECONDS.sleep(1);
            watch(ledger, AFTER, memory, gateway);
            memory(memory, "after", gateway);
            arrivals.close();
            witnesses.close();
            print(fault, ledger);
            System.out.printf(Locale.ROOT, "%sbegun within %.1f s%nMiB: %s%n%n", swarm, arriving, memory);
        }
    }

    private void watch(Ledger ledger, String phase, StringBuilder memory, GatewayProcess gateway) throws Exception {
        ledger.phase(phase);
        double most = 0;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(200);
            most = Math.max(most, gateway.resident());
        }
        ledger.phase(null);
        memory.append(String.format(Locale.ROOT, "%s at most %.0f resident, ", phase, most));
    }

    private static void memory(StringBuilder memory, String when, GatewayProcess gateway) throws Exception {
        memory.append(String.format(Locale.ROOT, "%s %.0f of heap after a collection, ", when, gateway.liveHeap()));
    }

    private static void print(Fault fault, Ledger ledger) {
        System.out.printf("### %s (%d)%n%n", fault.description(), fault.participants());
        System.out.println(
                "| ms | before p50 | p99 | during p50 | p99 | longest | ratio p50 | p99 | after p50 | p99 | failed, unanswered during |");
        System.out.println("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        for (String kind : ledger.kinds()) {
            Ledger.Column before = ledger.of(kind, BEFORE);
            Ledger.Column during = ledger.of(kind, DURING);
            Ledger.Column after = ledger.of(kind, AFTER);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f | %.1f | %.1f | %.1f | **%.1f** | **%.1f** | %.1f | %.1f | %d, %d of %d |%n",
                    kind,
                    before.percentile(50),
                    before.percentile(99),
                    during.percentile(50),
                    during.percentile(99),
                    during.longest(),
                    during.percentile(50) / before.percentile(50),
                    during.percentile(99) / before.percentile(99),
                    after.percentile(50),
                    after.percentile(99),
                    during.failed(),
                    during.unanswered(),
                    during.answered() + during.unanswered());
        }
        System.out.println();
    }
}
