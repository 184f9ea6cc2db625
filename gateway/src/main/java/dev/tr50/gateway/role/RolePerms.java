package dev.tr50.gateway.role;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Describe;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** {@code role.perms}: what roles can name, which is every command there is. */
public final class RolePerms implements Command<RolePerms.Params, RolePerms.Result> {
    public static final Signature<Params, Result> SIGNATURE = Signature.reading(
                    "role.perms",
                    Params::from,
                    Result.class,
                    "Tells what roles can name: each service with its commands, as in {\"property\":[\"current\",\"publish\"]}.")
            .openTo(Access.ADMIN);

    /** None. */
    public record Params() {
        static Params from(Arguments arguments) {
            return new Params();
        }
    }

    /** The names are members of the reply themselves. */
    public record Result(
            @Describe("Under the name of each service, the commands of it.") @JsonValue
            SortedMap<String, List<String>> services) {

        public Result {
            services = Collections.unmodifiableSortedMap(new TreeMap<>(services));
        }
    }

    private final Supplier<List<? extends Signature<?, ?>>> commands;

    /** @param commands all that the gateway answers */
    public RolePerms(Supplier<List<? extends Signature<?, ?>>> commands) {
        this.commands = commands;
    }

    @Override
    public Result run(Caller caller, Params params) {
        SortedMap<String, List<String>> services = new TreeMap<>();
        commands.get().stream().map(Signature::name).sorted().forEach(name -> {
            int dot = name.indexOf('.');
            services.computeIfAbsent(name.substring(0, dot), service -> new ArrayList<>())
                    .add(name.substring(dot + 1));
        });
        return new Result(services);
    }
}
