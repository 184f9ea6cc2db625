package dev.tr50.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tr50.protocol.CommandException.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What a client sent as {@code params}. A handler asks for each of its declared {@link Param}s once; everything that is
 * wrong is collected, so that a client is told all its mistakes in one reply. Members nobody asks for are ignored.
 *
 * <p>Not thread-safe: one reading per message.
 */
public final class Arguments {
    static final ObjectNode EMPTY = JsonNodeFactory.instance.objectNode();

    private final ObjectNode members;
    private final String prefix;
    /** Where to look for what is absent here; null for nowhere. */
    private final Arguments around;

    private List<Problem> problems;
    private Set<Param<?>> asked;

    /**
     * Parameters that did not come as JSON.
     *
     * @param texts text by name
     * @param numbers numbers by name
     */
    public static Arguments of(Map<String, String> texts, Map<String, BigDecimal> numbers) {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        texts.forEach(members::put);
        numbers.forEach(members::put);
        return new Arguments(members);
    }

    /** A command without {@code params}. */
    static Arguments none() {
        return new Arguments(EMPTY);
    }

    Arguments(ObjectNode members) {
        this(members, "");
    }

    Arguments(ObjectNode members, String prefix) {
        this(members, prefix, null);
    }

    private Arguments(ObjectNode members, String prefix, Arguments around) {
        this.members = members;
        this.prefix = prefix;
        this.around = around;
    }

    /** A part of these with members of its own: what it lacks is looked for here. */
    Arguments within(ObjectNode ownMembers) {
        return new Arguments(ownMembers, "", this);
    }

    /** The same once more, of which nothing is known to be wrong. */
    Arguments again() {
        return new Arguments(members, prefix, around);
    }

    /**
     * The value of a parameter, or its default when it is absent, {@code null} or wrong. A wrong or missing one is noted
     * for {@link #refuseIfWrong()}; what is returned in that case never reaches a handler.
     */
    public <T> T get(Param<T> param) {
        if (asked != null) {
            asked.add(param);
        }
        JsonNode value = find(param);
        if (value == null) {
            if (param.isRequired()) {
                add(prefix + param.name() + " is required (" + param.type() + ")");
            }
            return param.defaultValue();
        }
        try {
            return param.read(value);
        } catch (Param.Mismatch e) {
            for (String problem : e.problems()) {
                add(prefix + problem);
            }
            return param.defaultValue();
        }
    }

    private JsonNode find(Param<?> param) {
        JsonNode value = param.in(members);
        return value == null && around != null ? around.find(param) : value;
    }

    /** Whether a parameter was sent as {@code null}, which most commands take for absent. */
    public boolean isNull(Param<?> param) {
        JsonNode value = members.get(param.name());
        return value == null ? around != null && around.isNull(param) : value.isNull();
    }

    /** Notes a rule between parameters that is broken, for example "one of these two is required". */
    public void reject(String message) {
        add(prefix + message);
    }

    /** True when nothing asked for so far was wrong: the moment to check rules between parameters. */
    public boolean areFine() {
        return problems == null;
    }

    /** @throws CommandException with {@link ErrorCode#BAD_PARAMETER} naming every parameter that is wrong */
    public void refuseIfWrong() {
        if (problems != null) {
            throw new CommandException(problems);
        }
    }

    /** The whole of {@code params} as it came. */
    public JsonValue asIs() {
        return new JsonValue(members);
    }

    /**
     * The parameters that a reader asks for, in its order. Every parameter is declared and read in one place, and the command
     * reference learns of it here.
     */
    public static List<Param<?>> askedBy(Function<Arguments, ?> reader) {
        Arguments arguments = new Arguments(EMPTY);
        arguments.asked = new LinkedHashSet<>();
        reader.apply(arguments);
        return List.copyOf(arguments.asked);
    }

    List<Problem> problems() {
        return problems == null ? List.of() : List.copyOf(problems);
    }

    private void add(String message) {
        if (problems == null) {
            problems = new ArrayList<>();
        }
        problems.add(new Problem(ErrorCode.BAD_PARAMETER, message));
    }
}
