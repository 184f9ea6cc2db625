package dev.tr50.gateway.definition;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.list.Order;
import dev.tr50.gateway.list.Paging;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Describe;
import dev.tr50.protocol.Param;
import dev.tr50.storage.DefinitionSort;
import dev.tr50.storage.DefinitionSort.Field;
import dev.tr50.storage.Page;
import dev.tr50.storage.ThingDefinition;
import dev.tr50.storage.ThingDefinitions;
import java.util.List;
import java.util.Map;

/** {@code thing_def.list}: the definitions of the group, a page at a time. */
public final class ThingDefList implements Command<ThingDefList.Params, ThingDefList.Result> {
    private static final Param<Order<Field>> SORT = Order.param(
            Map.of(
                    "name", Field.NAME,
                    "key", Field.KEY,
                    "version", Field.VERSION,
                    "createdOn", Field.CREATED_ON,
                    "updatedOn", Field.UPDATED_ON),
            "name");

    public static final Signature<Params, Result> SIGNATURE = Signature.reading(
            "thing_def.list",
            Params::from,
            Result.class,
            "Lists the thing definitions of the group, a page at a time. A page of large definitions may end early.");

    /** Which page in which order. */
    public record Params(Paging paging, Order<Field> order) {
        static Params from(Arguments arguments) {
            return new Params(Paging.from(arguments), arguments.get(SORT));
        }
    }

    /** A page. */
    public record Result(
            @Describe("How many definitions the group has.") long count,
            @Describe("Those of the page.") List<ShownDefinition> result) {}

    private final ThingDefinitions definitions;

    public ThingDefList(ThingDefinitions definitions) {
        this.definitions = definitions;
    }

    @Override
    public Result run(Caller caller, Params params) {
        Order<Field> order = params.order();
        Page<ThingDefinition> page = definitions.page(
                caller.group().id(),
                new DefinitionSort(order.field(), order.descending()),
                params.paging().offset(),
                params.paging().limit());
        return new Result(
                page.total(), page.items().stream().map(ShownDefinition::of).toList());
    }
}
