package dev.tr50.gateway.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tr50 test} is done by the launcher, which has the sources; the jar only lists it. */
@Command(name = "test", description = "Builds everything and runs the whole test suite (from a checkout).")
final class TestNote implements Callable<Integer> {
    @Parameters(hidden = true)
    private String[] ignored;

    @Override
    public Integer call() throws Refusal {
        throw new Refusal("test runs from a checkout of the sources: ./tr50 test");
    }
}
