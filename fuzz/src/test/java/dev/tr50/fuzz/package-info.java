/**
 * Feeds whatever reads what clients send with what no client would. Each target stands in the package of what it feeds, where it
 * can reach it; {@link dev.tr50.fuzz.Targets} lists them. {@code mvn verify} feeds what is kept in {@code seeds/} and some
 * thousand variations of it; the profile {@code fuzz} runs Jazzer, which looks for inputs that reach new code.
 */
package dev.tr50.fuzz;
