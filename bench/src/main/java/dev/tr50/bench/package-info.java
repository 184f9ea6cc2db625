/** Measuring: a light MQTT load generator ({@code bench/run}) and JMH benchmarks ({@code bench/jmh}). */
package dev.tr50.bench;
