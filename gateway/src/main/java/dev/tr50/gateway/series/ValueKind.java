package dev.tr50.gateway.series;

import dev.tr50.storage.SampleKind;
import java.util.function.Function;

/**
 * A kind of value that things publish.
 *
 * @param noun what one of them is called, at the beginning of a sentence
 * @param stored how it is stored; its name is the level of the topic
 * @param text what subscribers get of a value
 */
public record ValueKind<S>(String noun, SampleKind<S> stored, Function<S, String> text) {}
