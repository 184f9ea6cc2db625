package dev.tr50.gateway.definition;

import dev.tr50.gateway.formula.Formula;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Param;
import dev.tr50.storage.AlarmDefinition;
import dev.tr50.storage.AttributeDefinition;
import dev.tr50.storage.LocationDefinition;
import dev.tr50.storage.MethodDefinition;
import dev.tr50.storage.PropertyDefinition;
import java.util.List;

/** Reads the entries of a definition. What has no name is called like its key. */
final class DefinitionEntries {
    private static final int LONGEST_WAIT = 300;

    private static final Param<String> NAME = DefinitionTexts.text("name", "Name for people.");
    private static final Param<Boolean> SEARCHABLE = Param.flag("searchable", "Whether things are found by it.");

    private static final Param<String> UNIT = DefinitionTexts.text("unit", "Unit.");
    private static final Param<String> PREFIX = DefinitionTexts.text("prefix", "Shown before the number.");
    private static final Param<String> SUFFIX = DefinitionTexts.text("suffix", "Shown after the number.");
    private static final Param<Boolean> CALC_AGGREGATES = Param.flag("calcAggregates", "Whether it is summed up.");
    private static final Param<Boolean> DE_DUPLICATE =
            Param.flag("deDuplicate", "Whether a second number of one time does not count.");
    private static final Param<String> SCALE =
            DefinitionTexts.textOf("scale", "Formula applied before storing.").as(DefinitionEntries::scale);

    private static final Param<String> DEFAULT = DefinitionTexts.value("default", "Value while there is none.");

    private static final Param<String> STATE_NAME =
            DefinitionTexts.text("name", "Name for people.").required();
    private static final Param<String> COLOR = DefinitionTexts.text("color", "Color, such as #F00.");
    // Behind the two, which it asks for.
    private static final Param<List<AlarmDefinition.State>> STATES =
            Param.objects("states", "What its numbers mean; state 0 is the first.", DefinitionEntries::state);

    private static final Param<String> DESCRIPTION = DefinitionTexts.description("description", "What it does.");
    private static final Param<String> HANDLER = DefinitionTexts.text("handler", "Who answers it.");
    private static final Param<Integer> ACK_TIMEOUT =
            Param.integer("defaultAckTimeout", "Seconds that callers wait.").as(DefinitionEntries::wait);
    private static final Param<List<String>> TAGS = DefinitionTexts.texts("tags", "Tags.");
    private static final Param<String> NOTIFICATION_VARIABLES =
            DefinitionTexts.kept(Param.jsonObject("notificationVariables", "What it takes, by name."));
    private static final Param<String> COMPLETION_VARIABLES =
            DefinitionTexts.kept(Param.jsonObject("completionVariables", "What it answers, by name."));

    private static final Param<List<String>> IGNORE_FIX_TYPES =
            DefinitionTexts.texts("ignoreFixTypes", "Fix types that are not recorded.");
    private static final Param<Boolean> NO_DECODE = Param.flag("noDecode", "Whether places are not to be named.");

    private DefinitionEntries() {}

    static PropertyDefinition property(String key, Arguments arguments) {
        return new PropertyDefinition(
                name(key, arguments),
                arguments.get(UNIT),
                arguments.get(PREFIX),
                arguments.get(SUFFIX),
                arguments.get(CALC_AGGREGATES),
                arguments.get(DE_DUPLICATE),
                arguments.get(SEARCHABLE),
                arguments.get(SCALE));
    }

    static AttributeDefinition attribute(String key, Arguments arguments) {
        return new AttributeDefinition(name(key, arguments), arguments.get(DEFAULT), arguments.get(SEARCHABLE));
    }

    static AlarmDefinition alarm(String key, Arguments arguments) {
        return new AlarmDefinition(name(key, arguments), arguments.get(STATES), arguments.get(SEARCHABLE));
    }

    private static AlarmDefinition.State state(Arguments arguments) {
        return new AlarmDefinition.State(arguments.get(STATE_NAME), arguments.get(COLOR));
    }

    static MethodDefinition method(String key, Arguments arguments) {
        return new MethodDefinition(
                name(key, arguments),
                arguments.get(DESCRIPTION),
                arguments.get(HANDLER),
                arguments.get(ACK_TIMEOUT),
                arguments.get(TAGS),
                arguments.get(NOTIFICATION_VARIABLES),
                arguments.get(COMPLETION_VARIABLES));
    }

    static LocationDefinition locations(Arguments arguments) {
        return new LocationDefinition(arguments.get(IGNORE_FIX_TYPES), arguments.get(NO_DECODE));
    }

    private static String name(String key, Arguments arguments) {
        String name = arguments.get(NAME);
        return name == null ? key : name;
    }

    private static String scale(String text) {
        if (text.isBlank()) {
            return null;
        }
        Formula.parse(text);
        return text;
    }

    private static int wait(int seconds) {
        if (seconds > LONGEST_WAIT) {
            throw new IllegalArgumentException("must be at most " + LONGEST_WAIT);
        }
        return seconds;
    }
}
