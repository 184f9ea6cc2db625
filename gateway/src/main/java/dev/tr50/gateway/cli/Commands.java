package dev.tr50.gateway.cli;

import dev.tr50.gateway.Catalogue;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Param;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tr50 commands}: what the gateway answers. */
@Command(name = "commands", description = "Lists the TR50 commands the gateway answers, or tells all about one.")
final class Commands implements Callable<Integer> {
    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "For example file.list.")
    private String name;

    @Override
    public Integer call() throws Refusal {
        PrintWriter out = spec.commandLine().getOut();
        if (name == null) {
            Catalogue.signatures().forEach(each -> out.printf("%-18s %s%n", each.name(), each.summary()));
        } else {
            describe(find(name), out);
        }
        out.flush();
        return 0;
    }

    private static Signature<?, ?> find(String name) throws Refusal {
        List<? extends Signature<?, ?>> found = Catalogue.signatures().stream()
                .filter(each -> each.name().equals(name))
                .toList();
        if (found.isEmpty()) {
            throw new Refusal("there is no command " + name + "; ./tr50 commands lists them all");
        }
        return found.get(0);
    }

    private static void describe(Signature<?, ?> command, PrintWriter out) {
        out.println(command.name());
        out.println("  " + command.summary());
        for (Param<?> param : command.params()) {
            out.printf(
                    "  %s (%s%s)%n      %s%n",
                    param.name(), param.type(), param.isRequired() ? ", required" : "", param.description());
        }
    }
}
