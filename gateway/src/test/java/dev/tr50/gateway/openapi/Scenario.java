package dev.tr50.gateway.openapi;

/** Requests that bring about every answer of an operation that can be brought about. */
@FunctionalInterface
interface Scenario {

    /** @param method that of the operation: HEAD is played like GET */
    void play(World world, String method) throws Exception;
}
