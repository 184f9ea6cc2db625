package dev.tr50.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The array of a batch: objects that are read one by one, so that what is wrong with one does not hurt those before it.
 *
 * <p>What an object lacks, or has as {@code null}, is looked for beside the array. Nothing else there is looked at:
 * device-cloud-python puts words beside its arrays that mean nothing, such as {@code "lat":"location_batch"}.
 *
 * @param <T> what an object is read as
 */
public final class Items<T> {
    private static final int MOST = 10_000;

    /**
     * One object as it was read.
     *
     * @param place such as {@code data[3]}; empty for the item that is no element of the array
     * @param value null when it is refused
     * @param refusal null when it is fine
     */
    public record Item<T>(String place, T value, CommandException refusal) {}

    private final Param<List<JsonNode>> array;
    private final Function<Arguments, T> reader;

    /**
     * An array of at most 10,000 objects.
     *
     * @param reader reads an object as it would read the parameters of a command
     */
    public Items(String name, String description, Function<Arguments, T> reader) {
        String members = Arguments.askedBy(reader).stream().map(Param::name).collect(Collectors.joining(", "));
        this.array = Param.array(name, "array of object {" + members + "}", description, MOST);
        this.reader = reader;
    }

    /**
     * The items, in the order sent. Without any, what is written beside the array is the one item; where that is none either,
     * the array is noted as missing.
     */
    public List<Item<T>> from(Arguments arguments) {
        List<JsonNode> elements = arguments.get(array);
        if (!elements.isEmpty()) {
            return read(arguments, elements);
        }
        Item<T> single = read("", arguments.again());
        if (single.refusal() != null && arguments.areFine()) {
            arguments.reject(array.name() + " is required (" + array.type() + ")");
        }
        return List.of(single);
    }

    private List<Item<T>> read(Arguments arguments, List<JsonNode> elements) {
        List<Item<T>> items = new ArrayList<>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            String place = array.name() + "[" + i + "]";
            items.add(
                    elements.get(i) instanceof ObjectNode members
                            ? read(place, arguments.within(members))
                            : refused(place, place + " must be an object"));
        }
        return items;
    }

    private Item<T> read(String place, Arguments item) {
        T value = reader.apply(item);
        try {
            item.refuseIfWrong();
            return new Item<>(place, value, null);
        } catch (CommandException e) {
            return new Item<>(place, null, place.isEmpty() ? e : e.about(place));
        }
    }

    private static <T> Item<T> refused(String place, String message) {
        return new Item<>(place, null, new CommandException(ErrorCode.BAD_PARAMETER, message));
    }
}
